from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command


class DeskPeople(models.TransientModel):
    """Who sits at the desk? Tick people, choose a role each, done."""

    _name = "frontoffice.desk.people"
    _description = "Who sits at the desk?"

    line_ids = fields.One2many("frontoffice.desk.people.line", "wizard_id", "People")
    may_change = fields.Boolean(readonly=True)

    def _compute_display_name(self):
        for page in self:
            page.display_name = self.env._("Who sits at the desk?")

    @api.model
    def action_open(self):
        """The colleagues of this company with the role they have."""
        if not self.env.user.has_group("frontoffice_crm.group_manager"):
            raise AccessError(self.env._("Roles are given by Front Office managers."))
        users = self.env["res.users"].search([
            ("share", "=", False), ("company_ids", "in", self.env.company.ids)], order="name, id")
        page = self.create({
            "may_change": users.has_access("write"),
            "line_ids": [
                Command.create({
                    "user_id": user.id, "at_desk": bool(user.service_role),
                    "service_role": user.service_role or "front_desk", "desk_channel_id": user.desk_channel_id.id,
                }) for user in users
            ],
        })
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": page.id, "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Who sits at the desk?"),
        }

    def action_apply(self):
        """Give the roles. Each change is checked with the rights of who presses the button."""
        self.ensure_one()
        if not self.may_change:
            raise AccessError(self.env._("Ask an administrator: giving roles means giving access rights."))
        for line in self.line_ids:
            line._apply()
        return {"type": "ir.actions.act_window_close"}
