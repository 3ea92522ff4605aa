from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TriangleTarget(models.Model):
    """What a company, or one of its teams, wants to reach in a period. Beats the figure's own target."""

    _name = "triangle.target"
    _description = "Target"
    _order = "date_from desc, id desc"

    kpi_id = fields.Many2one("triangle.kpi", "Figure", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    team_id = fields.Many2one("crm.team", index="btree_not_null", ondelete="cascade")
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    value = fields.Float("Target", required=True, digits=False)
    reason = fields.Char("Why this target")

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for target in self:
            if target.date_from > target.date_to:
                raise ValidationError(self.env._("A target ends after it begins."))

    @api.model
    def _in_force(self, day, team_id=False, department_id=False):
        """{kpi id: target} on a day for the current company; what fits more closely wins.

        A pair of team and department beats a team, that beats a department, that beats the company.
        """
        domain = [("company_id", "=", self.env.company.id), ("date_from", "<=", day), ("date_to", ">=", day),
                  ("team_id", "in", [False, *([team_id] if team_id else [])])]
        names = ["kpi_id", "team_id", "value", "reason"]
        if "department_id" in self._fields:
            domain.append(("department_id", "in", [False, *([department_id] if department_id else [])]))
            names.append("department_id")
        targets = self.search_fetch(domain, names, order="date_from, id")
        return {target.kpi_id.id: target for target in targets.sorted(lambda t: t._closeness())}

    def _closeness(self):
        """How closely a target fits: 0 the company's, 3 a pair's."""
        return 2 * bool(self.team_id) + bool("department_id" in self._fields and self.department_id)
