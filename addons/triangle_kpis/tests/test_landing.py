from unittest.mock import patch

from odoo import http
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase

PAGES = {
    "front_desk": "frontoffice_crm.desk_action", "sales_service": "frontoffice_crm.desk_action",
    "team_leader": "frontoffice_crm.desk_action", "department_clerk": "backoffice_ops.work_action",
    "department_head": "backoffice_ops.work_action", "director": "triangle_kpis.action_page", "setup": None,
}


@tagged("post_install", "-at_install", "browser")
class TestLanding(BrowserCase):
    """Each role opens on its page: after login, and by its app."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env["res.company"].create({"name": "Landing Heating"})
        cls.people = cls.env["res.users"].with_context(no_reset_password=True).create([{
            "name": role, "login": f"landing_{role}", "password": f"landing_{role}", "service_role": role,
            "company_id": company.id, "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set(cls.env.ref("base.group_user").ids)],  # else stock gives every app to manage
        } for role in PAGES]).grouped("service_role")

    def _sign_in(self, role):
        """By the form of the login page; returns what the web client is told."""
        self.authenticate(None, None)
        login = f"landing_{role}"
        answer = self.url_open("/web/login", {
            "login": login, "password": login, "csrf_token": http.Request.csrf_token(self),
        })
        self.assertTrue(answer.url.endswith("/odoo"), answer.url)
        return self.make_jsonrpc_request("/web/session/get_session_info")

    def test_after_login(self):
        for role, page in PAGES.items():
            with self.subTest(role):
                self.assertEqual(self._sign_in(role)["home_action_id"], page and self.env.ref(page).id or False)

    def test_director_in_the_browser(self):
        self.start_tour("/odoo", "triangle_kpis.landing_director", login="landing_director")

    def test_department_clerk_in_the_browser(self):
        self.start_tour("/odoo", "triangle_kpis.landing_department_clerk", login="landing_department_clerk")

    def test_front_desk_in_the_browser(self):
        self.start_tour("/odoo", "triangle_kpis.landing_front_desk", login="landing_front_desk")

    def test_a_page_of_ones_own_wins(self):
        director = self.people["director"]
        director.action_id = self.env.ref("frontoffice_crm.queue_page_action").id
        self.assertEqual(self._sign_in("director")["home_action_id"], director.action_id.id)
        self.start_tour("/odoo", "triangle_kpis.landing_own", login="landing_director")

    def test_without_a_role_stock_decides(self):
        self.people["director"].service_role = False
        self.assertFalse(self._sign_in("director")["home_action_id"])

    def test_from_the_apps_screen(self):
        """Activate in Apps, and the next page is the triangle: loaded anew, because the page open then is older."""
        Todo, Module = self.env["ir.actions.todo"], self.env["ir.module.module"]
        Todo.search([]).state = "done"
        Todo.browse(self.env.ref("triangle_kpis.todo_landing").id).write(
            {"state": "open", "action_id": self.env.ref("triangle_kpis.action_landing").id}
        )
        Module.create({
            "name": "landing_tour", "shortdesc": "Landing tour", "state": "uninstalled", "application": True,
            "sequence": -1,
        })
        # what stock does at the end of every installation; to install in a test is forbidden
        stock = self.registry["ir.module.module"]
        with patch.object(stock, "button_immediate_install", lambda modules: modules.next()):
            self.start_tour("/odoo/apps", "triangle_kpis.landing_apps", login="admin")
        self.assertEqual(self.env.ref("triangle_kpis.todo_landing").state, "done", "once")
        self.assertNotEqual(Module.next().get("url"), "/odoo/triangle")
