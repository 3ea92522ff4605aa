from odoo.fields import Command
from odoo.tests import tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestPraise(BackOfficeCase):
    def test_praise_reaches_who_worked_on_it(self):
        """The clerk of the department hears it too, though the customer never met her."""
        promise = self._promise()
        handoff = self._handoff(promise_id=promise.id)
        handoff.action_send()
        handoff.with_user(self.clerk).action_accept()
        case = self._case(type="praise", praised_promise_id=promise.id)
        self.assertIn(self.clerk, case.with_user(self.agent)._praise_chain())
        self.assertNotIn(self.banker, case._praise_chain())

    def test_the_wall_has_a_door_for_departments(self):
        """Who was thanked finds it from the Back Office, once praise is on record at all."""
        menu = self.env.ref("backoffice_ops.menu_thanks")
        self.assertNotIn(menu.id, self.env["ir.ui.menu"].with_user(self.clerk)._visible_menu_ids())
        self.clerk.group_ids = [Command.link(self.env.ref("frontoffice_crm.group_feature_complaint").id)]
        self.assertIn(menu.id, self.env["ir.ui.menu"].with_user(self.clerk)._visible_menu_ids())
        thanks = self.env["frontoffice.thanks"].create({
            "text": "The pump came the same day.", "user_ids": [Command.set(self.clerk.ids)],
            "sender_id": self.agent.id, "company_id": self.company.id,
        })
        Wall = self.env[menu.action.res_model].with_user(self.clerk)
        self.assertEqual(Wall.search([("user_ids", "=", self.clerk.id)]).text, "The pump came the same day.")
        for operation in ("write", "create", "unlink"):
            self.assertFalse(Wall.browse(thanks.id).has_access(operation), operation)
