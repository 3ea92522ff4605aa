from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .triangle_reader import NOTHING, Sums
from .triangle_recompute import Figure

# Figures a person may see of herself (works-council sheet): how her own work went, never how she compares.
OWN = ("K20", "K21", "K25", "K28", "K29", "K38", "K39", "K40", "K41")
TEAM_ONLY = {"K21": 3}  # only where so many people or more do the same: else it is a figure of the team's work


class TriangleReader(models.AbstractModel):
    """Facts of one person: only ever of who asks."""

    _inherit = "triangle.reader"

    def _where(self, filters):
        found = super()._where(filters)
        return SQL("%s AND c.employee_id = %s", found, self.env.uid) if filters.get("own") else found


class TriangleDashboardOwn(models.AbstractModel):
    """One's own figures, for oneself alone, once personal figures are switched on."""

    _inherit = "triangle.dashboard"

    @api.model
    def get_own(self, filters=None):
        """Own figures of who asks, without comparison with anybody. AccessError while the switch is off.

        Not read-only: that they were opened is written down.
        """
        filters = self._own_filters(self._clean(filters))
        period = self._period(filters)
        kpis = self._own_kpis()
        self.env["triangle.access.log"]._note("page", kpis.mapped("code"))
        windows = {name: period["windows"][name] for name in ("now", "then") if name in period["windows"]}
        sums = self._own_values(kpis, windows, filters)
        context = {"targets": self.env["triangle.target"].sudo()._in_force(period["last"])}  # sudo: shown to the team
        filters_out = self._filters_out(filters, period)
        return {
            "period": {key: value for key, value in period.items() if key in (
                "from", "to", "label", "preset", "partial", "compare", "reason", "reason_text")},
            "filters": filters_out, "empty": period["empty"],
            "tiles": [self._own_tile(kpi, sums, context) for kpi in kpis],
            "note": self.env._("These figures are of your own work. Nobody else sees them here."),
        }

    @api.model
    def drill_own(self, kpi_code, filters=None, part=None):
        """As ``drill``, of one's own work: not read-only, because it is written down."""
        return self.drill(kpi_code, {**(filters or {}), "own": True}, part)

    def _own_filters(self, filters):
        """Filters that reach one's own facts only; AccessError while personal figures are switched off."""
        if not self.env.user._is_internal() or not self._switch("personal"):
            raise AccessError(self.env._("Personal figures are switched off."))
        kept = {name: filters[name] for name in ("preset", "date_from", "date_to", "compare") if name in filters}
        return {**kept, "own": True}

    def _own_kpis(self):
        """Legal figures all of whose measures may be told per person. sudo: their words are no secret."""
        lines, kpis = self.env["triangle.measure"]._lines(), self.env["triangle.kpi"].sudo()
        return kpis.search([("code", "in", OWN), ("computed", "=", False)]).filtered(lambda kpi: all(
            code in lines and lines[code].personal for code in self._measures_of(kpi)) and self._may_own(kpi))

    def _may_own(self, kpi):
        fewest = TEAM_ONLY.get(kpi.code)
        if not fewest:
            return True
        teams = self.env.user.sudo().crm_team_ids  # sudo: only the size of one's own team is looked at
        return any(len(team.member_ids) >= fewest for team in teams)

    def _own_values(self, kpis, windows, filters):
        """As ``triangle.reader._values``, of one's own facts."""
        reader = self.env["triangle.reader"]
        known, names = reader._names(), reader._names_of(kpis)
        wanted = {name: known[name] for name in names if name in known}
        sums = self._own_sums(windows, reader._ids_of({code for code, _part in wanted.values()}), filters)
        return {window: self._own_names(wanted, lines) for window, lines in sums.items()}

    def _own_sums(self, windows, measures, filters):
        """{window: {code: Sums}}. SQL: as in ``triangle.reader``."""
        reader, found = self.env["triangle.reader"], {name: {} for name in windows}
        if not windows or not measures:
            return found
        self.env.cr.execute(SQL(
            """SELECT seg.name, c.measure_id, %s
                 FROM (VALUES %s) seg(name, a, b) JOIN triangle_fact c ON c.day BETWEEN seg.a AND seg.b
                WHERE c.measure_id = ANY(%s) AND %s GROUP BY 1, 2""",
            reader._sum_columns(True, True), SQL(", ").join(
                SQL("(%s, %s::date, %s::date)", name, *window) for name, window in windows.items()),
            list(measures), reader._where(filters)))
        for name, measure, *sums in self.env.cr.fetchall():
            sums = [value or 0 for value in sums]
            found[name][measures[measure]] = Sums(*sums[:5], tuple(int(count) for count in sums[5:]))
        return found

    def _own_names(self, wanted, sums):
        values = {}
        for name, (code, part) in wanted.items():
            if part not in ("keys", "to_date", "days"):
                self.env["triangle.reader"]._add_part(values, name, part, sums.get(code, NOTHING), False)
        return values

    def _own_tile(self, kpi, sums, context):
        figure = self._judge(kpi, sums["now"])
        before = self._judge(kpi, sums["then"]) if "then" in sums else Figure()
        tile = {
            "value": figure.value, "n": figure.n, "count": figure.count, "trend": [], "error": None, "badges": [],
            "interval": None if (figure.low, figure.high) == (None, None) else [figure.low, figure.high],
            "delta": self._delta(kpi, figure, before),
        }
        status = self._status(kpi, tile)
        words = self._tile_words(kpi, context)
        return {**words, **tile, "status": status, "status_text": self._status_text(status, tile, kpi),
                "drill": {**words["drill"], "filters": {"own": True}}}
