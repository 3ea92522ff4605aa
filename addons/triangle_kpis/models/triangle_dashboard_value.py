from datetime import timedelta
from functools import lru_cache

from odoo import models

from ..tools import intervals, statistics
from ..tools.formula import Formula
from ..tools.window import days_of
from .triangle_reader import NOTHING, Sums
from .triangle_recompute import Figure

QUANTILE = {"p50": 0.5, "p80": 0.8, "p90": 0.9, "p95": 0.95}
BY_RECORD = ("t", "order", "nps", "jackknife")  # what these figures divide by is no count


@lru_cache(maxsize=512)
def formula_of(text):
    """A parsed formula; a page evaluates each a dozen times."""
    return Formula(text)


class TriangleDashboardValue(models.AbstractModel):
    """A value with its interval, from what a window holds."""

    _inherit = "triangle.dashboard"

    def _judge(self, kpi, values, days=None, bare=False):
        """:class:`Figure` of one window of ``triangle.reader._values``; ``days``: see ``_day_values``.

        ``bare``: without the interval, which costs more than the value.
        """
        if kpi.computed:
            figure = values.get(kpi.code) or Figure()
            if figure.error:
                raise ValueError(figure.error)
            return figure
        formula = formula_of(kpi.formula or "")
        value = formula.evaluate(values)
        figure = Figure(value, self._first(values, kpi.num_measure, "num", "keys"), self._base(kpi, values))
        pooled = kpi.interval_kind not in BY_RECORD and formula.pooled(values)
        if pooled:
            figure = figure._replace(count=int(pooled[0]), n=int(pooled[1]))
        if value is None or bare:
            return figure
        low, high = self._interval(kpi, figure, values, days) or (None, None)
        return figure._replace(low=low, high=high)

    def _base(self, kpi, values):
        """How many records a figure rests on."""
        parts = ("n", "den", "num") if kpi.interval_kind in BY_RECORD else ("den", "num", "keys", "n")
        return self._first(values, kpi.den_measure or kpi.num_measure, *parts)

    @staticmethod
    def _first(values, code, *parts):
        """The first of some parts of a measure that says anything, as a whole number."""
        return int(next((values[f"{code}_{part}"] for part in parts if values.get(f"{code}_{part}")), 0))

    # -- intervals, one method a kind --------------------------------------------------------------

    def _interval(self, kpi, figure, values, days=None):
        """The 95 % interval in the unit of the value, or None where the definition knows none."""
        method = getattr(self, f"_interval_{kpi.interval_kind}", None)
        return method(kpi, figure, values, days) if method and (figure.n or kpi.interval_kind == "poisson") else None

    def _share(self, figure, pair):
        """An interval of count/n as one of the value, which may be its complement or in other units."""
        if pair is None:
            return None
        share = figure.count / figure.n
        if abs(figure.value - share) < 1e-9:
            return pair
        if abs(figure.value - (1 - share)) < 1e-9:
            return 1 - pair[1], 1 - pair[0]
        return None

    def _interval_wilson(self, kpi, figure, _values, _days):
        if not 0 <= figure.count <= figure.n:
            return None
        return self._share(figure, statistics.wilson(figure.count, figure.n))

    def _interval_clopper(self, kpi, figure, _values, _days):
        """Exact for few, Wilson from thirty on."""
        if not 0 <= figure.count <= figure.n:
            return None
        of = intervals.clopper if figure.n < 30 else statistics.wilson
        return self._share(figure, of(figure.count, figure.n))

    def _interval_poisson(self, kpi, figure, values, _days):
        """Of the count, in the unit of what one more of them would add to the value."""
        low, high = statistics.poisson(figure.count)
        scale = formula_of(kpi.formula).evaluate({**values, f"{kpi.num_measure}_num": 1.0})
        return None if scale is None else (low * scale, high * scale)

    def _interval_t(self, kpi, figure, values, _days):
        total, squares, n = (values.get(f"{kpi.num_measure}_{part}") or 0 for part in ("sum", "sumsq", "n"))
        pair = statistics.mean_interval(total, squares, n)
        scale = figure.value / (total / n) if total and n else 1
        return tuple(sorted(edge * scale for edge in pair)) if pair else None

    def _interval_nps(self, kpi, figure, values, _days):
        """From promoters and detractors, or from answers valued 100, 0 and -100: the same margin."""
        n, squares = figure.n, values.get(f"{kpi.num_measure}_sumsq")
        if squares:
            score, loud = figure.value / 100, squares / 1e4
            return intervals.nps_interval((loud + score * n) / 2, (loud - score * n) / 2, n)
        promoters = values.get(f"{kpi.num_measure}_num") or 0
        return intervals.nps_interval(promoters, promoters - figure.value * n / 100, n)

    def _interval_order(self, kpi, figure, values, _days):
        names = [name for name in formula_of(kpi.formula).names if name.rpartition("_")[2] in QUANTILE]
        if len(names) != 1:
            return None
        code, _underscore, part = names[0].rpartition("_")
        pair = intervals.quantile_interval(values[f"{code}_bins"], QUANTILE[part])
        scale = figure.value / values[names[0]] if values[names[0]] else 1
        return pair and tuple(edge and edge * scale for edge in pair)

    def _interval_jackknife(self, kpi, figure, values, days):
        """Every day left out in turn, whatever the formula; needs twenty days that say something."""
        names = [name for name in formula_of(kpi.formula).names if name in (days[0] if days else ())]
        used = [day for day in days or () if any(day[name] for name in names)]
        return intervals.jackknife_of(
            lambda left_out: formula_of(kpi.formula).evaluate({**values, **left_out}),
            {name: values[name] for name in names}, [{name: day[name] for name in names} for day in used])

    def _day_values(self, kpis, windows, filters):
        """{window: [{name: value}]} day by day, for figures with a jackknife: one query."""
        names = self._day_names(kpis.filtered(
            lambda kpi: kpi.interval_kind == "jackknife" and not kpi.computed and not kpi.live))
        if not names:
            return dict.fromkeys(windows)
        sums = self.env["triangle.reader"]._daily(windows, {code for code, _part in names.values()}, filters)
        return {window: [
            {name: getattr(sums[window].get((day, code), NOTHING), part) for name, (code, part) in names.items()}
            for day in days_of(*span)] for window, span in windows.items()}

    def _day_names(self, kpis):
        """{name in a formula: (measure, field of its sums)}."""
        reader, amount = self.env["triangle.reader"], self._amount()
        known = reader._names()
        wanted = {name for kpi in kpis for name in reader._formula_names(kpi) if name in known}
        names = {name: (known[name][0], amount if known[name][1] == "money" else known[name][1]) for name in wanted}
        return {name: pair for name, pair in names.items() if pair[1] in Sums._fields}

    def _amount(self):
        """The sum an amount is shown by: in the one currency of the companies switched on, or the group's."""
        return "num" if len(self.env.companies.currency_id) == 1 else "sum"

    # -- differences -------------------------------------------------------------------------------

    def _differs(self, kpi, one, other):
        """Whether two independent figures differ beyond chance; None where it cannot be judged."""
        if min(one.n, other.n) < kpi.min_n or one.value is None or other.value is None:
            return None
        pair = self._difference(kpi, one, other)
        return None if pair is None else intervals.excludes_zero(pair)

    def _difference(self, kpi, one, other):
        """The 95 % interval of the difference of two independent figures, or None."""
        if kpi.interval_kind in ("wilson", "clopper") and None not in (one.low, other.low):
            pair = statistics.newcombe(one.count, one.n, other.count, other.n)
            flipped = abs(one.value - one.count / one.n) > 1e-9
            return (-pair[1], -pair[0]) if flipped else pair
        if None in (one.low, one.high, other.low, other.high):
            return None
        return intervals.apart(one.value, (one.low, one.high), other.value, (other.low, other.high))

    def _better(self, kpi, value, before):
        """Whether a value is better than another; None when they are equal."""
        if value is None or before is None or value == before:
            return None
        if kpi.direction == "band":
            away = [max(kpi.target - x, x - (kpi.target_high or kpi.target), 0) for x in (value, before)]
            return None if away[0] == away[1] else away[0] < away[1]
        return (value > before) == (kpi.direction == "up")

    def _before_today(self, period):
        """The last complete day of a period."""
        return period["last"] - timedelta(days=1) if period["partial"] else period["last"]
