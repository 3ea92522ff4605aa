from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .browser_common import BrowserCase
from .desk_common import DeskMixin


@tagged("post_install", "-at_install", "browser")
class TestCaseBrowser(DeskMixin, BrowserCase):
    """The form of a case as people see it, and its composer with snippets, drafts and collisions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_desk()
        cls.priya.password = "desk_priya"
        cls.grace = cls.priya.copy({"name": "Grace Okafor", "login": "case_grace", "password": "case_grace"})
        now = fields.Datetime.now()
        cls.case = cls.env["frontoffice.case"].create({
            "subject": "Boiler stopped", "partner_id": cls.ana.id, "need_id": cls.boiler.id, "type": "problem",
            "channel_id": cls.counter.id, "company_id": cls.env.company.id, "user_id": cls.priya.id,
            "opened_at": now - timedelta(hours=1), "description": "<p>No heat since Monday, pressure 0.4 bar.</p>",
        })
        cls.case.with_user(cls.priya).message_post(
            body="Good morning Ana, our engineer comes on Thursday.", message_type="comment",
            subtype_xmlid="mail.mt_comment", partner_ids=cls.ana.ids,
        )
        cls.case._customer_wrote("Can he come earlier?")
        cls.env["frontoffice.snippet"].create([
            {"shortcut": "late", "text": "Dear {customer}, we are sorry: our engineer is running late.",
             "company_id": cls.env.company.id},
            {"shortcut": "bill", "text": "Your bill is attached.", "company_id": cls.env.company.id},
        ])
        cls.env["frontoffice.promise"].create({
            "name": "Engineer by Thursday 14:00", "case_id": cls.case.id, "partner_id": cls.ana.id,
            "company_id": cls.env.company.id, "due_at": now + timedelta(days=2),
        })

    def test_pictures(self):
        url = f"/odoo/cases/{self.case.id}"
        self.case.with_user(self.grace).presence_here(writing=True)
        ready = "document.querySelector('.o_fo_clock') !== null && document.querySelector('.o-mail-Message') !== null"
        for name, options in (
            ("case-light", {"width": 1366, "height": 900}),
            ("case-dark", {"width": 1366, "height": 900, "dark": True}),
            ("case-phone", {"width": 400, "height": 900}),
        ):
            path = self.screenshot(name, url, login="desk_priya", ready=ready, **options)
            self.assertGreater(path.stat().st_size, 5000)

    def test_picture_with_a_visit(self):
        self.env["frontoffice.desk"].with_user(self.priya).log({
            "outcome": "appointment", "case_id": self.case.id, "visit": {"start": self._in(days=1)},
        })
        url, ready = f"/odoo/cases/{self.case.id}", "document.querySelector('[name=action_view_visits]') !== null"
        path = self.screenshot("case-visit", url, login="desk_priya", ready=ready, width=1366, height=900)
        self.assertGreater(path.stat().st_size, 5000)

    def test_pictures_of_lists(self):
        row = "document.querySelector('.o_data_row') !== null"
        self.assertTrue(self.screenshot("case-list", "/odoo/cases", login="desk_priya", ready=row, width=1280))
        self.case.with_user(self.priya).action_resolve()
        self.case._customer_wrote("Thank you!")
        ready = "document.querySelector('.alert button') !== null"
        self.assertTrue(self.screenshot(
            "case-thanks", f"/odoo/cases/{self.case.id}", login="desk_priya", ready=ready, width=1366, height=900
        ))
        table = "document.querySelector('.o_field_html table') !== null"
        self.assertTrue(self.screenshot("case-clock-table", "/odoo/case-clocks", ready=table, height=1000))

    def test_an_answer_with_snippet_and_draft(self):
        self.start_tour(f"/odoo/cases/{self.case.id}", "frontoffice_crm.case_answer", login="desk_priya")
        last = self.case.message_ids.filtered(lambda m: m.message_type == "comment")[:1]
        self.assertIn(f"Dear {self.ana.name}, we are sorry", last.body)
        self.assertFalse(self.case.with_user(self.priya).load_draft())
        self.assertEqual(self.env["frontoffice.snippet"].search([("shortcut", "=", "late")]).use_count, 1)
        self.assertFalse(self.case.next_reply_due_at, "the answer stopped the clock")

    def test_a_draft_comes_back(self):
        self.case.with_user(self.priya).save_draft("<p>half a sentence</p>")
        self.start_tour(f"/odoo/cases/{self.case.id}", "frontoffice_crm.case_draft", login="desk_priya")

    def test_sent_too_fast_and_taken_back(self):
        self.env.company.case_undo_send = True
        before, saved = self.case.message_ids, []
        Case = type(self.env["frontoffice.case"])
        save = Case.save_draft

        def save_and_note(case, body, kind="message"):
            saved.append(body)
            return save(case, body, kind)

        with patch.object(Case, "save_draft", save_and_note):
            self.start_tour(f"/odoo/cases/{self.case.id}", "frontoffice_crm.case_undo_send", login="desk_priya")
        self.assertEqual(self.case.message_ids, before)
        self.assertTrue(all("Ority" in body for body in saved), f"the emptied editor was saved: {saved}")
        self.assertTrue(self.case.next_reply_due_at, "nobody has answered")
        self.assertIn("Ority", self.case.with_user(self.priya).load_draft()["body"])

    def test_the_slower_answer_is_kept_and_told(self):
        """Grace answers while Priya is writing: at the moment Priya's draft is saved."""
        Case, grace, done = type(self.env["frontoffice.case"]), self.grace, []
        save = Case.save_draft

        def save_and_be_slower(case, body, kind="message"):
            if not done:
                done.append(case.with_user(grace).message_post(
                    body="I was faster", message_type="comment", subtype_xmlid="mail.mt_comment"
                ))
            return save(case, body, kind)

        with patch.object(Case, "save_draft", save_and_be_slower):
            self.start_tour(f"/odoo/cases/{self.case.id}", "frontoffice_crm.case_collision", login="desk_priya")
        bodies = self.case.message_ids.mapped("body")
        self.assertEqual(sum("my answer" in body for body in bodies), 1, "sent once, after it was read")
