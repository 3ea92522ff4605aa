from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FrontOfficeCase

MONDAY = datetime(2026, 3, 2, 10)  # UTC; the company works 8–12 and 13–17 UTC


@tagged("post_install", "-at_install")
class TestComplaint(FrontOfficeCase):
    """Deadlines in working time, who acknowledged, why, what was given, and whether it was put right."""

    def setUp(self):
        super().setUp()
        clock = freeze_time(MONDAY)
        self.clock = clock.start()
        self.addCleanup(clock.stop)
        self.cause = self.env.ref("frontoffice_crm.cause_late")

    def _complaint(self, **values):
        return self._case(type="complaint", **values)

    # -- deadlines -------------------------------------------------------------------------------

    def test_one_day_to_acknowledge_five_to_answer(self):
        case = self._complaint()
        self.assertEqual(case.ack_due_at, datetime(2026, 3, 3, 10))
        self.assertEqual(case.answer_due_at, datetime(2026, 3, 9, 10))
        self.assertEqual(case.complaint_version_id.values["answer_days"], 5)
        self.assertFalse(case._ledger_verify())
        self.assertFalse(self._case().ack_due_at)

    def test_a_holiday_moves_them(self):
        self.env["resource.calendar.leaves"].create({
            "name": "Holiday", "calendar_id": self.calendar.id, "company_id": self.company.id,
            "date_from": datetime(2026, 3, 3, 0), "date_to": datetime(2026, 3, 3, 23, 59),
        })
        self.assertEqual(self._complaint().ack_due_at, datetime(2026, 3, 4, 10))

    def test_the_graver_the_sooner(self):
        case = self._complaint(severity="3")
        self.assertEqual(case.ack_due_at, datetime(2026, 3, 2, 15))
        self.clock.tick(timedelta(hours=1))
        case.with_user(self.agent).severity = "1"
        self.assertEqual(case.ack_due_at, datetime(2026, 3, 3, 10), "counted from the complaint, not from now")
        self.assertEqual(case.event_ids.filtered(lambda e: e.kind == "graded").payload["from"], "3")

    def test_a_new_policy_moves_no_running_clock(self):
        old = self._complaint()
        self.env.ref("frontoffice_crm.complaint_policy_minor").answer_days = 2
        new = self._complaint()
        self.assertEqual((old.answer_due_at.day, new.answer_due_at.day), (9, 4))
        self.assertNotEqual(old.complaint_version_id, new.complaint_version_id)

    def test_a_company_has_its_own(self):
        self.env["frontoffice.complaint.policy"].create({
            "severity": "1", "ack_days": 2, "answer_days": 10, "company_id": self.company.id,
        })
        self.assertEqual(self._complaint().ack_due_at, datetime(2026, 3, 4, 10))

    def test_who_acknowledged_and_when(self):
        case = self._complaint()
        case.with_user(self.agent).action_acknowledge()
        self.assertEqual((case.ack_by, case.ack_at, case.ack_kept), ("Priya", MONDAY, "in_time"))

    def test_late_and_in_time(self):
        case = self._complaint()
        self.clock.move_to(datetime(2026, 3, 3, 10, 0, 1))
        case.action_acknowledge()
        self.clock.move_to(datetime(2026, 3, 9, 10))
        case._record("resolved")
        self.assertEqual((case.ack_kept, case.answer_kept), ("late", "in_time"))
        case._record("reopened")
        self.assertFalse(case.answer_kept)

    def test_nobody_forges_deadlines(self):
        case = self._complaint().with_user(self.manager)
        for name in ("ack_due_at", "answer_due_at", "ack_at", "recovery"):
            with self.assertRaises(AccessError, msg=name):
                case.write({name: "recovered" if name == "recovery" else MONDAY})

    # -- becoming a complaint, and not being one any more ------------------------------------------

    def test_retyping_is_in_the_ledger(self):
        case = self._case(type="question")
        self.clock.move_to(MONDAY + timedelta(days=1))
        case.with_user(self.agent).type = "complaint"
        self.assertEqual(case.ack_due_at, datetime(2026, 3, 4, 10))
        case.with_user(self.agent).type = "question"
        events = case.event_ids.filtered(lambda e: e.kind == "retyped").sorted("seq")
        moves = [(e.payload["from"], e.payload["to"], e.actor_id) for e in events]
        self.assertEqual(moves, [
            ("question", "complaint", self.agent.id), ("complaint", "question", self.agent.id)
        ])
        self.assertFalse(case.ack_due_at or case.answer_due_at)
        self.assertFalse(case._ledger_verify())

    def test_closed_cases_may_be_retyped(self):
        case = self._complaint()
        case._record("resolved")
        case._record("closed")
        case.type = "problem"
        self.assertFalse(case.answer_kept)

    # -- what failed, and whether it was put right ---------------------------------------------------

    def test_what_failed(self):
        promise = self._promise()
        case = self._complaint(failed_promise_id=promise.id, failed_encounter_id=self._encounter().id)
        self.assertTrue(set(case._failed_fields()) <= set(case._fields))
        self.assertEqual(case.failed_promise_id, promise)

    def _solved(self, **values):
        case = self._complaint(**{"root_cause_id": self.cause.id, **values})
        case._record("resolved")
        return case

    def _rate(self, case, stars):
        case.rating_apply(stars, token=case._rating_get_access_token())

    def test_recovered_or_not(self):
        happy, sad, silent = self._solved(), self._solved(root_cause_id=False), self._solved(root_cause_id=False)
        self._rate(happy, 5)
        self._rate(sad, 2)
        self.assertEqual([c.recovery for c in (happy, sad, silent)], ["recovered", "not", "unknown"])
        self.assertFalse(self._complaint().recovery)

    def test_stars_before_it_was_solved_do_not_count(self):
        case = self._complaint()
        self._rate(case, 5)
        self.clock.tick(timedelta(hours=2))
        case._record("resolved")
        self.assertEqual(case.recovery, "unknown")

    def test_the_same_again_within_90_days(self):
        first = self._solved()
        self._rate(first, 5)
        self.clock.move_to(MONDAY + timedelta(days=89))
        again = self._complaint(root_cause_id=self.cause.id)
        self.assertEqual((again.repeat_of_id, first.recovery), (first, "not"))
        again.root_cause_id = self.env.ref("frontoffice_crm.cause_bill")
        self.assertEqual((again.repeat_of_id.id, first.recovery), (False, "recovered"))

    def test_after_90_days_it_is_another_one(self):
        first = self._solved()
        self.clock.move_to(MONDAY + timedelta(days=91))
        self.assertFalse(self._complaint(root_cause_id=self.cause.id).repeat_of_id)
        self.assertEqual(first.recovery, "unknown")

    # -- the letter, and every way in ----------------------------------------------------------------

    def test_the_letter(self):
        case = self._complaint(failed_promise_id=self._promise().id, answer_text="<p>We are sorry.</p>")
        html = self.env["ir.actions.report"]._render_qweb_html("frontoffice_crm.complaint_letter", case.ids)[0].decode()
        for words in (case.name, "Ana Ortiz", "We are sorry.", "Engineer by Thursday"):
            self.assertIn(words, html)

    def test_every_way_in_gets_deadlines(self):
        for kind in ("counter", "email", "web", "portal"):
            channel = self.env["frontoffice.channel"].create(
                {"name": kind, "kind": kind, "company_id": self.company.id}
            )
            self.assertTrue(self._complaint(channel_id=channel.id).ack_due_at, kind)

    def test_a_complaint_has_its_own_clock_cause_and_redress(self):
        case = self._complaint(severity="2").with_user(self.agent)
        case.write({"root_cause_id": self.cause.id, "redress": "apology"})
        case.action_acknowledge()
        case.action_resolve()
        self.assertEqual((case.ack_kept, case.answer_kept, case.recovery), ("in_time", "in_time", "unknown"))


