from datetime import timedelta

import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TriangleCase


@tagged("post_install", "-at_install")
class TestDimensions(TriangleCase):
    """Campaigns, teams and channels go: their figures go with them, the totals stay."""

    def setUp(self):
        super().setUp()
        team, channel = self.teams[0].id, self.channels[0].id
        for campaign in (*self.campaigns, self.env["utm.campaign"]):
            promise = self._promise(campaign_id=campaign.id)
            encounter = self._encounter(campaign_id=campaign.id)
            self._case(campaign_id=campaign.id)
            self._rating(promise)
            self._rating(encounter)
        self._promise(team_id=self.teams[1].id, channel_id=self.channels[1].id)
        self._handoff()
        self.before = self._totals()
        self.assertTrue(self._counted("team_id", team) and self._counted("channel_id", channel))

    def _totals(self):
        return {tile["code"]: (tile["value"], tile["n"], tile["count"]) for tile in self._page()["tiles"]}

    def _counted(self, column, member):
        """Facts, customers counted once and cells that still name a member."""
        return sum(
            self.env[model].search_count([(column, "=", member)])
            for model in ("triangle.fact", "triangle.presence", "triangle.cell")
        )

    def _check_gone(self, column, member):
        self.env["triangle.fact"]._refresh()
        self.env.invalidate_all()
        self.assertFalse(self._counted(column, member.id))
        self.assertEqual(self._totals(), self.before)
        self.assertEqual(self._facts(), self._from_scratch())

    def test_a_deleted_campaign(self):
        campaign = self.campaigns[0]
        self.assertEqual(self._tiles(campaign_id=campaign.id)["K33"]["n"], 1)
        campaign.unlink()
        self._check_gone("campaign_id", campaign)
        self.assertEqual(self._tiles(campaign_id=campaign.id)["K33"]["n"], 0)
        self.assertEqual(self._tiles(campaign_id=self.campaigns[1].id)["K33"]["n"], 1)

    def test_a_deleted_team(self):
        team = self.teams[0]
        team.unlink()
        self._check_gone("team_id", team)
        self.assertEqual(self._tiles(team_id=self.teams[1].id)["K33"]["n"], 1)

    def test_several_go_at_once(self):
        teams = self.teams
        teams.unlink()
        for team in teams:
            self._check_gone("team_id", team)

    def test_a_deleted_channel(self):
        channel = self.env["frontoffice.channel"].create({
            "name": "Chat", "kind": "chat", "company_id": self.company.id})
        promise = self._promise(timedelta(days=-3), channel_id=channel.id)
        self.before = self._totals()
        self.assertTrue(self._counted("channel_id", channel.id))
        channel.unlink()
        self.assertFalse(promise.channel_id)
        self._check_gone("channel_id", channel)

    def test_a_deleted_colleague(self):
        self.env.ref("base.group_user").implied_ids |= self.env.ref("triangle_kpis.group_feature_personal")
        colleague = self._viewer("short_stay", "frontoffice_crm.group_agent")
        self._encounter(user_id=colleague.id)
        self.before = self._totals()
        facts = self.env["triangle.fact"]
        self.assertTrue(facts.search_count([("employee_id", "=", colleague.id)]))
        colleague.unlink()
        self.env["triangle.fact"]._refresh()
        self.assertFalse(facts.search_count([("employee_id", "=", colleague.id)]))
        self.assertEqual(self._totals(), self.before)
        self.assertEqual(self._facts(), self._from_scratch())

    def test_a_department_with_requests_stays(self):
        department = self.departments[0]
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            department.unlink()
            self.env.flush_all()
        self.env.invalidate_all()
        self._page()
        self.assertTrue(self._counted("department_id", department.id))

    def test_what_was_not_counted_yet_is_counted_right(self):
        """A change that waits for the engine and a deletion right after it."""
        campaign = self.campaigns[0]
        self._promise(timedelta(days=-3), campaign_id=campaign.id)
        campaign.unlink()
        self.env["triangle.fact"]._refresh()
        self.assertFalse(self._counted("campaign_id", campaign.id))
        self.assertEqual(self._facts(), self._from_scratch())
