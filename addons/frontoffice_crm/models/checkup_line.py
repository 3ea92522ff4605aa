from odoo import fields, models
from odoo.exceptions import AccessError

from .checkup import LEVELS


class CheckupLine(models.TransientModel):
    """One question of the check-up and its answer."""

    _name = "frontoffice.checkup.line"
    _description = "Check"

    checkup_id = fields.Many2one("frontoffice.checkup", required=True, ondelete="cascade")
    code = fields.Char(readonly=True)
    title = fields.Char(readonly=True)
    sentence = fields.Char(readonly=True)
    level = fields.Selection(LEVELS, readonly=True)
    count = fields.Integer(readonly=True)
    action = fields.Json(readonly=True)
    fix = fields.Char(readonly=True)

    def action_fix(self):
        """Open what is wrong, or mend it and look again."""
        self.ensure_one()
        if not self.env.user.has_group("frontoffice_crm.group_manager"):
            raise AccessError(self.env._("The check-up is for Front Office managers."))
        item = next((i for i in self.checkup_id._checkup_items() if i["code"] == self.code), None)
        if item and item["count"] and item.get("fix"):
            getattr(self.checkup_id, item["fix"])()
        elif item and item["count"] and item.get("action"):
            return item["action"]
        return self.checkup_id.action_again()
