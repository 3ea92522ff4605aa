from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestAudience(BackOfficeCase, MailCase):
    """Words among colleagues never reach a customer, whichever way somebody tries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "olga@customer.example"
        cls.portal = new_test_user(cls.env, "portal.audience", "base.group_portal", email="portal@customer.example")
        cls.handoff = cls._handoff(cls)
        cls.desk = cls.env["backoffice.handoff.desk"].create({
            "handoff_id": cls.handoff.id, "to_department_id": cls.parts.id,
        })
        cls.threads = (cls.handoff, cls.desk)

    def strangers(self):
        return self.customer | self.portal.partner_id

    def test_not_as_recipient(self):
        for thread in self.threads:
            for partner in self.strangers():
                with self.assertRaisesRegex(UserError, "among colleagues"):
                    thread.message_post(body="Too dear for her", partner_ids=partner.ids)
                with self.assertRaisesRegex(UserError, "among colleagues"):
                    thread.message_notify(body="Look", partner_ids=partner.ids)
            with self.assertRaisesRegex(UserError, "bare addresses"):
                thread.message_post(body="Look", outgoing_email_to="olga@customer.example")

    def test_not_as_follower(self):
        for thread in self.threads:
            with self.assertRaises(UserError):
                thread.message_subscribe(partner_ids=self.customer.ids)
            with self.assertRaises(UserError):
                thread.message_partner_ids = [Command.link(self.portal.partner_id.id)]
            wizard = self.env["mail.followers.edit"].create({
                "res_model": thread._name, "res_ids": str(thread.ids), "operation": "add",
                "partner_ids": [Command.set(self.customer.ids)],
            })
            with self.assertRaises(UserError):
                wizard.edit_followers()

    def test_not_by_the_composer(self):
        composer = self.env["mail.compose.message"].create({
            "model": "backoffice.handoff", "res_ids": str(self.handoff.ids), "body": "Look",
            "composition_mode": "comment", "partner_ids": [Command.set(self.customer.ids)],
        })
        with self.assertRaises(UserError):
            composer.action_send_mail()

    def test_not_by_editing(self):
        message = self.handoff.message_post(body="Look", message_type="comment")
        with self.assertRaises(UserError):
            self.handoff._message_update_content(message, body="Look", partner_ids=self.customer.ids)

    def test_a_follower_who_is_no_colleague_any_more_gets_nothing(self):
        self.handoff.message_subscribe(partner_ids=self.clerk.partner_id.ids)
        self.clerk.active = False
        self.clerk.partner_id.email = "jonas@gone.example"
        self.env["mail.followers"].sudo().create({
            "res_model": "backoffice.handoff", "res_id": self.handoff.id, "partner_id": self.customer.id,
            "subtype_ids": [Command.set(self.env.ref("mail.mt_comment").ids)],
        })
        with self.mock_mail_gateway():
            self.handoff.message_post(body="Look", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertFalse(self._new_mails)

    def test_the_customer_is_not_suggested(self):
        self.assertFalse(self.handoff._mail_get_partners()[self.handoff.id])
        suggested = self.handoff._message_get_suggested_recipients()
        self.assertNotIn(self.customer.id, [line["partner_id"] for line in suggested])

    def test_colleagues_talk(self):
        with self.mock_mail_gateway():
            message = self.handoff.message_post(
                body="Which pump?", message_type="comment", subtype_xmlid="mail.mt_comment",
                partner_ids=self.clerk.partner_id.ids,
            )
        self.assertIn(self.clerk.partner_id, message.notified_partner_ids)
