from odoo import api, fields, models


class BackofficeSettings(models.TransientModel):
    """One page of cards that open the lists a department is set up with."""

    _name = "backoffice.settings"
    _description = "Back Office settings"

    service_count = fields.Integer(compute="_compute_counts")
    member_count = fields.Integer(compute="_compute_counts")
    department_count = fields.Integer(compute="_compute_counts")
    reason_count = fields.Integer(compute="_compute_counts")

    def _compute_display_name(self):
        for page in self:
            page.display_name = self.env._("Settings")

    def _compute_counts(self):
        services = self.env["backoffice.service"]
        members = self.env["backoffice.member"]
        for page in self:
            page.service_count = services.search_count([])
            page.member_count = members.search_count([])
            page.department_count = len(members._read_group([], ["department_id"]))
            page.reason_count = self.env["backoffice.return.reason"].search_count([])

    @api.model
    def action_open(self):
        """Open the page."""
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.create({}).id,
            "view_mode": "form", "name": self.env._("Settings"),
        }

    def action_services(self):
        """Request types: what departments offer, need and how long they take."""
        return self.env["ir.actions.actions"]._for_xml_id("backoffice_ops.service_action")

    def action_members(self):
        """Who is in which department."""
        return self.env["ir.actions.actions"]._for_xml_id("backoffice_ops.member_action")

    def action_reasons(self):
        """What can be missing, and whose turn it then is."""
        return self.env["ir.actions.actions"]._for_xml_id("backoffice_ops.reason_action")
