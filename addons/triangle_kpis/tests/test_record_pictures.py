from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import ChromeBrowser

from odoo.addons.frontoffice_crm.tests.pictures_common import LOOKS, PictureCase

LIST = ".o_list_view .o_data_row, .o_kanban_record:not(.o_kanban_ghost)"  # a phone shows cards
CARD = ".o_kanban_record:not(.o_kanban_ghost)"
FORM = ".o_form_view .o_field_widget"
CHART = ".o_graph_renderer canvas"
TABLE = ".o_pivot table td"

SPOILED = """document.querySelector(".o_action_manager").insertAdjacentHTML("afterbegin",
    '<div class="o_error_dialog">broken</div><div style="width: 3000px; height: 1px"></div>'
    + '<p style="color: rgb(210, 210, 210); background: rgb(255, 255, 255)">hard to read</p>')"""


@tagged("post_install", "-at_install", "browser")
class TestRecordPictures(PictureCase):
    """Lists, forms and boards of the sample company: whole, readable and no wider than the screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["frontoffice.sample"].load()
        cls.helen = cls.env.ref("__sample__.users_helen")
        roles = cls.env["res.users"]._service_role_groups()
        groups = [cls.env.ref(xmlid).id for xmlids in roles.values() for xmlid in xmlids]
        cls.helen.write({"password": cls.helen.login, "group_ids": [Command.link(group) for group in groups]})
        cls.env["backoffice.member"].create([
            {"user_id": cls.helen.id, "department_id": department.id, "company_id": department.company_id.id}
            for department in cls.env["hr.department"].search([("company_id", "=", cls.helen.company_id.id)])
        ])
        cls.env["frontoffice.intake.log"].create({
            "email_from": "mailer@example.org", "subject": "Help", "reason": "no_sender",
            "company_id": cls.helen.company_id.id,
        })

    def _first(self, model, domain=()):
        company = [("company_id", "=", self.helen.company_id.id)]
        return self.env[model].search([*company, *domain], limit=1).id

    def _check(self, prefix, pages, looks=tuple(LOOKS)):
        self.assertEqual(self.pictures(prefix, pages, self.helen.login, looks), {})

    def test_what_is_faint_wide_or_broken_is_seen(self):
        """The check itself: each of the three is put on a page, and each is reported."""
        seen = []

        def look(browser, *_args, **_kwargs):
            before = self._problems(browser)
            self._evaluate(browser, SPOILED)
            seen.extend(line for line in self._problems(browser) if line not in before)

        with patch.object(ChromeBrowser, "_wait_code_ok", look):
            ready = "document.querySelector('.o_action_manager > *') !== null"
            self.browser_js("/odoo/my-work", "", ready, login=self.helen.login)
        self.assertEqual(len(seen), 3, seen)
        self.assertIn("broken", seen[0])
        self.assertIn("px wide", seen[1])
        self.assertIn('"hard to read"', seen[2])

    def test_cases(self):
        self._check("case", {
            "list": ("/odoo/cases", LIST),
            "board": ("/odoo/cases?view_type=kanban", CARD),
            "form": (f"/odoo/cases/{self._first('frontoffice.case', [('promise_ids', '!=', False)])}", FORM),
        })

    def test_charts_and_tables(self):
        """They come in a lazy bundle of their own; on a phone Odoo offers cards instead."""
        self._check("case", {
            "chart": ("/odoo/cases?view_type=graph", CHART),
            "table": ("/odoo/cases?view_type=pivot", TABLE),
        }, looks=("light", "dark"))

    def test_promises(self):
        self._check("promise", {
            "list": ("/odoo/promises", LIST),
            "board": ("/odoo/promises?view_type=kanban", CARD),
            "form": (f"/odoo/promises/{self._first('frontoffice.promise')}", FORM),
        })

    def test_requests(self):
        self._check("request", {
            "board": ("/odoo/department-requests", CARD),
            "list": ("/odoo/department-requests?view_type=list", LIST),
            "form": (f"/odoo/department-requests/{self._first('backoffice.handoff')}", FORM),
        })

    def test_wizards_and_settings(self):
        back = self.env["backoffice.settings"].with_user(self.helen).action_open()
        self._check("set-up", {
            "front": ("/odoo/front-office-settings", FORM),
            "back": (f"/odoo/backoffice.settings/{back['res_id']}", FORM),
            "look-back": (f"/odoo/action-{self.env.ref('frontoffice_crm.look_back_action').id}", FORM),
            "import-log": (f"/odoo/action-{self.env.ref('frontoffice_crm.import_log_action').id}", FORM),
            "not-taken-in": ("/odoo/not-taken-in", LIST),
        })
