from datetime import date, datetime, timedelta

from odoo.tests import tagged

from odoo.addons.triangle_kpis.tests.common import NOW, TriangleCase
from odoo.addons.triangle_kpis.tools.formula import Formula

SENT = datetime(2026, 2, 2, 9)
WINDOW = (date(2026, 1, 1), date(2026, 3, 31))


@tagged("post_install", "-at_install")
class TestMailings(TriangleCase):
    """Who was reached and who clicked, from handmade traces and clicks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mailer = cls.env["res.users"].with_context(no_reset_password=True).create({
            "name": "Mia", "login": "mia.mailer", "company_id": cls.company.id,
            "company_ids": [(6, 0, cls.company.ids)]})
        cls.mailing = cls.env["mailing.mailing"].create({
            "name": "Spring", "subject": "Spring", "user_id": cls.mailer.id, "campaign_id": cls.campaigns[1].id,
            "mailing_model_id": cls.env["ir.model"]._get_id("res.partner")})
        cls.link = cls.env["link.tracker"].create({"url": "https://example.com/spring"})
        for i, partner in enumerate(cls.partners):
            partner.email = f"customer{i}@example.com"

    def _trace(self, email="new@example.com", sent=SENT, status="sent", **values):
        return self.env["mailing.trace"].create({
            "mass_mailing_id": self.mailing.id, "model": "mailing.contact", "res_id": 1, "email": email,
            "sent_datetime": sent, "trace_status": status, "trace_type": "mail", **values})

    def _click(self, trace, after):
        click = self.env["link.tracker.click"].create({"link_id": self.link.id, "mailing_trace_id": trace.id})
        self.env.flush_all()
        self.env.cr.execute("UPDATE link_tracker_click SET create_date = %s WHERE id = %s", [SENT + after, click.id])
        trace.links_click_datetime = SENT + after
        return click

    def _value(self, code, **filters):
        self.assertFalse(any(self.env["triangle.fact"]._refresh(["trace", "outreach"]).values()))
        kpi = self.env["triangle.kpi"].search([("code", "=", code)])
        values = self.env["triangle.reader"]._values(kpi, {"w": WINDOW}, filters)["w"]
        return values[code].value if kpi.computed else Formula(kpi.formula).evaluate(values)

    def _drilled(self, part):
        ids = self.env["triangle.reader"]._record_ids("mailing_click", WINDOW, {}, part)
        return self.env["mailing.trace"].browse(ids)

    def test_first_click_within_fourteen_days_of_what_was_delivered(self):
        first, replied, late, robot, silent = (self._trace(f"{i}@example.com") for i in range(5))
        for status in ("bounce", "error", "cancel", "outgoing"):
            self._trace(status=status, sent=SENT if status != "outgoing" else False)
        self._trace(is_test_trace=True)
        self._click(first, timedelta(days=1))
        self._click(first, timedelta(days=20))  # stock keeps this one, the last
        self._click(replied, timedelta(days=14))
        replied.trace_status = "reply"
        self._click(late, timedelta(days=14, seconds=1))
        self._click(robot, timedelta(seconds=9))
        self.assertEqual(first.links_click_datetime, SENT + timedelta(days=20))
        self.assertEqual(self._value("K02"), 2 / 5)
        self.assertEqual(self._drilled("num"), first | replied)
        self.assertEqual(self._drilled("all"), first | replied | late | robot | silent)
        self.assertEqual(self._value("K02", campaign_id=self.campaigns[1].id), 2 / 5)
        self.assertIsNone(self._value("K02", campaign_id=self.campaigns[0].id))

    def test_young_mails_wait_for_their_clicks(self):
        self._trace(sent=NOW - timedelta(days=14) + timedelta(hours=1))
        self.assertIsNone(self._value("K02"))
        self._at(NOW + timedelta(hours=1))
        self.assertEqual(self._value("K02"), 0)

    def test_a_bounce_that_comes_later_takes_the_mail_back(self):
        trace = self._trace()
        self.assertEqual((self._value("K02"), self._value("K01")), (0, 1))
        trace.set_bounced()
        self.assertEqual((self._value("K02"), self._value("K01")), (None, None))

    def test_people_reached_count_once(self):
        """Two mails to one address, one to the contact of an address, and a call to a third for a campaign."""
        self._trace("someone@example.com")
        self._trace("Someone@Example.com ")
        self._trace("customer1@example.com")
        self._trace(model="res.partner", res_id=self.partners[1].id)
        self._encounter(direction="out", campaign_id=self.campaigns[0].id, partner_id=self.partners[1].id)
        self._encounter(direction="out", campaign_id=self.campaigns[0].id, partner_id=self.partners[2].id)
        self._encounter(direction="out", partner_id=self.partners[3].id)
        self._encounter(campaign_id=self.campaigns[0].id, partner_id=self.partners[4].id)
        self.assertEqual(self._value("K01"), 3)
        self.assertEqual(self._value("K01", campaign_id=self.campaigns[0].id), 2)
        model, ids = self.env["triangle.recompute"]._x_k01_ids(WINDOW, {}, "all")
        self.assertEqual((model, len(ids)), ("mailing.trace", 4))

    def test_incremental_is_rebuild(self):
        traces = [self._trace(f"{i}@example.com") for i in range(4)]
        self.env["triangle.fact"]._refresh(["trace", "outreach"])
        self._click(traces[0], timedelta(days=2))
        traces[1].set_bounced()
        traces[2].unlink()
        self.env["triangle.fact"]._refresh()
        incremental = self._facts()
        self.assertTrue(incremental["triangle_fact"])
        self.assertEqual(incremental, self._from_scratch())
