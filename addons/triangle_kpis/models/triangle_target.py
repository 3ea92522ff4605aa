from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TriangleTarget(models.Model):
    """What a company, a team, a department or a pair of both wants to reach in a period. Beats the figure's own target.

    A pair is a front team and a department that answer for one figure together: both see the same
    tile, of what goes between the two. Days are local days of the company.
    """

    _name = "triangle.target"
    _description = "Target"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    kpi_id = fields.Many2one("triangle.kpi", "Figure", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    team_id = fields.Many2one("crm.team", index="btree_not_null", ondelete="cascade", check_company=True)
    department_id = fields.Many2one(
        "hr.department", index="btree_not_null", ondelete="cascade", check_company=True,
        help="With a team: the two answer for it together, and both see it.")
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    value = fields.Float("Target", required=True, digits=False, help="Shares as a fraction: 0.95 is 95 %.")
    reason = fields.Char("Why this target")

    @api.depends("kpi_id", "team_id", "department_id", "date_from", "date_to")
    def _compute_display_name(self):
        for target in self:
            whom = " + ".join(name for name in (target.team_id.name, target.department_id.name) if name)
            days = f"{target.date_from or ''} – {target.date_to or ''}"
            target.display_name = " · ".join(part for part in (target.kpi_id.name, whom, days) if part)

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for target in self:
            if target.date_from > target.date_to:
                raise ValidationError(self.env._("A target ends after it begins."))

    @api.constrains("kpi_id", "value")
    def _check_value(self):
        """95 typed where 0.95 is meant would make every week a miss."""
        for target in self:
            if target.kpi_id.unit == "percent" and not -1 <= target.value <= 1:
                raise ValidationError(self.env._(
                    "“%(figure)s” is a share: write 0.95 for 95 %%, not %(value)s.", figure=target.kpi_id.name,
                    value=target.value))

    @api.model
    def _in_force(self, day, team_id=False, department_id=False):
        """{kpi id: target} on a day for the current company; what fits more closely wins.

        A pair of team and department beats a team, that beats a department, that beats the company;
        of two alike the later begun.
        """
        domain = [
            ("company_id", "=", self.env.company.id), ("date_from", "<=", day), ("date_to", ">=", day),
            ("team_id", "in", [False, *([team_id] if team_id else [])]),
            ("department_id", "in", [False, *([department_id] if department_id else [])]),
        ]
        names = ["kpi_id", "team_id", "department_id", "value", "reason"]
        targets = self.search_fetch(domain, names, order="date_from, id")
        return {target.kpi_id.id: target for target in targets.sorted(lambda t: t._closeness())}

    def _closeness(self):
        """How closely a target fits: 0 the company's, 3 a pair's."""
        return 2 * bool(self.team_id) + bool(self.department_id)
