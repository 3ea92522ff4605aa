from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.frontoffice_crm.tools import setup_file


class ConditionMixin(models.AbstractModel):
    """A line of a request type that may hold only where another question was answered so."""

    _name = "backoffice.condition.mixin"
    _description = "Line with a condition"

    code = fields.Char(copy=True)
    when_item = fields.Char("Question of the condition", help="Key of the question; empty: always.")
    when_id = fields.Many2one(
        "backoffice.service.requirement", "Only if", compute="_compute_when", inverse="_inverse_when",
        domain="[('service_id', '=', service_id)]",
    )
    when_operator = fields.Selection(
        [("is", "is"), ("is_not", "is not"), ("above", "is above"), ("below", "is below"), ("given", "is answered")],
        "Condition", default="is",
    )
    when_value = fields.Char("Answer")

    @api.depends("when_item", "service_id.requirement_ids.code")
    def _compute_when(self):
        for line in self:
            line.when_id = line.service_id.requirement_ids.filtered(
                lambda need, key=line.when_item: key and need._origin and need._origin._key() == key
            )[:1]._origin

    def _inverse_when(self):
        for line in self:
            line.when_item = line.when_id._key() if line.when_id else False

    @api.constrains("when_item", "when_operator", "when_value")
    def _check_when(self):
        for line in self:
            if line.when_item and line.when_operator in ("above", "below", "is", "is_not") and not line.when_value:
                raise ValidationError(self.env._("“%s”: say which answer the condition is about.", line.name))
            if line.when_item and line.when_item == line.code and line._name == "backoffice.service.requirement":
                raise ValidationError(self.env._("“%s” cannot depend on its own answer.", line.name))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._fill_line_codes()
        return lines

    def _fill_line_codes(self):
        """A stable code for each line without one, made from its name in the source language."""
        for service, lines in self.filtered(lambda line: not line.code).grouped("service_id").items():
            taken = set(self.search([("service_id", "=", service.id), ("code", "!=", False)]).mapped("code"))
            for line in lines:
                words = line.with_context(lang=None).name or line.name
                line.code = setup_file.free(setup_file.slug(words, "item"), taken)
                taken.add(line.code)

    def _when(self):
        """The condition as the pure tools read it, or None."""
        self.ensure_one()
        if not self.when_item:
            return None
        return {"item": self.when_item, "operator": self.when_operator or "is", "value": self.when_value or ""}
