from odoo import fields, models


class CaseSplitWizard(models.TransientModel):
    """Choose what leaves a case for one of its own."""

    _name = "frontoffice.case.split"
    _description = "Split a case"

    case_id = fields.Many2one("frontoffice.case", required=True)
    subject = fields.Char("What the new case is about", required=True)
    message_ids = fields.Many2many(
        "mail.message", "frontoffice_case_split_message_rel", "wizard_id", "message_id", "Messages",
        domain="[('model', '=', 'frontoffice.case'), ('res_id', '=', case_id),"
        " ('message_type', 'in', ('comment', 'email'))]",
    )
    encounter_ids = fields.Many2many(
        "frontoffice.encounter", "frontoffice_case_split_encounter_rel", "wizard_id", "encounter_id", "Interactions",
        domain="[('case_id', '=', case_id)]",
    )
    promise_ids = fields.Many2many(
        "frontoffice.promise", "frontoffice_case_split_promise_rel", "wizard_id", "promise_id", "Promises",
        domain="[('case_id', '=', case_id)]",
    )

    def _kept(self):
        """{model: ids} of what goes along."""
        return {
            "mail.message": self.message_ids.ids, "frontoffice.encounter": self.encounter_ids.ids,
            "frontoffice.promise": self.promise_ids.ids,
        }

    def action_split(self):
        """Make the new case and open it."""
        self.ensure_one()
        return self.case_id._split_off(self.subject, self._kept())._open_form()
