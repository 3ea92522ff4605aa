from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import intervals, statistics
from .triangle_dashboard import INSIDE
from .triangle_dashboard_value import QUANTILE, formula_of

CLUSTERED = 50_000  # records up to which customers are looked at one by one


class TriangleDashboardKpi(models.AbstractModel):
    """One figure on a page of its own: everything that makes it certain, or doubtful."""

    _inherit = "triangle.dashboard"

    @api.model
    @api.readonly
    def get_kpi(self, code, filters=None):
        """Everything the page of a figure draws. See ``readme/API.md``; UserError for an unknown figure."""
        self._check_viewer()
        kpi = self._kpi(code)
        filters = self._clean(filters)
        period = self._period(filters)
        context = self._context(kpi | self._guards_of(kpi), period, filters)
        self._add_months(kpi, context)
        tiles = {other.code: self._tile(other, context, trend=other == kpi) for other in context["kpis"]}
        cross = {} if kpi.computed or kpi.live else self._cross(context["compared"], self._measures_of(kpi), filters)
        tile = tiles[kpi.code]
        members = self._doubted(kpi, tiles, cross, context)
        design = self._cluster(kpi, tile, context)
        return {
            "period": {key: value for key, value in period.items() if key not in INSIDE},
            "filters": self._filters_out(filters, period), "tile": self._sent(tile), "empty": period["empty"],
            "kinds": self._kinds(kpi, context), "cohorts": self._cohorts(kpi, period, filters),
            "chart": self._chart(kpi, period, filters), "distribution": self._distribution(kpi, context),
            "members": members, "split": self._split(kpi, cross),
            "versions": self._versions(kpi), "why": self._restated(kpi, period, filters),
            "guards": [self._short(tiles[guard.code]) for guard in context["kpis"] - kpi],
            "forecast": self._forecast(kpi, filters) if self._switch("forecast") else None,
            "design": design, "intervals": self._interval_words(kpi, tile),
            "confidence": self._doubt_words(tile, design),
            "settings": self._switches(), "as_of": context["counted"],
        }

    def _cohorts(self, kpi, period, filters):
        """Hook: curves of customers by when they first came, or None. See ``readme/API.md``."""
        return None

    def _add_months(self, kpi, context):
        """The months of a figure counted by code, which a page counts for its tiles alone."""
        if not kpi.computed or kpi.tile:
            return
        months = {str(i): context["period"]["windows"][str(i)] for i in range(12)}
        for (_kpi, name), figure in self.env["triangle.counted"]._figures({kpi: months}, context["filters"]).items():
            context["sums"][name][kpi.code] = figure

    def _kpi(self, code, own=False):
        # sudo: whoever opens her own records need not be allowed to see figures of others
        kpi = self.env["triangle.kpi"].sudo(own or self.env.su).search([("code", "=", code)], limit=1)
        if not kpi:
            raise UserError(self.env._("There is no such figure."))
        return kpi

    def _guards_of(self, kpi):
        codes = [code.strip() for code in (kpi.guard_codes or "").split(",") if code.strip()]
        return self.env["triangle.kpi"].search([("code", "in", codes), ("id", "!=", kpi.id)]) if codes else kpi.browse()

    def _measures_of(self, kpi):
        """Codes of the measures a figure is made of."""
        known = self.env["triangle.reader"]._names()
        names = self.env["triangle.reader"]._formula_names(kpi)
        return {known[name][0] for name in names if name in known and known[name][0]} | (
            {kpi.num_measure, kpi.den_measure} - {False})

    def _short(self, tile):
        return {key: tile[key] for key in (
            "code", "label", "value", "n", "unit", "currency", "status", "status_text", "target", "delta", "badges",
            "drill", "interval", "direction")}

    # -- chart and distribution --------------------------------------------------------------------

    def _chart(self, kpi, period, filters):
        """Complete weeks or months up to the end of the period; limits and flags where they can be drawn."""
        if kpi.live or "triangle.chart" not in self.env:
            return {"kind": "none", "points": [], "baseline": None}
        return self.env["triangle.chart"]._chart(kpi, filters, self._before_today(period))

    def _distribution(self, kpi, context):
        """Sixteen bins of a duration with its quantiles, in the unit of the figure; None for other figures."""
        names = [] if kpi.computed or kpi.live else [
            name for name in self.env["triangle.reader"]._formula_names(kpi) if name.rpartition("_")[2] in QUANTILE]
        if not names:
            return None
        code = names[0].rpartition("_")[0]
        counts = context["sums"]["now"].get(f"{code}_bins") or ()
        if not any(counts):
            return None
        scale = formula_of(kpi.formula).evaluate(dict.fromkeys(names, 1.0)) or 1.0
        edges = [0, *statistics.EDGES]
        points = {name: statistics.quantile(counts, p) for name, p in QUANTILE.items()}
        return {
            "unit": kpi.unit, "scale": scale,
            "bins": [
                {"from": edges[i] * scale, "to": edges[i + 1] * scale if i + 1 < len(edges) else None, "n": count,
                 "drill": {"kpi": kpi.code, "part": f"bin:{i}"} if count else None}
                for i, count in enumerate(counts)],
            **{name: minutes * scale for name, (minutes, _open) in points.items()},
            "open": sorted(name for name, (_minutes, is_open) in points.items() if is_open),
        }

    # -- how sure ----------------------------------------------------------------------------------

    def _cluster(self, kpi, tile, context):
        """Widen the interval of a share where customers stand behind several of its records.

        {"effect", "customers", "records"}, or None where it cannot be said. SQL: an aggregate open to viewers.
        """
        model = self._counted_model(kpi) if self._is_share(kpi) and kpi.num_measure == kpi.den_measure else None
        if not model or "partner_id" not in self.env[model]._fields or not 0 < tile["n"] <= CLUSTERED:
            return None
        if not tile["interval"]:
            return None
        self.env.cr.execute(SQL(
            """SELECT SUM(c.num), SUM(c.den) FROM %s c JOIN %s r ON r.id = c.record_id
                WHERE c.measure_id = %s AND c.day BETWEEN %s AND %s AND %s GROUP BY COALESCE(r.partner_id, -r.id)""",
            self.env["triangle.reader"]._source_table("triangle_fact", context["filters"], {kpi.num_measure}),
            SQL.identifier(self.env[model]._table), self.env["triangle.measure"]._ids_by_code()[kpi.num_measure],
            *context["period"]["windows"]["now"], self.env["triangle.reader"]._where(context["filters"])))
        clusters = self.env.cr.fetchall()
        effect = intervals.design_effect(clusters)
        if effect > 1:
            figure = tile["figure"]
            pair = self._share(figure, statistics.wilson(figure.count / effect, figure.n / effect))
            tile["interval"] = list(pair) if pair else tile["interval"]
        return {"effect": effect, "customers": len(clusters), "records": tile["n"]}

    def _counted_model(self, kpi):
        """The model of the records a figure counts, or None."""
        for source in self.env["triangle.measure"]._sources().values():
            if any(line.code == kpi.num_measure for line in source.measures):
                return source.model if self.env[source.model]._auto else None
        return None

    def _interval_words(self, kpi, tile):
        """How the interval was reckoned, in one sentence; None without one."""
        _ = self.env._
        if not tile["interval"]:
            return None
        return {
            "wilson": _("Likely range of a share (Wilson): 19 of 20 such ranges hold the true one."),
            "clopper": _("Exact range of a share (Clopper-Pearson): at least 19 of 20 such ranges hold the true one."),
            "poisson": _("Exact range of a count (Poisson): at least 19 of 20 such ranges hold the true rate."),
            "t": _("Likely range of a mean (Student's t): 19 of 20 such ranges hold the true one."),
            "nps": _("Likely range of the score from how promoters and detractors spread."),
            "order": _("Likely range of the value from the ranks around it: no shape is assumed."),
            "jackknife": _("Likely range from leaving out one day at a time."),
            "own": _("Likely range reckoned by the figure's own method."),
        }.get(kpi.interval_kind)

    def _doubt_words(self, tile, design):
        """What else weakens the figure, one sentence each."""
        _, found = self.env._, []
        if tile["status"] == "low_n":
            found.append(_("Below %s records nothing is judged: no colour, no alarm, not in the score.", tile["min_n"]))
        if design and design["effect"] > 1.05:
            found.append(_("%(records)s records of %(customers)s customers: the range is widened, as records of one "
                           "customer resemble each other.", **{k: design[k] for k in ("records", "customers")}))
        delta = tile["delta"]
        if delta and delta["significant"] is False:
            found.append(_("The change against the compared period is within chance."))
        elif delta and delta["significant"]:
            found.append(_("The change against the compared period is more than chance."))
        return found
