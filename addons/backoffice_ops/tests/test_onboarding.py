from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.frontoffice_crm.tests.common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestBackOnboarding(FrontOfficeCase):
    """The back office has its steps among the first ten minutes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setter = new_test_user(
            cls.env, "setter", "frontoffice_crm.group_manager,backoffice_ops.group_manager",
            company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)])
        cls.page = cls.env["frontoffice.settings"].with_user(cls.setter).with_company(cls.company)
        # what all companies share would make the second step done
        cls.env["backoffice.service"].search([("company_id", "=", False)]).company_id = cls.other_company

    def _step(self, word):
        [step] = [step for step in self.page.get_onboarding()["steps"] if word in step["title"]]
        return step

    def test_after_the_people_at_the_desk(self):
        titles = [step["title"] for step in self.page.get_onboarding()["steps"]]
        at = titles.index("Who sits at the desk?")
        self.assertEqual(titles[at + 1:at + 3], ["Name the departments", "Your first request type"])

    def test_they_open_what_they_say(self):
        opened = {
            word: self.page.open_onboarding_step(self._step(word)["id"]) for word in ("departments", "request type")}
        self.assertEqual(opened["departments"]["res_model"], "backoffice.member")
        self.assertEqual(opened["request type"]["type"], "ir.actions.server")

    def test_done_once_it_is_there(self):
        self.assertFalse(self._step("departments")["done"])
        self.assertFalse(self._step("request type")["done"])
        parts = self.env["hr.department"].create({"name": "Parts", "company_id": self.company.id})
        self.env["backoffice.member"].create(
            {"user_id": self.setter.id, "department_id": parts.id, "company_id": self.company.id})
        self.assertTrue(self._step("departments")["done"])
        self.assertFalse(self._step("request type")["done"])
        self.env["backoffice.service"].create(
            {"name": "Order a part", "department_id": parts.id, "company_id": self.company.id})
        self.assertTrue(self._step("request type")["done"])
