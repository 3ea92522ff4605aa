from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html


class DeskRemind(models.AbstractModel):
    """Remind me: a to-do to oneself about what was just logged."""

    _inherit = "frontoffice.desk"

    @api.model
    def _log_extras(self):
        return [*super()._log_extras(), "_log_reminder"]

    @api.model
    def _log_reminder(self, entry):
        wish = entry.values.get("remind") or {}
        if not wish:
            return
        at = self._moment(wish.get("at"))
        if not at:
            raise UserError(self.env._("Remind you when? Choose a day."))
        day = fields.Datetime.context_timestamp(self, at).date()
        if day < fields.Date.context_today(self):
            raise UserError(self.env._("This day has already passed. Choose a later one."))
        entry.keep(self.env["mail.activity"].sudo().create(self._prepare_reminder_vals(entry, day)))

    @api.model
    def _prepare_reminder_vals(self, entry, day):
        """On the case when there is one, else a free to-do: the contact may not be ours to write on.

        sudo in the caller: a free to-do has no record whose rights could allow it.
        """
        about = entry.subject or entry.case.subject
        values = {
            "user_id": self.env.uid, "date_deadline": day,
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_todo"),
            "summary": " · ".join(filter(None, (entry.partner.name, about)))[:200],
            "note": plaintext2html(entry.note) if entry.note else False,
        }
        if entry.case:
            values |= {"res_model_id": self.env["ir.model"]._get_id("frontoffice.case"), "res_id": entry.case.id}
        return values
