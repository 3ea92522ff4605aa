from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import FrontOfficeCase

NOW = fields.Datetime.to_datetime("2026-03-02 10:00:00")


class SalesCase(FrontOfficeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env, "lukas", "frontoffice_crm.group_agent,sales_team.group_sale_salesman",
            company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)], tz="UTC",
        )

    def _rule(self, **values):
        return self.env["frontoffice.score.rule"].create({
            "name": "Asked", "company_id": self.company.id, "half_life_days": 0, **values,
        })

    def _lead(self, **values):
        return self.env["crm.lead"].create({
            "name": "New heating", "type": "lead", "company_id": self.company.id, "user_id": self.seller.id,
            "partner_id": self.customer.id, **values,
        })


@tagged("post_install", "-at_install")
class TestLeadScore(SalesCase):
    """Points beside the predicted probability: explained, fading, frozen."""

    def test_points_are_explained(self):
        self._rule(name="From the fair", domain="[('name', 'ilike', 'heating')]", points=30)
        self._rule(name="Never", domain="[('name', '=', 'Xyzzy')]", points=50)
        lead = self._lead()
        self.assertEqual(lead.service_score, 30)
        self.assertIn("From the fair", lead.service_score_why)
        self.assertNotIn("Never", lead.service_score_why)

    def test_points_fade(self):
        self._rule(kind="contact", points=40, half_life_days=30)
        lead = self._lead()
        self._encounter(arrived_at=NOW - timedelta(days=30))
        lead._rescore(NOW)
        self.assertEqual(lead.service_score, 20)
        lead._rescore(NOW + timedelta(days=30))
        self.assertEqual(lead.service_score, 10)

    def test_kept_and_broken_promises_count(self):
        self._rule(name="Kept", kind="kept", points=20)
        self._rule(name="Broken", kind="broken", points=-15)
        lead = self._lead()
        now = fields.Datetime.now()
        self._promise()._record("fulfilled", {"in_full": True})
        late = self._promise(due_at=now + timedelta(seconds=1))
        with patch("odoo.fields.Datetime.now", lambda: now + timedelta(hours=1)):
            late._record("lapsed", at=lambda promise: promise.due_at)
        lead._rescore(now + timedelta(hours=2))
        self.assertEqual(lead.service_score, 5)

    def test_a_rule_and_the_score_have_a_top(self):
        self._rule(kind="contact", points=40, cap=60)
        lead = self._lead()
        for _n in range(3):
            self._encounter(arrived_at=NOW)
        lead._rescore(NOW)
        self.assertEqual(lead.service_score, 60)
        self._rule(points=80)
        lead._rescore(NOW)
        self.assertEqual(lead.service_score, 100)

    def test_it_is_frozen_when_it_becomes_an_opportunity(self):
        rule = self._rule(points=30)
        lead = self._lead()
        lead.with_user(self.seller).convert_opportunity(self.customer)
        self.env.cr.precommit.run()
        self.assertEqual(lead.service_score_frozen, 30)
        self.assertEqual(lead.service_probability_frozen, lead.automated_probability)
        rule.points = 90
        lead._rescore()
        self.assertEqual((lead.service_score, lead.service_score_frozen), (90, 30))

    def test_nobody_types_a_score(self):
        lead = self._lead()
        for values in ({"service_score": 99}, {"service_score_frozen": 99}, {"service_probability_frozen": 9}):
            with self.assertRaises(AccessError):
                lead.with_user(self.seller).write(values)

    def test_a_band_starts_its_plan_once(self):
        rule = self._rule(points=60)
        plan = self.env.ref("frontoffice_crm.plan_new_enquiry")
        band = self.env["frontoffice.score.band"].create({
            "name": "Hot", "minimum": 50, "plan_id": plan.id, "company_id": self.company.id,
        })
        lead = self._lead()
        self.assertEqual(lead.service_band_id, band)
        self.assertEqual(len(lead.activity_ids), 3)
        self.assertEqual(lead.activity_ids.user_id, self.seller)
        today = fields.Date.context_today(lead)
        self.assertEqual([(a.date_deadline - today).days for a in lead.activity_ids.sorted("date_deadline")], [0, 3, 7])
        rule.points = 10
        lead._rescore()
        rule.points = 70
        lead._rescore()
        self.assertEqual(len(lead.activity_ids), 3)

    def test_conditions_are_data_never_code(self):
        for domain in ("[('nosuch', '=', 1)]", "__import__('os').system('true')", "[('name'", "7"):
            with self.assertRaises(ValidationError):
                self._rule(domain=domain)

    def test_scoring_many_costs_as_much_as_scoring_few(self):
        self._rule(kind="contact")
        self._rule(kind="kept")
        leads = self.env["crm.lead"].create([
            {"name": "Lead", "type": "lead", "company_id": self.company.id, "partner_id": self.customer.id}
            for _n in range(60)
        ])
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            leads._rescore(NOW)
            self.env.flush_all()

    def test_recommended_by(self):
        self._rule(kind="recommended", points=25)
        friend = self.env["res.partner"].create({"name": "Café Lumen"})
        lead = self._lead(recommended_by_id=friend.id)
        self.assertEqual(lead.service_score, 25)
        self.assertEqual(friend.recommended_count, 1)

    def test_rules_of_another_company(self):
        self.env["frontoffice.score.rule"].create(
            {"name": "There", "company_id": self.other_company.id, "points": 50, "half_life_days": 0})
        self.assertEqual(self._lead().service_score, 0)
        abroad = self.env(user=self.stranger, context={"allowed_company_ids": self.other_company.ids})
        self._rule()
        self.assertEqual(abroad["frontoffice.score.rule"].search([]).mapped("name"), ["There"])
        for user in (self.plain, self.portal):
            with self.assertRaises(AccessError):
                self.env["frontoffice.score.rule"].with_user(user).search([]).mapped("name")


