from odoo import models


class Case(models.Model):
    _inherit = "frontoffice.case"

    def _sheet_messages(self):
        """What was written to and by the customer, oldest first; notes among colleagues are not printed."""
        return self.message_ids.filtered(
            lambda m: m.message_type in ("comment", "email") and not m.is_internal and not m.subtype_id.internal
        ).sorted("id")
