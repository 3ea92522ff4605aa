import base64
import json

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .browser_common import BrowserCase

FILE = {
    "set_up_file": 1, "name": "Create it Heating", "topics": [
        {"code": "create_it_keys", "name": "Lost keys", "team": "Reception North"},
        {"code": "create_it_parcel", "name": "Parcel"},
    ],
}


@tagged("post_install", "-at_install", "browser")
class TestCreateIt(BrowserCase):
    """"Create it" beside a name of a set-up file, by people who are no administrators."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Create it Heating"})
        cls.helen = cls._person("helen", "setup")
        cls.sven = cls._person("sven", "setup", "sales_team.group_sale_manager")
        cls.priya = cls._person("priya", "front_desk")

    @classmethod
    def _person(cls, name, role, *groups):
        user = cls.env["res.users"].with_context(no_reset_password=True).create({
            "name": name, "login": f"create_it_{name}", "password": f"create_it_{name}", "service_role": role,
            "company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)],
            "group_ids": [Command.set(cls.env.ref("base.group_user").ids)],  # else stock gives every app to manage
        })
        user.group_ids = [Command.link(cls.env.ref(group).id) for group in groups]
        return user

    def _wizard(self, user):
        """The differences, as this person sees them."""
        wizard = self.env["frontoffice.setup.import"].with_user(user).with_company(self.company).create({
            "data": base64.b64encode(json.dumps(FILE).encode()), "filename": "create-it.json",
        })
        wizard.action_compare()
        return wizard

    def _by_hand(self, wizard, tour, user):
        self.start_tour(f"/odoo/frontoffice.setup.import/{wizard.id}", tour, login=user.login)

    def _made(self):
        teams = self.env["crm.team"].search([("name", "=", "Reception North"), ("company_id", "=", self.company.id)])
        topics = self.env["frontoffice.need"].search([("code", "=like", "create_it_%")], order="code")
        self.assertEqual(topics.company_id, self.company if topics else topics.company_id)
        return teams, topics

    def test_not_offered_to_who_may_not(self):
        self.assertFalse(self.helen.has_group("base.group_system"))
        wizard = self._wizard(self.helen)
        self.assertEqual([(row.name, row.can_make) for row in wizard.name_ids], [("Reception North", False)])
        self._by_hand(wizard, "frontoffice_crm.create_it_not_offered", self.helen)
        teams, topics = self._made()
        self.assertFalse(teams)
        self.assertEqual(topics.mapped("name"), ["Lost keys", "Parcel"], "the rest came in")

    def test_works_for_who_may(self):
        self.assertFalse(self.sven.has_group("base.group_system"))
        wizard = self._wizard(self.sven)
        self.assertTrue(wizard.name_ids.can_make)
        self._by_hand(wizard, "frontoffice_crm.create_it", self.sven)
        teams, topics = self._made()
        self.assertEqual((len(teams), topics[:1].team_id), (1, teams))
        self.assertEqual(teams.create_uid, self.sven, "by the right of whoever ticked it")

    def test_ticked_by_force_nothing_is_written(self):
        wizard = self._wizard(self.helen)
        wizard.name_ids.make = True
        wizard.action_compare()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            wizard.action_apply()
        self.env.invalidate_all()
        self.assertEqual([len(found) for found in self._made()], [0, 0])

    def test_the_desk_has_no_set_up_file(self):
        """Not in the menus, not by its address, not by a call; the check-up with its Fix buttons neither."""
        self.authenticate(self.priya.login, self.priya.login)
        menus = self.url_open("/web/webclient/load_menus").text
        self.assertNotIn("front-office-set-up-file", menus)
        for model in ("frontoffice.setup.import", "frontoffice.trade", "frontoffice.checkup"):
            with self.assertRaises(AccessError, msg=model):
                self.env[model].with_user(self.priya).create({})
