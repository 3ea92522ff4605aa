from odoo import api, fields, models
from odoo.exceptions import ValidationError


class FrontofficeCause(models.Model):
    """Why something went wrong, said once and counted for ever after."""

    _name = "frontoffice.cause"
    _description = "Cause"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(copy=False, help="Short and stable: set-up files and reports know the cause by it.")
    parent_id = fields.Many2one(
        "frontoffice.cause", "Part of", index=True, check_company=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: shared by all companies.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    case_count = fields.Integer("Cases", compute="_compute_case_count")

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL", "Another cause has this code already."
    )

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A cause cannot be part of itself."))

    @api.depends("name", "parent_id.display_name")
    def _compute_display_name(self):
        for cause in self:
            above = f"{cause.parent_id.display_name} / " if cause.parent_id else ""
            cause.display_name = f"{above}{cause.name or ''}"

    def _compute_case_count(self):
        counts = dict(self.env["frontoffice.case"]._read_group(
            [("root_cause_id", "in", self.ids)], ["root_cause_id"], ["__count"]
        ))
        for cause in self:
            cause.case_count = counts.get(cause, 0)
