from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PlaybookStep(models.Model):
    """One question or sentence of a call guide."""

    _name = "frontoffice.playbook.step"
    _description = "Step of a call guide"
    _order = "sequence, id"

    playbook_id = fields.Many2one("frontoffice.playbook", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="playbook_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Say or ask", required=True, translate=True)
    hint = fields.Char(translate=True)
    kind = fields.Selection(
        [("say", "Say"), ("yes_no", "Yes or no"), ("text", "Words"), ("number", "Number"), ("choice", "One of")],
        required=True, default="text", string="Answer",
    )
    choices = fields.Char(translate=True, help="Separated by commas.")
    required = fields.Boolean("Must be asked")

    @api.constrains("kind", "choices")
    def _check_choices(self):
        for step in self:
            if step.kind == "choice" and len([c for c in (step.choices or "").split(",") if c.strip()]) < 2:
                raise ValidationError(self.env._("“%s” needs at least two choices, separated by commas.", step.name))
