import logging

from odoo import fields, models
from odoo.tools import SQL

from ..sources.base import REGISTRY
from ..tools import statistics
from ..tools.formula import Formula
from .triangle_reader import Sums

_logger = logging.getLogger(__name__)

NO_SUMS = Sums(0.0, 0.0, 0, 0.0)
SIDES = ("external", "internal", "interactive")
LIVE_DIMENSIONS = ("team_id", "channel_id", "campaign_id")


class TriangleDashboardTile(models.AbstractModel):
    """Figures: value, how many it rests on, how sure we are, target, trend."""

    _inherit = "triangle.dashboard"

    def _formula_names(self, kpi):
        try:
            return Formula(kpi.formula).names if kpi.formula else frozenset()
        except ValueError:
            return frozenset()

    def _tile(self, kpi, context):
        """One figure. A figure that fails says so and stops no other."""
        try:
            tile = self._live_tile(kpi, context) if kpi.live else self._counted_tile(kpi, context)
            error = self._source_error(kpi, context["failed"])
            status = "error" if error else self._status(kpi, tile)
        except Exception as failure:  # noqa: BLE001 - a broken definition must not take the page down
            _logger.warning("Figure %s failed", kpi.code, exc_info=True)
            tile, status = self._no_value(), "error"
            error = self.env._("This figure cannot be counted: %s", failure)
        return {**self._tile_words(kpi, context), **tile, "status": status, "error": error,
                "status_text": self._status_text(status, tile, kpi)}

    def _tile_words(self, kpi, context):
        target = context["targets"].get(kpi.id)
        return {
            "code": kpi.code, "label": kpi.name, "tooltip": kpi.tooltip or None, "definition": kpi.definition or None,
            "side": kpi.side, "anchor": kpi.anchor, "unit": kpi.unit, "direction": kpi.direction,
            "min_n": kpi.min_n, "version": kpi.version, "guard": kpi.guard or None,
            "target": target.value if target else (kpi.target if kpi.target_source else None),
            "target_source": (target.reason or self.env._("Own target")) if target else kpi.target_source or None,
            "drill": {"kpi": kpi.code, "part": kpi.drill_part},
        }

    def _no_value(self):
        return {"value": None, "n": 0, "count": None, "interval": None, "trend": [], "delta": None}

    def _counted_tile(self, kpi, context):
        sums, period = context["sums"], context["period"]
        value, count, n = self._figure(kpi, sums["now"])
        trend = []
        for i in range(12):
            first, last = period["windows"][str(i)]
            month_value, _count, month_n = self._figure(kpi, sums[str(i)])
            trend.append({
                "period": first.strftime("%Y-%m"), "label": self._format_day(first, "MMM y"),
                "value": month_value, "n": month_n, "low_n": month_n < kpi.min_n,
                "partial": bool(period["partial"] and i == 11), "from": first.isoformat(), "to": last.isoformat(),
            })
        return {
            "value": value, "n": n, "count": count, "interval": self._interval(kpi, count, n) if value is not None
            else None, "trend": trend, "delta": self._delta(kpi, (value, count, n), sums["then"]),
        }

    def _figure(self, kpi, sums):
        """(value, counted, out of) over some sums; the value is None where nothing can be said."""
        values = {
            f"{code}_{part}": getattr(sums.get(code, NO_SUMS), part)
            for code in {name.rpartition("_")[0] for name in self._formula_names(kpi)} for part in NO_SUMS._fields
        }
        whole = sums.get(kpi.den_measure, NO_SUMS)
        n = int(whole.den or whole.num)
        count = int(sums.get(kpi.num_measure, NO_SUMS).num)
        return Formula(kpi.formula or "").evaluate(values), count, n

    def _interval(self, kpi, count, n):
        """The 95 % interval in the unit of the value, or None where the definition knows none."""
        if kpi.interval_kind == "none" or not n:
            return None
        scale = 1000 / n if kpi.unit == "per_1000" else 1
        low, high = statistics.wilson(count, n) if kpi.interval_kind == "wilson" else statistics.poisson(count)
        return [low * scale, high * scale]

    def _delta(self, kpi, now, then_sums):
        """Change against the compared window; ``significant`` None where it cannot be judged."""
        value, count, n = now
        before, before_count, before_n = self._figure(kpi, then_sums)
        if value is None or before is None:
            return None
        clear = None
        if kpi.interval_kind == "wilson" and min(n, before_n) >= kpi.min_n:
            low, high = statistics.newcombe(count, n, before_count, before_n)
            clear = low > 0 or high < 0
        better = None if value == before else (value > before) == (kpi.direction == "up")
        return {"value": value - before, "before": before, "n": before_n, "significant": clear, "better": better}

    def _status(self, kpi, tile):
        if tile["value"] is None:
            return "no_data"
        return "ok" if kpi.live or tile["n"] >= kpi.min_n else "low_n"

    def _status_text(self, status, tile, kpi):
        if status == "low_n":
            return self.env._("Too few to judge (%(n)s of %(needed)s)", n=tile["n"], needed=kpi.min_n)
        return None

    def _source_error(self, kpi, failed):
        """Why the figures of a source may be old, if its last run failed."""
        used = {kpi.num_measure, kpi.den_measure}
        for name, error in failed.items():
            if name in REGISTRY and any(m.code in used for m in REGISTRY[name].measures):
                return self.env._("Not counted since an error: %s", error)
        return None

    # -- counted now -------------------------------------------------------------------------------

    def _live(self, filters):
        """Promises overdue now: (overdue, open, ever made), straight from the source.

        SQL: the count is open to viewers where the records are not, like every aggregate.
        """
        if filters.get("department_id"):
            return None  # promises belong to no department
        dimensions = SQL(" AND ").join([SQL("TRUE")] + [
            SQL("p.%s = %s", SQL.identifier(name), filters[name]) for name in LIVE_DIMENSIONS if filters.get(name)])
        self.env.cr.execute(SQL(
            "SELECT COUNT(*) FILTER (WHERE %s), COUNT(*) FROM frontoffice_promise p"
            " WHERE p.company_id = ANY(%s) AND p.made_at IS NOT NULL AND p.origin_kind <> 'auto' AND %s",
            self._overdue_sql(), self.env.companies.ids, dimensions,
        ))
        return self.env.cr.fetchone()

    def _overdue_sql(self):
        """Past due, still open, and not read from somewhere else: nobody waits for those today."""
        return SQL(
            "p.due_at < %s AND p.fulfilled_at IS NULL AND p.withdrawn_at IS NULL"
            " AND p.source NOT IN ('import', 'history')", fields.Datetime.now())

    def _live_tile(self, kpi, context):
        overdue, ever = context["now"] or (None, 0)
        return {**self._no_value(), "value": overdue if ever else None, "n": overdue or 0, "count": overdue}

    # -- sides and score ---------------------------------------------------------------------------

    def _sides(self, kpis, tiles, context):
        """The three sides and the score over them; None where a side cannot be judged."""
        scores, then = self._side_scores(kpis, tiles, context)
        known = {side: score for side, score in scores.items() if score is not None}
        weakest = min(known, key=known.get) if len(known) > 1 else None
        return {
            "sides": {side: self._side(side, scores, weakest, kpis, tiles) for side in SIDES},
            "score": {"value": statistics.health_index(scores), "prev": statistics.health_index(then),
                      "balance": statistics.balance(scores), "weakest": weakest},
        }

    def _side_scores(self, kpis, tiles, context):
        """({side: score now}, {side: score of the compared window}); None where there is none."""
        marks = {side: [] for side in SIDES}
        before = {side: [] for side in SIDES}
        for kpi, tile in zip(kpis, tiles, strict=True):
            if kpi.weight and tile["status"] != "error":
                target = tile["target"] if tile["target"] is not None else kpi.target
                marks[kpi.side].append((self._mark(kpi, tile["value"], target, tile["status"] == "ok"), kpi.weight))
                value, _count, n = self._figure(kpi, context["sums"]["then"])
                before[kpi.side].append((self._mark(kpi, value, target, n >= kpi.min_n), kpi.weight))
        return tuple({side: self._edge(found[side]) for side in SIDES} for found in (marks, before))

    def _mark(self, kpi, value, target, judged):
        usable = judged and value is not None and kpi.floor != target
        return statistics.kpi_score(value, kpi.floor, target) if usable else None

    @staticmethod
    def _edge(marks):
        return statistics.edge_score(marks) if marks else None

    def _side(self, side, scores, weakest, kpis, tiles):
        labels = {
            "external": (self.env._("Made"), self.env._("external marketing")),
            "internal": (self.env._("Enabled"), self.env._("internal marketing")),
            "interactive": (self.env._("Kept"), self.env._("interactive marketing")),
        }
        anchor = next((t for k, t in zip(kpis, tiles, strict=True) if k.side == side and k.anchor), None)
        return {
            "score": scores[side], "label": labels[side][0], "small": labels[side][1],
            "value": anchor and anchor["value"], "kpi": anchor and anchor["code"],
            "status": anchor and anchor["status"],
            "provisional": not anchor or anchor["status"] != "ok", "weakest": side == weakest,
        }

    def _starts(self, kpis, tiles):
        """Figures without data, and what makes them start."""
        return [
            {"code": kpi.code, "label": kpi.name, "when": kpi.starts_when or None}
            for kpi, tile in zip(kpis, tiles, strict=True) if tile["status"] == "no_data"
        ]
