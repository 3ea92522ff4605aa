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
    def _in_force(self, day, team_id=False):
        """{kpi id: target} on a day for the current company; a team's own beats the company's."""
        domain = [
            ("company_id", "=", self.env.company.id), ("team_id", "in", [False, *([team_id] if team_id else [])]),
            ("date_from", "<=", day), ("date_to", ">=", day),
        ]
        found = {}
        for target in self.search_fetch(domain, ["kpi_id", "team_id", "value", "reason"], order="date_from, id"):
            if target.team_id or target.kpi_id.id not in found or not found[target.kpi_id.id].team_id:
                found[target.kpi_id.id] = target
        return found
