from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import placeholders


class ServerActionAnswer(models.Model):
    """One answer of a request a rule creates: words, and fields of the record in braces."""

    _name = "backoffice.action.answer"
    _description = "Answer a rule gives"
    _order = "id"

    action_id = fields.Many2one("ir.actions.server", required=True, index=True, ondelete="cascade")
    service_id = fields.Many2one(related="action_id.handoff_service_id")
    requirement_id = fields.Many2one(
        "backoffice.service.requirement", "Question", required=True, index=True, ondelete="cascade",
        domain="[('service_id', '=', service_id), ('kind', '!=', 'file')]",
    )
    value = fields.Char("Answer", required=True, help="For example: {{ name }} or {{ partner_id.vat }}")

    @api.constrains("value", "action_id")
    def _check_value(self):
        for answer in self:
            answer.action_id._check_placeholders(answer.value)

    @api.constrains("requirement_id", "action_id")
    def _check_requirement(self):
        for answer in self:
            if answer.requirement_id.service_id != answer.action_id.handoff_service_id:
                raise ValidationError(self.env._(
                    "“%(question)s” is not a question of “%(type)s”.", question=answer.requirement_id.name,
                    type=answer.action_id.handoff_service_id.name,
                ))

    def _filled(self, record):
        """The answer for one record, in the form its kind of question takes."""
        self.ensure_one()
        return placeholders.fill(self.value, lambda path: self.action_id._place(record, path)).strip()[:500]
