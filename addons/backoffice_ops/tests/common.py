from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.frontoffice_crm.tests.common import FrontOfficeCase


class BackOfficeCase(FrontOfficeCase):
    """The same small company with two departments: Parts and Finance."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Department = cls.env["hr.department"]
        cls.parts = Department.create({"name": "Parts", "company_id": cls.company.id})
        cls.finance = Department.create({"name": "Finance", "company_id": cls.company.id})
        cls.service = cls.env["backoffice.service"].create({
            "name": "Order a part", "department_id": cls.parts.id, "accept_hours": 4, "deliver_hours": 8,
            "company_id": cls.company.id, "outcome_required": False,
            "requirement_ids": [Command.create({"name": "Serial number", "code": "serial"})],
        })
        cls.refund = cls.env["backoffice.service"].create({
            "name": "Refund", "department_id": cls.finance.id, "accept_hours": 2, "deliver_hours": 8,
            "company_id": cls.company.id, "outcome_required": False,
        })
        cls.clerk = cls._clerk("jonas", cls.parts)
        cls.banker = cls._clerk("ines", cls.finance)
        cls.head = cls._clerk("tomas", cls.finance, "head")

    @classmethod
    def _clerk(cls, login, department, role="clerk"):
        user = new_test_user(
            cls.env, login, "backoffice_ops.group_clerk", company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)], name=login.capitalize(), tz="UTC",
        )
        cls.env["backoffice.member"].create({
            "user_id": user.id, "department_id": department.id, "role": role, "company_id": cls.company.id,
        })
        return user

    def _handoff(self, **values):
        return self.env["backoffice.handoff"].create({
            "subject": "Pump for the boiler", "service_id": self.service.id, "company_id": self.company.id,
            "from_user_id": self.agent.id, "partner_id": self.customer.id, "answers": {"serial": "4711"},
            **values,
        })

    def _play(self, record, *events):
        """Record events at their business times: ("Mon 09:00", kind, payload) …"""
        for when, kind, *payload in events:
            record._record(kind, payload[0] if payload else None, at=self._at(when))
        return record

    def _at(self, text):
        """"Tue 09:30" in the week of Monday 5 January 2026, or "+1 Mon 08:00" in the week after."""
        week, text = (7, text[3:]) if text.startswith("+1 ") else (0, text)
        day, time = text.split()
        number = 5 + week + ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].index(day)
        return self._utc(f"2026-01-{number:02d} {time}:00")
