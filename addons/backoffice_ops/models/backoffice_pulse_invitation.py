from odoo import fields, models


class BackofficePulseInvitation(models.Model):
    """One person may answer one round once. It knows that it was used, not when and not for which answer."""

    _name = "backoffice.pulse.invitation"
    _description = "Invitation to an anonymous survey"
    _log_access = False  # a time of use would lead to the answer
    _rec_name = "pulse_id"

    pulse_id = fields.Many2one("backoffice.pulse", required=True, index=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, index=True, readonly=True, ondelete="cascade")
    used = fields.Boolean(readonly=True)

    _pulse_user_uniq = models.UniqueIndex("(pulse_id, user_id)")