@tagged("post_install", "-at_install")
class TestCallGuide(SalesCase):
    """The same situation is handled the same way, and one sees how often."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guide = cls.env["frontoffice.playbook"].create({
            "name": "No heat", "need_ids": [Command.set(cls.need.ids)], "greeting": "Good morning, Lindwater.",
            "company_id": cls.company.id,
            "step_ids": [
                Command.create({"name": "Since when?", "required": True}),
                Command.create({"name": "Pressure?", "kind": "number", "required": True}),
                Command.create({"name": "Say: we come today", "kind": "say"}),
            ],
        })

    def test_answers_and_adherence(self):
        case = self._case().with_user(self.agent)
        run = self.env["frontoffice.playbook.run"].with_user(self.agent).browse(case.action_guide()["res_id"])
        self.assertEqual(case.action_guide()["res_id"], run.id, "going on, not anew")
        run.line_ids[0].value = "Monday"
        with self.assertRaises(ValidationError):
            run.line_ids[1].value = "low"
        run.action_finish()
        self.assertEqual((run.to_ask, run.asked), (2, 1))
        self.assertEqual((self.guide.run_count, self.guide.adherence), (1, 50))
        with self.assertRaises(UserError):
            run.line_ids[1].value = "0.4"
        self.assertNotEqual(case.action_guide()["res_id"], run.id)

    def test_a_topic_below_has_the_guide_of_the_one_above(self):
        part = self.env["frontoffice.need"].create({"name": "Valve", "parent_id": self.need.id})
        self.assertEqual(self.env["frontoffice.playbook"]._for_need(part, self.company), self.guide)

    def test_without_a_guide_one_says_so(self):
        self.guide.active = False
        with self.assertRaisesRegex(UserError, "no call guide"):
            self._case().with_user(self.agent).action_guide()

    def test_the_desk_gets_it_only_when_switched_on(self):
        desk = self.env["frontoffice.desk"].with_user(self.agent)
        self.assertIsNone(desk.guide(self.need.id))
        self.env.ref("base.group_user").implied_ids |= self.env.ref("frontoffice_crm.group_feature_guide")
        guide = desk.guide(self.need.id)
        self.assertEqual((guide["greeting"], len(guide["steps"])), ("Good morning, Lindwater.", 3))
        encounter = self._encounter()
        run = desk._keep_guide({"id": guide["id"], "answers": {
            str(guide["steps"][0]["id"]): "Monday", str(guide["steps"][2]["id"]): "yes"}}, encounter)
        self.assertEqual((run.encounter_id, run.asked, run.line_ids[2].is_done), (encounter, 1, True))

    def test_a_changed_guide_leaves_the_old_use_readable(self):
        case = self._case().with_user(self.agent)
        run = self.env["frontoffice.playbook.run"].browse(case.action_guide()["res_id"])
        self.guide.step_ids[0].name = "Since which day?"
        self.assertEqual(run.line_ids[0].name, "Since when?")
        self.assertEqual(run.version_id.values["steps"][0]["name"], "Since when?")

    def test_the_crisis_guide_is_there(self):
        press = self.env.ref("frontoffice_crm.need_press")
        guide = self.env["frontoffice.playbook"]._for_need(press, self.company)
        self.assertEqual(guide.kind, "crisis")
        mention = self._encounter(need_id=press.id, tone="-1", is_crisis=True, outlet="The Ellersby Post")
        mention.with_user(self.agent).action_statement()
        self.assertTrue(mention.first_statement_at >= mention.arrived_at)
        with self.assertRaises(ValidationError):
            mention.first_statement_at = mention.arrived_at - timedelta(days=1)

    def test_rights(self):
        run = self.guide._begin(case_id=self._case().id, company_id=self.company.id)
        for user in (self.plain, self.portal):
            with self.assertRaises(AccessError):
                run.with_user(user).read(["asked"])
            with self.assertRaises(AccessError):
                run.line_ids.with_user(user).read(["value"])
        with self.assertRaises(AccessError):
            self.guide.with_user(self.agent).write({"name": "Mine"})
        abroad = self.env(user=self.stranger, context={"allowed_company_ids": self.other_company.ids})
        self.assertFalse(abroad["frontoffice.playbook.run"].search([]))


@tagged("post_install", "-at_install")
class TestMaterial(SalesCase, HttpCase):
    """What customers open, and what is won with it."""

    def test_opening_counts_for_customers_only(self):
        asset = self.env["frontoffice.asset"].create({"name": "Heat pumps", "url": "https://example.com/pumps"})
        lead = self._lead()
        share = self.env["frontoffice.asset.share"].with_user(self.seller).create(
            {"asset_id": asset.id, "lead_id": lead.id})
        path = f"/material/{share.token}"
        self.authenticate(None, None)
        self.url_open(path, allow_redirects=False)
        self.assertEqual(share.open_count, 0, "at once: a machine")
        share.sudo().shared_at = fields.Datetime.now() - timedelta(minutes=1)
        answer = self.url_open(path, allow_redirects=False)
        self.assertEqual((answer.status_code, answer.headers["Location"]), (302, "https://example.com/pumps"))
        share.invalidate_recordset()
        self.assertEqual(share.open_count, 1)
        self.assertEqual(self.url_open("/material/nosuchtoken-nosuchtoken").status_code, 404)
        self._rule(kind="opened", points=12)
        lead._rescore()
        self.assertEqual(lead.service_score, 12)

    def test_a_file_is_downloaded_not_shown(self):
        asset = self.env["frontoffice.asset"].create({
            "name": "Page", "file": "PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "file_name": "page.html",
        })
        share = self.env["frontoffice.asset.share"].create({"asset_id": asset.id, "lead_id": self._lead().id})
        answer = self.url_open(f"/material/{share.token}")
        self.assertTrue(answer.headers["Content-Disposition"].startswith("attachment"))

    def test_wins_of_decided_leads(self):
        asset = self.env["frontoffice.asset"].create({"name": "Heat pumps", "url": "https://example.com/pumps"})
        leads = self._lead() | self._lead() | self._lead()
        self.env["frontoffice.asset.share"].create([{"asset_id": asset.id, "lead_id": lead.id} for lead in leads])
        leads[0].action_set_won()
        leads[1].action_set_lost()
        self.env.flush_all()
        self.assertEqual((asset.share_count, asset.decided_count, asset.won_percent), (3, 2, 50))

    def test_only_web_links(self):
        for url in ("javascript:alert(1)", "file:///etc/passwd", ""):
            with self.assertRaises(ValidationError):
                self.env["frontoffice.asset"].create({"name": "Bad", "url": url})

    def test_rights(self):
        asset = self.env["frontoffice.asset"].create({"name": "Pumps", "url": "https://example.com"})
        share = self.env["frontoffice.asset.share"].create({"asset_id": asset.id, "lead_id": self._lead().id})
        with self.assertRaises(AccessError):
            share.with_user(self.seller).write({"open_count": 9})
        for user in (self.plain, self.portal):
            with self.assertRaises(AccessError):
                share.with_user(user).read(["token"])
        abroad = self.env(user=self.stranger, context={"allowed_company_ids": self.other_company.ids})
        self.assertFalse(abroad["frontoffice.asset.share"].search([]))

    def test_what_a_campaign_costs_and_brings(self):
        campaign = self.env["utm.campaign"].create({"name": "24-hour engineer"})
        campaign.with_company(self.company).service_cost = 900
        claim = self.env["frontoffice.claim"].create({
            "name": "Engineer in 24 hours", "standard_id": self.standard.id, "campaign_id": campaign.id,
            "company_id": self.company.id,
        })
        leads = [self._lead(campaign_id=campaign.id, expected_revenue=500) for _n in range(3)]
        leads[0].action_set_won()
        self.env.flush_all()
        self.assertEqual((claim.campaign_cost, claim.lead_count, claim.won_count), (900, 3, 1))
        self.assertEqual((claim.won_amount, claim.cost_per_won), (500, 900))
