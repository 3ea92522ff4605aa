from typing import NamedTuple

from odoo import fields, models
from odoo.tools import SQL

from ..sources.outside import OUTSIDE, join_ours
from ..tools import survival
from .triangle_dashboard_value import QUANTILE, formula_of
from .triangle_reader import FILTERS

MANY = 0.1  # share of open ones from which those that are finished do not speak for all
MOST = 2_000  # open records whose age is worked out for one look at a figure


class Span(NamedTuple):
    """What lasts: records ``r`` from a moment on, which of them are open, and the filters they know."""

    model: str
    begun: SQL
    is_open: SQL
    filters: dict


#: measure of a duration -> what it measures
SPANS = {
    "resolve_minutes": Span(
        "frontoffice.case", SQL("r.opened_at"),
        SQL("r.state IN ('new', 'open', 'waiting_customer', 'waiting_backoffice') AND r.type <> 'praise'"
            " AND r.merged_into_id IS NULL AND r.source NOT IN ('import', 'history') AND NOT EXISTS ("
            "SELECT FROM frontoffice_case k %s WHERE k.id = r.id AND NOT %s)",
            join_ours("k.partner_id", "k.opened_at"), OUTSIDE),
        {"team_id": "team_id", "channel_id": "channel_id", "campaign_id": "campaign_id"}),
    "handoff_cycle": Span(
        "backoffice.handoff", SQL("r.sent_at"),
        SQL("r.active AND r.state IN ('sent', 'accepted', 'in_progress', 'paused', 'returned', 'declined')"
            " AND NOT COALESCE(r.confidential, FALSE)"),
        {"team_id": "from_team_id", "department_id": "to_department_id"}),
    "approval_wait": Span(
        "backoffice.approval", SQL("r.asked_at"),
        SQL("r.state = 'asked' AND NOT COALESCE(r.confidential, FALSE)"), {"department_id": "department_id"}),
}


class TriangleDashboardOpen(models.AbstractModel):
    """Durations say nothing of what is not finished: where that is much, it is counted in (Kaplan-Meier)."""

    _inherit = "triangle.dashboard"

    def _doubted(self, kpi, tiles, cross, context):
        members = super()._doubted(kpi, tiles, cross, context)
        found = self._counted_in(kpi, context)
        if found and found["share"] > MANY and found["n"] >= kpi.min_n:
            tiles[kpi.code]["still_open"] = found
            tiles[kpi.code]["badges"].append("km")
        return members

    def _counted_in(self, kpi, context):
        """{"n": begun in the period, "open": of these, "share", "value": the figure with these counted in, or None}.

        None for other figures, for filters these records do not know, and where too many are open to look at each.
        """
        names = [] if kpi.computed or kpi.live else [
            name for name in formula_of(kpi.formula or "0").names if name.rpartition("_")[2] in QUANTILE]
        code, _underscore, part = names[0].rpartition("_") if len(names) == 1 else ("", "", "")
        span, filters = SPANS.get(code), context["filters"]
        asked = [name for name in FILTERS if filters.get(name)]
        if not span or filters.get("as_of") or filters.get("own") or {*asked} - {*span.filters}:
            return None
        window = context["period"]["windows"]["now"]
        ids = self._begun(span, filters, window, span.is_open)
        closed = self._finished(span, code, filters, window)
        if len(ids) > MOST or not ids:
            return None
        until = fields.Datetime.now()
        # sudo: ages alone, for an aggregate that is open to viewers
        ages = self.env[span.model].sudo().with_context(active_test=False).browse(ids)._triangle_ages(until)
        minutes = survival.quantile(closed, list(ages.values()), QUANTILE[part])
        n = len(closed) + len(ids)
        return {"n": n, "open": len(ids), "share": len(ids) / n, "part": part,
                "value": None if minutes is None else formula_of(kpi.formula).evaluate({names[0]: minutes})}

    def _begun_sql(self, span, filters, window):
        """FROM and WHERE of what began in a window of local days. SQL: local days are nothing the ORM knows."""
        zones = SQL(", ").join(SQL("(%s, %s)", *zone) for zone in self.env["triangle.engine"]._zones())
        wanted = [SQL("r.%s = %s", SQL.identifier(column), int(filters[name]))
                  for name, column in span.filters.items() if filters.get(name)]
        return SQL(
            "%s r JOIN (VALUES %s) co(id, tz) ON co.id = r.company_id WHERE r.company_id = ANY(%s)"
            " AND (%s AT TIME ZONE 'UTC' AT TIME ZONE co.tz)::date BETWEEN %s AND %s AND %s",
            SQL.identifier(self.env[span.model]._table), zones, self.env.companies.ids, span.begun, *window,
            SQL(" AND ").join([SQL("TRUE"), *wanted]))

    def _begun(self, span, filters, window, condition):
        self.env[span.model].flush_model()
        self.env.cr.execute(SQL(
            "SELECT r.id FROM %s AND %s LIMIT %s", self._begun_sql(span, filters, window), condition, MOST + 1))
        return [row[0] for row in self.env.cr.fetchall()]

    def _finished(self, span, code, filters, window):
        """Minutes of what began in the window and is finished."""
        self.env.cr.execute(SQL(
            "SELECT c.value FROM triangle_fact c WHERE c.measure_id = %s AND c.value IS NOT NULL"
            " AND c.extra_key IS DISTINCT FROM 'confidential' AND c.record_id IN (SELECT r.id FROM %s)",
            self.env["triangle.measure"]._ids_by_code()[code], self._begun_sql(span, filters, window)))
        return [row[0] for row in self.env.cr.fetchall()]

    def _doubt_words(self, tile, design):
        found, still = super()._doubt_words(tile, design), tile.get("still_open")
        if not still:
            return found
        _, say = self.env._, self.env["triangle.alert.words"]
        of = _("%(open)s of the %(n)s that began in this period (%(share)s %%) are still open and left out here.",
               open=still["open"], n=still["n"], share=round(100 * still["share"]))
        kpi = self._kpi(tile["code"])
        part = say._number(100 * QUANTILE[still["part"]])
        value = _("With these counted in, %(part)s %% take up to %(value)s (Kaplan-Meier).",
                  part=part, value=say._say(kpi, still["value"])) if still["value"] is not None else _(
            "Too many are open to say how long %(part)s %% take.", part=part)
        return [*found, f"{of} {value}"]
