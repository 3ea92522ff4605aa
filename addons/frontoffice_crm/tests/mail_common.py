"""Base of the mail tests: one company with a mailbox channel, and mails as a mail server gives them."""

from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from unittest.mock import patch

from odoo import fields

from odoo.addons.mail.tests.common import MailCommon


class IntakeCommon(MailCommon):
    """A channel with the address ``self.address``, a team, two topics and an agent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_admin
        cls.company.feedback_count = 9  # how often one person is asked has tests of its own
        cls.agent = cls.user_employee
        cls.agent.write({"group_ids": [fields.Command.link(cls.env.ref("frontoffice_crm.group_agent").id)]})
        cls.team = cls.env["crm.team"].create({"name": "Help", "is_service": True, "company_id": cls.company.id})
        cls.billing = cls.env["crm.team"].create({"name": "Billing", "is_service": True, "company_id": False})
        cls.channel = cls.env["frontoffice.channel"].create({
            "name": "Mailbox", "kind": "email", "company_id": cls.company.id, "team_id": cls.team.id,
            "alias_name": "help.us",
        })
        cls.address = cls.channel.alias_email
        cls.need = cls.env["frontoffice.need"].create({
            "name": "Invoice", "keywords": "bill, invoice copy", "team_id": cls.billing.id,
            "user_id": cls.agent.id,
        })
        cls.Case = cls.env["frontoffice.case"]
        cls.Encounter = cls.env["frontoffice.encounter"]
        cls.Log = cls.env["frontoffice.intake.log"]

    def letter(self, body="My boiler stopped.", **headers):
        """Raw bytes of an ordinary mail; headers as keywords, ``None`` leaves one out."""
        message = EmailMessage()
        values = {
            "From": "Olga Ortiz <olga@customer.example>", "To": self.address, "Subject": "Help",
            "Date": format_datetime(fields.Datetime.now()), "Message-Id": make_msgid(domain="customer.example"),
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in values.items():
            if value is not None:
                message[name] = value
        message.set_content(body)
        return message

    def deliver(self, letter):
        """Hand a mail to Odoo the way a mail server does; returns what the gateway returns."""
        raw = letter if isinstance(letter, (bytes, str)) else letter.as_bytes()
        with self.mock_mail_gateway(), patch.object(self.env.registry, "cursor", lambda **_kw: _Borrowed(self.env.cr)):
            return self.env["mail.thread"].with_context(mail_channel_nosubscribe=True).message_process(None, raw)

    def case_of(self, letter):
        """The case a mail made."""
        found = self.deliver(letter)
        self.assertTrue(found, self.Log.search([], limit=1).read(["reason", "detail"]))
        return self.Case.browse(found)

    def refused(self, letter, reason):
        """Assert that a mail made nothing but one line with this reason; returns the line."""
        before = (self.Case.search_count([]), self.Encounter.search_count([]), self.Log.search_count([]))
        self.assertFalse(self.deliver(letter))
        after = (self.Case.search_count([]), self.Encounter.search_count([]), self.Log.search_count([]))
        self.assertEqual(after, (before[0], before[1], before[2] + 1))
        line = self.Log.search([], limit=1, order="id desc")
        self.assertEqual(line.reason, reason)
        return line


class _Borrowed:
    """The test's own cursor where stock opens a second one for its bounce."""

    def __init__(self, cr):
        self.cr = cr

    def __enter__(self):
        return self.cr

    def __exit__(self, *_args):
        return False
