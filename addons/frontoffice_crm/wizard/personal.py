from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class PersonalWizard(models.TransientModel):
    """What we hold about a person: count it, hand it out, erase it. Holds no personal data itself."""

    _name = "frontoffice.personal.wizard"
    _description = "Data of a person"

    partner_id = fields.Many2one("res.partner", "Person", required=True, index=True, ondelete="cascade")
    found = fields.Html("What we hold", compute="_compute_found", sanitize=False)
    elsewhere = fields.Boolean(compute="_compute_found")
    confirm = fields.Char("Type ERASE to erase", help="In capital letters. Erasing cannot be taken back.")

    @api.depends("partner_id")
    def _compute_found(self):
        Personal = self.env["frontoffice.personal"]
        for wizard in self:
            wizard.found, wizard.elsewhere = False, False
            if wizard.partner_id:
                Personal._check_manager(wizard.partner_id)
                lines = self.env["frontoffice.personal.log"]._labelled(Personal._counts(wizard.partner_id))
                rows = Markup("").join(
                    Markup("<tr><td>%s</td><td class='text-end'>%s</td></tr>") % line for line in lines
                )
                wizard.found = Markup("<table class='table table-sm mb-0'>%s</table>") % rows
                wizard.elsewhere = Personal._elsewhere(wizard.partner_id)

    def action_export(self):
        """Everything we hold about the person, as a file."""
        self.ensure_one()
        self.env["frontoffice.personal"]._check_manager(self.partner_id)
        return {
            "type": "ir.actions.act_url", "url": f"/frontoffice/personal/{self.partner_id.id}", "target": "download",
        }

    def action_erase(self):
        """Erase the person. UserError unless the word was typed."""
        self.ensure_one()
        word = self.env._("ERASE")
        if (self.confirm or "").strip() != word:
            raise UserError(self.env._("Type %s into the field first: erasing cannot be taken back.", word))
        log = self.env["frontoffice.personal"]._erase(self.partner_id)
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success", "message": self.env._("Erased: %s records. Counts and figures stay.", log.total),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_personal_data(self):
        """Export or erase this person."""
        self.ensure_one()
        self.env["frontoffice.personal"]._check_manager(self)
        wizard = self.env["frontoffice.personal.wizard"].create({"partner_id": self.id})
        return {
            "type": "ir.actions.act_window", "name": self.env._("Data of this person"), "res_id": wizard.id,
            "res_model": "frontoffice.personal.wizard", "view_mode": "form", "target": "new",
        }
