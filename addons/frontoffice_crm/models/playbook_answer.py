from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class PlaybookAnswer(models.Model):
    """One answer. Erasing a person blanks it; the count of questions asked stays."""

    _name = "frontoffice.playbook.answer"
    _description = "Answer in a call guide"
    _order = "sequence, id"

    run_id = fields.Many2one("frontoffice.playbook.run", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    step_id = fields.Many2one("frontoffice.playbook.step", readonly=True, index="btree_not_null", ondelete="set null")
    sequence = fields.Integer(readonly=True)
    name = fields.Char("Say or ask", required=True, readonly=True)
    hint = fields.Char(related="step_id.hint")
    kind = fields.Selection(related="step_id.kind", store=True, string="Kind of answer")
    choices = fields.Char(related="step_id.choices")
    required = fields.Boolean("Must be asked", readonly=True)
    value = fields.Char("Answer")
    is_done = fields.Boolean("Done", compute="_compute_is_done", store=True, readonly=False)

    @api.depends("value")
    def _compute_is_done(self):
        for answer in self:
            answer.is_done = bool((answer.value or "").strip()) or (answer.kind == "say" and answer.is_done)

    @api.constrains("value", "run_id")
    def _check_open(self):
        for answer in self:
            if answer.run_id.finished_at and answer.value:
                raise UserError(self.env._("This call guide is finished. Begin it anew to ask again."))
            if answer.kind == "number" and answer.value and not _is_number(answer.value):
                raise ValidationError(self.env._("“%s” asks for a number.", answer.name))


def _is_number(text):
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True
