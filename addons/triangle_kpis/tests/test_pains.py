from datetime import date, datetime, timedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import NOW, TODAY, TriangleCase

MARCH = {"date_from": "2026-03-01", "date_to": "2026-03-18"}


@tagged("post_install", "-at_install")
class TestPains(TriangleCase):
    """What makes people distrust figures elsewhere, and what happens here instead."""

    def _answered(self, minutes):
        """An e-mail of the 9th of March, each a minute later, answered after so long; four hours are promised."""
        self.minute = getattr(self, "minute", 0) + 1
        arrived = datetime(2026, 3, 9, 9) + timedelta(minutes=self.minute)
        return self._encounter(arrived, first_response_at=arrived + timedelta(minutes=minutes))

    def test_pain_23_one_slow_answer_does_not_make_everybody_slow(self):
        """Nine answers in five minutes and one in thirty hours: a mean of three hours describes nobody."""
        for minutes in (*[5] * 9, 1800):
            self._answered(minutes)
        self.env["triangle.fact"]._refresh()
        share = self.dashboard.get_kpi("K20", MARCH)["tile"]
        self.assertEqual((share["value"], share["n"]), (0.9, 10), "the share within the target, and of how many")
        half = self.dashboard.get_kpi("K20P50", MARCH)
        self.assertLessEqual(half["tile"]["value"], 5)
        spread = half["distribution"]
        self.assertLessEqual(spread["p80"], 5)
        self.assertGreater(spread["p95"], 60 * spread["p80"], "and the slow one is seen")
        self.assertEqual(sum(part["n"] for part in spread["bins"]), 10)

    def test_pain_23_few_are_grey_and_every_figure_says_what_it_means(self):
        for _i in range(29):
            self._answered(5)
        self.assertEqual(self._tiles()["K20"]["status"], "low_n")
        self.assertIn("29 of 30", self._tiles()["K20"]["status_text"])
        self._answered(5)
        self.assertEqual(self._tiles()["K20"]["status"], "ok")
        for kpi in self.env["triangle.kpi"].search([]):
            self.assertTrue(kpi.tooltip and kpi.definition and kpi.starts_when, kpi.code)

    def test_pain_23_no_time_is_a_mean(self):
        for kpi in self.env["triangle.kpi"].search([("unit", "=", "minutes"), ("computed", "=", False)]):
            self.assertRegex(kpi.formula, r"_p(50|80|90|95)\b", f"{kpi.code} {kpi.name}")

    def test_pain_23_working_and_calendar_hours_side_by_side(self):
        """Friday 16:00 to Monday 9:00: two hours of work, sixty-five of waiting. Both are said of the same records."""
        for i in range(3):
            arrived = datetime(2026, 3, 13, 15) + timedelta(minutes=i)
            self._encounter(arrived, first_response_at=arrived + timedelta(hours=65), response_minutes=120)
        self._encounter(datetime(2026, 3, 16, 9), first_response_at=datetime(2026, 3, 16, 10), response_minutes=60)
        self.env["triangle.fact"]._refresh()
        spread = self.dashboard.get_kpi("K20P50", MARCH)["distribution"]
        half = spread["hours"][0]
        self.assertEqual((half["key"], half["working"]), ("p50", spread["p50"]), "one number for one thing")
        bins = [(part["from"], part["to"] or float("inf")) for part in spread["bins"]]
        work, wait = (next(edges for edges in bins if edges[0] < minutes <= edges[1]) for minutes in (120, 65 * 60))
        self.assertTrue(work[0] <= half["working"] <= work[1] and wait[0] <= half["clock"] <= wait[1], half)
        known = self.dashboard.get_kpi("K20P50", {**MARCH, "as_of": "2026-03-17"})["distribution"]
        self.assertIsNone(known["hours"], "as known earlier there is one clock")

    def test_pain_23_one_clock_is_shown_once(self):
        """A channel that promises by the clock on the wall: two equal columns would only ask to be explained."""
        self._answered(5)
        self.env["triangle.fact"]._refresh()
        self.assertIsNone(self.dashboard.get_kpi("K20P50", MARCH)["distribution"]["hours"])

    def test_a_figure_made_of_itself(self):
        """Formulas are made of measures alone, so none can lead back to itself."""
        promises, requests = self.env.ref("triangle_kpis.kpi_k33"), self.env.ref("triangle_kpis.kpi_k38")
        for kpi, formula in ((promises, "K33 / 2"), (promises, "k33"), (promises, "K38"), (requests, "K33 + K38")):
            with self.subTest(formula), self.assertRaises(ValidationError):
                kpi.formula = formula

    def test_two_companies_in_two_currencies_and_two_zones(self):
        """Won late in the evening in Berlin, the next day in Kolkata: each at the rate of its own day."""
        main = self.env["res.company"]._get_main_company()
        rupee = self.env.ref("base.INR")
        rupee.active = True
        rupee.rate_ids.unlink()
        for day, rate in ((date(2026, 3, 9), 80.0), (date(2026, 3, 10), 100.0)):
            self.env["res.currency.rate"].create(
                {"currency_id": rupee.id, "name": day, "rate": rate, "company_id": main.id})
        there = self._company("Fact House India", "Asia/Kolkata")
        there.currency_id = rupee
        self.company.currency_id = main.currency_id
        late = datetime(2026, 3, 9, 19, 0)
        for company, amount in ((self.company, 1000), (there, 90000)):
            lead = self.env["crm.lead"].create({
                "name": "Pump", "type": "opportunity", "company_id": company.id, "team_id": False, "user_id": False,
                "expected_revenue": amount})
            lead.action_set_won()
            lead.date_closed = late
        both = self.env(context={**self.env.context, "allowed_company_ids": (self.company | there).ids})
        self.env["triangle.fact"]._refresh()

        def won(env, *days):
            names = ["lead_won_value_money", "lead_won_num"]
            values = env["triangle.reader"]._values(env["triangle.kpi"], {"now": days}, {}, names)["now"]
            return values["lead_won_value_money"], values["lead_won_num"]
        self.assertEqual(won(self.env, TODAY.replace(day=9), TODAY.replace(day=9)), (1000, 1))
        self.assertEqual(won(both, TODAY.replace(day=9), TODAY.replace(day=9)), (1000, 1), "not yet the 10th")
        self.assertEqual(won(both, TODAY.replace(day=10), TODAY.replace(day=10)), (900, 1), "at the 10th's rate")
        self.assertEqual(won(both, NOW.date().replace(day=1), TODAY), (1900, 2))
        there_only = self.env(context={**self.env.context, "allowed_company_ids": there.ids})
        self.assertEqual(won(there_only, NOW.date().replace(day=1), TODAY), (90000, 1), "alone: in its own money")
