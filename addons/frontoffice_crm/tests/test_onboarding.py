from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestOnboarding(FrontOfficeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = cls.env["frontoffice.settings"].with_user(cls.manager).with_company(cls.company)

    def _step(self, word):
        return next(step for step in self.page.get_onboarding()["steps"] if word in step["title"])

    def test_six_steps_in_order(self):
        ours = self.env.ref("frontoffice_crm.onboarding").step_ids.filtered(  # other addons add theirs in between
            lambda step: step.panel_step_open_action_name.startswith("action_open_frontoffice_")).ids
        titles = [step["title"] for step in self.page.get_onboarding()["steps"] if step["id"] in ours]
        self.assertEqual(titles, [
            "Look back", "Choose your trade", "Who sits at the desk?", "Take a practice call", "Connect your mail",
            "Invite colleagues",
        ])

    def test_every_step_but_the_call_opens_something(self):
        for step in self.page.get_onboarding()["steps"]:
            if step["title"] != "Take a practice call":
                with self.subTest(step["title"]):
                    self.assertIn("type", self.page.open_onboarding_step(step["id"]))

    def test_a_step_is_done_however_it_was_done(self):
        self.assertFalse(self._step("desk")["done"])
        self.agent.service_role = "front_desk"
        self.assertTrue(self._step("desk")["done"])
        self.assertFalse(self._step("trade")["done"])
        trades = self.env["frontoffice.trade"].with_user(self.manager).with_company(self.company)
        card = trades.search(trades.action_open()["domain"], limit=1)
        wizard = self.env["frontoffice.setup.import"].with_user(self.manager).browse(card.action_choose()["res_id"])
        wizard.with_company(self.company).action_apply()
        self.assertTrue(self._step("trade")["done"])

    def test_closed_it_is_gone_for_ever(self):
        self.page.close_onboarding()
        self.assertIsNone(self.page.get_onboarding())
        other_manager = self.manager.copy({"login": "second"})
        self.assertIsNone(
            self.env["frontoffice.settings"].with_user(other_manager).with_company(self.company).get_onboarding())

    def test_another_company_has_its_own(self):
        self.page.close_onboarding()
        next_door = self.env["frontoffice.settings"].with_user(self.stranger).with_context(
            allowed_company_ids=self.other_company.ids)
        self.assertTrue(next_door.get_onboarding())

    def test_a_step_of_another_panel_cannot_be_opened(self):
        step = self.env["onboarding.onboarding.step"].create(
            {"title": "Other", "panel_step_open_action_name": "unlink"})
        with self.assertRaises(UserError):
            self.page.open_onboarding_step(step.id)

    def test_others_may_not(self):
        for user in (self.agent, self.leader, self.plain, self.portal):
            for method in ("get_onboarding", "close_onboarding"):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    getattr(self.env["frontoffice.settings"].with_user(user), method)()
