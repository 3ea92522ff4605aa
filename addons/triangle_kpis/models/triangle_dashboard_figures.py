from odoo import api, models

ADDRESS = {"preset": "preset", "from": "date_from", "to": "date_to", "compare": "compare", "team": "team_id",
           "channel": "channel_id", "department": "department_id", "campaign": "campaign_id", "asof": "as_of"}


class TriangleDashboardFigures(models.AbstractModel):
    """Figures for what leaves the page: files, the report, other systems. Counted by what counts the page."""

    _inherit = "triangle.dashboard"

    @api.model
    def _figures(self, filters=None, code=None):
        """{"period", "filters", "as_of", "figures"}: tiles of the page, each with its twelve months.

        All figures where these are switched on, else those of the page; or the one with a code.
        """
        self._check_viewer()
        filters = self._clean({**(filters or {}), "own": None})
        moment = self._moment(filters)
        period = self._period(filters, moment["days"])
        kpis = self._kpi(code) if code else self._kpis()
        if not code and not self._switch("figures"):
            kpis = kpis.filtered("tile")
        context = self._context(kpis, period, filters, moment=moment)
        for kpi in kpis:
            self._add_months(kpi, context)
        return {
            "period": period, "filters": filters, "as_of": moment["counted"],
            "figures": [self._sent(self._tile(kpi, context)) for kpi in kpis],
        }

    @api.model
    def _from_address(self, query):
        """Filters out of the address of the page (``from``, ``to``, ``preset``, ``team`` …)."""
        filters = {name: query[key] for key, name in ADDRESS.items() if query.get(key)}
        if filters.get("compare") == "none":
            filters["compare"] = None
        if filters.get("preset") == "last_7_days":  # the browser counts these by itself
            today = self._today()
            filters.update(preset=None, date_from=today.fromordinal(today.toordinal() - 6), date_to=today)
        return filters
