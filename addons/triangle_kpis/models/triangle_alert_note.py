from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TriangleAlertNote(models.Model):
    """What happened in a period: shown on the chart, and where it had a cause of its own, kept out of the usual range.

    For one figure or for all of them, for a company or one of its teams or departments.
    """

    _name = "triangle.alert.note"
    _description = "What happened"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char("What happened", required=True)
    kpi_id = fields.Many2one(
        "triangle.kpi", "Figure", index="btree_not_null", ondelete="cascade", help="Empty: for all figures.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, ondelete="cascade")
    team_id = fields.Many2one("crm.team", index="btree_not_null", ondelete="cascade", check_company=True)
    department_id = fields.Many2one("hr.department", index="btree_not_null", ondelete="cascade", check_company=True)
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    leaves_baseline = fields.Boolean(
        "Not part of the usual", default=True,
        help="It had a cause of its own, such as a flood or a strike, and says nothing about what is usual.")
    alert_id = fields.Many2one("triangle.alert", readonly=True, index="btree_not_null", ondelete="cascade")

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for note in self:
            if note.date_from > note.date_to:
                raise ValidationError(self.env._("What happened ends after it begins."))

    @api.model
    def _by_span(self, kpi, unit, spans):
        """{index of a period: note} of one unit; a note about the company is one about its teams too."""
        if not spans or unit is None:
            return {}
        company, team, department = unit
        # sudo: shown on a chart that is open to viewers
        notes = self.sudo().search([
            ("company_id", "=", company), ("kpi_id", "in", [False, kpi.id]), ("date_to", ">=", spans[0][0]),
            ("date_from", "<=", spans[-1][1]), ("team_id", "in", [False, team]),
            ("department_id", "in", [False, department])])
        return {
            i: notes.filtered(lambda note, span=span: note.date_from <= span[1] and note.date_to >= span[0])[:1]
            for i, span in enumerate(spans)
            if any(note.date_from <= span[1] and note.date_to >= span[0] for note in notes)
        }
