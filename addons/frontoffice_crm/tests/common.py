from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class FrontOfficeCase(TransactionCase):
    """A small company: Monday to Friday 8–12 and 13–17 UTC, and one person of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.calendar = cls._make_calendar("UTC")
        cls.company = cls.env["res.company"].create(
            {"name": "Kept Promises", "resource_calendar_id": cls.calendar.id}
        )
        cls.calendar.company_id = cls.company
        cls.other_company = cls.env["res.company"].create({"name": "Next Door"})
        cls.env.user.company_ids |= cls.company | cls.other_company
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=[cls.company.id]))
        cls._make_people()
        cls.team = cls.env["crm.team"].create(
            {"name": "Service", "is_service": True, "company_id": cls.company.id}
        )
        cls.channel = cls.env["frontoffice.channel"].create(
            {"name": "Counter 1", "kind": "counter", "company_id": cls.company.id, "team_id": cls.team.id}
        )
        cls.standard = cls.env["frontoffice.promise.standard"].create(
            {"name": "Engineer visit", "hours": 16, "company_id": cls.company.id}
        )
        cls.need = cls.env["frontoffice.need"].create({
            "name": "Boiler stopped", "keywords": "no heat, boiler, cold", "team_id": cls.team.id,
            "standard_id": cls.standard.id, "company_id": cls.company.id,
        })
        cls.customer = cls.env["res.partner"].create({"name": "Ana Ortiz", "email": "ana@example.com"})

    @classmethod
    def _make_calendar(cls, tz):
        lines = [
            Command.create({
                "name": f"{day} {start}", "dayofweek": str(day), "hour_from": start, "hour_to": stop,
                "day_period": period,
            })
            for day in range(5)
            for start, stop, period in ((8, 12, "morning"), (13, 17, "afternoon"))
        ]
        return cls.env["resource.calendar"].create(
            {"name": f"Weekdays {tz}", "tz": tz, "attendance_ids": [Command.clear(), *lines]}
        )

    @classmethod
    def _make_people(cls):
        def person(login, groups, company=cls.company):
            return new_test_user(
                cls.env, login, groups, company_id=company.id, company_ids=[Command.set(company.ids)],
                name=login.capitalize(), tz="UTC",
            )

        cls.agent = person("priya", "frontoffice_crm.group_agent")
        cls.leader = person("grace", "frontoffice_crm.group_leader")
        cls.manager = person("helen", "frontoffice_crm.group_manager")
        cls.plain = person("mei", "base.group_user")
        cls.stranger = person("stranger", "frontoffice_crm.group_manager", cls.other_company)
        cls.portal = person("customer", "base.group_portal")

    @staticmethod
    def _utc(text):
        return datetime.fromisoformat(text)

    def _promise(self, **values):
        return self.env["frontoffice.promise"].create({
            "name": "Engineer by Thursday 14:00", "partner_id": self.customer.id,
            "standard_id": self.standard.id, "company_id": self.company.id,
            "due_at": datetime.now().replace(microsecond=0) + timedelta(days=3), **values,
        })

    def _case(self, **values):
        return self.env["frontoffice.case"].create({
            "subject": "Boiler stopped", "partner_id": self.customer.id, "need_id": self.need.id,
            "channel_id": self.channel.id, "company_id": self.company.id, **values,
        })

    def _encounter(self, **values):
        return self.env["frontoffice.encounter"].create({
            "partner_id": self.customer.id, "channel_id": self.channel.id, "need_id": self.need.id,
            "company_id": self.company.id, **values,
        })
