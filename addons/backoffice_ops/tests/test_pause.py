from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BackOfficeCase

HOUR = timedelta(hours=1)


@tagged("post_install", "-at_install")
class TestPause(BackOfficeCase):
    """Waiting: only with proof, never longer than agreed, and ending by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer_reason = cls.env.ref("backoffice_ops.pause_customer")
        cls.customer_reason.cap_hours = 4

    def _accepted(self, **values):
        return self._play(self._handoff(**values), ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"))

    def test_the_shipped_reasons_keep_their_codes(self):
        codes = self.env["backoffice.pause.reason"]._codes(self.company)
        self.assertLessEqual({"customer", "supplier", "department", "authority", "ourselves"}, codes)
        self.assertFalse(self.env.ref("backoffice_ops.pause_ourselves").stops_clock)
        choices = {c["id"]: c for c in self.env["backoffice.work"].with_user(self.clerk).open()["waits"]}
        self.assertEqual((choices["customer"]["stops"], choices["customer"]["cap"]), (True, 4))

    def test_a_flag_is_no_proof(self):
        handoff = self._accepted()
        theirs = handoff.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "only with proof"):
            theirs.action_pause("customer", None, evidence=True)
        self.assertEqual(handoff.state, "accepted")
        theirs.action_pause("customer", "called, rings back", evidence=True)
        event = handoff.event_ids.sorted("seq")[-1]
        self.assertEqual(self.env["mail.message"].browse(event.payload["proof"]).res_id, handoff.id)
        self.assertIn("worked_s", event.payload)

    def test_a_file_is_proof_and_what_was_proof_once_is_none_again(self):
        handoff = self._accepted()
        with freeze_time(self._at("Mon 11:00")):
            file = self.env["ir.attachment"].with_user(self.clerk).create(
                {"name": "order.txt", "res_model": handoff._name, "res_id": handoff.id, "raw": b"x"})
            self.env.cr.execute("UPDATE ir_attachment SET create_date = %s WHERE id = %s",
                                (self._at("Mon 11:00"), file.id))
            file.invalidate_recordset()
            handoff.with_user(self.clerk).action_pause("supplier", None, evidence=True)
        self.assertEqual(handoff.event_ids.sorted("seq")[-1].payload["file"], file.id)
        with freeze_time(self._at("Mon 15:00")):
            handoff.with_user(self.clerk).action_resume()
            with self.assertRaisesRegex(UserError, "only with proof"):
                handoff.with_user(self.clerk).action_pause("supplier", None, evidence=True)

    def test_the_senders_question_proves_nothing(self):
        handoff = self._accepted()
        handoff.with_user(self.agent)._say("Where is it?")
        with self.assertRaises(UserError):
            handoff.with_user(self.clerk).action_pause("customer", None, evidence=True)

    def test_waiting_for_ourselves_never_stops_the_clock(self):
        handoff = self._accepted()
        due = handoff.due_at
        handoff.with_user(self.clerk).action_pause("ourselves", "busy", evidence=True)
        self.assertEqual((handoff.state, handoff.due_at), ("paused", due))

    def test_only_if_the_customer_was_told(self):
        self.customer_reason.needs_customer_message = True
        case = self._case()
        handoff = self._accepted(case_id=case.id)
        theirs = handoff.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "customer first"):
            theirs.action_pause("customer", "he knows", evidence=True)
        case.with_user(self.agent).message_post(
            body="Which colour?", message_type="comment", subtype_xmlid="mail.mt_comment")
        theirs.action_pause("customer", None, evidence=True)
        self.assertFalse(handoff.due_at, "the clock waits")

    def test_words_are_refused_as_a_reason_and_a_past_end_too(self):
        handoff = self._accepted()
        with self.assertRaises(UserError):
            handoff.with_user(self.clerk).action_pause("Ana Ortiz rings back")
        with self.assertRaisesRegex(UserError, "future"):
            handoff.with_user(self.clerk).action_pause("customer", "x", until="2020-01-01 10:00:00")

    # -- it ends -----------------------------------------------------------------------------------

    def test_it_goes_on_by_itself_at_the_cap_and_once(self):
        handoff = self._accepted()
        with freeze_time(self._at("Mon 11:00")):
            handoff.with_user(self.clerk).action_pause("customer", "called", evidence=True)
        self.assertEqual(handoff.resume_due_at, self._at("Mon 16:00"), "four working hours, lunch left out")
        with freeze_time(self._at("Tue 08:00")), self.enter_registry_test_mode():
            for _again in range(2):
                self.env.ref("backoffice_ops.cron_resume").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((handoff.state, handoff.resume_due_at), ("in_progress", False))
        [resumed] = handoff.event_ids.filtered(lambda e: e.kind == "resumed")
        self.assertEqual((resumed.at, resumed.payload["auto"]), (self._at("Mon 16:00"), True))
        # 2 h were used, 6 h are left from Monday 16:00: one that day, five on Tuesday
        self.assertEqual(handoff.due_at, self._at("Tue 14:00"))
        self.assertFalse(handoff._ledger_verify())

    def test_a_date_before_the_cap_wins(self):
        handoff = self._accepted()
        with freeze_time(self._at("Mon 11:00")):
            handoff.with_user(self.clerk).action_pause("customer", "called", True, self._at("Mon 14:00"))
        self.assertEqual(handoff.resume_due_at, self._at("Mon 14:00"))

    def test_changing_the_cap_moves_no_running_wait(self):
        handoff = self._accepted()
        with freeze_time(self._at("Mon 11:00")):
            handoff.with_user(self.clerk).action_pause("customer", "called", evidence=True)
        self.customer_reason.cap_hours = 1
        self.assertEqual(handoff.resume_due_at, self._at("Mon 16:00"))

    def test_planned_again_while_it_waits_it_still_ends_on_time(self):
        handoff = self._accepted()
        with freeze_time(self._at("Mon 11:00")):
            handoff.with_user(self.clerk).action_pause("customer", "called", evidence=True)
        self._play(handoff, ("Tue 09:00", "replanned"))
        with freeze_time(self._at("Tue 10:00")), self.enter_registry_test_mode():
            self.env.ref("backoffice_ops.cron_resume").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((handoff.state, handoff.due_at), ("in_progress", self._at("Tue 14:00")))
        self.assertFalse(handoff._ledger_verify())

    # -- pains -------------------------------------------------------------------------------------

    def test_pain_01_pause_arithmetic(self):
        """Outside working hours a pause moves nothing, and a second one is not counted twice."""
        for begin, end in (("Mon 17:00", "Tue 08:00"), ("Mon 12:00", "Mon 13:00")):
            handoff = self._accepted()
            due = handoff.due_at
            self._play(handoff, (begin, "paused", {"reason": "customer", "evidence": True}), (end, "resumed"))
            self.assertEqual(handoff.due_at, due, begin)
        handoff = self._accepted()
        self._play(
            handoff, ("Mon 11:00", "paused", {"reason": "customer", "evidence": True}), ("Mon 14:00", "resumed"),
            ("Mon 15:00", "paused", {"reason": "customer", "evidence": True}), ("Mon 16:00", "resumed"),
        )
        self.assertEqual(handoff.due_at, self._at("Tue 12:00"), "three working hours of waiting, counted once")

    def test_pain_02_late_is_never_written_while_it_waits(self):
        """Waiting with proof nothing is due; opened again, the time until then is no pause."""
        handoff = self._accepted()
        self._play(handoff, ("Mon 11:00", "paused", {"reason": "supplier", "evidence": True}))
        with freeze_time(self._at("Fri 12:00")):
            handoff.invalidate_recordset()
            self.assertFalse(handoff.is_late)
            self.assertNotIn(handoff, handoff.search([("is_late", "=", True)]))
        self._play(handoff, ("+1 Mon 08:00", "resumed"), ("+1 Mon 10:00", "delivered"), ("+1 Mon 11:00", "confirmed"))
        worked = handoff.worked_hours
        self._play(handoff, ("+1 Mon 14:00", "reopened"), ("+1 Mon 15:00", "delivered"))
        self.assertGreater(handoff.worked_hours, worked)
        self.assertFalse(handoff._ledger_verify())

    # -- honesty -----------------------------------------------------------------------------------

    def test_how_we_wait(self):
        plain, tight, honest = self._accepted(), self._accepted(), self._accepted()
        self._play(plain, ("Mon 11:00", "paused", {"reason": "supplier", "evidence": False}))
        self._play(tight, ("Tue 08:30", "paused", {"reason": "customer", "evidence": True, "proof": 1}))
        self._play(honest, ("Mon 11:00", "paused", {"reason": "customer", "evidence": True, "proof": 1}))
        self.env.flush_all()
        rows = self.env["backoffice.pause"].search([("handoff_id", "in", (plain | tight | honest).ids)])
        found = {p.handoff_id: (p.stopped, p.with_proof, p.last_minute, p.left_hours) for p in rows}
        self.assertEqual(found, {
            plain: (False, False, False, 6), tight: (True, True, True, 0.5), honest: (True, True, False, 6)})
        self.head.group_ids += self.env.ref("backoffice_ops.group_head")
        self.assertFalse(
            self.env["backoffice.pause"].with_user(self.head).search([("handoff_id", "=", plain.id)]), "not theirs")
        with self.assertRaises(AccessError):
            self.env["backoffice.pause"].with_user(self.clerk).search([])

    def test_how_confidential_requests_wait_is_nobodys_business(self):
        self.service.confidential = True
        handoff = self._accepted()
        self._play(handoff, ("Mon 11:00", "paused", {"reason": "supplier", "evidence": False}))
        self.env.flush_all()
        self.assertFalse(self.env["backoffice.pause"].search([("handoff_id", "=", handoff.id)]))

    def test_a_taken_back_wait_is_left_out(self):
        handoff = self._accepted()
        theirs = handoff.with_user(self.clerk)
        theirs.action_pause("customer", "oops", evidence=True)
        theirs.action_undo()
        self.env.flush_all()
        self.assertFalse(self.env["backoffice.pause"].search([("handoff_id", "=", handoff.id)]))
        self.assertEqual((handoff.state, handoff.resume_due_at), ("accepted", False))

    def test_the_pane_says_what_it_knows(self):
        handoff = self._accepted()
        item = self.env["backoffice.work"].with_user(self.clerk).item(handoff.id)
        self.assertFalse(item["proof"])
        handoff.with_user(self.clerk)._say("Asked Ana for the number")
        self.assertTrue(self.env["backoffice.work"].with_user(self.clerk).item(handoff.id)["proof"])
        handoff.with_user(self.clerk).action_pause("customer", None, True)
        item = self.env["backoffice.work"].with_user(self.clerk).item(handoff.id)
        self.assertEqual(fields.Datetime.to_datetime(item["goes_on"]), handoff.resume_due_at)
