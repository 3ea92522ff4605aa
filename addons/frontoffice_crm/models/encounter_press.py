from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Encounter(models.Model):
    """Press and social: an interaction with an outlet, a tone, and a first statement of ours."""

    _inherit = "frontoffice.encounter"

    channel_kind = fields.Selection(related="channel_id.kind")
    outlet = fields.Char("Where it appeared", help="Newspaper, page or account.")
    tone = fields.Selection([("-1", "Against us"), ("0", "Neutral"), ("1", "For us")])
    is_crisis = fields.Boolean("Crisis", help="Needs a statement of ours within hours.")
    first_statement_at = fields.Datetime("Our first statement", copy=False)

    @api.constrains("first_statement_at", "arrived_at")
    def _check_statement(self):
        for encounter in self:
            if encounter.first_statement_at and encounter.first_statement_at < encounter.arrived_at:
                raise ValidationError(self.env._("Our statement cannot be older than what it answers."))

    def action_statement(self):
        """We made our statement now."""
        self.filtered(lambda e: not e.first_statement_at).write({"first_statement_at": fields.Datetime.now()})
        self._answered()
        return True
