from odoo import fields, models


class DeskPeopleLine(models.TransientModel):
    """One colleague in the dialog."""

    _name = "frontoffice.desk.people.line"
    _description = "Person at the desk"

    wizard_id = fields.Many2one("frontoffice.desk.people", required=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, readonly=True, string="Person")
    at_desk = fields.Boolean("Takes part")
    service_role = fields.Selection(
        selection=lambda self: self.env["res.users"]._fields["service_role"]._description_selection(self.env),
        string="Role",
    )
    desk_channel_id = fields.Many2one("frontoffice.channel", "Sits at")

    def _apply(self):
        """Only what changed is written, so that groups given by hand stay."""
        role = self.service_role if self.at_desk else False
        vals = {}
        if role != self.user_id.service_role:
            vals["service_role"] = role
        if self.at_desk and self.desk_channel_id != self.user_id.desk_channel_id:
            vals["desk_channel_id"] = self.desk_channel_id.id
        if vals:
            self.user_id.write(vals)
