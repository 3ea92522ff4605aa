from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import FrontOfficeCase

PRESS = "frontoffice_crm.menu_press"


@tagged("post_install", "-at_install")
class TestPress(FrontOfficeCase):
    """Who answers for us finds what was said about us, and what waits for a statement."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper, cls.counter = cls.env["frontoffice.channel"].create([
            {"name": name, "kind": kind, "company_id": cls.company.id}
            for name, kind in (("Newspapers", "press"), ("Counter 9", "counter"))
        ])
        cls.asked = cls._said(cls.paper, note="Why are engineers late?")
        cls.visit = cls._said(cls.counter, note="Bill question")

    @classmethod
    def _said(cls, channel, **values):
        return cls.env["frontoffice.encounter"].create({
            "channel_id": channel.id, "company_id": cls.company.id, "user_id": cls.agent.id,
            "arrived_at": fields.Datetime.now() - timedelta(hours=1), **values,
        })

    def _menus(self, user):
        return self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()

    def _found(self, user):
        action = self.env.ref("frontoffice_crm.press_action")
        domain = safe_eval(action.domain)
        Encounter = self.env["frontoffice.encounter"].with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids)
        return Encounter.search(domain) & (self.asked | self.visit)

    def test_the_menu_comes_with_call_guides(self):
        menu = self.env.ref(PRESS)
        self.assertNotIn(menu.id, self._menus(self.agent))
        self.agent.group_ids = [Command.link(self.env.ref("frontoffice_crm.group_feature_guide").id)]
        self.assertIn(menu.id, self._menus(self.agent))
        self.assertEqual(self._found(self.agent), self.asked, "what came by other ways is not press")

    def test_an_agent_says_where_and_how_and_makes_the_statement(self):
        asked = self.asked.with_user(self.agent)
        with Form(asked) as form:
            form.outlet, form.tone, form.is_crisis = "Evening Post", "-1", True
        waiting = [("is_crisis", "=", True), ("first_statement_at", "=", False), ("id", "=", asked.id)]
        self.assertEqual(asked.search(waiting), asked)
        asked.action_statement()
        self.assertTrue(asked.first_statement_at)
        self.assertFalse(asked.search(waiting))

    def test_others_do_not_find_it(self):
        self.assertFalse(self._found(self.stranger), "another company's manager")
        with self.assertRaises(AccessError):
            self._found(self.plain)
