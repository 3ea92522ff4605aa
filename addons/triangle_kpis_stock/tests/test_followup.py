from datetime import date

from odoo.tests import tagged

from odoo.addons.triangle_kpis.tools.formula import Formula

from .test_otif import DeliveryCase

DAY_14 = date(2026, 1, 20)  # of what left on Tuesday 6 January


@tagged("post_install", "-at_install")
class TestFollowUp(DeliveryCase):
    """Who got the goods heard of us within two weeks, and not for advertising."""

    def _asked(self, when="2026-01-21 10:00:00", window=(DAY_14, DAY_14)):
        """(value, asked, delivered) as of a moment."""
        with self._now(self._utc(when)):
            self.assertFalse(self.env["triangle.fact"]._refresh(["delivery"])["delivery"])
        kpi = self.env["triangle.kpi"].search([("code", "=", "K36")])
        values = self.env["triangle.reader"]._values(kpi, {"w": window}, {})["w"]
        return (Formula(kpi.formula).evaluate(values), values["order_followup_num"], values["order_followup_den"])

    def _delivered(self, partner):
        order = self._confirmed(partner_id=partner.id)
        self._ship(order, "Tue 10:00")
        return order

    def _call(self, partner, when, **values):
        channel = self.env["frontoffice.channel"].create(
            {"name": "Phone", "kind": "phone", "company_id": self.company.id})
        with self._now(self._utc(when)):
            return self.env["frontoffice.encounter"].create({
                "partner_id": partner.id, "channel_id": channel.id, "direction": "out", "handled_by": "human",
                "arrived_at": self._utc(when), "state": "done", "source": "person", **values})

    def test_a_call_of_a_person_within_two_weeks(self):
        firm = self.env["res.partner"].create({"name": "Harbour Dental", "is_company": True})
        boss = self.env["res.partner"].create({"name": "Ana", "parent_id": firm.id})
        names = ("late", "robot", "advert", "came", "done")
        late, robot, advert, came, done = self.env["res.partner"].create([{"name": name} for name in names])
        orders = {partner: self._delivered(partner) for partner in (firm, late, robot, advert, came, done)}
        self.assertEqual(self._asked("2026-01-20 09:59:00"), (None, 0, 0), "there is time left")
        self.assertEqual(self._asked(), (0, 0, 6))
        self._call(boss, "2026-01-12 10:00:00")
        self._call(late, "2026-01-20 10:01:00")
        self._call(robot, "2026-01-12 10:00:00", handled_by="bot")
        self._call(advert, "2026-01-12 10:00:00",
                   campaign_id=self.env["utm.campaign"].create({"title": "Spring"}).id)
        self._call(came, "2026-01-12 10:00:00", direction="in")
        with self._now(self._utc("2026-01-09 10:00:00")):
            call = orders[done].activity_schedule("mail.mail_activity_data_call", summary="All well?")
            call.action_feedback()
            said = orders[done].message_ids.filtered("mail_activity_type_id")
            said.date = self._utc("2026-01-09 10:00:00")  # a default that knows no other clock
            self.env["triangle.dirty"]._mark_all(self.company, sources={"delivery"})
        self.assertEqual(self._asked(), (2 / 6, 2, 6))
        miss = self.env["triangle.reader"]._record_ids("order_followup", (DAY_14, DAY_14), {}, "miss")
        self.assertEqual(set(miss), {orders[partner].id for partner in (late, robot, advert, came)})

    def test_a_call_taken_back_counts_no_more(self):
        partner = self.env["res.partner"].create({"name": "Ana"})
        self._delivered(partner)
        call = self._call(partner, "2026-01-12 10:00:00")
        self.assertEqual(self._asked(), (1, 1, 1))
        call.direction = "in"
        self.assertEqual(self._asked(), (0, 0, 1))

    def test_who_wants_no_mail_is_left_out(self):
        partner = self.env["res.partner"].create({"name": "Ana", "email": "ana.quiet@example.com"})
        self._delivered(partner)
        self.env["mail.blacklist"]._add("ana.quiet@example.com")
        self.assertEqual(self._asked(), (None, 0, 0))

    def test_services_and_open_orders_ask_for_nothing(self):
        self._confirmed((self.training, 1))
        self._confirmed()
        self.assertEqual(self._asked(), (None, 0, 0))
