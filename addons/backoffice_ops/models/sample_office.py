from odoo import fields, models

from odoo.addons.frontoffice_crm.tools import story_cast as front_cast
from odoo.addons.frontoffice_crm.tools.story_clock import Clock

from ..tools import story_cast as cast
from ..tools import story_years as years
from .service_cost import COSTS


class Sample(models.AbstractModel):
    """Departments, people in them and request types of the sample; and how they go again."""

    _inherit = "frontoffice.sample"

    def _make_offices(self):
        """{"service": {key: record}, "members": {department id: [user ids, head first]}}."""
        company = self.env.company.id
        users = self._remembered("res.users")
        self.env["res.users"].browse(users.values())._apply_service_role()  # roles give more groups now
        departments = self._make("hr.department", {
            key: {"name": name, "company_id": company} for key, name, _head, _clerk in cast.DEPARTMENTS
        })
        self._make_employees(departments, users)
        members = {}
        for key, _name, head, clerk in cast.DEPARTMENTS:
            members[departments[key].id] = [users[code] for code in (head, clerk) if code]
        self._make_members(members)
        self._make("backoffice.return.reason", {
            code: {"name": name, "code": code, "fault": fault, "company_id": company, "sequence": 5}
            for code, name, fault in cast.REASONS
        })
        return {"service": self._make_services(departments), "members": members}

    def _make_members(self, members):
        self.env["backoffice.member"].create([
            {
                "user_id": user, "department_id": department, "role": "clerk" if n else "head",
                "company_id": self.env.company.id,
            }
            for department, people in members.items() for n, user in enumerate(people)
        ])

    def _make_services(self, departments):
        return self._make("backoffice.service", {
            code: {
                "name": name, "code": code, "department_id": departments[department].id, "accept_hours": accept,
                "deliver_hours": deliver, "company_id": self.env.company.id, "sequence": n,
                "allow_incomplete": True,  # what was missing comes back in the story; practice shows it, too
                "requirement_ids": [
                    fields.Command.create({"code": key, "name": label, "required": required})
                    for key, label, required in needs
                ],
                "checklist_ids": [
                    fields.Command.create({"name": label, "required": required})
                    for label, required in cast.CHECKLISTS.get(code, ())
                ],
                **dict(zip(COSTS, cast.COSTS[code], strict=True)),
                **self._service_extras(code, departments),
            }
            for n, (code, name, department, accept, deliver, needs) in enumerate(cast.SERVICES, start=1)
        })

    def _service_extras(self, code, departments):
        """Who says yes to payment plans, who works on pipes, and what is out of order."""
        if code == "phone_fault":
            return {"is_incident": True}
        if code == "payment_plan":
            step = {"name": "Head of Finance agrees", "who": "head", "gate": "deliver", "within_hours": 8.0}
            return {"approval_step_ids": [fields.Command.create(step)]}
        if code == "pipe_work":
            partner = self._make("res.partner", {"rohr": {
                "name": "Rohr & Partner", "is_company": True, "is_subcontractor": True, "email": cast.PIPES,
                "company_id": self.env.company.id, "city": "Marsh End",
            }})["rohr"]
            return {"performer_kind": "partner", "performer_id": partner.id}
        return {}

    def _make_employees(self, departments, users):
        seat = {person: key for key, _name, *people in cast.DEPARTMENTS for person in people if person}
        today = Clock(self._now(), front_cast.ZONE).today
        self._make("hr.employee", {
            key: {
                "name": name, "user_id": users[key], "company_id": self.env.company.id,
                "department_id": departments[seat[key]].id if key in seat else False,
                "date_version": years.since(today, 12 * n + 5),
            }
            for n, (key, name, *_rest) in enumerate(front_cast.PEOPLE)
        })
        for key, _name, head, _clerk in cast.DEPARTMENTS:
            departments[key].manager_id = self._remembered("hr.employee")[head]

    def _catalogue_models(self):
        return [
            "backoffice.service.version", "backoffice.service", "backoffice.return.reason", "backoffice.member",
            "hr.employee", "hr.version", "hr.department", *super()._catalogue_models(),
        ]

    def _version_owners(self):
        return {**super()._version_owners(), "backoffice.service.version": "service_id.company_id"}
