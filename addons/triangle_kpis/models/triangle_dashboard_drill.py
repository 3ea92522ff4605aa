from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .triangle_dashboard import LADDER, PARTITION


class TriangleDashboardDrill(models.AbstractModel):
    """From a number to exactly the records it was counted from, with the rights of who clicks."""

    _inherit = "triangle.dashboard"

    @api.model
    @api.readonly
    def drill(self, kpi_code, filters=None, part=None):
        """An action that opens the records of a figure.

        ``part``: all, num (counted), miss (not counted); for promises kept also over, enable,
        deliver, heroic and ladder_made … ladder_kept; for requests ``reason:<code>``. The answer
        also says how many there are (``total``) and how many the user may see (``visible``).
        Raises UserError for an unknown figure or part, AccessError without the right to read.
        """
        self._check_viewer()
        kpi = self.env["triangle.kpi"].search([("code", "=", kpi_code)], limit=1)
        if not kpi:
            raise UserError(self.env._("There is no such figure."))
        part = part or kpi.drill_part
        filters = self._clean(filters)
        period = self._period(filters)
        model, ids = self._drill_ids(kpi, filters, period["windows"]["now"], part)
        return self._drill_action(kpi, model, ids, period, part)

    def _drill_ids(self, kpi, filters, window, part):
        if kpi.live:
            return "frontoffice.promise", self._overdue_ids(filters)
        if part.startswith("reason:"):
            return "backoffice.handoff", self._reason_ids(filters, window, part.partition(":")[2])
        code, how = self._drill_measure(kpi, part)
        sources = self.env["triangle.measure"]._sources().values()
        source = next((s for s in sources if any(m.code == code for m in s.measures)), None)
        if not source:
            raise UserError(self.env._("There is nothing to open behind this figure."))
        return source.model, self.env["triangle.reader"]._record_ids(code, window, filters, how)

    def _drill_measure(self, kpi, part):
        """(measure, all | num | miss) that a part of a figure stands for."""
        rungs = {f"ladder_{key}": (code, "all" if how == "den" else "num") for key, code, how in LADDER}
        promises = {**rungs, **{name: (f"promise_{name}", "num") for name in (*PARTITION, "heroic")}}
        if kpi.num_measure == "promise_kept" and part in promises:
            return promises[part]
        if part == "all":
            return kpi.den_measure, "all"
        if part in ("num", "miss"):
            return kpi.num_measure, part
        raise UserError(self.env._("There is no such part of this figure."))

    def _drill_action(self, kpi, model, ids, period, part):
        records = self.env[model].with_context(active_test=False)
        if not records.has_access("read"):
            raise AccessError(self.env._("You may see this figure, but not the records behind it."))
        visible = records.search([("id", "in", ids)]).ids
        name = f"{kpi.name} · {self._part_label(part)}" if self._part_label(part) else kpi.name
        return {
            "type": "ir.actions.act_window", "name": f"{name} · {period['label']}", "res_model": model,
            "views": [[False, "list"], [False, "form"]], "domain": [["id", "in", visible]],
            "context": {"active_test": False, "create": False}, "target": "current",
            "total": len(ids), "visible": len(visible),
        }

    def _part_label(self, part):
        return {
            "miss": self.env._("not"), "over": self.env._("promised too early"),
            "enable": self.env._("back office late"), "deliver": self.env._("ours at the desk"),
            "heroic": self.env._("kept all the same"),
        }.get(part)

    def _overdue_ids(self, filters):
        dimensions = [SQL("p.%s = %s", SQL.identifier(name), filters[name])
                      for name in ("team_id", "channel_id", "campaign_id") if filters.get(name)]
        self.env.cr.execute(SQL(
            "SELECT p.id FROM frontoffice_promise p WHERE p.company_id = ANY(%s) AND p.made_at IS NOT NULL"
            " AND p.origin_kind <> 'auto' AND %s AND %s ORDER BY 1",
            self.env.companies.ids, self._overdue_sql(), SQL(" AND ").join(dimensions or [SQL("TRUE")]),
        ))
        return [row[0] for row in self.env.cr.fetchall()]

    def _reason_ids(self, filters, window, code):
        self.env.cr.execute(SQL(
            "SELECT DISTINCT handoff_id FROM (%s) s WHERE code = %s ORDER BY 1",
            self._returns_sql(filters, *window), code))
        return [row[0] for row in self.env.cr.fetchall()]
