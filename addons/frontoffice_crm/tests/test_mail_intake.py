from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from xmlrpc.client import Binary

from psycopg2.errors import LockNotAvailable

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .mail_common import IntakeCommon


@tagged("post_install", "-at_install", "mail_intake")
class TestMailIn(IntakeCommon):
    """A mail becomes an interaction and a case."""

    def test_new_mail(self):
        case = self.case_of(self.letter("Please send the invoice copy.", Subject="My bill"))
        self.assertEqual(case.subject, "My bill")
        self.assertEqual((case.state, case.source, case.channel_id), ("new", "mail", self.channel))
        self.assertEqual((case.need_id, case.team_id, case.user_id), (self.need, self.billing, self.agent))
        self.assertEqual(case.company_id, self.company)
        self.assertNotEqual(case.name, "/")
        self.assertEqual(case.email, "olga@customer.example")
        encounter = case.encounter_ids
        self.assertEqual(len(encounter), 1)
        self.assertEqual(
            (encounter.state, encounter.direction, encounter.source, encounter.outcome),
            ("waiting", "in", "mail", "case"),
        )
        self.assertEqual(encounter.channel_id.kind, "email")
        self.assertTrue(encounter.response_due_at)
        self.assertFalse(encounter.first_response_at)
        self.assertFalse(encounter.user_id)
        mail = case.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertEqual(encounter.message_ref, mail.message_id)
        self.assertFalse(case._ledger_verify())

    def test_partner_created_once_in_the_company(self):
        first = self.case_of(self.letter())
        second = self.case_of(self.letter(From="OLGA@Customer.example"))
        self.assertEqual(first.partner_id, second.partner_id)
        self.assertEqual(first.partner_id.company_id, self.company)
        self.assertEqual(first.partner_id.name, "Olga Ortiz")
        self.assertIn(first.partner_id, first.message_partner_ids)

    def test_partner_of_another_company_is_not_taken(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.env["res.partner"].create({
            "name": "Olga", "email": "olga@customer.example", "company_id": other.id,
        })
        case = self.case_of(self.letter())
        self.assertTrue(case.partner_id)
        self.assertNotEqual(case.partner_id, stranger)
        self.assertEqual(case.message_ids.filtered(lambda m: m.message_type == "email").author_id, case.partner_id)

    def test_company_of_the_channel_decides(self):
        other = self.env["res.company"].create({"name": "Other", "alias_domain_id": self.mail_alias_domain.id})
        channel = self.env["frontoffice.channel"].create({
            "name": "Elsewhere", "kind": "email", "company_id": other.id, "alias_name": "elsewhere",
        })
        case = self.case_of(self.letter(To=channel.alias_email))
        self.assertEqual((case.company_id, case.channel_id, case.encounter_ids.company_id), (other, channel, other))
        self.assertEqual(case.partner_id.company_id, other)

    def test_language_of_the_channel(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.channel.lang = "es_ES"
        self.need.with_context(lang="es_ES").keywords = "factura"
        case = self.case_of(self.letter("Necesito mi factura", From="nueva@customer.example"))
        self.assertEqual(case.need_id, self.need)
        self.assertEqual(case.partner_id.lang, "es_ES")

    def test_date_is_believed_within_reason(self):
        now = fields.Datetime.now()
        hour_ago = now - timedelta(hours=1)
        case = self.case_of(self.letter(Date=format_datetime(hour_ago)))
        self.assertEqual(case.encounter_ids.arrived_at, hour_ago.replace(microsecond=0))
        for date in ("Sat, 01 Jan 2050 10:00:00 +0000", "Mon, 01 Jan 1990 10:00:00 +0000", "not a date", None):
            case = self.case_of(self.letter(Date=date))
            self.assertLess(abs(case.encounter_ids.arrived_at - now), timedelta(minutes=5), date)

    def test_envelope_alone(self):
        for header in ("Delivered-To", "X-Original-To", "Envelope-To"):
            letter = self.letter(To="somebody@else.example", **{header.replace("-", "_"): self.address})
            self.assertEqual(self.case_of(letter).channel_id, self.channel, header)

    def test_binary_from_the_mail_gate(self):
        with self.mock_mail_gateway():
            found = self.env["mail.thread"].message_process(False, Binary(self.letter().as_bytes()))
        self.assertEqual(self.Case.browse(found).channel_id, self.channel)

    def test_two_addresses_of_one_company_one_case(self):
        self.env["frontoffice.channel"].create({
            "name": "Second", "kind": "email", "company_id": self.company.id, "alias_name": "second.box",
        })
        before = self.Case.search_count([])
        self.case_of(self.letter(Cc=f"second.box@{self.channel.alias_domain}"))
        self.assertEqual(self.Case.search_count([]), before + 1)

    def test_no_subject(self):
        case = self.case_of(self.letter(Subject=None))
        self.assertEqual(case.subject, "(no subject)")

    def test_wrong_charset(self):
        raw = (
            f"From: olga@customer.example\r\nTo: {self.address}\r\nSubject: =?x-martian?q?Hi?=\r\n"
            "Message-Id: <c1@customer.example>\r\nContent-Type: text/plain; charset=\"x-martian\"\r\n"
            "Content-Transfer-Encoding: 8bit\r\n\r\n"
        ).encode() + "Grüße, ich brauche Hilfe".encode("latin-1")
        case = self.case_of(raw)
        self.assertIn("ich brauche Hilfe", case.message_ids[-1:].body + case.message_ids[:1].body)

    def test_twenty_megabytes_pass(self):
        letter = self.letter()
        data = b"\x07" * 20 * 1024 * 1024
        letter.add_attachment(data, maintype="application", subtype="octet-stream", filename="a.bin")
        case = self.case_of(letter)
        attachment = self.env["ir.attachment"].search([("res_model", "=", case._name), ("res_id", "=", case.id)])
        self.assertEqual(attachment.file_size, 20 * 1024 * 1024)

    def test_stock_mail_is_untouched(self):
        """A mail for others raises as ever and leaves no line."""
        before = self.Log.search_count([])
        with self.assertRaises(ValueError), self.mock_mail_gateway():
            self.env["mail.thread"].message_process(None, self.letter(To="who@unknown.example").as_bytes())
        self.assertEqual(self.Log.search_count([]), before)


@tagged("post_install", "-at_install", "mail_intake")
class TestMailRefused(IntakeCommon):
    """What does not become a record is written down with the reason."""

    def test_automatic_replies(self):
        for header, value in (
            ("Auto-Submitted", "auto-replied"), ("Auto-Submitted", "auto-generated (vacation)"),
            ("X-Auto-Response-Suppress", "All"), ("Precedence", "bulk"), ("Precedence", "auto_reply"),
            ("X-Autoreply", "yes"), ("Return-Path", "<>"),
        ):
            self.refused(self.letter(**{header.replace("-", "_"): value}), "auto_reply")
        self.assertTrue(self.case_of(self.letter(Auto_Submitted="no")))

    def test_bounces(self):
        self.refused(self.letter(From="Mail Delivery <MAILER-DAEMON@mx.example>"), "bounce")
        report = EmailMessage()
        report["From"], report["To"] = "postmaster@mx.example", self.address
        report["Message-Id"] = make_msgid()
        report["Content-Type"] = "multipart/report; report-type=delivery-status; boundary=xx"
        raw = report.as_bytes() + b"--xx\r\nContent-Type: text/plain\r\n\r\nNot delivered\r\n--xx--\r\n"
        line = self.refused(raw, "bounce")
        self.assertEqual((line.channel_id, line.company_id), (self.channel, self.company))

    def test_bounce_of_our_mail_to_the_bounce_address(self):
        case = self.case_of(self.letter())
        sent = case.with_user(self.agent).message_post(
            body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment", partner_ids=case.partner_id.ids
        )
        raw = (
            f"From: MAILER-DAEMON@mx.example\r\nTo: {self.mail_alias_domain.bounce_email}\r\nSubject: Undelivered\r\n"
            "Message-Id: <b1@mx.example>\r\nContent-Type: multipart/report; boundary=xx\r\n\r\n--xx\r\n"
            "Content-Type: text/plain\r\n\r\nNo such user\r\n--xx\r\nContent-Type: message/rfc822\r\n\r\n"
            f"Message-Id: {sent.message_id}\r\nSubject: Hello\r\n\r\nHello\r\n--xx--\r\n"
        )
        self.refused(raw, "bounce")

    def test_no_sender(self):
        self.refused(self.letter(From=None), "no_sender")
        self.refused(self.letter().as_bytes().replace(b"Olga Ortiz <olga@customer.example>", b"nobody"), "no_sender")

    def test_own_addresses(self):
        self.refused(self.letter(From=self.address), "own")
        self.refused(self.letter(From=self.mail_alias_domain.catchall_email), "own")

    def test_oversized(self):
        self.env["ir.config_parameter"].set_param("frontoffice_crm.mail_limit_mb", "1")
        line = self.refused(self.letter("x" * 70 + "\n" + ("y" * 70 + "\n") * 25000), "oversized")
        self.assertFalse(line.body_excerpt)

    def test_duplicate(self):
        letter = self.letter()
        self.case_of(letter)
        line = self.refused(letter, "duplicate")
        self.assertEqual(line.message_ref, letter["Message-Id"])

    def test_loop_of_new_mails(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", "3")
        for _index in range(3):
            self.case_of(self.letter())
        self.refused(self.letter(), "loop")
        bounce = self._new_mails.filtered(lambda mail: "olga@customer.example" in (mail.email_to or ""))
        self.assertIn("Auto-Submitted", bounce.headers)

    def test_loop_of_answers(self):
        case = self.case_of(self.letter())
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", "3")
        ref = case.message_ids.filtered(lambda m: m.message_type == "email").message_id
        for _index in range(2):
            self.assertEqual(self.deliver(self.letter(In_Reply_To=ref)), case.id)
        self.refused(self.letter(In_Reply_To=ref), "loop")

    def test_answer_to_a_loop_notice(self):
        self.refused(self.letter(In_Reply_To="<1-loop-detection-bounce-email@host>"), "loop")

    def test_no_recipient_of_ours(self):
        domain = self.channel.alias_domain
        self.refused(self.letter(To=f"nobody.here@{domain}"), "no_recipient")
        self.refused(self.letter(To=self.mail_alias_domain.catchall_email), "no_recipient")

    def test_closed_channel(self):
        self.channel.alias_id.alias_contact = "partners"
        self.refused(self.letter(From="stranger@customer.example"), "refused")

    def test_garbage(self):
        line = self.refused(b"Delivered-To: %s\n\n\x00\xff\xfe" % self.address.encode(), "no_sender")
        self.assertEqual(line.channel_id, self.channel)

    def test_a_fault_inside_is_written_down(self):
        def explode(*_args, **_kwargs):
            raise ValueError("cannot be read")

        self.patch(self.registry["mail.thread"], "message_parse", explode)
        line = self.refused(self.letter(), "error")
        self.assertEqual(line.detail, "cannot be read")
        self.assertIn("boiler", line.body_excerpt)


    def test_taken_in_by_another_process(self):
        """The other process' mail is there, its message not yet: the same Message-Id comes in once."""
        letter = self.letter()
        self.Encounter.create({
            "channel_id": self.channel.id, "company_id": self.company.id, "message_ref": letter["Message-Id"],
        })
        with mute_logger("odoo.sql_db"):
            self.refused(letter, "duplicate")

    def test_other_documents_get_their_mail(self):
        """An automatic reply to us and to a sales team: the lead is made, the case is not."""
        team = self.env["crm.team"].create({"name": "Sales too", "alias_name": "sales.too", "use_leads": True})
        both = f"{self.address}, {team.alias_name}@{self.channel.alias_domain}"
        before = (self.Case.search_count([]), self.Log.search_count([]), self.env["crm.lead"].search_count([]))
        self.deliver(self.letter(To=both, Auto_Submitted="auto-replied"))
        middle = (self.Case.search_count([]), self.Log.search_count([]), self.env["crm.lead"].search_count([]))
        self.assertEqual(middle, (before[0], before[1] + 1, before[2] + 1))
        self.deliver(self.letter(To=both))
        after = (self.Case.search_count([]), self.Log.search_count([]), self.env["crm.lead"].search_count([]))
        self.assertEqual(after, (middle[0] + 1, middle[1], middle[2] + 1))

    def test_a_lock_is_waited_for(self):
        tries = []
        stock = self.registry["frontoffice.case"].message_new

        def busy(model, *args, **kwargs):
            tries.append(1)
            if len(tries) < 3:
                raise LockNotAvailable("somebody writes")
            return stock(model, *args, **kwargs)

        self.patch(self.registry["frontoffice.case"], "message_new", busy)
        with mute_logger("odoo.sql_db"):
            self.assertTrue(self.case_of(self.letter()))

        def always(*_args, **_kwargs):
            raise LockNotAvailable("somebody writes")

        self.patch(self.registry["frontoffice.case"], "message_new", always)
        with self.assertRaises(LockNotAvailable):
            self.deliver(self.letter())
        self.env = self.env(context={**self.env.context, "default_fetchmail_server_id": 1})
        self.refused(self.letter(), "error")
        self.assertFalse(self._new_mails, "the customer is not told of a fault of ours")
        self.assertNotEqual(self.channel.alias_id.alias_status, "invalid")
