from odoo import api, fields, models
from odoo.exceptions import UserError

STEPS = {"deliver": "action_deliver", "reroute": "action_reroute", "replan": "action_replan", "cancel": "action_cancel",
         "accept": "action_accept"}


class HandoffBulk(models.TransientModel):
    """One step for the requests chosen in a list."""

    _name = "backoffice.handoff.bulk"
    _description = "Several requests at once"

    handoff_ids = fields.Many2many("backoffice.handoff", string="Requests")
    step = fields.Selection(
        [
            ("accept", "Accept"), ("deliver", "Ready"), ("reroute", "Give to another department"),
            ("replan", "Work out the due time again"), ("cancel", "Cancel"),
        ],
        required=True, default="deliver",
    )
    note = fields.Text("What was done?")
    department_id = fields.Many2one("hr.department", "New department", domain="[('id', 'in', department_ids)]")
    department_ids = fields.Many2many("hr.department", compute="_compute_departments")

    @api.depends("handoff_ids")
    def _compute_departments(self):
        # sudo: names of departments that take requests, as in My work
        services = self.env["backoffice.service"].sudo().search(
            [("company_id", "in", (False, *self.env.companies.ids))])
        self.department_ids = services.department_id

    def action_apply(self):
        """Take the step and say what came of it."""
        self.ensure_one()
        arguments = {"deliver": (self.note,), "reroute": (self.department_id.id,)}.get(self.step, ())
        if self.step == "reroute" and not self.department_id:
            raise UserError(self.env._("Choose the department that takes over."))
        handoffs = self.handoff_ids
        return handoffs._bulk_say(*handoffs._bulk(STEPS[self.step], *arguments))
