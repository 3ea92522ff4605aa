from odoo import api, models


class Desk(models.AbstractModel):
    """Said, agreed, and in the customer's pocket."""

    _inherit = "frontoffice.desk"

    @api.model
    def open(self):
        return {**super().open(), "texts": self.env.company.desk_texts}

    @api.model
    def _said_ways(self):
        return {**super()._said_ways(), "text": "_text_said"}

    @api.model
    def _undo_records(self, made):
        """A text message that has not left yet goes with its message; see ``_text_said``."""
        # sudo: as for all that this log made, which the token proves
        made["frontoffice.encounter"].sudo().write({"texted_to": False, "texted_at": False})
        super()._undo_records(made)
