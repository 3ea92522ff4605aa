import logging

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.handoff_auto import DEPTH
from .common import BackOfficeCase

RULES = "odoo.addons.backoffice_ops.models.server_action"


@tagged("post_install", "-at_install")
class TestHandOffs(BackOfficeCase):
    """A department is asked from a case, a sale, a promise, a contact, an interaction, and by rules."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.env["crm.lead"].create({
            "name": "Heat pump for the school", "partner_id": cls.customer.id, "company_id": cls.company.id,
            "expected_revenue": 12500, "team_id": cls.team.id,
        })
        cls.rule = cls.env["ir.actions.server"].create({
            "name": "Ask the stores", "model_id": cls.env.ref("crm.model_crm_lead").id, "state": "handoff",
            "handoff_service_id": cls.service.id, "handoff_subject": "Parts for {{ name }} ({{partner_id.name}})",
        })
        cls.serial = cls.service.requirement_ids
        cls.rule.handoff_answer_ids = [Command.create({"requirement_id": cls.serial.id, "value": "N {{ id }}"})]

    def _hosts(self):
        encounter = self._encounter(partner_id=self.customer.id) if hasattr(self, "_encounter") else self.env[
            "frontoffice.encounter"].create({"partner_id": self.customer.id, "company_id": self.company.id})
        case = self._case()
        return {
            "case_id": case, "lead_id": self.lead, "promise_id": self._promise(case_id=case.id),
            "partner_id": self.customer, "encounter_id": encounter,
        }

    def test_asked_from_everywhere_and_counted_there(self):
        for link, host in self._hosts().items():
            with self.subTest(link):
                action = host.action_hand_off()
                values = {key.removeprefix("default_"): value for key, value in action["context"].items()}
                self.assertEqual(values[link], host.id)
                before = host.handoff_count
                request = self.env["backoffice.handoff"].create({
                    **{"subject": "x", "company_id": self.company.id}, **values, "service_id": self.refund.id})
                request.action_send()
                host.invalidate_recordset(["handoff_count"])
                self.assertEqual(host.handoff_count, before + 1)
                self.assertIn(request, self.env["backoffice.handoff"].search(host.action_view_handoffs()["domain"]))

    def test_the_count_says_nothing_of_confidential_requests(self):
        self.service.confidential = True
        self._handoff(partner_id=self.customer.id, from_user_id=self.leader.id).action_send()
        self.assertEqual(self.customer.with_user(self.agent).handoff_count, 0)

    def test_where_it_was_asked_hears_of_ready_and_of_sent_back(self):
        heard = []
        Lead, Case = type(self.env["crm.lead"]), type(self.env["frontoffice.case"])
        self.patch(Lead, "_handoff_delivered", lambda host, requests: heard.append(("ready", host, requests)))
        self.patch(Lead, "_handoff_returned", lambda host, requests: heard.append(("back", host, requests)))
        self.patch(Case, "_handoff_delivered", lambda host, requests: heard.append(("ready", host, requests)))
        case = self._case()
        requests = self._handoff(lead_id=self.lead.id, case_id=case.id) + self._handoff(lead_id=self.lead.id)
        requests.action_send()
        requests.with_user(self.clerk).action_accept()
        requests[1].with_user(self.clerk).action_return(["detail"], note="?")
        requests[0].with_user(self.clerk).action_deliver("on the van")
        self.assertIn(("back", self.lead, requests[1]), heard)
        self.assertIn(("ready", self.lead, requests[0]), heard)
        self.assertIn(("ready", case, requests[0]), heard)
        self.assertEqual(len(heard), 3)

    def test_the_seller_reads_ready_and_nothing_confidential(self):
        for confidential in (False, True):
            self.service.confidential = confidential
            request = self._handoff(lead_id=self.lead.id, subject=f"secret {confidential}")
            request.action_send()
            request.action_accept()
            request.action_deliver("done")
        said = " ".join(self.lead.message_ids.mapped("body"))
        self.assertIn("secret False", said)
        self.assertNotIn("secret True", said)

    # -- by themselves -----------------------------------------------------------------------------

    def _run(self, records=None):
        records = records or self.lead
        self.rule.with_context(active_model=records._name, active_ids=records.ids, active_id=records[:1].id).run()
        return self.env["backoffice.handoff"].search(
            [("origin_model", "=", records._name), ("origin_id", "in", records.ids)], order="id")

    def test_a_rule_asks_with_words_and_answers_of_the_record(self):
        request = self._run()
        self.assertEqual((request.state, request.auto_created), ("sent", True))
        self.assertEqual(request.subject, f"Parts for Heat pump for the school ({self.customer.name})")
        self.assertEqual(request.answers, {"serial": f"N {self.lead.id}"})
        self.assertEqual((request.lead_id, request.partner_id, request.company_id),
                         (self.lead, self.customer, self.company))
        self.assertFalse(request._ledger_verify())

    def test_pain_27_not_twice_while_one_is_open(self):
        request = self._run()
        self.assertEqual(self._run(), request)
        request._record("cancelled")
        self.assertEqual(len(self._run()), 2)

    def test_the_database_refuses_a_second_one_too(self):
        request = self._run()
        with self.assertRaises(Exception) as raised, mute_logger("odoo.sql_db"):
            self.env["backoffice.handoff"].sudo().create({
                "subject": "x", "service_id": self.service.id, "company_id": self.company.id, "auto_created": True,
                "origin_model": "crm.lead", "origin_id": self.lead.id,
            })
            self.env.flush_all()
        self.assertIn("open request of this type", self.env["backoffice.handoff"]._sql_error_to_message(
            raised.exception) if hasattr(raised.exception, "diag") else str(raised.exception))
        self.assertTrue(request.exists())

    def test_pain_27_rules_that_set_each_other_off_stop(self):
        """A rule that asks a department for every request would never end."""
        services = self.env["backoffice.service"].create([
            {"name": f"Step {n}", "department_id": self.parts.id, "company_id": self.company.id} for n in range(6)])
        rules = self.env["ir.actions.server"].create([{
            "name": f"Chain {n}", "model_id": self.env["ir.model"]._get_id("backoffice.handoff"), "state": "handoff",
            "handoff_service_id": service.id, "handoff_subject": "After {{ name }}",
        } for n, service in enumerate(services)])
        request = self._handoff()
        with self.assertLogs(RULES, logging.WARNING):
            for rule in rules:
                rule.with_context(active_model=request._name, active_id=request.id, active_ids=request.ids).run()
                made = self.env["backoffice.handoff"].search(
                    [("origin_model", "=", request._name), ("origin_id", "=", request.id)])
                if not made:
                    break
                request = made
        self.assertEqual(request.auto_depth, DEPTH)
        self.assertIn("in a row", request.message_ids[0].body)

    def test_a_rule_that_fails_breaks_nothing_and_says_so(self):
        self.rule.handoff_answer_ids.unlink()
        self.lead.name = "Changed meanwhile"
        with self.assertLogs(RULES, logging.WARNING):
            self.assertFalse(self._run(), "incomplete is refused, and no draft stays behind")
        self.assertEqual(self.lead.name, "Changed meanwhile")
        for place in (self.lead, self.rule):
            self.assertIn("Serial number", place.message_ids[0].body)

    def test_many_records_one_run(self):
        leads = self.env["crm.lead"].create([
            {"name": f"Sale {n}", "company_id": self.company.id} for n in range(5)])
        self.assertEqual(len(self._run(leads)), 5)

    def test_names_only_nothing_is_calculated(self):
        for text in ("{{ 1 + 1 }}", "{{ name.upper() }}", "{{ unknown }}", "{{ partner_id.unknown }}",
                     "{{ message_ids.body }}", "{{ __class__ }}"):
            with self.subTest(text), self.assertRaises(ValidationError):
                self.rule.handoff_subject = text
        with self.assertRaises(ValidationError):
            self.rule.handoff_answer_ids.value = "{{ exec }}"
        with self.assertRaisesRegex(ValidationError, "not a question"):
            self.rule.handoff_service_id = self.refund
            self.rule.handoff_answer_ids.requirement_id = self.serial

    def test_a_rule_of_the_automation_app(self):
        if "base.automation" not in self.env:
            self.skipTest("base_automation is not installed here")
        self.env["base.automation"].create({
            "name": "Won", "model_id": self.rule.model_id.id, "trigger": "on_create_or_write",
            "action_server_ids": [Command.link(self.rule.id)],
        })
        lead = self.env["crm.lead"].create({"name": "New", "company_id": self.company.id})
        lead.name = "New again"
        self.assertEqual(self.env["backoffice.handoff"].search_count([("lead_id", "=", lead.id)]), 1)

    def _made_by_rule_at(self, moment, tz="UTC"):
        """The request a rule creates at a moment, due after 8 working hours of a calendar in ``tz``."""
        self.service.calendar_id = self._make_calendar(tz)
        with freeze_time(moment):
            return self._run()

    def test_pain_5_a_rule_on_friday_evening_is_due_on_working_time(self):
        self.assertEqual(self._made_by_rule_at(self._at("Fri 19:00")).due_at, self._at("+1 Mon 17:00"))

    def test_pain_6_the_lunch_break_is_nobodys_working_time(self):
        self.assertEqual(self._made_by_rule_at(self._at("Mon 11:00")).due_at, self._at("Tue 11:00"))

    def test_pain_7_summer_time_moves_no_due_time(self):
        """From Friday 27 March 15:00 in Berlin over the change of the clocks: Monday 30 March, 15:00 there."""
        request = self._made_by_rule_at(self._utc("2026-03-27 14:00:00"), "Europe/Berlin")
        self.assertEqual(request.due_at, self._utc("2026-03-30 13:00:00"))

    # -- many at once ------------------------------------------------------------------------------

    def _many(self, count=4):
        requests = self.env["backoffice.handoff"].union(*(self._handoff(subject=f"R {n}") for n in range(count)))
        requests.action_send()
        return requests

    def test_bulk_each_wholly_or_not_at_all_and_one_sentence(self):
        requests = self._many()
        requests[1]._record("cancelled")
        told = requests.with_user(self.clerk).action_bulk_accept()["params"]
        self.assertEqual(requests.mapped("state"), ["accepted", "cancelled", "accepted", "accepted"])
        self.assertIn("3 done, 1 not", told["message"])
        self.assertIn(requests[1].name, told["message"])
        self.assertIn("Cancelled", told["message"])
        self.assertEqual(told["type"], "warning")
        self.assertFalse(requests._ledger_verify())

    def _wizard(self, requests, user=None, **values):
        return self.env["backoffice.handoff.bulk"].with_user(user or self.clerk).create(
            {"handoff_ids": [Command.set(requests.ids)], **values})

    def test_bulk_ready_with_one_note(self):
        self.service.outcome_required = True
        requests = self._many()
        requests.with_user(self.clerk).action_accept()
        told = self._wizard(requests, step="deliver").action_apply()["params"]["message"]
        self.assertIn("0 done, 4 not", told)
        self.assertIn("and 1 more", told)
        self._wizard(requests, step="deliver", note="All on the van").action_apply()
        self.assertEqual(set(requests.mapped("outcome_note")), {"All on the van"})

    def test_pain_4_bulk_reroute_gives_the_second_department_its_full_time(self):
        requests = self._many()
        requests.with_user(self.clerk).action_accept()
        with self.assertRaises(UserError):
            self._wizard(requests, step="reroute").action_apply()
        self._wizard(requests, step="reroute", department_id=self.finance.id).action_apply()
        for state in requests._replayed().values():
            self.assertEqual((state.stint, state.used_s, state.deliver_s), (2, 0, 8 * 3600))

    def test_bulk_replan_and_cancel(self):
        requests = self._many()
        told = self._wizard(requests, step="replan").action_apply()["params"]["message"]
        self.assertIn("4 done", told)
        told = self._wizard(requests, self.agent, step="cancel").action_apply()["params"]["message"]
        self.assertEqual(set(requests.mapped("state")), {"cancelled"}, told)
