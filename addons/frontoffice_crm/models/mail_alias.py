from odoo import models


class MailAlias(models.Model):
    _inherit = "mail.alias"

    def _alias_bounce_incoming_email(self, message, message_dict, set_invalid=True):
        """A fault of ours is tried again and written into the intake log, where a person sees it.

        So the customer is not told that the mail was refused, and the address stays open. Senders
        the address is closed to are told as in stock.
        """
        if set_invalid and self.alias_model_id.model == "frontoffice.case":
            return
        super()._alias_bounce_incoming_email(message, message_dict, set_invalid=set_invalid)
