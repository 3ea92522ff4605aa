from odoo import api, fields, models


class Case(models.Model):
    """Perhaps this is something we are dealing with already: a person decides, nothing is joined."""

    _inherit = "frontoffice.case"

    suggested_case_id = fields.Many2one("frontoffice.case", "Perhaps the same", compute="_compute_suggested_case")

    @api.depends("encounter_ids.suggested_case_id", "state")
    def _compute_suggested_case(self):
        for case in self:
            live = case.state not in ("merged", "cancelled", "closed")
            case.suggested_case_id = live and case.encounter_ids.suggested_case_id[:1]

    def action_not_the_same(self):
        """It is something else: do not ask again."""
        self.encounter_ids.write({"suggested_case_id": False})
        return True
