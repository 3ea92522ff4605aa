from datetime import timedelta

from odoo import api, fields, models

SAME_START = timedelta(days=90)  # a start that moves is the same start
TOO_LATE = timedelta(days=30)  # who began longer ago has what he needs


class HrEmployee(models.Model):
    """Who starts needs things from several departments: they are asked by themselves."""

    _inherit = "hr.employee"

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        # a list of the whole staff that is read in are no new colleagues, unless a contract says so
        employees._ask_on_boarding(without_contract=not self.env.context.get("import_file"))
        return employees

    def write(self, vals):
        done = super().write(vals)
        if vals.get("active") is False:
            self._stop_on_boarding()
        return done

    def _ask_on_boarding(self, without_contract=False):
        """Ask for what is on the list and due, once per start. One query where there is no list."""
        services = self.env["backoffice.service"]._on_boarding_list(self.company_id)
        if not services or not self:
            return
        today = fields.Date.context_today(self)
        starts = self._starts(today if without_contract else None)
        known = self._known_requests()
        self.env["backoffice.handoff"]._ask_by_rule([
            employee._prepare_on_boarding_vals(service, starts[employee])
            for employee in self.sudo() for service in services  # sudo: contracts are HR managers' alone
            if employee in starts and service.company_id.id in (False, employee.company_id.id)
            and starts[employee] - timedelta(days=service.on_boarding_days) <= today
            and all(abs(starts[employee] - start) > SAME_START for start in known.get((employee.id, service.id), ()))
        ])

    def _starts(self, otherwise):
        """{employee: day of the latest contract's start}, else ``otherwise``; those who began long ago are left out."""
        today, result = fields.Date.context_today(self), {}
        for employee in self.sudo():  # as above
            days = [version.contract_date_start for version in employee.version_ids if version.contract_date_start]
            start = max(days, default=otherwise)
            if start and start >= today - TOO_LATE:
                result[employee] = start
        return result

    def _known_requests(self):
        """{(employee id, request type id): starts it was asked for}."""
        known = {}
        # sudo: a request counts whoever may see it
        for handoff in self.env["backoffice.handoff"].sudo().search(
            [("employee_id", "in", self.ids), ("on_boarding_start", "!=", False), ("state", "!=", "cancelled")]
        ):
            known.setdefault((handoff.employee_id.id, handoff.service_id.id), []).append(handoff.on_boarding_start)
        return known

    def _prepare_on_boarding_vals(self, service, start):
        told = {"employee": self.name, "start": fields.Date.to_string(start), "department": self.department_id.name}
        wanted = {requirement._key() for requirement in service.requirement_ids}
        return {
            "service_id": service.id, "subject": f"{service.name} · {self.name}", "employee_id": self.id,
            "on_boarding_start": start, "company_id": self.company_id.id,
            "from_department_id": self.department_id.id,
            "answers": {key: value for key, value in told.items() if key in wanted and value} or False,
        }

    def _stop_on_boarding(self):
        """Somebody who does not come, or leaves, needs nothing any more."""
        requests = self.env["backoffice.handoff"].sudo().search([  # as above
            ("employee_id", "in", self.ids), ("on_boarding_start", "!=", False),
            ("state", "not in", ("delivered", "done", "cancelled")),
        ])
        requests._follow_cancelled(self.env._("The colleague does not come."))

    @api.model
    def _cron_on_boarding(self):
        """Contracts that start soon: what is due is asked for. Running it again changes nothing."""
        services = self.env["backoffice.service"].search([("on_boarding", "=", True)])
        if not services:
            return
        today = fields.Date.context_today(self)
        ahead = today + timedelta(days=max(services.mapped("on_boarding_days")))
        versions = self.env["hr.version"].search(
            [("contract_date_start", ">=", today), ("contract_date_start", "<=", ahead), ("employee_id", "!=", False)]
        )
        versions.employee_id.filtered("active")._ask_on_boarding()
