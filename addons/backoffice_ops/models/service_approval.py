from odoo import api, fields, models


class BackofficeService(models.Model):
    """Who has to agree before a request of this type starts or is ready; frozen with its version."""

    _inherit = "backoffice.service"

    approval_step_ids = fields.One2many("backoffice.service.approval.step", "service_id", "Approvals", copy=True)
    needs_amount = fields.Boolean(compute="_compute_needs_amount")

    @api.depends("approval_step_ids.amount_from")
    def _compute_needs_amount(self):
        for service in self:
            service.needs_amount = any(service.approval_step_ids.mapped("amount_from"))

    def _version_values(self):
        values = super()._version_values()
        if self.approval_step_ids:
            values["approvals"] = [step._snapshot() for step in self.approval_step_ids]
        return values
