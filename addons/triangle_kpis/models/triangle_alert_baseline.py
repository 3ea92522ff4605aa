from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools import spc


class TriangleAlertBaseline(models.Model):
    """The usual range of a figure for a company, a team or a department: frozen once there is enough to judge by.

    ``centre`` and ``spread`` are those of ``tools/spc.Limits`` (of logarithms where ``log``). Below
    twelve periods it is provisional: taken anew every night, and nobody is told. A person may
    take a new one from a day on, when what was a shift is the new normal; the old one is kept.
    A figure that is counted in a new way starts a new one by itself.
    """

    _name = "triangle.alert.baseline"
    _description = "Usual range"
    _order = "kpi_id, last_day desc, id desc"
    _rec_name = "kpi_id"

    kpi_id = fields.Many2one("triangle.kpi", "Figure", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    team_id = fields.Many2one("crm.team", readonly=True, index="btree_not_null", ondelete="cascade")
    department_id = fields.Many2one("hr.department", readonly=True, index="btree_not_null", ondelete="cascade")
    grain = fields.Selection([("week", "Week"), ("month", "Month")], "Period", required=True, readonly=True)
    kind = fields.Char(required=True, readonly=True)
    centre = fields.Float(readonly=True, digits=False)
    spread = fields.Float(readonly=True, digits=False)
    log = fields.Boolean(readonly=True)
    periods = fields.Integer(required=True, readonly=True)
    first_day = fields.Date("From", required=True, readonly=True)
    last_day = fields.Date("To", required=True, readonly=True)
    definition = fields.Char(readonly=True, help="What the figure was counted with.")
    provisional = fields.Boolean(compute="_compute_provisional")
    taken_by_id = fields.Many2one(
        "res.users", "Taken by", readonly=True, index="btree_not_null", ondelete="set null",
        help="Empty: taken by itself when there was enough to judge by.")
    active = fields.Boolean(default=True, readonly=True)

    _one_uniq = models.UniqueIndex(
        "(kpi_id, company_id, COALESCE(team_id, 0), COALESCE(department_id, 0)) WHERE active",
        "There is a usual range of this figure.")

    @api.depends("periods")
    def _compute_provisional(self):
        for baseline in self:
            baseline.provisional = baseline.periods < spc.ENOUGH

    @api.model
    def _definition(self, kpi):
        """What makes two values of a figure comparable; a new target does not change it."""
        return "|".join(str(part or "") for part in (
            kpi.formula, kpi.computed, kpi.num_measure, kpi.den_measure, kpi.unit, kpi.interval_kind))

    @api.model
    def _of(self, kpi, unit):
        """The usual range in force for (company, team, department), or an empty record."""
        return self._of_all(kpi, unit)[kpi]

    @api.model
    def _of_all(self, kpis, unit):
        """{kpi: its usual range in force}, in one query; what was counted in another way is none."""
        company, team, department = unit
        # sudo: shown with a figure that is open to viewers
        found = self.sudo().search([
            ("kpi_id", "in", kpis.ids), ("company_id", "=", company), ("team_id", "=", team or False),
            ("department_id", "=", department or False)])
        by_kpi = {line.kpi_id.id: line for line in found if line.definition == self._definition(line.kpi_id)}
        return {kpi: by_kpi.get(kpi.id, self.browse()) for kpi in kpis}

    def _limits(self):
        """As ``tools/spc`` takes it."""
        return spc.Limits(self.kind, self.centre, self.spread, self.log, self.periods)

    @api.model
    def _take(self, kpi, unit, limits, period):
        """Store limits as the usual range; ``period``: (grain, first day, last day)."""
        company, team, department = unit
        values = {
            "kind": limits.kind, "centre": limits.centre, "spread": limits.spread, "log": limits.log,
            "periods": limits.periods, "grain": period[0], "first_day": period[1], "last_day": period[2],
            "definition": self._definition(kpi),
        }
        mine = [("kpi_id", "=", kpi.id), ("company_id", "=", company), ("team_id", "=", team or False),
                ("department_id", "=", department or False)]
        old = self.search(mine)
        if old.provisional and old.definition == values["definition"]:
            old.write(values)
            return old
        old._retire()
        return self.create({
            **values, "kpi_id": kpi.id, "company_id": company, "team_id": team or False,
            "department_id": department or False})

    def _retire(self):
        """Make room for the next one: the database must see it before that is inserted."""
        self.active = False
        self.flush_recordset(["active"])

    def _restart(self, first_day):
        """Take the usual range anew from a day on: what was a shift is normal now. The old one is kept."""
        self.ensure_one()
        if not self.env.user.has_group("triangle_kpis.group_analyst"):
            raise AccessError(self.env._("Only an analyst takes a new usual range."))
        this = self.sudo()  # the right was checked: baselines are written by nobody by hand
        this._retire()
        new = this.create({
            **{name: this[name] for name in ("grain", "kind", "centre", "spread", "log", "definition")},
            **{name: this[name].id for name in ("kpi_id", "company_id", "team_id", "department_id")},
            "periods": 0, "first_day": first_day, "last_day": first_day, "taken_by_id": self.env.uid,
        })
        self.env["triangle.alert.judge"].sudo()._renew(new)
        return new
