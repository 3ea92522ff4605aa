from datetime import timedelta

from odoo.tests import tagged

from .promise_common import PromiseCase


@tagged("post_install", "-at_install")
class TestPlayAtRisk(PromiseCase):
    """A promise to a customer with a success plan will not make it: the play starts, once for each promise."""

    def test_once_for_each_promise(self):
        plan = self.env["frontoffice.success.plan"].create({
            "name": "No breakdown", "partner_id": self.customer.id, "company_id": self.company.id,
            "user_id": self.agent.id, "date_start": "2026-01-01", "date_renewal": "2027-01-01", "value": 1200,
        })
        Play = self.env["frontoffice.success.play"]
        play = Play.create({
            "name": "Listen", "company_id": self.company.id, "trigger": "promise_risk",
            "activity_plan_id": self.env.ref("frontoffice_crm.plan_unhappy").id,
        })
        self._experience([40] * 40)
        fine = self._promise(due_at=self.now + timedelta(days=30))
        Play._cron_play()
        self.assertFalse(fine.will_miss or plan.play_run_ids, "there is time enough")
        tight = self._promise(due_at=self.now + timedelta(days=1), override_reason="No heat")
        self.assertTrue(tight.will_miss)
        for _run in range(2):
            Play._cron_play()
        self.assertEqual((plan.play_run_ids.play_id, plan.play_run_ids.occasion), (play, f"promise {tight.id}"))
        self.assertEqual(plan.activity_ids.user_id, self.agent)
