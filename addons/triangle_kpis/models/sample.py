from odoo import fields, models
from odoo.tools import SQL

from .triangle_workday import FIRST

#: what Lindwater wants to reach, by figure
GOALS = {"K33": 0.88, "K38": 0.92, "K12": 0.92, "K60U": 0.75}
TABLES = (
    "triangle_fact", "triangle_cell", "triangle_presence", "triangle_distinct", "triangle_change", "triangle_rebuild",
    "triangle_dirty",
)


class Sample(models.AbstractModel):
    """The triangle's part of the sample: its goals and its figures, and no trace of them afterwards."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_triangle"]

    def _path(self):
        return "triangle"

    def _load_triangle(self, told, batch):
        """Goals of the year, then every figure counted; returns how many facts."""
        today = fields.Date.context_today(self)
        kpis = {kpi.code: kpi for kpi in self.env["triangle.kpi"].search([("code", "in", list(GOALS))])}
        self._make("triangle.target", {
            code: {
                "kpi_id": kpi.id, "company_id": self.env.company.id, "value": GOALS[code],
                "date_from": fields.Date.subtract(today, months=14), "date_to": fields.Date.add(today, months=12),
                "reason": self.env._("Agreed by Helen Marsh with the departments"),
            }
            for code, kpi in kpis.items()
        })
        if batch.summary["parts"]:  # loaded before there were facts and viewers, so nothing was noted then
            self.env["res.users"].browse(self._remembered("res.users").values())._apply_service_role()
            self.env["triangle.dirty"]._mark_all(self.env.company)
        # the night would look at the last weeks alone
        self.env["triangle.workday"]._fill_days(self._people_days(), self.env.company)
        self._count()
        self._take_levels()
        return {"facts": self.env["triangle.fact"].search_count([("company_id", "=", self.env.company.id)])}

    def _people_days(self):
        """How far back people and days are looked at."""
        return FIRST

    def _take_levels(self):
        """What is counted at night alone, as of the night before: there was none. Other apps load nothing before."""
        engine, company = self.env["triangle.engine"], self.env.company.id
        day = dict(engine._closing_days())[company]
        for source in self.env["triangle.measure"]._sources().values():
            measures = [id_ for id_, line in engine._lines(source, level=True) if not line.replaces]
            if measures:
                engine._take_level(source, measures, company, day)

    def _count(self, sources=None):
        """Work off everything that was noted, in this transaction."""
        self.env["triangle.engine"]._flush_marks()
        self._measure_tables()
        self.env["triangle.fact"]._refresh(sources)

    def _big_tables(self):
        return [*super()._big_tables(), "triangle_dirty"]

    def _catalogue_models(self):
        return ["triangle.target", *super()._catalogue_models()]

    def _leave(self, company):
        """Facts have no foreign keys, so nothing else would take them away."""
        company_id = company.id
        result = super()._leave(company)
        self.env["triangle.engine"]._flush_marks()
        for table in TABLES:
            # SQL: facts are written by the engine's SQL alone, and so they go
            self.env.cr.execute(SQL("DELETE FROM %s WHERE company_id = %s", SQL.identifier(table), company_id))
        self.env["triangle.fact"].invalidate_model()
        return result
