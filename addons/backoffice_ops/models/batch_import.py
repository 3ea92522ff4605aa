from odoo import models


class FrontofficeBatch(models.Model):
    """Request types and departments a log brought go with it, unless people use them by now."""

    _inherit = "frontoffice.batch"

    def _after_remove(self):
        super()._after_remove()
        self._drop_services()
        self._drop_departments()

    def _drop_services(self):
        # sudo, active_test: a batch goes whole
        Service = self.env["backoffice.service"].sudo().with_context(active_test=False)
        services = Service.search([("batch_id", "=", self.id)])
        used = self.env["backoffice.handoff"].sudo().with_context(active_test=False)._read_group(  # as above
            [("service_id", "in", services.ids)], ["service_id"]
        )
        services -= services.browse([service.id for (service,) in used])
        services.version_ids.unlink()
        services.unlink()

    def _drop_departments(self):
        """Groups first, then the departments above them."""
        Department = self.env["hr.department"].sudo()  # a batch goes whole
        departments = Department.browse((self.summary or {}).get("department_ids") or []).exists()
        uses = [
            ("backoffice.handoff", "to_department_id"), ("backoffice.handoff", "from_department_id"),
            ("backoffice.service", "department_id"), ("backoffice.member", "department_id"),
            ("hr.version", "department_id"), ("hr.job", "department_id"), ("hr.department", "parent_id"),
        ]
        leaves = departments.filtered("parent_id")
        self._drop_unused("hr.department", leaves.ids, uses)
        self._drop_unused("hr.department", (departments - leaves).ids, uses)
