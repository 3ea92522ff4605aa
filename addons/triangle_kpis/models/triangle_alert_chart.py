from odoo import api, models

from ..sources.base import LEVEL
from ..tools import spc
from ..tools.window import months, weeks
from .triangle_recompute import Figure

WEEK, MONTH = "week", "month"
MONITORED = 8  # periods already judged when a figure is watched for the first time
LONGEST = spc.FULL + 28  # periods drawn
MONEY = ("money", "minutes", "hours", "days")  # long tail to the right by nature
UNITS = ("team_id", "department_id")


class TriangleChart(models.AbstractModel):
    """Figures over complete weeks or months, and what a control chart says about them.

    How to use: ``_chart(kpi, filters, until)`` for a page, ``_judged(kpi, figures, baseline)``
    where the figures are at hand. ``filters`` as in ``triangle.reader``; periods are weeks
    (Monday to Sunday) or months of local days that ended by ``until``. Weeks are taken unless
    counts are too small for them. A stored baseline (``triangle.alert.baseline``) is used for a
    company, a team or a department; anything else is judged against its own first 24 periods.
    """

    _name = "triangle.chart"
    _description = "Control charts"

    # -- periods and figures -----------------------------------------------------------------------

    @api.model
    def _spans(self, grain, until, count=LONGEST):
        """The last complete weeks or months up to a day, oldest first: [(first, last)]."""
        return (weeks if grain == WEEK else months)(until, count)

    @api.model
    def _figures(self, kpis, spans, filters):
        """{kpi: [Figure]} for some windows. A figure that cannot be counted is absent, and stops no other."""
        values = self.env["triangle.reader"]._values(kpis, {str(i): span for i, span in enumerate(spans)}, filters)
        return {kpi: [self._figure(kpi, values[str(i)]) for i in range(len(spans))] for kpi in kpis}

    def _figure(self, kpi, values):
        try:
            return self.env["triangle.dashboard"]._judge(kpi, values)
        except (ValueError, ZeroDivisionError, KeyError):
            return Figure()

    def _grains(self, kpi):
        """What to try, in order. What is counted by code is counted by the month: it is expensive."""
        return [MONTH] if kpi.computed else [WEEK, MONTH]

    # -- points ------------------------------------------------------------------------------------

    @api.model
    def _kind(self, kpi, figures=()):
        """p for shares, u for counts, money for amounts and durations, xmr for the rest."""
        if kpi.computed:
            return "money" if kpi.unit in MONEY else "xmr"
        if kpi.interval_kind in ("wilson", "clopper"):
            return "p" if all(f.value is None or -1e-9 <= f.value <= 1 + 1e-9 for f in figures) else "xmr"
        if kpi.interval_kind == "poisson" and not self._is_level(kpi):
            return "u"
        return "money" if kpi.unit in MONEY else "xmr"

    def _is_level(self, kpi):
        """Open work and other levels are no counts of events."""
        names = self.env["triangle.reader"]._formula_names(kpi)
        line = self.env["triangle.measure"]._lines().get(kpi.num_measure)
        return any(name.endswith("_to_date") for name in names) or bool(line and line.kind == LEVEL)

    @api.model
    def _points(self, kpi, kind, figures):
        """What ``spc.chart`` takes, in the unit of the value; leading periods without anything are None."""
        pairs = [self._pair(kpi, kind, figure) for figure in figures]
        first = next((i for i, figure in enumerate(figures) if figure.n or figure.count), len(figures))
        if kpi.computed or self._is_level(kpi):
            first = next((i for i, figure in enumerate(figures) if figure.value is not None), len(figures))
        return [None if i < first else pair for i, pair in enumerate(pairs)]

    def _pair(self, kpi, kind, figure):
        if figure.value is None:
            return None
        if kind == "p":
            return (figure.value * figure.n, figure.n) if figure.n else None
        if kind != "u":
            return figure.value, figure.n
        if figure.count and figure.value:
            return figure.count, figure.count / figure.value
        # Nothing happened: the chances that it might are known where something divides it.
        return (0, figure.n / (1000 if kpi.unit == "per_1000" else 1)) if kpi.den_measure and figure.n else (0, 1)

    # -- charts ------------------------------------------------------------------------------------

    @api.model
    def _judged(self, kpi, figures, baseline=None, left_out=()):
        """``spc.Chart`` of some figures, oldest first."""
        kind = baseline[0].kind.rstrip("'") if isinstance(baseline, tuple) else self._kind(kpi, figures)
        return spc.chart(kind, self._points(kpi, kind, figures), baseline, left_out)

    @api.model
    def _chart(self, kpi, filters, until):
        """The chart of a figure, as plain data for a page: kind, grain, points, baseline in words."""
        if kpi.live:
            return self._empty()
        unit = self._unit(filters)
        baseline = unit is not None and self.env["triangle.alert.baseline"]._of(kpi, unit)
        if baseline:
            spans = [span for span in self._spans(baseline.grain, until) if span[0] >= baseline.first_day]
            return self._drawn(kpi, filters, (baseline.grain, spans), baseline)
        for grain in self._grains(kpi):
            spans = self._spans(grain, until)
            found = self._drawn(kpi, filters, (grain, spans), None)
            if not found["thin"]:
                break
        return found

    def _drawn(self, kpi, filters, periods, baseline):
        grain, spans = periods
        figures = self._figures(kpi, spans, filters)[kpi] if spans else []
        skip = next((i for i, figure in enumerate(figures) if figure.n or figure.count), 0) if not baseline else 0
        spans, figures = spans[skip:], figures[skip:]
        notes = self.env["triangle.alert.note"]._by_span(kpi, self._unit(filters), spans)
        if baseline:
            start = next((i for i, span in enumerate(spans) if span[0] > baseline.last_day), len(spans))
            chart = self._judged(kpi, figures, (baseline._limits(), start))
        else:
            chart = self._judged(kpi, figures, None, [i for i, note in notes.items() if note.leaves_baseline])
        return {
            "kind": chart.kind, "grain": grain, "thin": chart.thin or chart.kind == "none",
            "points": [self._point(point, span, grain, notes.get(i))
                       for i, (point, span) in enumerate(zip(chart.points, spans, strict=True))],
            "baseline": self._baseline_words(chart, baseline),
        }

    def _empty(self):
        return {"kind": "none", "grain": WEEK, "thin": True, "points": [], "baseline": None}

    def _point(self, point, span, grain, note):
        finite = {name: value if value is not None and abs(value) < 1e300 else None
                  for name, value in (("centre", point.centre), ("low", point.low), ("high", point.high))}
        return {
            "label": self._label(span, grain), "from": span[0].isoformat(), "to": span[1].isoformat(),
            "value": point.value, "n": point.n, **finite, "flags": list(point.flags),
            "monitored": point.monitored, "annotation": note.display_name if note else None,
        }

    def _label(self, span, grain):
        """“9 Mar” for the week that begins then, “Mar 2026” for a month."""
        return self.env["triangle.dashboard"]._format_day(span[0], "d MMM" if grain == WEEK else "MMM y")

    def _baseline_words(self, chart, baseline):
        _ = self.env._
        if chart.kind == "none":
            return _("Limits are drawn from eight complete periods on.")
        count = chart.limits.periods
        if chart.provisional:
            return _("Provisional limits from %s periods; from twelve on they are judged.", count)
        if baseline:
            day = self.env["triangle.dashboard"]._format_day
            return _("The usual range was taken from %(n)s periods, %(first)s to %(last)s, and stays until somebody"
                     " takes a new one.", n=count, first=day(baseline.first_day, "d MMM y"),
                     last=day(baseline.last_day, "d MMM y"))
        return _("The usual range comes from the first %s periods shown.", count)

    @api.model
    def _unit(self, filters):
        """(company, team, department) when that is what the filters say, else None."""
        if filters.get("channel_id") or filters.get("campaign_id") or len(self.env.companies) != 1:
            return None
        return (self.env.company.id, filters.get("team_id") or 0, filters.get("department_id") or 0)
