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

    def _sent(self, campaign, plain, clicked, silent):
        """A mailing and what became of it."""
        mailing = self.mailing.copy({"campaign_id": campaign.id, "is_comparison": plain, "user_id": self.mailer.id})
        for n in range(clicked + silent):
            trace = self._trace(f"{mailing.id}.{n}@example.com", mass_mailing_id=mailing.id)
            if n < clicked:
                self._click(trace, timedelta(days=1))
        return mailing

    def test_what_writing_personally_brings(self):
        """A campaign with 6 of 20 against 2 of 20; one without a mailing to compare with says nothing."""
        first, second = self.campaigns[:2]
        plain, personal = self._sent(first, True, 2, 18), self._sent(first, False, 6, 14)
        self._sent(second, False, 5, 0)
        self.assertFalse(any(self.env["triangle.fact"]._refresh(["trace", "outreach"]).values()))
        recompute = self.env["triangle.recompute"]
        figure = recompute._x_k02_lift(WINDOW, {})
        self.assertAlmostEqual(figure.value, 6 / 20 - 2 / 20)
        # Newcombe 1998, method 10: Wilson 0.1455-0.5190 and 0.0279-0.3010
        self.assertAlmostEqual(figure.low, 0.2 - ((0.3 - 0.1455) ** 2 + (0.3010 - 0.1) ** 2) ** 0.5, 3)
        self.assertAlmostEqual(figure.high, 0.2 + ((0.5190 - 0.3) ** 2 + (0.1 - 0.0279) ** 2) ** 0.5, 3)
        self.assertEqual(figure.n, 40)
        model, ids = recompute._x_k02_lift_ids(WINDOW, {}, "all")
        traces = self.env[model].browse(ids)
        self.assertEqual(traces.mass_mailing_id, plain | personal)
        self.assertEqual(len(traces), 40)

    def test_campaigns_are_compared_each_with_its_own(self):
        """8 of 10 against 6 of 10, and 2 of 20 against 0 of 20: weights 5 and 10."""
        for campaign, plain, clicked, silent in (
                (0, True, 6, 4), (0, False, 8, 2), (1, True, 0, 20), (1, False, 2, 18)):
            self._sent(self.campaigns[campaign], plain, clicked, silent)
        self.assertAlmostEqual(self._value("K02L"), (5 * 0.2 + 10 * 0.1) / 15)
        self.assertAlmostEqual(self._value("K02L", campaign_id=self.campaigns[1].id), 0.1)
        self.assertIsNone(self._value("K02L", team_id=self.teams[0].id))

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
