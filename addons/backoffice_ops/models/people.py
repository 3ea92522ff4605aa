from odoo import api, fields, models
from odoo.exceptions import AccessError

DAYS = 60  # how far back "who does what" looks
DONE = ("delivered", "done")


class People(models.AbstractModel):
    """API of the page "People": what a department can do, and what hangs on one person.

    For heads and deputies of the department, and for managers of the Back Office. It names who could
    do what, never who is faster or better, and shows nothing of confidential requests to a manager.
    """

    _name = "backoffice.people"
    _description = "People of a department"

    @api.model
    @api.readonly
    def open(self):
        """Departments this person may look at."""
        departments = self._departments()
        if not departments:
            raise AccessError(self.env._("This page is for heads and deputies of a department. Ask yours to add you."))
        return {
            "departments": [{"id": d.id, "name": d.name} for d in departments.sorted("name")],
            "today": fields.Date.to_string(fields.Date.context_today(self)),
        }

    @api.model
    def _departments(self):
        """Departments with members this user leads; a manager looks at all of the own companies."""
        user = self.env.user
        if not user.has_group("backoffice_ops.group_manager"):
            return user.backoffice_trusted_department_ids.sudo()  # names of their own departments
        members = self.env["backoffice.member"].search([("company_id", "in", self.env.companies.ids)])
        return members.department_id.sudo()  # names only

    @api.model
    def _department(self, department_id):
        department = self._departments().filtered(lambda d: d.id == int(department_id))
        if not department:
            raise AccessError(self.env._("Only the head of the department sees this."))
        return department

    @api.model
    def _members(self, department):
        """People of the department at work for the companies chosen, by name."""
        # sudo: who is in a department is known to the colleagues there
        members = self.env["backoffice.member"].sudo().search([
            ("department_id", "=", department.id), ("company_id", "in", self.env.companies.ids),
        ])
        return members.filtered("user_id.active").sorted(lambda m: (m.user_id.name or "").casefold())

    @api.model
    def _services(self, department):
        """Its request types; confidential ones only for those who are trusted with them."""
        services = self.env["backoffice.service"].search([("department_id", "=", department.id)])
        return services if self._is_trusted(department) else services.filtered(lambda s: not s.confidential)

    @api.model
    def _is_trusted(self, department):
        return department in self.env.user.backoffice_trusted_department_ids

    @api.model
    def _done_domain(self, department):
        """Requests the department finished lately, of types this user may know of."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=DAYS)
        return (
            fields.Domain("to_department_id", "=", department.id) & fields.Domain("state", "in", DONE)
            & fields.Domain("final_at", ">=", since) & fields.Domain("user_id", "!=", False)
            & fields.Domain("service_id", "in", self._services(department).ids)
            & fields.Domain("company_id", "in", self.env.companies.ids)
            & (fields.Domain.TRUE if self._is_trusted(department) else fields.Domain("confidential", "=", False))
        )
