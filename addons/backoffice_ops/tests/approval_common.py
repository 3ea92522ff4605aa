from odoo.fields import Command, Datetime
from odoo.tests import new_test_user

from .common import BackOfficeCase


class ApprovalCase(BackOfficeCase):
    """Refunds: the head of Finance agrees, from 1,000 on Vera's manager as well."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief = cls._person("vera")
        cls.director = cls._person("omar")
        Employee = cls.env["hr.employee"]
        boss = Employee.create({"name": "Omar", "user_id": cls.director.id, "company_id": cls.company.id})
        lead = Employee.create({
            "name": "Vera", "user_id": cls.chief.id, "company_id": cls.company.id, "parent_id": boss.id,
        })
        cls.sender_employee = Employee.create({
            "name": "Priya", "user_id": cls.agent.id, "company_id": cls.company.id, "parent_id": lead.id,
        })
        cls.head_employee = Employee.create({
            "name": "Tomas", "user_id": cls.head.id, "company_id": cls.company.id, "parent_id": boss.id,
        })
        cls.refund.approval_step_ids = [
            Command.create({"name": "Budget", "who": "head", "sequence": 1, "within_hours": 4}),
            Command.create({"name": "Large sum", "who": "manager", "sequence": 2, "amount_from": 1000}),
        ]

    @classmethod
    def _person(cls, login, groups="base.group_user"):
        return new_test_user(
            cls.env, login, groups, company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)],
            name=login.capitalize(), tz="UTC", email=f"{login}@example.com",
        )

    def _ask(self, amount=500, **values):
        """A refund sent by Priya."""
        request = self._handoff(**{
            "service_id": self.refund.id, "subject": "Refund for Ana", "amount": amount,
            "currency_id": self.company.currency_id.id, **values,
        })
        request.with_user(request.from_user_id).action_send()
        return request

    def _steps(self, request):
        return request.approval_ids.sorted(lambda a: (a.round, a.position))

    def _leave(self, employee, days=2):
        """On leave since an hour ago, as an approved leave writes it into the calendar."""
        now = Datetime.now()
        self.env["resource.calendar.leaves"].create({
            "name": "Away", "resource_id": employee.resource_id.id, "time_type": "leave",
            "company_id": self.company.id, "calendar_id": employee.resource_calendar_id.id,
            "date_from": Datetime.subtract(now, hours=1), "date_to": Datetime.add(now, days=days),
        })

    def _decide(self, user, approval, answer="approve", note=None):
        return approval.with_user(user)._decide(answer, note)
