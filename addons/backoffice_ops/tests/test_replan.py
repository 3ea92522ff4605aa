from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestReplan(BackOfficeCase):
    """Working hours change while clocks run: nothing moves until a head plans again; and three worked examples."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head.group_ids += cls.env.ref("backoffice_ops.group_head")

    def _holiday(self):
        self.env["resource.calendar.leaves"].create({
            "name": "Holiday", "calendar_id": self.calendar.id, "company_id": self.company.id,
            "date_from": self._at("Tue 00:00"), "date_to": self._at("Tue 23:59"),
        })

    def _open(self, user):
        page = self.env["backoffice.replan"].with_user(user).action_open()
        return self.env["backoffice.replan"].with_user(user).browse(page["res_id"])

    def test_a_head_sees_what_would_move_and_moves_it(self):
        ours = self._play(self._handoff(service_id=self.refund.id), ("Mon 09:00", "sent"))
        theirs = self._play(self._handoff(), ("Mon 09:00", "sent"))
        self._holiday()
        self.assertEqual((ours.due_at, theirs.due_at), (self._at("Tue 09:00"),) * 2, "never by themselves")
        with freeze_time(self._at("Mon 10:00")):
            page = self._open(self.head)
            self.assertEqual((page.looked_at, page.count), (1, 1))
            self.assertEqual(
                (page.line_ids.handoff_id, page.line_ids.old_due_at, page.line_ids.new_due_at),
                (ours, self._at("Tue 09:00"), self._at("Wed 09:00")))
            page.action_replan()
            self.assertEqual((ours.due_at, theirs.due_at), (self._at("Wed 09:00"), self._at("Tue 09:00")))
            self.assertEqual(ours.accept_due_at, self._at("Mon 11:00"))
            self.assertEqual(self._open(self.head).count, 0)
        self.assertFalse((ours | theirs)._ledger_verify())

    def test_only_heads_plan_again(self):
        with self.assertRaises(AccessError):
            self.env["backoffice.replan"].with_user(self.clerk).action_open()
        page = self._open(self.head)
        page.department_ids += self.parts
        with self.assertRaises(AccessError):
            page.action_replan()

    def test_a_calendar_edited_while_the_clock_runs(self):
        """What was worked is counted in the hours as they are when the clock stops; the due time stays."""
        handoff = self._play(self._handoff(), ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"))
        self.calendar.attendance_ids.filtered(lambda a: a.day_period == "afternoon").unlink()
        self.assertEqual(handoff.due_at, self._at("Tue 09:00"))
        self._play(handoff, ("Mon 12:00", "replanned"))
        self.assertEqual(handoff.due_at, self._at("Wed 09:00"), "3 h on Monday, 4 h on Tuesday, 1 h on Wednesday")
        self.assertFalse(handoff._ledger_verify())

    def test_a_calendar_replaced_while_the_clock_runs(self):
        """A request keeps the hours it was sent under; of the company's it follows the new ones when planned again."""
        always = self._make_calendar("UTC")
        always.attendance_ids.write({"hour_from": 8, "hour_to": 10})
        own = self.env["backoffice.service"].create({
            "name": "Own hours", "department_id": self.parts.id, "company_id": self.company.id, "deliver_hours": 8,
            "calendar_id": self.calendar.id})
        fixed = self._play(self._handoff(service_id=own.id), ("Mon 09:00", "sent"))
        follows = self._play(self._handoff(), ("Mon 09:00", "sent"))
        own.calendar_id = always
        self.company.resource_calendar_id = always
        moves = (fixed | follows)._would_move()
        self.assertEqual(set(moves), {follows.id})
        self.assertEqual((fixed.due_at, follows.due_at), (self._at("Tue 09:00"),) * 2)

    def test_the_job_is_off_and_changes_what_a_head_would(self):
        job = self.env.ref("backoffice_ops.cron_replan")
        self.assertFalse(job.active)
        handoff = self._play(self._handoff(), ("Mon 09:00", "sent"))
        self._holiday()
        with freeze_time(self._at("Mon 12:00")), self.enter_registry_test_mode():
            for _again in range(2):
                job.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(handoff.due_at, self._at("Wed 09:00"))
        self.assertEqual(handoff.event_ids.mapped("kind").count("replanned"), 1)

    def test_departments_renamed_and_put_away_keep_their_clocks(self):
        handoff = self._play(self._handoff(), ("Mon 09:00", "sent"))
        self.parts.name = "Spares"
        self.parts.action_archive()
        self._play(handoff, ("Mon 10:00", "accepted"), ("Tue 09:00", "delivered"))
        self.assertEqual((handoff.due_at, handoff._stints()[handoff.id][0].in_time), (self._at("Tue 09:00"), True))
        self.assertIn("Spares", handoff.stint_table)

    def test_the_check_up_sees_it(self):
        self._play(self._handoff(), ("Mon 09:00", "sent"))
        checkup = self.env["frontoffice.checkup"].with_company(self.company)

        def count():
            return {i["code"]: i["count"] for i in checkup._checkup_items()}["clocks_to_plan_again"]

        self.assertEqual(count(), 0)
        self._holiday()
        self.assertEqual(count(), 1)

    # -- three worked examples ---------------------------------------------------------------------

    def _test(self, at, tz="Europe/Berlin", hours=2):
        calendar = self._make_calendar(tz)
        with freeze_time(at):
            test = self.env["backoffice.clock.test"].create({"company_id": self.company.id})
            test.write({"calendar_id": calendar.id, "hours": hours})
            return [(title, start, test._example(start) if start else None) for title, start in test._starts()], test

    def test_three_examples(self):
        rows, test = self._test("2026-10-01 10:00:00")  # a Thursday; 24 days before the clocks go back
        (_normal, start, (due, _spans)), weekend, change = rows
        self.assertEqual((start.isoformat(), due.isoformat()), ("2026-10-01T12:00:00", "2026-10-01T14:00:00"))
        # Friday 16:30 in Berlin, Monday 9:30: half an hour and one and a half
        self.assertEqual([m.isoformat() for m in (weekend[1], weekend[2][0])],
                         ["2026-10-02T14:30:00", "2026-10-05T07:30:00"])
        # over the Sunday on which 7:00 UTC becomes 8:00 of the wall clock
        self.assertEqual([m.isoformat() for m in (change[1], change[2][0])],
                         ["2026-10-23T14:30:00", "2026-10-26T08:30:00"])
        with freeze_time("2026-10-01 10:00:00"):
            test.invalidate_recordset()
            words = test.examples
        for expected in ("Fri 2 Oct 16:30", "Mon 5 Oct 09:30", "Fri 23 Oct 16:30", "Mon 26 Oct 09:30", "0 h 30"):
            self.assertIn(expected, words)

    def test_examples_are_what_requests_get(self):
        """The same code: a request sent at the moment of each example is due when the example says."""
        with freeze_time("2026-01-06 10:00:00"):
            test = self.env["backoffice.clock.test"].create(
                {"company_id": self.company.id, "service_id": self.refund.id})
            self.assertEqual((test.hours, test.calendar_id), (8, self.calendar))
            starts = [start for _title, start in test._starts() if start]
            dues = [test._example(start)[0] for start in starts]
        self.assertEqual(len(starts), 2, "UTC has no change of the clocks")
        for start, due in zip(starts, dues, strict=True):
            handoff = self._handoff(service_id=self.refund.id)
            handoff._record("sent", at=start)
            self.assertEqual(handoff.due_at, due)

    def test_empty_hours_are_said(self):
        empty = self.env["resource.calendar"].create({"name": "Nobody works", "company_id": self.company.id})
        empty.attendance_ids.unlink()
        with Form(self.env["backoffice.clock.test"]) as form:
            form.calendar_id = empty
        self.assertIn("has none", form.record.examples)

    def test_both_halves_of_the_world(self):
        for tz in ("America/New_York", "Asia/Kolkata", "Australia/Sydney"):
            rows, _test = self._test("2026-03-01 10:00:00", tz)
            for _title, start, example in rows:
                if start:
                    due, spans = example
                    self.assertEqual(spans[-1][1], due, tz)
                    self.assertEqual(sum((b - a).total_seconds() for a, b in spans), 7200, tz)
