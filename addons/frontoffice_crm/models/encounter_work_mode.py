from odoo import api, fields, models

MODES = {"home": "remote", "office": "office"}


class Encounter(models.Model):
    """Where the colleague worked is read from the employee when it is logged, and never asked."""

    _inherit = "frontoffice.encounter"

    work_mode = fields.Selection(
        help="Read from where the employee works that day; empty where nobody entered it."
    )

    @api.model_create_multi
    def create(self, vals_list):
        encounters = super().create(vals_list)
        encounters.filtered(lambda e: e.source == "person" and e.handled_by == "human")._note_work_mode()
        return encounters

    def _note_work_mode(self):
        """Home is remote; elsewhere says nothing. What an import brought stays."""
        todo = self.filtered(lambda e: e.user_id and not e.work_mode)
        if not todo:
            return
        # sudo: only whether a colleague works at home or at the office, for the record they log
        employees = self.env["hr.employee"].sudo().search([("user_id", "in", todo.user_id.ids)])
        where = {(e.user_id, e.company_id): MODES.get(e.work_location_type) for e in employees}
        for encounter in todo:
            mode = where.get((encounter.user_id, encounter.company_id))
            if mode:
                encounter.work_mode = mode
