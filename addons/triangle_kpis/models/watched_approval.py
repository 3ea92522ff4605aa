from odoo import models


class BackofficeApproval(models.Model):
    _name = "backoffice.approval"
    _inherit = ["backoffice.approval", "triangle.watched"]

    def _triangle_ages(self, until):
        """{id: working minutes an approval has been waited for}."""
        return self.env["resource.calendar"]._triangle_minutes(
            [(approval.id, approval._calendar(), (approval.asked_at, until), []) for approval in self])
