from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import FrontOfficeCase

MONDAY = "2026-03-02 10:00:00"


@tagged("post_install", "-at_install")
class TestRouting(FrontOfficeCase):
    """Rules bring a case to a team and a person who is at work and has room."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env["res.users"]
        for name in ("ora", "pat", "quin"):
            user = new_test_user(
                cls.env, name, "frontoffice_crm.group_agent", company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)], tz="UTC",
            )
            user.case_capacity = 2
            cls.people |= user
        cls.ora, cls.pat, cls.quin = cls.people
        cls.team.member_ids = cls.people
        cls.rule = cls._rule("Everything", policy="least_loaded")

    @classmethod
    def _rule(cls, name, **values):
        return cls.env["frontoffice.route"].create({
            "name": name, "team_id": cls.team.id, "company_id": cls.company.id, **values,
        })

    def _incoming(self, n=1, now=MONDAY, **values):
        """Cases that come in on a working Monday without a team."""
        with self._clock(now):
            return self.env["frontoffice.case"].create([{
                "subject": "Boiler stopped", "partner_id": self.customer.id, "channel_id": self.channel.id,
                "company_id": self.company.id, "source": "mail", **values,
            } for _ in range(n)])

    def _clock(self, now):
        moment = fields.Datetime.to_datetime(now)
        return patch("odoo.fields.Datetime.now", lambda: moment)

    def _drain(self, now=MONDAY):
        return self.env["frontoffice.assignment"]._drain(self.team, fields.Datetime.to_datetime(now))

    # -- rules -------------------------------------------------------------------------------------

    def test_the_first_rule_that_fits_decides(self):
        complaints = self.env["crm.team"].create(
            {"name": "Complaints", "is_service": True, "company_id": self.company.id})
        self._rule("Unhappy", sequence=1, words="unhappy, refund", team_id=complaints.id,
                   set_type="complaint", set_priority=True)
        case = self._incoming(subject="I want a Refund!")
        self.assertEqual((case.team_id, case.type, case.priority), (complaints, "complaint", "1"))
        self.assertEqual(self._incoming().team_id, self.team)

    def test_a_topic_includes_everything_below_it(self):
        part = self.env["frontoffice.need"].create({"name": "Valve", "parent_id": self.need.id})
        other = self.env["crm.team"].create(
            {"name": "Heating", "is_service": True, "company_id": self.company.id})
        self._rule("Heating", sequence=1, need_ids=[Command.set(self.need.ids)], team_id=other.id)
        self.assertEqual(self._incoming(need_id=part.id).team_id, other)

    def test_what_a_person_chose_stays(self):
        other = self.env["crm.team"].create(
            {"name": "Mine", "is_service": True, "company_id": self.company.id})
        case = self._incoming(team_id=other.id, user_id=self.agent.id)
        self.assertEqual((case.team_id, case.user_id), (other, self.agent))
        self.assertFalse(case.route_version_id)

    def test_without_a_rule_the_topic_decides_as_before(self):
        self.rule.active = False
        case = self._incoming(need_id=self.need.id)
        self.assertEqual(case.team_id, self.team)
        self.assertFalse(case.is_offered)

    def test_a_changed_rule_leaves_old_cases_under_their_version(self):
        old = self._incoming()
        self.rule.reoffer_minutes = 60
        new = self._incoming()
        self.assertNotEqual(old.route_version_id, new.route_version_id)
        self.assertEqual(old.route_version_id.values["reoffer_minutes"], 240)
        with self.assertRaises(AccessError):
            old.with_user(self.agent).write({"route_version_id": new.route_version_id.id})

    def test_one_person_must_be_named(self):
        with self.assertRaises(ValidationError):
            self._rule("Somebody", policy="person")

    def test_rules_of_another_company_do_not_apply(self):
        self.rule.active = False
        team = self.env["crm.team"].create(
            {"name": "There", "is_service": True, "company_id": self.other_company.id})
        self.env["frontoffice.route"].create(
            {"name": "There", "team_id": team.id, "company_id": self.other_company.id, "sequence": 0})
        self.assertFalse(self._incoming().route_version_id)

    def test_an_interaction_gets_the_team_of_its_rule(self):
        other = self.env["crm.team"].create(
            {"name": "Contracts", "is_service": True, "company_id": self.company.id})
        self._rule("Contracts", sequence=1, words="contract", team_id=other.id)
        self.assertEqual(self._encounter(need_id=False, note="Cancel my contract").team_id, other)

    # -- people ------------------------------------------------------------------------------------

    def test_work_is_spread_and_nobody_gets_more_than_fits(self):
        cases = self._incoming(8)
        counts = {user: len(cases.filtered(lambda c, u=user: c.user_id == u)) for user in self.people}
        self.assertEqual(set(counts.values()), {2})
        self.assertEqual(len(cases.filtered("is_offered")), 2, "the rest waits")

    def test_room_made_is_filled_at_once(self):
        cases = self._incoming(7)
        waiting = cases.filtered("is_offered")
        done = cases.filtered(lambda c: c.user_id == self.pat)[0]
        with self._clock(MONDAY):
            done.with_user(self.pat).action_resolve()
        self.assertEqual(waiting.user_id, self.pat)

    def test_pain_12_the_least_time_left_goes_first(self):
        self.people.case_capacity = 0
        old, urgent = self._incoming(2)
        self._promise(case_id=urgent.id, due_at=fields.Datetime.to_datetime(MONDAY) + timedelta(hours=2))
        self.ora.case_capacity = 1
        self.assertEqual(self._drain(), urgent)
        self.assertFalse(old.user_id)

    def test_pain_11_nobody_absent_gets_work(self):
        employees = self.env["hr.employee"].create([
            {"name": user.name, "user_id": user.id, "company_id": self.company.id,
             "resource_calendar_id": self.calendar.id} for user in self.people
        ])
        self.env["resource.calendar.leaves"].create({
            "name": "Holiday", "resource_id": employees[0].resource_id.id, "calendar_id": self.calendar.id,
            "company_id": self.company.id, "time_type": "leave",
            "date_from": "2026-03-02 00:00:00", "date_to": "2026-03-03 00:00:00",
        })
        cases = self._incoming(6)
        self.assertNotIn(self.ora, cases.user_id)
        self.assertEqual(len(cases.filtered("user_id")), 4)
        sunday = self._incoming(now="2026-03-01 10:00:00")
        self.assertFalse(sunday.user_id, "nobody works on a Sunday")

    def test_pain_11_work_of_somebody_who_left_is_offered_again(self):
        case = self._incoming()
        first = case.user_id
        first.active = False
        self.env["frontoffice.assignment"]._reoffer(fields.Datetime.to_datetime(MONDAY))
        self.assertTrue(case.user_id)
        self.assertNotEqual(case.user_id, first)
        taken = case.assignment_ids[-1]
        self.assertEqual((taken.user_id, taken.taken_back_for), (first, "absent"))

    def test_untouched_work_is_offered_to_somebody_else(self):
        case = self._incoming()
        first = case.user_id
        self.env["frontoffice.assignment"]._reoffer(fields.Datetime.to_datetime("2026-03-02 13:30:00"))
        self.assertEqual(case.user_id, first, "2.5 working hours are not 4")
        self.env["frontoffice.assignment"]._reoffer(fields.Datetime.to_datetime("2026-03-02 15:30:00"))
        self.assertNotEqual(case.user_id, first)
        self.assertEqual(len(case.assignment_ids), 2)

    def test_work_in_hand_is_never_taken_back(self):
        case = self._incoming()
        with self._clock(MONDAY):
            case.with_user(case.user_id).action_take()
        owner = case.user_id
        self.env["frontoffice.assignment"]._reoffer(fields.Datetime.to_datetime("2026-03-09 15:30:00"))
        self.assertEqual(case.user_id, owner)

    def test_pain_13_a_manual_pick_is_never_overridden(self):
        self.people.case_capacity = 0
        case = self._incoming()
        case.with_user(self.leader).user_id = self.agent
        self.people.case_capacity = 5
        self.assertFalse(self._drain())
        self.assertEqual(case.user_id, self.agent)

    def test_the_customers_language_counts_until_nobody_speaks_it(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.customer.lang = "es_ES"
        self.quin.service_lang_ids = self.env["res.lang"]._lang_get("es_ES")
        cases = self._incoming(3)
        self.assertEqual(cases[:2].user_id, self.quin)
        self.assertNotEqual(cases[2].user_id, self.quin)
        self.assertEqual(cases[2].assignment_ids.relaxed, "language")
        self.assertIn("Does not speak", cases[0].assignment_ids.explanation)

    def test_why_this_person_names_everybody_considered(self):
        self.ora.case_capacity = 0
        case = self._incoming()
        self.assertEqual(len(case.assignment_ids.candidates), 3)
        action = case.with_user(self.leader).action_why()
        text = self.env[action["res_model"]].with_user(self.leader).browse(action["res_id"]).explanation
        self.assertIn("No room", text)
        self.assertIn("Chosen", text)

    # -- trial, rights, cost -----------------------------------------------------------------------

    def test_last_month_under_new_rules_changes_nothing(self):
        with self._clock(fields.Datetime.now() - timedelta(days=3)):
            cases = self.env["frontoffice.case"].create([{
                "subject": "Contract", "company_id": self.company.id, "channel_id": self.channel.id,
                "source": "person", "user_id": self.agent.id,
            } for _ in range(3)])
        other = self.env["crm.team"].create(
            {"name": "Contracts", "is_service": True, "company_id": self.company.id})
        self._rule("Contracts", sequence=1, words="contract", team_id=other.id)
        self._rule("Never", words="xyzzy")
        trial = self.env["frontoffice.route.trial"].browse(self.rule.action_try()["res_id"])
        self.assertEqual((trial.count, trial.moved), (3, 3))
        self.assertEqual(trial.idle_names, "Everything, Never")
        self.assertCountEqual(trial.line_ids.action_open()["domain"][0][2], cases.ids)
        self.assertEqual(cases.team_id, self.team)

    def test_rights(self):
        case = self._incoming()
        for user in (self.plain, self.portal):
            with self.assertRaises(AccessError):
                case.assignment_ids.with_user(user).read(["user_id"])
            with self.assertRaises(AccessError):
                self.rule.with_user(user).read(["name"])
        with self.assertRaises(AccessError):
            self.rule.with_user(self.agent).write({"name": "Mine"})
        with self.assertRaises(AccessError):
            case.assignment_ids.with_user(self.manager).write({"user_id": self.agent.id})
        abroad = self.env(user=self.stranger, context={"allowed_company_ids": self.other_company.ids})
        self.assertFalse(abroad["frontoffice.route"].search([]))
        self.assertFalse(abroad["frontoffice.assignment"].search([]))
        self.rule.with_user(self.manager).name = "All"

    def test_a_thousand_for_fifty(self):
        """Queries do not grow with the cases, and nobody ends above what fits."""
        users = self.env["res.users"].with_context(no_reset_password=True).create([{
            "name": f"Agent {n}", "login": f"agent{n}", "company_id": self.company.id,
            "company_ids": [Command.set(self.company.ids)], "case_capacity": 15,
        } for n in range(50)])
        self.people.case_capacity = 0
        cases = self._incoming(1000)
        self.team.member_ids = users
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(52):
            given = self._drain()
            self.env.flush_all()
        self.assertEqual(len(given), 750)
        self.assertEqual({len(group) for group in given.grouped("user_id").values()}, {15})
        self.assertEqual(len(cases.filtered("is_offered")), 250)
