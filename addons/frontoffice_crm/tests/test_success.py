from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestMood(FrontOfficeCase):
    """Likely to stay or leave, and why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["frontoffice.health.policy"].create({"name": "All", "company_id": cls.company.id})
        cls.Score = cls.env["frontoffice.health.score"]

    def _compute(self, now=None):
        return self.env["frontoffice.health"]._compute(self.customer, self.company, now)

    def _kept(self, keep=True, days=1):
        now = fields.Datetime.now()
        promise = self._promise(due_at=now + timedelta(seconds=1))
        with patch("odoo.fields.Datetime.now", lambda: now + timedelta(hours=1)):
            if not keep:
                promise._record("lapsed", at=lambda promise: promise.due_at)
        if keep:
            promise._record("fulfilled", {"in_full": True})
        return promise

    def _complain(self):
        self._case(type="complaint")

    def test_unknown_customers_have_no_mood(self):
        self.assertFalse(self._compute())

    def test_broken_promises_and_a_complaint_make_unhappy_and_say_so(self):
        self._kept(False)
        self._complain()
        score = self._compute(fields.Datetime.now() + timedelta(hours=2))
        self.assertTrue(score.is_unhappy)
        self.assertLess(score.mood, 20)
        self.assertIn("Promises kept", score.why)
        self.assertIn("Complaints", score.why)

    def test_history_stays_and_only_changes_are_written(self):
        self._kept()
        self._kept()
        self._promise()
        now = fields.Datetime.now() + timedelta(hours=2)
        first = self._compute(now)
        self.assertGreater(first.mood, 80)
        self.assertFalse(self._compute(now + timedelta(days=1)), "nothing changed")
        self._complain()
        second = self._compute(now + timedelta(days=2))
        self.assertLess(second.change, 0)
        self.assertEqual(self.Score.search([("partner_id", "=", self.customer.id)]).mapped("is_latest"), [True, False])

    def test_the_rule_of_the_day_is_kept(self):
        self._kept(False)
        self._complain()
        now = fields.Datetime.now() + timedelta(hours=2)
        first = self._compute(now)
        self.policy.weight_kept = 0.5
        self._kept()
        second = self._compute(now + timedelta(days=1))
        self.assertNotEqual(first.policy_version_id, second.policy_version_id)
        self.assertEqual(first.policy_version_id.values["weight_kept"], 3.0)

    def test_queries_do_not_grow_with_customers(self):
        partners = self.env["res.partner"].create([{"name": f"C {n}"} for n in range(50)])
        for partner in partners:
            self.env["frontoffice.case"].create({
                "subject": "x", "type": "complaint", "partner_id": partner.id, "company_id": self.company.id})
            self._promise(partner_id=partner.id)
        self.env.flush_all()
        with self.assertQueryCount(40):
            self.assertEqual(len(self.env["frontoffice.health"]._compute(partners, self.company)), 50)

    def test_rights(self):
        self._kept(False)
        self._complain()
        score = self._compute(fields.Datetime.now() + timedelta(hours=2))
        for user in (self.plain, self.portal):
            with self.assertRaises(AccessError):
                score.with_user(user).read(["mood"])
        with self.assertRaises(AccessError):
            score.with_user(self.manager).write({"mood": 99})
        abroad = self.env(user=self.stranger, context={"allowed_company_ids": self.other_company.ids})
        self.assertFalse(abroad["frontoffice.health.score"].search([]))
        self.assertFalse(self.customer.with_user(self.plain).service_has_mood)

    # -- success plans -----------------------------------------------------------------------------

    def _plan(self, **values):
        return self.env["frontoffice.success.plan"].create({
            "name": "No breakdown", "partner_id": self.customer.id, "company_id": self.company.id,
            "user_id": self.agent.id, "date_start": "2026-01-01", "date_renewal": "2027-01-01", "value": 1200, **values,
        })

    def _play(self, **values):
        return self.env["frontoffice.success.play"].create({
            "name": "Listen", "company_id": self.company.id,
            "activity_plan_id": self.env.ref("frontoffice_crm.plan_unhappy").id, **values,
        })

    def test_an_unhappy_customer_starts_a_play_once(self):
        plan = self._plan()
        self._play()
        self._kept(False)
        self._complain()
        now = fields.Datetime.now() + timedelta(hours=2)
        self._compute(now)
        self.assertEqual((len(plan.activity_ids), plan.activity_ids.user_id), (2, self.agent))
        self.assertTrue(plan.is_unhappy)
        self.assertIn(plan, self.env["frontoffice.success.plan"].search([("is_unhappy", "=", True)]))
        self._compute(now)
        self.assertEqual(len(plan.activity_ids), 2)

    def test_notice_comes_near(self):
        today = fields.Date.context_today(self.policy)
        plan = self._plan(
            date_start=today - timedelta(days=300), date_renewal=today + timedelta(days=100), notice_days=90)
        play = self._play(trigger="notice", days=30)
        for _run in range(2):
            self.env["frontoffice.success.play"]._cron_play()
        self.assertEqual(len(plan.play_run_ids), 1)
        self.assertEqual(plan.play_run_ids.play_id, play)

    def test_silence(self):
        plan = self._plan()
        self._play(trigger="silence", days=30)
        self._encounter(arrived_at=fields.Datetime.now() - timedelta(days=31))
        for _run in range(2):
            self.env["frontoffice.success.play"]._cron_play()
        self.assertEqual(len(plan.play_run_ids), 1)

    def test_renewing_and_losing(self):
        plan = self._plan()
        self.assertEqual(str(plan.notice_by), "2026-10-03")
        plan.with_user(self.agent).action_renew()
        self.assertEqual((str(plan.date_renewal), plan.renewal_count, plan.state), ("2028-01-01", 1, "renewed"))
        plan.with_user(self.agent).action_renew()
        self.assertEqual((str(plan.date_renewal), plan.renewal_count, plan.state), ("2029-01-01", 2, "renewed"))
        with self.assertRaises(ValidationError):
            plan.action_lose()
        plan.lost_reason = "Moved away"
        plan.action_lose()
        self.assertEqual((plan.state, plan.lost_on), ("lost", fields.Date.context_today(plan)))
        for step in (plan.action_renew, plan.action_end, plan.action_lose):
            with self.assertRaisesRegex(ValidationError, "over already"):
                step()
        with self.assertRaises(ValidationError):
            self._plan(date_renewal="2025-12-31")

    def test_ending_as_agreed_is_not_losing_and_may_go_on(self):
        plan = self._plan()
        plan.with_user(self.agent).action_end()
        self.assertEqual((plan.state, plan.lost_on), ("ended", False))
        self.assertNotIn(plan, self.env["frontoffice.success.play"]._plans(self.customer, self.company))
        plan.with_user(self.agent).action_resume()
        self.assertEqual(plan.state, "running")
        plan.action_renew()
        plays = self.env["frontoffice.success.play"]
        self.assertIn(plan, plays._plans(self.customer, self.company), "a renewed plan is looked after like before")

    def test_training_is_added_up_and_stays_in_its_company(self):
        plan = self._plan(training_ids=[
            (0, 0, {"name": "Thermostat and app", "people": 4, "hours": 1.5}),
            (0, 0, {"name": "Bleeding the radiators", "people": 2, "hours": 0.75}),
        ])
        self.assertEqual(plan.training_hours, 2.25)
        first = plan.training_ids.filtered(lambda line: line.people == 4)
        self.assertEqual((first.company_id, first.user_id, first.date), (
            self.company, self.env.user, fields.Date.context_today(first)))
        first.with_user(self.agent).hours = 3
        self.assertEqual(plan.training_hours, 3.75)
        with self.assertRaises(AccessError):
            first.with_user(self.plain).read(["name"])
        abroad = self.env(user=self.stranger, context={"allowed_company_ids": self.other_company.ids})
        self.assertFalse(abroad["frontoffice.success.training"].search([("plan_id", "=", plan.id)]))
