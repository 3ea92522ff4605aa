from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from .common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestAppendOnly(FrontOfficeCase):
    """The history cannot be changed: not by the ORM, by RPC, by an import file or by SQL."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.promise = cls._promise(cls)
        cls.event = cls.promise.event_ids

    def test_a_new_promise_has_one_event(self):
        self.assertEqual(self.event.mapped("kind"), ["made"])
        self.assertEqual(self.promise.state, "made")
        self.assertEqual(self.promise.ledger_seq, 1)

    def test_a_past_names_who_did_it(self):
        at = fields.Datetime.now()
        self.env["frontoffice.promise"]._record_history([
            (self.promise, [("fulfilled", at, {"worked_s": 0}, self.agent.id), ("disputed", at, {})]),
        ])
        self.assertEqual(self.promise.event_ids.sorted("seq").mapped("actor_id"), [
            self.env.uid, self.agent.id, self.env.uid])
        self.assertFalse(self.promise._ledger_verify())

    def test_nobody_opens_a_case_in_the_name_of_another(self):
        case = self.env["frontoffice.case"].with_user(self.agent).create({
            "subject": "Boiler stopped", "source": "sample", "user_id": self.leader.id, "company_id": self.company.id,
        })
        self.assertEqual(case.sudo().event_ids.actor_id, self.agent.id)

    def test_orm_refuses(self):
        with self.assertRaises(AccessError):
            self.event.write({"kind": "kept"})
        with self.assertRaises(UserError):
            self.event.unlink()
        with self.assertRaises(AccessError):
            self.event.with_user(self.manager).create({
                "promise_id": self.promise.id, "seq": 9, "kind": "fulfilled", "at": "2026-01-05 09:00:00",
                "recorded_at": "2026-01-05 09:00:00", "hash": "x", "actor_id": 1,
            })

    def test_rpc_refuses(self):
        events = self.env["frontoffice.promise.event"].with_user(self.manager)
        with self.assertRaises(AccessError):
            call_kw(events, "write", [self.event.ids, {"kind": "x"}], {})
        with self.assertRaises(AccessError):
            call_kw(events, "unlink", [self.event.ids], {})
        with self.assertRaises(AccessError):
            call_kw(events, "create", [[{"promise_id": self.promise.id, "kind": "fulfilled"}]], {})

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_import_file_refuses(self):
        events = self.env["frontoffice.promise.event"].with_user(self.manager)
        result = events.load(
            ["promise_id/.id", "seq", "kind", "at", "recorded_at", "hash"],
            [[str(self.promise.id), "2", "fulfilled", "2026-01-05 09:00:00", "2026-01-05 09:00:00", "x"]],
        )
        self.assertFalse(result["ids"])
        promises = self.env["frontoffice.promise"].with_user(self.agent)
        result = promises.load([".id", "state"], [[str(self.promise.id), "Kept"]])
        self.assertFalse(result["ids"])
        self.assertEqual(self.promise.state, "made")

    @mute_logger("odoo.sql_db")
    def test_sql_refuses(self):
        for statement in (
            "UPDATE frontoffice_promise_event SET kind = 'x'",
            "UPDATE frontoffice_promise_event SET payload = '{}'",
            "DELETE FROM frontoffice_promise_event",
            "TRUNCATE frontoffice_promise_event",
        ):
            with self.assertRaises(psycopg2.errors.RaiseException), self.env.cr.savepoint():
                self.env.cr.execute(SQL(statement))

    def test_forged_header_is_refused(self):
        promise = self.promise.with_user(self.agent)
        for values in (
            {"state": "kept"}, {"due_at": "2030-01-01 00:00:00"}, {"fulfilled_at": "2026-01-01 00:00:00"},
            {"ledger_seq": 5}, {"made_by_id": self.leader.id}, {"realistic": "yes"},
            {"name": "We promised nothing"},
        ):
            with self.assertRaises(AccessError, msg=str(values)):
                promise.write(values)
            with self.assertRaises(AccessError):
                call_kw(promise.browse(), "web_save", [promise.ids, values], {"specification": {}})
        with self.assertRaises(AccessError):
            promise.create({"name": "x", "due_at": "2030-01-01 00:00:00", "state": "kept"})
        with self.assertRaises(AccessError):
            promise.with_context(default_state="kept").create({"name": "x", "due_at": "2030-01-01 00:00:00"})
        self.assertEqual(self.promise.state, "made")

    def test_what_has_a_history_is_not_deleted(self):
        with self.assertRaises(UserError):
            self.promise.unlink()
        with self.assertRaises(UserError):
            self._case().unlink()

    @mute_logger("odoo.sql_db")
    def test_an_administrators_edit_shows(self):
        self.promise._record("fulfilled")
        self.assertFalse(self.promise._ledger_verify())
        self.env.flush_all()
        with self.event._opened():
            self.env.cr.execute(SQL(
                "UPDATE frontoffice_promise_event SET at = at - interval '1 day' WHERE id = %s", self.event.id
            ))
        self.env.invalidate_all()
        self.assertEqual(self.promise._ledger_verify(), self.promise)

    def test_the_door_closes_again(self):
        with self.event._opened():
            pass
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.RaiseException), self.env.cr.savepoint():
            self.env.cr.execute(SQL("DELETE FROM frontoffice_promise_event"))


@tagged("post_install", "-at_install")
class TestTransitions(FrontOfficeCase):
    def test_an_illegal_step_names_both_states(self):
        promise = self._promise()
        promise.action_keep()
        with self.assertRaisesRegex(UserError, "Kept.*fulfilled"):
            promise.action_keep()

    def test_a_batch_is_all_or_nothing(self):
        promises = self._promise() | self._promise()
        promises[0].action_keep()
        with self.assertRaises(UserError):
            promises.action_keep()
        self.assertEqual(promises[1].ledger_seq, 1)

    def test_back_dated_events_are_refused(self):
        promise = self._promise(made_at="2026-01-05 09:00:00", due_at="2026-01-08 14:00:00")
        with self.assertRaisesRegex(UserError, "before the last entry"):
            promise._record("fulfilled", at=self._utc("2026-01-05 08:59:59"))

    def test_undo_is_left_out_of_every_count(self):
        promise = self._promise().with_user(self.agent)
        promise.action_keep()
        promise.action_undo()
        self.assertEqual(promise.state, "made")
        self.assertFalse(promise.fulfilled_at)
        self.assertEqual(promise.sudo().event_ids.sorted("seq").mapped("kind"), ["made", "fulfilled", "undone"])
        self.assertFalse(promise._ledger_verify())

    def test_undo_is_for_ten_seconds_and_for_oneself(self):
        promise = self._promise()
        promise.with_user(self.agent).action_keep()
        with self.assertRaisesRegex(UserError, "nothing of yours"):
            promise.with_user(self.leader).action_undo()
        with freeze_time(fields.Datetime.now() + timedelta(seconds=30)):
            with self.assertRaisesRegex(UserError, "10 seconds"):
                promise.with_user(self.agent).action_undo()

    def test_an_undone_opening_voids_the_record(self):
        case = self.env["frontoffice.case"].with_user(self.agent).create(
            {"subject": "Wrong number", "channel_id": self.channel.id, "company_id": self.company.id}
        )
        case._undo_last(("opened",))
        self.assertFalse(case.active)
        self.assertFalse(case.state)
        self.assertFalse(case.opened_at)

    def test_time_running_out_is_dated_when_it_did(self):
        promise = self._promise(made_at="2026-01-05 09:00:00", due_at="2026-01-08 14:00:00")
        exact = self._promise(made_at="2026-01-05 09:00:00", due_at="2026-01-09 09:00:00")
        with freeze_time("2026-01-09 09:00:00"), self.enter_registry_test_mode():
            for _again in range(2):
                self.env.ref("frontoffice_crm.cron_lapse").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(promise.state, "broken")
        self.assertEqual(promise.lapsed_at, self._utc("2026-01-08 14:00:00"))
        self.assertEqual(promise.event_ids.mapped("kind").count("lapsed"), 1)
        self.assertEqual(exact.state, "made", "due exactly now is in time")
        promise._record("fulfilled", at=self._utc("2026-01-09 10:00:00"))
        self.assertEqual(promise.state, "late")

    def test_unknown_kinds_are_ignored(self):
        promise = self._promise()
        promise._record("from_an_addon_that_left")
        self.assertEqual(promise.state, "made")

    def test_a_version_never_changes(self):
        promise = self._promise()
        version = promise.standard_version_id
        self.assertEqual(version.values["hours"], 16)
        self.standard.hours = 4
        self.assertEqual(self._promise().standard_version_id.number, version.number + 1)
        self.assertEqual(promise.standard_version_id, version)
        with self.assertRaises(UserError):
            version.write({"number": 7})

    def test_query_count_is_flat(self):
        self._promise()
        self.env.flush_all()
        counts = []
        for size in (2, 40):
            before = self.env.cr.sql_log_count
            self.env["frontoffice.promise"].create([
                {"name": "x", "due_at": "2030-01-01 00:00:00", "standard_id": self.standard.id} for _n in range(size)
            ])
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)


@tagged("post_install", "-at_install")
class TestStockWizards(FrontOfficeCase):
    """What stock does to partners, leads and users goes on working, and no history is lost."""

    def _chain(self):
        case = self._case()
        return self._promise(case_id=case.id), case, self._encounter(case_id=case.id)

    def test_partner_merge(self):
        promise, case, encounter = self._chain()
        survivor = self.env["res.partner"].create({"name": "Ana Ortiz", "email": "ana@example.com"})
        before = promise.event_ids.mapped("hash")
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | survivor).ids, survivor
        )
        self.env.invalidate_all()
        self.assertEqual(promise.partner_id, survivor)
        self.assertEqual(case.partner_id, survivor)
        self.assertEqual(encounter.partner_id, survivor)
        self.assertEqual(promise.event_ids.mapped("hash"), before)
        self.assertFalse(promise._ledger_verify())

    def test_lead_merge(self):
        leads = self.env["crm.lead"].create([{"name": "One"}, {"name": "Two"}])
        promise = self._promise(lead_id=leads[1].id)
        self.env["crm.merge.opportunity"].create({"opportunity_ids": [fields.Command.set(leads.ids)]}).action_merge()
        self.assertTrue(promise.exists())
        self.assertFalse(promise._ledger_verify())

    def test_user_deletion(self):
        promise, case, _encounter = self._chain()
        promise.with_user(self.agent).action_keep()
        case.with_user(self.agent).action_take()
        self.env.flush_all()
        self.agent.unlink()
        self.env.invalidate_all()
        self.assertEqual(promise.state, "kept")
        self.assertFalse(promise._ledger_verify() or case._ledger_verify())
        self.assertIn("left", promise.event_ids.sorted("seq")[-1].actor_name)

    def test_customer_with_a_history_stays(self):
        self._promise()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self.customer.unlink()
            self.env.flush_all()

    def test_archived_user_keeps_the_case_open(self):
        case = self._case(user_id=self.agent.id)
        self.agent.action_archive()
        case.with_user(self.leader).action_take()
        self.assertEqual(case.user_id, self.leader)

    def test_form_makes_a_promise(self):
        with Form(self.env["frontoffice.promise"].with_user(self.agent)) as form:
            form.name = "Call back"
            form.due_at = "2030-01-01 10:00:00"
        self.assertEqual(form.record.state, "made")
        self.assertEqual(form.record.first_due_at, form.record.due_at)
