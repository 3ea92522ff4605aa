import json
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import window as pure
from .triangle_reader import FILTERS
from .triangle_recompute import Figure


class TriangleDashboardKnown(models.AbstractModel):
    """Figures as they would have been counted at the end of an earlier day: the filter ``as_of``.

    A day before today; inside, the moment it ended (UTC). Everything is counted anew from the
    records, by when things happened: a date that was corrected later is read as it is now. What
    cannot be told of an earlier day is left out, or says so.
    """

    _inherit = "triangle.dashboard"

    # -- the filter ----------------------------------------------------------------------------------

    def _clean(self, filters):
        clean, asked = super()._clean(filters), (filters or {}).get("as_of")
        if not asked or isinstance(asked, datetime):
            return {**clean, "as_of": asked} if asked else clean
        try:
            day = fields.Date.to_date(asked)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("This filter cannot be read.")) from error
        return {**clean, "as_of": self._end_of(day)} if day < self._today() else clean

    def _end_of(self, day):
        """The last second of a local day, in UTC."""
        zone = self.env["triangle.engine"]._zone(self.env.company)
        return pure.moments(day, day, zone)[1] - timedelta(seconds=1)

    def _known_day(self, filters):
        """The local day the figures are asked for as they were known on, or None."""
        if not filters.get("as_of"):
            return None
        zone = self.env["triangle.engine"]._zone(self.env.company)
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), filters["as_of"]).date()

    def _known_words(self, filters):
        day = self._known_day(filters)
        return day and self.env._("As known on %s", self._format_day(day, "d MMM y"))

    def _filters_out(self, filters, period):
        day = self._known_day(filters)
        return {**super()._filters_out(filters, period), **({"as_of": day.isoformat()} if day else {})}

    def _day_of(self, filters):
        return self._known_day(filters) or super()._day_of(filters)

    def _period(self, filters, days=None):
        return {**super()._period(filters, days), "known": self._known_words(filters)}

    def _window(self, filters, today, latest):
        first, last, reason = super()._window(filters, today, latest)
        if filters.get("as_of") and first > today:
            raise UserError(self.env._(
                "On %(day)s this period had not begun. Choose an earlier period or a later day.",
                day=self._format_day(today, "d MMM y")))
        return first, min(last, today) if filters.get("as_of") else last, reason

    # -- what cannot be told -------------------------------------------------------------------------

    def _tile(self, kpi, context, trend=True):
        tile = super()._tile(kpi, context, trend)
        if context["filters"].get("as_of") and kpi.computed and tile["value"] is None and not tile["error"]:
            tile.update(status="unknown", status_text=self.env._("Was not kept, so it cannot be told for that day"))
        return tile

    def _chart(self, kpi, period, filters):
        if filters.get("as_of") and kpi.computed:
            return {"kind": "none", "points": [], "baseline": None}
        return super()._chart(kpi, period, filters)

    def _restated(self, kpi, period, filters):
        return None if filters.get("as_of") else super()._restated(kpi, period, filters)

    def _forecast(self, kpi, filters):
        return None if filters.get("as_of") else super()._forecast(kpi, filters)

    def _open_alerts(self, filters):
        return [] if filters.get("as_of") else super()._open_alerts(filters)

    def _frozen(self, kpis, context):
        return {} if context["filters"].get("as_of") else super()._frozen(kpis, context)

    def _act_reason(self, context):
        return None if context["filters"].get("as_of") else super()._act_reason(context)

    def _act_expert(self, context):
        return None if context["filters"].get("as_of") else super()._act_expert(context)

    # -- records -------------------------------------------------------------------------------------

    def _drill_ids(self, kpi, filters, window, part):
        if filters.get("as_of") and (kpi.computed or part.partition(":")[0] in ("reason", "service", "topic")):
            raise UserError(self.env._(
                "Which records these were on that day is not kept. Choose “As known today” to open them."))
        return super()._drill_ids(kpi, filters, window, part)

    def _drill_action(self, what, model, ids, where):
        action, words = super()._drill_action(what, model, ids, where), self._known_words(where[0])
        return {**action, "name": f"{action['name']} · {words}"} if words else action

    def _token(self, kpi, part, filters, period):
        token, day = super()._token(kpi, part, filters, period), self._known_day(filters)
        return json.dumps({**json.loads(token), "as_of": day.isoformat()}) if day else token

    def _overdue_at(self, filters):
        """Past due at a moment that is over, and then still open."""
        at = filters.get("as_of")
        if not at:
            return super()._overdue_at(filters)
        return SQL(
            "p.due_at < %(at)s AND p.made_at <= %(at)s AND COALESCE(p.fulfilled_at > %(at)s, TRUE)"
            " AND COALESCE(p.withdrawn_at > %(at)s, TRUE) AND p.source NOT IN ('import', 'history')", at=at)


class TriangleCounted(models.Model):
    """Of an earlier day only what was kept then: figures counted by code look at records as they are now."""

    _inherit = "triangle.counted"

    @api.model
    def _figures(self, spans, filters):
        if not filters.get("as_of"):
            return super()._figures(spans, filters)
        kept = self._kept_by(spans, filters)
        return {(kpi, name): kept.get((kpi.id, *window), Figure())
                for kpi, windows in spans.items() for name, window in windows.items()}

    def _kept_by(self, spans, filters):
        """{(figure, from, to): Figure} as kept by the end of the day asked for; one company, nothing left out."""
        company = self.env.companies
        if not spans or len(company) != 1 or any(filters.get(name) for name in FILTERS):
            return {}
        ends = {last for windows in spans.values() for _first, last in windows.values()}
        # sudo: kept figures are read as figures are
        lines = self.env["triangle.snapshot"].sudo().search([
            ("company_id", "=", company.id), ("kpi_id", "in", [kpi.id for kpi in spans]),
            ("date_to", "in", list(ends)), ("as_of", "<=", filters["as_of"])], order="as_of, id")
        return {(line.kpi_id.id, line.date_from, line.date_to): self._figure_of(line) for line in lines}

    @staticmethod
    def _figure_of(line):
        if line.is_gone:
            return Figure()
        return Figure(line.value, line.count, line.n, *(line.interval or (None, None)))
