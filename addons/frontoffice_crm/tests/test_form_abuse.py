import io
import os
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import hash_sign, mute_logger

from ..models.intake_entry import Entry
from ..models.intake_refusal import LINES_AN_HOUR
from .intake_common import PNG, FormCase

POSTS = int(os.environ.get("FORM_POSTS", "300"))  # by HTTP
FLOOD = int(os.environ.get("FORM_FLOOD", "1000"))  # through the service; 10000 on demand
SECONDS_EACH = 0.2  # a refused post may take at most so long


@tagged("post_install", "-at_install", "intake")
class TestFormAbuse(FormCase):
    """What robots, vandals and thieves send."""

    def test_flood_by_http(self):
        """Thousands of posts from one place: ten come in, the rest are counted on one line."""
        drawn = self.drawn()
        case_count, partners = self.Case.search_count([]), self.env["res.partner"].search_count([])

        def flood():
            return [self.send({**drawn, "ticket": f"flood-{n:012d}"}).status_code for n in range(POSTS)]

        statuses, seconds = self.measured(flood)
        self.assertEqual(statuses.count(200), 10)
        self.assertEqual(statuses.count(429), POSTS - 10)
        self.assertEqual(self.Case.search_count([]), case_count + 10)
        self.assertLessEqual(self.env["res.partner"].search_count([]), partners + 1)
        lines = self.Log.search([("channel_id", "=", self.form.id)])
        self.assertEqual((len(lines), lines.reason, lines.count), (1, "limit", POSTS - 10))
        self.assertLess(seconds, 30 + POSTS * SECONDS_EACH)

    def test_flood_from_everywhere(self):
        """One post of each of thousands of senders: 300 an hour come in, the log stays at fifty-one lines."""
        intake = self.env["frontoffice.intake"]

        def flood():
            let_in = 0
            for n in range(FLOOD):
                problem = intake._form_problem(self.form, f"sender {n}")
                let_in += not problem
                if problem:
                    intake._log_refused(self.form, problem.reason, f"sender {n}")
            return let_in

        let_in, seconds = self.measured(flood)
        self.assertEqual(let_in, 300)
        lines = self.Log.search([("channel_id", "=", self.form.id)])
        self.assertEqual(len(lines), LINES_AN_HOUR + 1)
        self.assertEqual(sum(lines.mapped("count")), FLOOD - 300)
        self.assertLess(seconds, 300)

    def test_no_address_is_kept(self):
        self.refused("robot", website_url="http://spam.example")
        line = self.Log.search([("channel_id", "=", self.form.id)])
        self.assertNotIn("127.0.0.1", " ".join(str(value) for value in line.read()[0].values()))

    def test_robots(self):
        self.refused("robot", website_url="http://spam.example")  # the trap is filled
        self.refused("robot", times=2, stamp="")  # we did not draw it
        self.refused("robot", times=3, stamp="made-up")
        self.patience = 0
        self.refused("robot", times=4)  # too fast
        self.patience = 3
        old = hash_sign(self.env, f"frontoffice.public.form.{self.form.id}", 1, expiration_hours=-1)
        self.refused("robot", times=5, stamp=old)  # drawn yesterday

    def test_stamp_of_another_form(self):
        other = self.form.copy({"name": "Other", "form_enabled": True})
        drawn = self.drawn(f"/service/{other.form_token}")
        self.refused("robot", fields=drawn)

    def test_missing_token_altogether(self):
        """No session, so stock's CSRF token cannot protect it: without our stamp nothing happens."""
        self.refused("robot", fields={})

    def test_replayed_post(self):
        """The same page sent twice is one record; the second visit shows the same reference."""
        drawn = self.drawn()
        first = self.reference(self.send(drawn))
        again = self.send(drawn)
        self.assertEqual((again.status_code, self.reference(again)), (200, first))
        self.assertEqual(self.reference(self.send(drawn, text="Something else")), first)
        self.assertEqual(self.Encounter.search_count([("channel_id", "=", self.form.id)]), 1)
        self.assertEqual(
            len(
                self.Encounter.search([("channel_id", "=", self.form.id)])
                .case_id._portal_messages()
                .filtered(lambda m: m.message_type == "comment")
            ),
            1,
        )

    def test_wrong_files(self):
        for name, data in (
            ("photo.png", b"<html><script>alert(1)</script></html>"),
            ("photo.jpg", b"MZ\x90\x00" + b"\x00" * 100),
            ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            ("letter.pdf", b"#!/bin/sh\nrm -rf /\x00"),
            ("empty.zip", b"PK\x03\x04 no zip"),
        ):
            self.send_wrong(name, data, "file", 422)
        self.assertEqual(self.Log.search([("channel_id", "=", self.form.id)]).count, 5)

    def send_wrong(self, name, data, reason, status):
        before = self.env["ir.attachment"].search_count([])
        response = self.send(files=[("files", (name, io.BytesIO(data), "image/png"))])
        self.assertEqual(response.status_code, status, name)
        self.assertEqual(self.env["ir.attachment"].search_count([]), before)
        self.assertFalse(self.Encounter.search([("channel_id", "=", self.form.id)]))
        self.assertEqual(self.Log.search([("channel_id", "=", self.form.id)], limit=1, order="id desc").reason, reason)

    def test_oversized_file(self):
        self.form.form_file_mb = 1
        self.send_wrong("big.png", PNG + b"\x00" * 1024 * 1024, "oversized", 413)

    def test_too_many_files(self):
        files = [("files", (f"{n}.png", io.BytesIO(PNG))) for n in range(4)]
        self.refused("file", files=files)

    @mute_logger("odoo.http")
    def test_oversized_post_is_not_even_read(self):
        self.form.write({"form_file_mb": 1, "form_files": 1})
        # its line is written in a transaction of its own, which the one of a test cannot show
        with patch.object(self.registry["frontoffice.intake"], "_log_refused") as log:
            response = self.send(files=[("files", ("big.png", io.BytesIO(PNG + b"\x00" * 4 * 1024 * 1024)))])
        self.assertEqual(response.status_code, 413)
        self.assertEqual([call.args[:2] for call in log.call_args_list], [(self.form, "oversized")])

    def test_huge_text(self):
        self.refused("oversized", status=413, text="x" * 10001)
        self.refused("oversized", status=413, times=2, text="x" * 2 * 1024 * 1024)

    def test_name_and_type_of_a_file_count_for_nothing(self):
        self.send(files=[("files", ("../../etc/pass\x00wd.html", io.BytesIO(PNG), "text/html"))])
        attachment = (
            self.Encounter.search([("channel_id", "=", self.form.id)]).case_id._portal_messages().attachment_ids
        )
        self.assertEqual((attachment.name, attachment.mimetype), ("passwd.png", "image/png"))

    def test_html_is_text(self):
        nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>"
        response = self.send(text=nasty, name=nasty, need="")
        self.assertNotIn("<img src=x", response.text)
        case = self.Encounter.search([("channel_id", "=", self.form.id)]).case_id
        body = case._portal_messages()[0].body
        self.assertIn("&lt;script&gt;", body)
        self.assertNotIn("<script", body)
        self.assertNotIn("<img", body)
        page = self.refused("invalid", email="x", text=nasty, name=nasty)
        self.assertNotIn("<script>alert", page.text)
        self.assertNotIn("<img src=x", page.text)

    def test_formulas_are_harmless_in_exports(self):
        """Stock puts ' before =, + and - in CSV, not before @, and writes text cells in XLSX; we take
        all four away from names and subjects before they are stored."""
        self.send(
            name="@SUM(1+1)*cmd|' /C calc'!A0", text='=HYPERLINK("http://evil.example")', email="f@customer.example"
        )
        self.send(name="+-=@", text="-2+3", email="g@customer.example")
        encounters = self.Encounter.search([("channel_id", "=", self.form.id)])
        values = [*encounters.mapped("partner_name"), *encounters.mapped("note"), *encounters.case_id.mapped("subject")]
        for value in filter(None, [*values, *encounters.partner_id.mapped("name")]):
            self.assertNotIn(value[0], "=+-@", value)

    def test_header_injection(self):
        self.refused("invalid", email="a@customer.example\r\nBcc: all@customer.example")
        self.refused("invalid", times=2, email="a@customer.example, b@customer.example")
        self.send(name="Olga\r\nBcc: all@customer.example", text="Subject\r\nX-Evil: 1", need="")
        encounter = self.Encounter.search([("channel_id", "=", self.form.id)])
        for value in (encounter.partner_name, encounter.partner_id.name, encounter.note, encounter.case_id.subject):
            self.assertNotRegex(value, r"[\r\n]")

    def test_control_characters(self):
        self.send(name="Ol\x00ga\u202egnp\x1b[31m", text="a\x00b\u2066c\ufeff\x07d", need="")
        encounter = self.Encounter.search([("channel_id", "=", self.form.id)])
        self.assertEqual(encounter.partner_name, "Olgagnp[31m")
        self.assertEqual(encounter.case_id.subject, "abcd")

    def test_our_own_address(self):
        """A form in our own name would make us confirm to ourselves."""
        domain = self.env["mail.alias.domain"].create({"name": "kept.example"})
        self.company.alias_domain_id = domain
        self.env["frontoffice.channel"].create(
            {
                "name": "Box",
                "kind": "email",
                "company_id": self.company.id,
                "alias_name": "box",
                "alias_domain_id": domain.id,
            }
        )
        self.refused("own", email="box@kept.example")

    def test_same_reference_in_another_company(self):
        intake = self.env["frontoffice.intake"]
        other = self.env["frontoffice.channel"].create(
            {
                "name": "Elsewhere",
                "kind": "web",
                "company_id": self.other_company.id,
                "form_enabled": True,
            }
        )
        first = intake._take_in(
            Entry(self.form, text="Hi", email="a@customer.example", reference="form:same-ticket-0001")
        )
        second = intake._take_in(Entry(other, text="Hi", email="a@customer.example", reference="form:same-ticket-0001"))
        self.assertTrue(first.fresh and second.fresh)
        self.assertEqual(second.encounter.company_id, self.other_company)
