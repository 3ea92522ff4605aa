from dataclasses import replace

from odoo import api, models


class FrontofficeIntake(models.AbstractModel):
    """Somebody read a ready answer and needs nobody any more: an interaction, and no case."""

    _inherit = "frontoffice.intake"

    @api.model
    def _take_solved(self, entry, answer):
        """Count an entry that a ready answer settled. ``answer``: one snippet. Returns Taken; Refusal as ``_take_in``.

        No contact is made of it: who only read something did not write to us.
        """
        settled = replace(entry, answered=True, name="", email="", phone="", files=())
        taken = self._take_in(settled)
        if taken.fresh:
            answer._helped()
            taken.encounter.note = answer.question
        return taken
