from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class BackofficeService(models.Model):
    """Request types every new colleague needs: together they are the on-boarding list."""

    _inherit = "backoffice.service"

    on_boarding = fields.Boolean("For new colleagues", help="Asked for by itself when somebody new starts.")
    on_boarding_days = fields.Integer(
        "Days before the start", default=14, help="When it is asked for. Without a contract date: at once."
    )

    _on_boarding_positive = models.Constraint(
        "CHECK (on_boarding_days >= 0)", "Days before the start cannot be negative."
    )

    @api.model
    def _on_boarding_list(self, companies):
        """The list of these companies, shared request types included; one query."""
        # sudo: who adds an employee follows the departments' list without rights on it
        return self.sudo().search(
            Domain("on_boarding", "=", True) & Domain("company_id", "in", [False, *companies.ids])
        )

    @api.model
    def action_on_boarding_starter(self):
        """Create the usual four in the departments whose name fits, else in the first one. They are yours to change."""
        departments = self.env["hr.department"].search([("company_id", "in", (False, self.env.company.id))], order="id")
        if not departments:
            raise UserError(self.env._("Add a department first: somebody has to do it."))
        self.create([
            {
                "name": name, "on_boarding": True, "on_boarding_days": days, "deliver_hours": hours,
                "company_id": self.env.company.id, "department_id": self._fitting(departments, words).id,
            }
            for name, days, hours, words in self._usual_on_boarding()
        ])
        return True

    @api.model
    def _usual_on_boarding(self):
        """(name, days before, working hours it takes, words in the department's name)."""
        _ = self.env._
        return [
            (_("IT account and computer"), 14, 24, ("it", "computer", "systems", "edv")),
            (_("Desk, keys and badge"), 10, 16, ("administration", "facility", "office", "management")),
            (_("Payroll and contract papers"), 14, 16, ("hr", "human", "people", "payroll", "personnel")),
            (_("Safety instruction"), 3, 8, ("safety", "quality", "hse", "operations")),
        ]

    @api.model
    def _fitting(self, departments, words):
        fitting = departments.filtered(lambda d: set((d.name or "").lower().split()) & set(words))
        return (fitting or departments)[0]
