from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import TriangleCase


@tagged("post_install", "-at_install")
class TestDigest(TriangleCase):
    """The week in five lines by mail: for who may see figures, and only for who asked for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digest = cls.env.ref("triangle_kpis.digest_weekly")
        for _i in range(3):
            cls._promise()
        cls._promise(fulfilled_at=False)
        cls.viewer, cls.plain = (new_test_user(
            cls.env, f"digest_{name}", groups=groups, company_id=cls.company.id, email=f"{name}@example.com",
            company_ids=[Command.set(cls.company.ids)]) for name, groups in (
                ("viewer", "triangle_kpis.group_viewer"), ("plain", "base.group_user")))

    def setUp(self):
        super().setUp()
        self.env["triangle.fact"]._refresh()

    def _lines(self, user):
        return {line["kpi_name"]: line for line in self.digest._compute_kpis(self.company, user)}

    def test_five_lines(self):
        lines = self._lines(self.viewer)
        self.assertEqual(list(lines)[:4], ["k33", "k38", "k12", "triangle_score"])
        self.assertEqual(len(lines), 5)
        kept = lines["k33"]
        self.assertEqual([kept[f"kpi_col{i}"]["value"] for i in (1, 2)], ["75 % of 4", "75 % of 4"])
        self.assertEqual(kept["kpi_fullname"], "Kept")
        self.assertTrue(self.env.ref(kept["kpi_action"]))
        self.assertEqual(lines["triangle_overdue"]["kpi_col1"], {"value": "1", "col_subtitle": "Now"})

    def test_an_alert_comes_first(self):
        alert = [{"id": 1, "kpi": "K33", "text": "Kept fell", "since": "2026-03-01"}]
        with patch.object(self.env.registry["triangle.dashboard"], "_open_alerts", lambda self, filters: alert):
            self.assertEqual(self._lines(self.viewer)["triangle_alert"]["kpi_col1"]["value"], "Kept fell")

    def test_absent_is_a_dash(self):
        nobody = self.env["res.company"].create({"name": "Empty"})
        self.viewer.company_ids |= nobody
        lines = {line["kpi_name"]: line for line in self.digest._compute_kpis(nobody, self.viewer)}
        self.assertEqual(lines["k33"]["kpi_col1"]["value"], "–")
        self.assertEqual(lines["triangle_score"]["kpi_col2"]["value"], "–")

    def test_who_may_not_see_figures_gets_none(self):
        self.assertEqual(self._lines(self.plain), {})
        self.digest.kpi_res_users_connected = True
        self.assertEqual(list(self._lines(self.plain)), ["kpi_res_users_connected"])
        with patch.object(self.env.registry["triangle.dashboard"], "get_page", side_effect=AccessError("no")):
            self.assertEqual(list(self._lines(self.viewer)), ["kpi_res_users_connected"])

    def test_off_says_nothing(self):
        self.digest.service_triangle = False
        self.assertEqual(self._lines(self.viewer), {})

    def test_asleep_until_somebody_asks(self):
        Mail = self.env["mail.mail"]
        known = Mail.search([])
        self.assertEqual((self.digest.state, len(self.digest.user_ids)), ("deactivated", 0))
        self.digest.next_run_date = "2026-01-01"
        self.env["digest.digest"].search([("id", "!=", self.digest.id)]).state = "deactivated"
        self.env["digest.digest"]._cron_send_digest_email()
        self.assertEqual(Mail.search([]), known, "nobody asked")
        self.digest.with_user(self.viewer).action_subscribe()
        self.assertEqual(self.digest.state, "activated")
        self.env["digest.digest"]._cron_send_digest_email()
        self.assertEqual(Mail.search([]), known, "not before its week is over")
        self.digest.next_run_date = "2026-01-01"
        self.env["digest.digest"]._cron_send_digest_email()
        mail = Mail.search([]) - known
        self.assertEqual(mail.email_to, self.viewer.email_formatted)
        self.assertIn("75 % of 4", mail.body_html)
        self.assertIn("/odoo/action-triangle_kpis.action_page", mail.body_html)
        self.digest.with_user(self.viewer).action_unsubscribe()
        self.assertEqual(self.digest.state, "deactivated")

    def test_one_button_on_the_settings_page(self):
        admin = self.env.ref("base.user_admin")
        Settings = self.env["res.config.settings"].with_user(admin).with_context(
            allowed_company_ids=admin.company_id.ids)
        settings = Settings.create({})
        self.assertFalse(settings.triangle_subscribed)
        settings.action_triangle_digest()
        self.assertEqual(self.digest.user_ids, admin)
        settings = Settings.create({})
        self.assertTrue(settings.triangle_subscribed)
        settings.action_triangle_digest()
        self.assertFalse(self.digest.user_ids)
