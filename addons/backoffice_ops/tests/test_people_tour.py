from odoo.fields import Command, Datetime
from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase

from . import work_common as wc

PEOPLE, WORK = "/odoo/people-coverage", "/odoo/my-work"


@tagged("post_install", "-at_install", "browser")
class TestPeopleTour(BrowserCase):
    """Only Ines releases credit: the head sees it, plays a week without her and plans a morning."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = data = wc.finance(cls.env)
        everything = ("base.group_user", "backoffice_ops.group_head")
        data["tomas"] = wc.person(cls.env, "Tomás Rivera", "tomas", ("base.group_user", "backoffice_ops.group_clerk"))
        data["helen"] = wc.person(cls.env, "Helen Marsh", "helen", everything)
        cls.env["backoffice.member"].create([
            {"user_id": data["tomas"].id, "department_id": data["department"].id},
            {"user_id": data["helen"].id, "department_id": data["department"].id, "role": "head", "capacity": 0},
        ])
        for feature in ("people", "assignment"):
            cls.env.ref("base.group_user").implied_ids += cls.env.ref(f"backoffice_ops.group_feature_{feature}")
        cls._skilled(data)
        cls._worked(data)

    @classmethod
    def _skilled(cls, data):
        kind = cls.env["hr.skill.type"].create({
            "name": "Finance", "skill_ids": [Command.create({"name": "Credit"})],
            "skill_level_ids": [Command.create({"name": "Sure", "level_progress": 100, "default_level": True})],
        })
        employee = cls.env["hr.employee"].search([("user_id", "=", data["ines"].id)]) or cls.env["hr.employee"].create(
            {"name": "Ines Duarte", "user_id": data["ines"].id})
        employee.resource_calendar_id = cls.env.company.resource_calendar_id
        cls.env["hr.employee.skill"].create({
            "employee_id": employee.id, "skill_type_id": kind.id, "skill_id": kind.skill_ids.id,
            "skill_level_id": kind.skill_level_ids.id,
        }).action_validate()
        data["credit"] = cls.env["backoffice.service"].create({
            "name": "Credit release", "department_id": data["department"].id, "accept_hours": 2, "deliver_hours": 240,
            "assign_policy": "skilled", "relax_level_hours": 0, "relax_skill_hours": 0,
            "skill_ids": [Command.create({"skill_id": kind.skill_ids.id, "level_id": kind.skill_level_ids.id})],
        })

    @classmethod
    def _worked(cls, data):
        """Six credits done by Ines, and one in her hands that a promise waits for."""
        done = wc.ask(cls.env, data, 6, service_id=data["credit"].id, subject="Credit release")
        done.with_user(data["ines"]).action_accept()
        done.with_user(data["ines"]).action_deliver("Released")
        today = Datetime.context_timestamp(cls.env.user.with_context(tz=data["helen"].tz or "UTC"), Datetime.now())
        monday = Datetime.add(Datetime.now(), days=8 - today.isoweekday(), hours=24)
        promise = wc.promise(cls.env, data, due_at=monday)
        data["open"] = wc.ask(
            cls.env, data, service_id=data["credit"].id, subject="Credit release · Café Lumen", promise_id=promise.id)

    def test_a_head_looks_ahead(self):
        self.assertEqual(self.data["open"].user_id, self.data["ines"], "given by skill")
        for look, size in (("light", "1280x800"), ("dark", "1280x800"), ("phone", "400x800")):
            self._capture(PEOPLE, "backoffice_people_away", f"people-away-{look}", "helen", size)
        self.start_tour(PEOPLE, "backoffice_people_pair", login="helen")
        event = self.env["calendar.event"].search([("name", "ilike", "A morning together")])
        self.assertEqual(event.partner_ids, (self.data["ines"] | self.data["tomas"]).partner_id)

    def test_why_this_person(self):
        for look in ("light", "dark"):
            self._capture(WORK, "backoffice_why_person", f"why-person-{look}", "ines", "1280x800")

    def _capture(self, url, tour, name, login, size):
        self.browser_size = size
        cookies = {"color_scheme": "dark" if name.endswith("dark") else "light"}
        path = self.start_tour_and_capture(url, tour, name, login=login, cookies=cookies)
        self.assertGreater(path.stat().st_size, 3000)

    def test_pictures(self):
        ready = "document.querySelector('.o_bo_matrix') !== null"
        for name, dark, width in (("light", False, 1280), ("dark", True, 1280), ("phone", False, 400)):
            path = self.screenshot(f"people-coverage-{name}", PEOPLE, "helen", width, 800, dark, ready)
            self.assertGreater(path.stat().st_size, 3000)

    def test_home_of_my_work(self):
        """Nothing to do: thanks and a survey that waits fill the place."""
        self.env["frontoffice.thanks"].create({
            "text": "Money was back the same day!", "user_ids": [Command.set(self.data["ines"].ids)],
        })
        self.env["backoffice.pulse"].create({"kind": "pulse"}).action_send()
        ready = "document.querySelector('.o_bo_home .card .btn, .o_bo_thanks') !== null"
        for name, width in (("light", 1280), ("phone", 400)):
            path = self.screenshot(f"my-work-home-{name}", WORK, "tomas", width, 800, False, ready)
            self.assertGreater(path.stat().st_size, 3000)
