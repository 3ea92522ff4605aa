from odoo import api, models


class DeskSend(models.AbstractModel):
    """Said, agreed and sent: the sentence is kept with the contact and mailed with one click."""

    _inherit = "frontoffice.desk"

    @api.model
    def _log_extras(self):
        return [*super()._log_extras(), "_log_said"]

    @api.model
    def _said_ways(self):
        """Hook: how what was said reaches the customer, {key of the form: method of the interaction}."""
        return {"send": "_send_said"}

    @api.model
    def _log_said(self, entry):
        """Keep what was said when the customer agreed or wants it in writing, and send it then."""
        values = entry.values
        ways = [method for key, method in self._said_ways().items() if values.get(key)]
        if not (values.get("need_confirmed") or ways):
            return
        # what the server would say, never a text from the browser
        said = self.say_back({**values, "partner_id": entry.partner.id})
        given = values.get("new") or {}
        entry.encounter.write({
            "said_back": said["text"], "email": entry.encounter.email or given.get("email") or False,
        })
        for method in ways:
            entry.keep(getattr(entry.encounter, method)())

    @api.model
    def _undo_records(self, made):
        """A mail that is still held back is never sent."""
        # sudo: as for all that this log made, which the token proves
        mails = made.get("mail.mail", self.env["mail.mail"]).sudo().exists()
        mails.filtered(lambda mail: mail.state in ("outgoing", "cancel")).unlink()
        made["frontoffice.encounter"].sudo().write({"said_back": False, "said_to": False, "said_at": False})
        super()._undo_records({model: records for model, records in made.items() if model != "mail.mail"})
