from odoo import api, models


class Checkup(models.TransientModel):
    """Departments and request types."""

    _inherit = "frontoffice.checkup"

    @api.model
    def _checkup_modules(self):
        return [*super()._checkup_modules(), "backoffice_ops"]

    @api.model
    def _checkup_items(self):
        items = super()._checkup_items()
        if not (self.env["backoffice.service"].has_access("read") and self.env["backoffice.member"].has_access("read")):
            return items  # who runs the front office need not see the departments
        return items + self._department_items()

    def _department_items(self):
        _ = self.env._
        company = ("company_id", "in", (False, self.env.company.id))
        services = self.env["backoffice.service"].search([company])
        members = self.env["backoffice.member"].search([("company_id", "=", self.env.company.id)])
        ownerless = services.filtered(lambda service: service.department_id not in members.department_id)
        headless = members.department_id - members.filtered(lambda m: m.role in ("head", "deputy")).department_id
        return [
            self._item(
                "department_without_members", _("Each department that is asked has members"),
                _("Requests to it are seen by nobody. Add its members."), ownerless.department_id),
            self._item(
                "request_type_without_owner", _("Somebody answers for each request type"),
                _("Its department has no members. Add them, or choose another department."), ownerless),
            self._item(
                "department_without_head", _("Each department has a head"),
                _("Reminders and approvals go to the head. Choose one among the members."), headless, "hint"),
            self._item(
                "request_type_without_hours", _("Each request type has its time"),
                _("0 hours are late at once. Enter how long the department needs."),
                services.filtered(lambda service: not service.deliver_hours)),
        ]

    def _sizes(self):
        company = ("company_id", "in", (False, self.env.company.id))
        names = ("backoffice.handoff", "backoffice.service", "backoffice.member")
        return super()._sizes() | {
            name: self.env[name].search_count([company]) for name in names if self.env[name].has_access("read")
        }

    def _models_with_calendar(self):
        own = ["backoffice.service"] if self.env["backoffice.service"].has_access("read") else []
        return super()._models_with_calendar() + own
