from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_setup_file import SetupCase


@tagged("post_install", "-at_install")
class TestSwitches(SetupCase):
    def test_a_manager_turns_a_switch_without_being_administrator(self):
        page = self.env["frontoffice.settings"].with_user(self.manager)
        self.assertFalse(self.manager.has_group("base.group_system"))
        page.set_switch("group_feature_complaint", True)
        self.assertTrue(self.agent.has_group("frontoffice_crm.group_feature_complaint"))
        on = {s["name"]: s["on"] for level in page.get_switches() for s in level["switches"]}
        self.assertTrue(on["group_feature_complaint"])
        page.set_switch("group_feature_complaint", False)
        self.assertFalse(self.agent.has_group("frontoffice_crm.group_feature_complaint"))

    def test_levels_and_sentences_are_those_of_the_general_settings(self):
        levels = self.env["frontoffice.settings"].with_user(self.manager).get_switches()
        self.assertEqual([level["title"].split(":")[0] for level in levels][:2], ["Guided", "Advanced"])
        for level in levels:
            for switch in level["switches"]:
                self.assertTrue(switch["sentence"], switch)

    def test_no_other_group_can_be_reached(self):
        page = self.env["frontoffice.settings"].with_user(self.manager)
        for name in ("group_multi_company", "group_system", "company_id", "group_mass_mailing_campaign"):
            with self.subTest(name), self.assertRaises(UserError):
                page.set_switch(name, True)

    def test_a_switch_that_gives_rights_is_refused(self):
        group = self.env.ref("frontoffice_crm.group_feature_mood")
        group.implied_ids = self.env.ref("frontoffice_crm.group_manager")
        with self.assertRaises(AccessError):
            self.env["frontoffice.settings"].with_user(self.manager).set_switch("group_feature_mood", True)

    def test_others_may_not(self):
        for user in (self.agent, self.leader, self.plain, self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["frontoffice.settings"].with_user(user).set_switch("group_feature_mood", True)
