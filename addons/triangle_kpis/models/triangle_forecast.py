from datetime import datetime, time, timedelta

from odoo import api, models

from ..tools import forecast as pure
from ..tools.window import add_months, month_end, months, weeks

DAYS, WEEKS, MONTHS = 371, 120, 60  # looked back on
SEASON = {"day": 7, "week": 52, "month": 12}
FLOWS, LEVELS = ("num", "n", "sum", "money"), ("to_date",)
SHARES = ("wilson", "clopper")


class TriangleForecast(models.AbstractModel):
    """What is likely to come of a figure, where the past shows that it can be said.

    Counts, amounts and open work are forecast by the day for a week (by the week where most days are
    empty) and by the month for a year; a share only through what it counts and what it is out
    of, when both have been tried on the past. Figures counted by code have none. Days the
    company is closed on are forecast 0. A new usual range taken by a person cuts off what was before it.
    """

    _name = "triangle.forecast"
    _description = "Forecast"

    @api.model
    def _of(self, kpi, filters):
        """{grain, method, points, past, text, mase, coverage, long} as plain data, or None where it makes no sense."""
        what = self._what(kpi)
        if not what:
            return None
        until = self.env["triangle.dashboard"]._today() - timedelta(days=1)
        near = self._said(kpi, what, ("day", until), filters)
        if near is None:
            near = self._said(kpi, what, ("week", until), filters)
        return {**near, "long": self._said(kpi, what, ("month", until), filters)}

    def _what(self, kpi):
        """flow, level or share; None for what must not be forecast."""
        if kpi.live or kpi.computed or not kpi.formula:
            return None
        known = self.env["triangle.reader"]._names()
        parts = {known[name][1] for name in self.env["triangle.reader"]._formula_names(kpi) if name in known}
        if parts and parts <= set(LEVELS):
            return "level"
        if parts and parts <= set(FLOWS) and "/" not in kpi.formula:
            return "flow"
        return "share" if kpi.interval_kind in SHARES and kpi.den_measure else None

    # -- series ------------------------------------------------------------------------------------

    def _spans(self, grain, until):
        if grain == "day":
            return [(until - timedelta(days=back),) * 2 for back in range(DAYS - 1, -1, -1)]
        return weeks(until, WEEKS) if grain == "week" else months(until, MONTHS)

    def _next(self, grain, last):
        """The windows ahead: a season of them."""
        if grain == "month":
            starts = [add_months(last + timedelta(days=1), i) for i in range(SEASON[grain])]
            return [(start, month_end(start)) for start in starts]
        step = 1 if grain == "day" else 7
        starts = [last + timedelta(days=1 + i * step) for i in range(SEASON[grain])]
        return [(start, start + timedelta(days=step - 1)) for start in starts]

    def _series(self, kpi, what, spans, filters):
        """[series]: one, or two of a share; with the spans they cover, from the first that holds anything."""
        figures = self.env["triangle.chart"]._figures(kpi, spans, filters)[kpi]
        since = self._since(kpi, filters)
        first = next((i for i, f in enumerate(figures) if (f.n or f.count or f.value) and (
            not since or spans[i][0] >= since)), len(figures))
        if what == "share":
            lines = [[(f.value or 0) * f.n for f in figures[first:]], [f.n for f in figures[first:]]]
        else:
            lines = [[f.value or 0.0 for f in figures[first:]]]
        return lines, spans[first:]

    def _since(self, kpi, filters):
        """The day a person took a new usual range from: what was before it was another world."""
        unit = self.env["triangle.chart"]._unit(filters)
        baseline = unit and self.env["triangle.alert.baseline"]._of(kpi, unit)
        return baseline.first_day if baseline and baseline.taken_by_id else None

    def _closed(self, spans):
        """Indexes of single days on which the company would work, but for a holiday."""
        calendar = self.env.company.resource_calendar_id
        if not calendar or spans[0][0] != spans[0][1]:
            return set()
        worked = {int(line.dayofweek) for line in calendar.attendance_ids}
        pairs = [(datetime.combine(first, time()), datetime.combine(last, time()) + timedelta(days=1))
                 for first, last in spans]
        return {i for i, seconds in enumerate(calendar._count_seconds(pairs))
                if not seconds and spans[i][0].weekday() in worked}

    # -- answers -----------------------------------------------------------------------------------

    def _said(self, kpi, what, period, filters):
        """The forecast of one grain; None when days are too empty to be told one by one."""
        grain, until = period
        lines, spans = self._series(kpi, what, self._spans(grain, until), filters)
        ahead = self._next(grain, until if grain == "day" else self._spans(grain, until)[-1][1])
        closed = self._closed([*spans, *ahead]) if spans else set()
        if grain == "day" and what != "level" and any(pure.sparse(line, closed) for line in lines):
            return None
        found = [pure.forecast(line, SEASON[grain], closed, counts=kpi.unit != "money") for line in lines]
        if not all(one.method for one in found) or (what == "share" and any(one.unproven for one in found)):
            return {"grain": grain, "method": None, "reason": "insufficient_history", "points": [], "past": [],
                    "text": self._missing_words(grain)}
        return {
            "grain": grain, "method": "+".join(dict.fromkeys(one.method for one in found)), "reason": None,
            "past": self._past(what, grain, lines, spans), **self._ahead(grain, what, found, ahead),
        }

    def _ahead(self, grain, what, found, spans):
        """What is likely, and how sure that is."""
        share = what == "share"
        values = self._share(found) if share else zip(found[0].values, found[0].low, found[0].high, strict=True)
        return {
            "points": [self._point(grain, span, value) for span, value in zip(spans, values, strict=True)],
            "unproven": any(one.unproven for one in found),
            "mase": [{"naive": one.mase_naive, "smooth": one.mase_smooth} for one in found],
            "coverage": None if share else found[0].coverage,
            "fold": None if share else self._last_fold(found[0]),
            "text": self._words(found, share),
        }

    @staticmethod
    def _share(found):
        """A share ahead has a value where something is expected, and no interval of its own."""
        num, den = found
        return [(min(1.0, k / n) if n else None, None, None) for k, n in zip(num.values, den.values, strict=True)]

    def _point(self, grain, span, value):
        return {"label": self._label(grain, span), "from": span[0].isoformat(), "to": span[1].isoformat(),
                "value": value[0], "low": value[1], "high": value[2]}

    def _past(self, what, grain, lines, spans):
        """The last two seasons, to be drawn before the forecast."""
        count = min(len(spans), 2 * SEASON[grain] if grain != "day" else 28)
        if what == "share":
            values = [k / n if n else None for k, n in zip(*lines, strict=True)]
        else:
            values = lines[0]
        return [{"label": self._label(grain, span), "value": value, "n": None}
                for span, value in list(zip(spans, values, strict=True))[-count:]]

    def _label(self, grain, span):
        return self.env["triangle.dashboard"]._format_day(span[0], "MMM y" if grain == "month" else "d MMM")

    @staticmethod
    def _last_fold(found):
        if not found.folds:
            return None
        fold = found.folds[-1]
        return {"actual": list(fold.actual), "naive": list(fold.naive), "smooth": list(fold.smooth)}

    # -- words -------------------------------------------------------------------------------------

    def _missing_words(self, grain):
        _ = self.env._
        return {
            "day": _("Too little history: a forecast by the day takes two weeks, one that has been tried four."),
            "week": _("Too little history: most days are empty, and a forecast by the week takes two years."),
            "month": _("Too little history: a forecast by the month takes two years, one that has been tried four."),
        }[grain]

    def _words(self, found, share):
        """How it was made and how far earlier ones were off."""
        _ = self.env._
        if any(one.unproven for one in found):
            return _("As it was a season ago. Not tried on the past yet: take it with care.")
        lines = [
            _("Level, trend and season carried on: on the past it erred %(own)s as much as “as it was a season ago”.",
              own=f"{one.mase_smooth / one.mase_naive:.0%}")
            if one.method == "smooth" else
            _("As it was a season ago: nothing cleverer did better on the past (error %(own)s against %(naive)s).",
              own=f"{one.mase_smooth:.2f}", naive=f"{one.mase_naive:.2f}")
            for one in found]
        if not share and found[0].coverage is not None:
            lines.append(_("Of what came, %(share)s lay inside the band that should hold 80 %%.",
                           share=f"{found[0].coverage:.0%}"))
        return " ".join(dict.fromkeys(lines))
