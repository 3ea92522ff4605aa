import logging

from odoo import fields, models
from odoo.tools import SQL

from .triangle_recompute import Figure

_logger = logging.getLogger(__name__)

LIVE_DIMENSIONS = ("team_id", "channel_id", "campaign_id")


class TriangleDashboardTile(models.AbstractModel):
    """Figures: value, how many it rests on, how sure we are, target, trend."""

    _inherit = "triangle.dashboard"

    def _tile(self, kpi, context, trend=True):
        """One figure. A figure that fails says so and stops no other."""
        try:
            tile = self._live_tile(kpi, context) if kpi.live else self._counted_tile(kpi, context, trend)
            error = self._source_error(kpi, context["failed"])
            status = "error" if error else self._status(kpi, tile)
        except Exception as failure:  # noqa: BLE001 - a broken definition must not take the page down
            _logger.warning("Figure %s failed", kpi.code, exc_info=True)
            tile, status = self._no_value(), "error"
            error = self.env._("This figure cannot be counted: %s", failure)
        return {**self._tile_words(kpi, context), **tile, "status": status, "error": error, "badges": [],
                "status_text": self._status_text(status, tile, kpi)}

    def _tile_words(self, kpi, context):
        target = context["targets"].get(kpi.id)
        return {
            "code": kpi.code, "label": kpi.name, "tooltip": kpi.tooltip or None, "definition": kpi.definition or None,
            "starts_when": kpi.starts_when or None, "side": kpi.side, "anchor": kpi.anchor, "unit": kpi.unit,
            "direction": kpi.direction,
            "min_n": kpi.min_n, "version": kpi.version, "guard": kpi.guard or None,
            "currency": self._currency_id() if kpi.unit == "money" else None,
            "target": target.value if target else (kpi.target if kpi.target_source else None),
            "target_high": kpi.target_high if kpi.direction == "band" else None,
            "target_source": (target.reason or self.env._("Own target")) if target else kpi.target_source or None,
            "target_note": None if target or kpi.target_source else kpi.target_note or None,
            "drill": {"kpi": kpi.code, "part": kpi.drill_part},
        }

    def _currency_id(self):
        """The currency amounts are shown in: of the companies switched on, or of the group."""
        currencies = self.env.companies.currency_id
        if len(currencies) > 1:
            # sudo: the main company may be one the reader is not in; only its currency is read
            currencies = self.env["res.company"].sudo()._get_main_company().currency_id
        return currencies.id

    def _no_value(self):
        return {"value": None, "n": 0, "count": None, "interval": None, "trend": [], "delta": None,
                "figure": Figure(), "before": Figure()}

    def _counted_tile(self, kpi, context, trend):
        days = context["days"]
        figure = self._judge(kpi, context["sums"]["now"], days.get("now"))
        then = context["sums"].get("then")
        before = self._judge(kpi, then, days.get("then")) if then else Figure()
        return {
            "value": figure.value, "n": int(figure.n or 0), "count": figure.count,
            "interval": None if (figure.low, figure.high) == (None, None) else [figure.low, figure.high],
            "trend": self._trend(kpi, context) if trend else [],
            "delta": self._delta(kpi, figure, before), "figure": figure, "before": before,
        }

    def _trend(self, kpi, context):
        """Twelve months, each with what it rests on."""
        period, found = context["period"], []
        for i in range(12):
            first, last = period["windows"][str(i)]
            month = self._judge(kpi, context["sums"][str(i)], bare=True)
            found.append({
                "period": first.strftime("%Y-%m"), "label": self._month_label(first, context),
                "value": month.value, "n": month.n, "low_n": month.n < kpi.min_n,
                "partial": bool(period["partial"] and i == 11), "from": first.isoformat(), "to": last.isoformat(),
            })
        return found

    def _month_label(self, first, context):
        """“Jan 2026”, written once for all figures of a page."""
        labels = context["labels"]
        if first not in labels:
            labels[first] = self._format_day(first, "MMM y")
        return labels[first]

    def _delta(self, kpi, now, then):
        """Change against the compared window; ``significant`` None where it cannot be judged."""
        if now.value is None or then.value is None:
            return None
        return {"value": now.value - then.value, "before": then.value, "n": then.n,
                "significant": self._differs(kpi, now, then), "better": self._better(kpi, now.value, then.value)}

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
        sources = self.env["triangle.measure"]._sources()
        for name in failed:
            if name in sources and any(m.code in used for m in sources[name].measures):
                return self.env._("The last count of this figure failed, so it may be old. A manager sees why under "
                                  "Configuration, Runs.")
        return None

    # -- counted now -------------------------------------------------------------------------------

    def _live_sql(self, filters):
        """Promises overdue now, and whether any was ever made: two values for a SELECT, straight from the source."""
        if filters.get("department_id"):
            return SQL("NULL::int"), SQL("FALSE")  # promises belong to no department
        dimensions = SQL(" AND ").join([SQL("TRUE")] + [
            SQL("p.%s = %s", SQL.identifier(name), filters[name]) for name in LIVE_DIMENSIONS if filters.get(name)])
        given = SQL("FROM frontoffice_promise p WHERE p.company_id = ANY(%s) AND p.made_at IS NOT NULL"
                    " AND p.origin_kind <> 'auto' AND %s", self.env.companies.ids, dimensions)
        return (SQL("(SELECT COUNT(*)::int %s AND %s)", given, self._overdue_at(filters)),
                SQL("EXISTS (SELECT %s)", given))

    def _overdue_at(self, filters):
        """Past due, still open, and not read from somewhere else: nobody waits for those today."""
        return SQL(
            "p.due_at < %s AND p.fulfilled_at IS NULL AND p.withdrawn_at IS NULL"
            " AND p.source NOT IN ('import', 'history')", fields.Datetime.now())

    def _live_tile(self, kpi, context):
        overdue, ever = context["now"] or (None, 0)
        return {**self._no_value(), "value": overdue if ever else None, "n": overdue or 0, "count": overdue}
