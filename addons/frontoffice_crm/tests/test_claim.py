from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .promise_common import PromiseCase


@tagged("post_install", "-at_install")
class TestClaim(PromiseCase):
    """What adverts say, and whether it is true today."""

    def setUp(self):
        super().setUp()
        self.campaign = self.env["utm.campaign"].create({"title": "24-hour engineer"})
        self.claim = self._claim(campaign_id=self.campaign.id)

    def _claim(self, **values):
        return self.env["frontoffice.claim"].create({
            "name": "Engineer at your door in 24 hours", "standard_id": self.standard.id, "place": "ad",
            "owner_id": self.agent.id, "company_id": self.company.id, "date_from": "2026-01-01", **values,
        })

    def test_true_risk_untrue_unproven(self):
        self._experience([8] * 29)
        self.claim.action_judge()
        self.assertEqual((self.claim.status, self.claim.of), ("unproven", 29))
        for kept, more, expected in ((1, 1, "true"), (8, 10, "true"), (5, 10, "risk"), (0, 10, "untrue")):
            self._experience([8] * more, kept=kept)
            self.claim.action_judge()
            self.assertEqual(self.claim.status, expected, (self.claim.kept, self.claim.of))
        self.assertEqual((self.claim.kept, self.claim.of), (43, 60))

    def test_what_counts_as_proof(self):
        """Under the standard or under the claim itself, due in the window, decided; ours taken back is not kept."""
        other = self.env["frontoffice.promise.standard"].create(
            {"name": "Other", "hours": 1, "company_id": self.company.id}
        )
        self._experience([8] * 2)
        self._experience([8] * 3, standard=other, claim_id=self.claim.id)
        self._experience([8] * 5, standard=other)
        self._experience([8] * 7, due_at=self.now - timedelta(days=31))
        self._promise()  # not yet due
        ours, theirs = (self._promise(due_at=self.now + timedelta(hours=1)) for _n in range(2))
        ours.action_withdraw("company")
        theirs.action_withdraw("customer")
        self._at(self.now + timedelta(hours=2))
        self.assertEqual(self.claim._claim_proof(), {self.claim.id: (5, 6)})
        action = self.claim.action_view_promises()
        self.assertEqual(self.env["frontoffice.promise"].search_count(action["domain"]), self.claim.promise_count)

    def test_the_nightly_job_is_idempotent(self):
        self._experience([8] * 40, kept=20)
        claims = self.env["frontoffice.claim"]
        cron = self.env.ref("frontoffice_crm.cron_claims")
        for _n in range(2):
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
        self.claim.invalidate_recordset()
        self.assertEqual((self.claim.status, len(self.claim.status_ids)), ("untrue", 1))
        self.claim.action_judge()
        self.assertEqual(len(self.claim.status_ids), 1)
        self.assertFalse(claims.search([("judged_on", "=", False), ("company_id", "=", self.company.id)]))

    def test_three_untrue_days_ask_the_owner_once(self):
        self._experience([8] * 40, kept=20, due_at=self.now - timedelta(days=1))
        asked = []
        for _day in range(6):
            self.claim.action_judge()
            asked.append(len(self.claim.activity_ids))
            self._at(self.now + timedelta(days=1))
        self.assertEqual(asked, [0, 0, 1, 1, 1, 1])
        self.assertEqual(self.claim.activity_ids.user_id, self.agent)
        self.assertIn("Stop or fix", self.claim.activity_ids.summary)
        self.assertEqual(self.claim.status_ids.mapped("status"), ["untrue"] * 6)

    def test_a_gap_breaks_the_row(self):
        self._experience([8] * 40, kept=20, due_at=self.now - timedelta(days=1))
        for days in (0, 1, 3):
            self._at(self._utc("2026-03-23 09:00:00") + timedelta(days=days))
            self.claim.action_judge()
        self.assertFalse(self.claim.activity_ids)

    def test_stop_and_replace(self):
        self._experience([8] * 40, kept=20, due_at=self.now - timedelta(days=1))
        for _day in range(3):
            self.claim.action_judge()
            self._at(self.now + timedelta(days=1))
        better = self._claim(name="In 3 working days", campaign_id=self.campaign.id)
        with self.assertRaises(ValidationError):
            self.claim.replaced_by_id = self.claim
        self.claim.replaced_by_id = better
        self._as(self.claim, self.agent).action_stop()  # its owner, though only an agent
        self.assertEqual((self.claim.is_running, bool(self.claim.activity_ids)), (False, False))
        both = [("is_running", "=", True), ("id", "in", (self.claim | better).ids)]
        self.assertEqual(self.env["frontoffice.claim"].search(both), better)
        self.claim.owner_id = self.leader
        with self.assertRaises(AccessError):
            self._as(self.claim, self.agent).action_stop()
        self._as(self.claim, self.leader).action_resume()
        self.assertTrue(self.claim.is_running)

    def test_badge_on_the_campaign(self):
        self.assertEqual(self.campaign.claim_status, "unproven")
        self._experience([8] * 40, kept=20)
        self.claim.action_judge()
        self.assertEqual(self.campaign.claim_status, "untrue")
        self.claim.action_stop()
        self.assertFalse(self.campaign.claim_status)

    def test_a_promise_is_offered_its_claim(self):
        promise = self._promise(campaign_id=self.campaign.id)
        self.assertEqual(promise.claim_id, self.claim, "from the campaign")
        self.assertFalse(self._promise().claim_id, "the claim belongs to a campaign this one did not come from")
        general = self._claim(name="Always", campaign_id=False)
        self.assertEqual(self._promise().claim_id, general, "from the standard")
        self._claim(name="Always too", campaign_id=False)
        self.assertFalse(self._promise().claim_id, "two would be a guess")
        general.stopped_on = self.now.date()
        self.assertTrue(self._promise().claim_id)
        self.assertEqual(promise.came_from, "Engineer at your door in 24 hours · 24-hour engineer")

    def test_dates_and_numbers(self):
        with self.assertRaises(ValidationError):
            self._claim(date_to="2025-12-31")
        ended = self._claim(date_to="2026-02-01")
        self.assertFalse(ended.is_running)

    def test_who_may_what(self):
        may = {
            self.agent: (True, False), self.leader: (True, True), self.manager: (True, True),
            self.plain: (False, False), self.portal: (False, False), self.stranger: (False, False),
        }
        self.claim.action_judge()
        for user, (read, write) in may.items():
            claim = self._as(self.claim, user)
            self.assertEqual((claim.has_access("read"), claim.has_access("write")), (read, write), user.login)
            status = self._as(self.claim.status_ids, user)
            self.assertEqual((status.has_access("read"), status.has_access("write")), (read, False), user.login)

    def test_one_menu_entry_behind_its_switch(self):
        menu = self.env.ref("frontoffice_crm.menu_claim")
        visible = self.env["ir.ui.menu"].with_user(self.manager)._visible_menu_ids()
        self.assertNotIn(menu.id, visible)
        self._feature("claim", self.manager)
        self.env.registry.clear_cache()
        self.assertIn(menu.id, self.env["ir.ui.menu"].with_user(self.manager)._visible_menu_ids())
        self.assertEqual(menu.name, "Advertised promises")

    def test_a_batch_takes_its_claims_along(self):
        batch = self.env["frontoffice.batch"].create(
            {"name": "Sample", "kind": "sample", "source_key": "claims", "company_id": self.company.id}
        )
        claim = self._claim(batch_id=batch.id)
        promise = self._promise(claim_id=claim.id, batch_id=batch.id, source="sample")
        batch.with_user(self.manager).action_remove()
        self.assertFalse(claim.exists() or promise.exists())
