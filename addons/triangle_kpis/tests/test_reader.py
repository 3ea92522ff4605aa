from datetime import date, datetime, timedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from ..sources.base import LEVEL, REGISTRY, Measure
from ..tools.statistics import bin_of, quantile
from .common import NOW, TODAY, TriangleCase

WINDOW = (TODAY - timedelta(days=29), TODAY)
ONE = SQL("1::float8")


@tagged("post_install", "-at_install")
class TestReader(TriangleCase):
    """What formulas may name, against plain Python."""

    def _read(self, *names, window=WINDOW, **filters):
        self.env["triangle.fact"]._refresh()
        return self.env["triangle.reader"]._values(
            self.env["triangle.kpi"], {"now": window}, filters, names)["now"]

    def _measure(self, measure, source="case"):
        """A further measure of a source, as an add-on would bring it."""
        kind = type(REGISTRY[source])
        self.patch(kind, "measures", (*kind.measures, measure))
        return self.env["triangle.measure"].create({
            "code": measure.code, "name": measure.code, "kind": measure.kind or "A", "source": source})

    # -- sums --------------------------------------------------------------------------------------

    def _minutes(self, *minutes, **vals):
        """Records whose value is so many minutes."""
        begin = datetime(2026, 3, 10, 8)
        self._measure(Measure("test_minutes", SQL("c.opened_at"), value=SQL(
            "EXTRACT(epoch FROM c.opened_at - %s)::float8 / 60", begin)))
        for value in minutes:
            self._case(begin + timedelta(minutes=value), **vals)

    def test_quantiles_come_from_the_bins(self):
        minutes = [3, 4, 40, 50, 70, 100, 300]
        self._minutes(*minutes)
        bins = [0] * 16
        for value in minutes:
            bins[bin_of(value)] += 1
        names = [f"test_minutes_{part}" for part in ("p50", "p80", "p90", "p95", "n", "sum", "sumsq")]
        found = self._read(*names)
        for part, share in (("p50", 0.5), ("p80", 0.8), ("p90", 0.9), ("p95", 0.95)):
            self.assertAlmostEqual(found[f"test_minutes_{part}"], quantile(bins, share)[0], 9)
        self.assertEqual(list(found["test_minutes_bins"]), bins)
        self.assertAlmostEqual(found["test_minutes_sum"], sum(minutes), 6)
        self.assertAlmostEqual(found["test_minutes_sumsq"], sum(m * m for m in minutes), 4)
        none = self._read(*names, campaign_id=self.campaigns[0].id)
        self.assertIsNone(none["test_minutes_p90"], "of nothing there is no quantile")

    def test_two_filters_no_sum_knows_give_the_same_bins(self):
        self._minutes(1, 20, 500, campaign_id=self.campaigns[0].id)
        name = "test_minutes_p50"
        self.assertEqual(self._read(name, team_id=self.teams[0].id, campaign_id=self.campaigns[0].id)[name],
                         self._read(name)[name])

    def test_to_date_counts_everything_before_too(self):
        for days in (-400, -40, -2):
            self._encounter(timedelta(days=days))
        self.assertEqual(self._read("interaction_to_date", "interaction_num", "days"),
                         {"interaction_to_date": 3, "interaction_num": 1, "days": 30})
        before = (TODAY - timedelta(days=60), TODAY - timedelta(days=41))
        self.assertEqual(self._read("interaction_to_date", window=before)["interaction_to_date"], 1)

    def test_queries_do_not_grow_with_windows(self):
        self._encounter()
        self.env["triangle.fact"]._refresh()
        self._minutes(4)
        names = ("interaction_num", "interaction_to_date", "test_minutes_p90", "customer_active_keys")
        reader, kpis = self.env["triangle.reader"], self.env["triangle.kpi"]

        def count(windows):
            before = self.env.cr.sql_log_count
            reader._values(kpis, {str(i): (TODAY - timedelta(days=30 + i), TODAY) for i in range(windows)}, {}, names)
            return self.env.cr.sql_log_count - before
        count(1)
        self.assertEqual(count(1), count(14))
        self.assertLessEqual(count(14), 6)

    def test_a_formula_is_arithmetic_and_nothing_else(self):
        kpi = self.env.ref("triangle_kpis.kpi_k38")
        for text in ("K33 / 2", "handoff_sla_num.real", "__import__('os').system('x')", "handoff_sla_num ** 9",
                     "(lambda: 1)()", "handoff_sla_num if 1 else 2", "promise_kept_num; 1", "handoff_sla_p90"):
            with self.subTest(text), self.assertRaises(ValidationError):
                kpi.formula = text
        kpi.formula = "handoff_sla_num / (handoff_sla_den - handoff_sla_den)"
        self._handoff()
        self.assertIsNone(self._tiles()["K38"]["value"], "nothing divided by nothing is no number")

    # -- levels ------------------------------------------------------------------------------------

    def test_a_level_is_that_of_the_last_day_it_was_counted_on(self):
        self._measure(Measure(
            "test_waiting", SQL("c.opened_at"), where=SQL("c.type = 'question'"), num=ONE, kind=LEVEL))
        one, two = self._case(type="question"), self._case(type="question", team_id=self.teams[1].id)
        names = ("test_waiting_num", "test_waiting_n")
        self.assertIsNone(self._read(*names)["test_waiting_num"], "never counted is not zero")
        self.env["triangle.engine"]._take_levels()
        self.assertEqual(self._read(*names), {"test_waiting_num": 2, "test_waiting_n": 2, "days": 30})
        self.assertEqual(self._read(*names, team_id=self.teams[1].id)["test_waiting_num"], 1)
        two.type = "praise"
        self.env["triangle.engine"]._take_levels()
        self.assertEqual(self._read(*names)["test_waiting_num"], 2, "a day is counted once")
        self._at(NOW + timedelta(days=1))
        one.type = "praise"
        self.env["triangle.engine"]._take_levels()
        later = (WINDOW[0], TODAY + timedelta(days=1))
        self.assertEqual(self._read(*names, window=later)["test_waiting_num"], 0, "counted, and nothing there")
        before = (WINDOW[0], TODAY - timedelta(days=1))
        self.assertEqual(self._read(*names, window=before)["test_waiting_num"], 2, "the past stays")
        facts = self._facts()
        self.env["triangle.dirty"]._mark_all(self.company)
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self._facts(), facts, "a recount leaves levels alone")

    # -- money -------------------------------------------------------------------------------------

    def test_money_is_added_up_at_the_rate_of_its_day(self):
        main = self.env["res.company"]._get_main_company()
        foreign = self.env.ref("base.GBP") if main.currency_id.name != "GBP" else self.env.ref("base.CHF")
        foreign.active = True
        foreign.rate_ids.unlink()
        Rate = self.env["res.currency.rate"]
        for day, rate in ((date(2026, 1, 1), 0.5), (date(2026, 3, 10), 0.8)):
            Rate.create({"currency_id": foreign.id, "name": day, "rate": rate, "company_id": main.id})
        self.company.currency_id = foreign
        self._measure(Measure("test_cost", SQL("c.opened_at"), num=SQL("100::float8"), money=True))
        self._case(datetime(2026, 3, 1, 12))
        self._case(datetime(2026, 3, 16, 12))
        self.assertEqual(self._read("test_cost_money")["test_cost_money"], 200, "one currency: as it is")
        both = {"allowed_company_ids": (self.company | main).ids}
        env = self.env(context={**self.env.context, **both})
        self.env["triangle.fact"]._refresh()

        def group():
            values = env["triangle.reader"]._values(env["triangle.kpi"], {"now": WINDOW}, {}, ["test_cost_money"])
            return values["now"]["test_cost_money"]
        days = (date(2026, 3, 1), date(2026, 3, 16))
        expected = sum(foreign._convert(100, main.currency_id, main, day, round=False) for day in days)
        self.assertAlmostEqual(group(), expected, 9)
        Rate.create({"currency_id": foreign.id, "name": date(2026, 3, 15), "rate": 0.4, "company_id": main.id})
        self.env["triangle.fact"]._refresh()
        corrected = sum(foreign._convert(100, main.currency_id, main, day, round=False) for day in days)
        self.assertNotAlmostEqual(corrected, expected)
        self.assertAlmostEqual(group(), corrected, 9)
        self.assertEqual(self._facts(), self._from_scratch())

    # -- moments -----------------------------------------------------------------------------------

    def test_as_of_a_moment_is_what_was_known_by_then(self):
        self._promise(timedelta(days=-5))
        self._promise(timedelta(days=-1), fulfilled_at=False)
        self._promise(timedelta(days=1))
        names = ("promise_kept_num", "promise_kept_den", "customer_active_keys")
        now = self._read(*names)
        self.assertEqual((now["promise_kept_num"], now["promise_kept_den"]), (1, 2))
        self.assertEqual(self._read(*names, as_of=NOW), now, "straight from the records")
        then = self._read(*names, as_of=NOW - timedelta(days=3))
        self.assertEqual((then["promise_kept_num"], then["promise_kept_den"]), (1, 1))

    def test_what_is_too_young_to_judge_is_no_miss(self):
        week = SQL("c.opened_at + interval '7 days'")
        self._measure(Measure("test_quiet", SQL("c.opened_at"), num=ONE, den=ONE, visible_at=week, kind="C"))
        for days in (-20, -8, -2):
            self._case(timedelta(days=days))
        self.assertEqual(self._read("test_quiet_den")["test_quiet_den"], 2)
        young = self.env["triangle.reader"]._young({"now": WINDOW}, {"test_quiet"}, {})
        self.assertEqual(young, {"now": {"test_quiet": 1}})
        self._at(NOW + timedelta(days=6))
        self.assertEqual(self._read("test_quiet_den")["test_quiet_den"], 3)
        self.assertEqual(self.env["triangle.reader"]._young({"now": WINDOW}, {"test_quiet"}, {}), {"now": {}})

    # -- distinct counts ---------------------------------------------------------------------------

    def _visitors(self, window=(TODAY - timedelta(days=89), TODAY), **filters):
        self.env["triangle.fact"]._refresh()
        return self.env["triangle.reader"]._distinct("customer_active", window, filters)

    def test_pain_21_distinct_customers_are_counted_at_night_and_stay_exact(self):
        for i, days in enumerate((-80, -40, -3, -3)):
            self._encounter(timedelta(days=days), partner_id=self.partners[i % 3].id)
        self.assertEqual(self._visitors(), 3)
        self.env["triangle.distinct"]._take()
        mine = [("company_id", "=", self.company.id), ("date_from", "=", TODAY - timedelta(days=89)),
                ("measure_id", "=", self.env["triangle.measure"]._ids_by_code()["customer_active"])]
        known = self.env["triangle.distinct"].search(mine)
        self.assertEqual(known.mapped("count"), [3])
        self.env.cr.execute("UPDATE triangle_distinct SET count = 30 WHERE id = %s", [known.id])
        self.assertEqual(self._visitors(), 30, "it is read, not counted again")
        self._encounter(timedelta(hours=-1), partner_id=self.partners[0].id)
        self.assertEqual(self._visitors(), 30, "somebody who was there before")
        self._encounter(timedelta(hours=-1), partner_id=self.partners[4].id)
        self.assertEqual(self._visitors(), 31, "today counts on top")
        self._encounter(timedelta(days=-50), partner_id=self.partners[5].id)
        self.assertEqual(self._visitors(), 5, "a change inside the window counts it anew")
        self.assertFalse(known.exists())
        self.assertEqual(self._visitors(team_id=self.teams[1].id), 0)
        self.assertEqual(self._visitors((TODAY - timedelta(days=50), TODAY - timedelta(days=2))), 4)