@tagged("post_install", "-at_install")
class TestPraise(FrontOfficeCase):
    """Praise reaches everyone by name, and everybody may read it without seeing the case."""

    def _praised(self):
        promise = self._promise(user_id=self.leader.id)
        promise.with_user(self.manager).action_keep()
        return self._case(type="praise", praised_promise_id=promise.id, user_id=self.agent.id), promise

    def test_everybody_on_the_chain(self):
        case, promise = self._praised()
        people = case._praise_chain()
        self.assertTrue(self.leader | self.manager | self.agent <= people)
        self.assertLessEqual(promise.made_by_id - self.env.ref("base.user_root"), people)
        action = case.with_user(self.agent).action_thank()
        self.assertEqual(set(action["context"]["default_user_ids"]), set(people.ids))

    def _thank(self, **values):
        return self.env["frontoffice.thanks"].with_user(self.agent).create({
            "text": "You called before I had to ask.", "company_id": self.company.id,
            "user_ids": (self.leader | self.plain).ids, **values,
        })

    def test_told_in_the_app_and_never_by_mail(self):
        self.leader.notification_type = "email"
        thanks = self._thank()
        notes = self.env["mail.message"].search([
            ("model", "=", "frontoffice.thanks"), ("res_id", "=", thanks.id),
        ]).notification_ids
        self.assertEqual(notes.res_partner_id, (self.leader | self.plain).partner_id)
        self.assertEqual(set(notes.mapped("notification_type")), {"inbox"})

    def test_everybody_reads_the_wall_without_the_case(self):
        case, _promise = self._praised()
        thanks = self._thank(case_id=case.id).with_user(self.plain)
        self.assertEqual(thanks.text, "You called before I had to ask.")
        self.assertIn("Grace", thanks.user_ids.mapped("name"))
        with self.assertRaises(AccessError):
            thanks.read(["case_id"])
        self.assertFalse(case.with_user(self.plain).has_access("read"))

    def test_one_owns_ones_words(self):
        thanks = self._thank()
        second = self.agent.copy({"name": "Omar", "login": "omar"})
        for user, may in (
            (self.agent, True), (second, False), (self.manager, True), (self.plain, False), (self.portal, False),
        ):
            self.assertEqual(thanks.with_user(user).has_access("write"), may, user.login)
        self.assertFalse(thanks.with_user(self.portal).has_access("read"))
        stranger = thanks.with_user(self.stranger).with_context(allowed_company_ids=self.other_company.ids)
        self.assertFalse(stranger.has_access("read"))
        with self.assertRaises(AccessError):
            self._thank(sender_id=self.leader.id)

    def test_somebody_and_some_words(self):
        for values in ({"user_ids": []}, {"text": "  "}):
            with self.assertRaises(UserError):
                self._thank(**values)
