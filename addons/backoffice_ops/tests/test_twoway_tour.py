from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase

from . import work_common as wc

WORK = "/odoo/my-work"


@tagged("post_install", "-at_install", "browser")
class TestTwowayTour(BrowserCase):
    """What stands above My work, one click each; the feed on a case; pictures of it all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = wc.finance(cls.env)
        cls.ines, cls.priya = cls.data["ines"], cls.data["priya"]
        cls.ines.group_ids |= cls.env.ref("backoffice_ops.group_head")
        cls.env["backoffice.member"].search([("user_id", "=", cls.ines.id)]).role = "head"
        (cls.ines | cls.priya).group_ids |= cls.env.ref("backoffice_ops.group_feature_notice")
        late = wc.ask(cls.env, cls.data, subject="Credit release Lumen")
        late.with_user(cls.ines).action_accept()
        cls.env["backoffice.escalation.sent"]._sweep(now=late.due_at - timedelta(hours=1))
        cls._make_notice()
        cls._make_done()
        cls._make_proposal()

    @classmethod
    def _make_notice(cls):
        cls.notice = cls.env["backoffice.notice"].create({
            "name": "Two signatures for credit notes", "owner_id": cls.ines.id,
            "body": "<p>From Monday on a credit note above €500 needs two signatures.</p>",
            "question": "How many signatures?", "choices": "One\nTwo", "right_choice": "Two",
        })
        cls.notice.action_publish()

    @classmethod
    def _make_done(cls):
        done = wc.ask(cls.env, cls.data, subject="Refund of the deposit")
        done.with_user(cls.ines).action_accept()
        done.with_user(cls.ines).action_deliver("Paid")
        done.with_user(cls.priya).action_confirm()

    @classmethod
    def _make_proposal(cls):
        item = cls.data["service"].requirement_ids.filtered(lambda r: r.code == "iban")
        item.required = False
        for number in range(4):
            request = wc.ask(cls.env, cls.data)
            request.with_user(cls.ines).action_return(["item:iban"] if number else ["wrong"])
            request.with_user(cls.priya).action_resend("as you asked")
        proposal = cls.env["backoffice.gate.proposal"].create({
            "service_id": cls.data["service"].id, "company_id": cls.env.company.id, "code": "item:iban",
            "name": item.name, "returns": 3,
        })
        proposal.write(proposal._dry_run())

    def test_one_click_each(self):
        self.start_tour(WORK, "backoffice_banner", login="ines")
        receipt = self.notice.receipt_ids.filtered(lambda r: r.user_id == self.ines)
        self.assertTrue(receipt.acked_at)
        self.assertEqual(receipt.wrong_answers, 1)
        rating = self.env["backoffice.handoff.rating"].search([("user_id", "=", self.ines.id)])
        self.assertEqual((rating.face, rating.reason, rating.side), ("good", "quick", "receiver"))
        self.assertTrue(self.data["service"].requirement_ids.filtered(lambda r: r.code == "iban").required)

    def test_pictures(self):
        case = self.data["case"]
        request = wc.ask(self.env, self.data, case_id=case.id)
        request.with_user(self.ines).action_return(["item:iban"], None, "Which account?")
        wc.ask(self.env, self.data, case_id=case.id, subject="Letter of apology")
        proposal = self.env["backoffice.gate.proposal"].search([], limit=1)
        case_url = f"/odoo/frontoffice.case/{case.id}"
        notice_url = f"/odoo/backoffice.notice/{self.notice.id}"
        proposal_url = f"/odoo/backoffice.gate.proposal/{proposal.id}"
        pictures = (
            ("feed-case", case_url, "priya", ".o_bo_feed li"), ("banner-work", WORK, "ines", "[data-banner=proposal]"),
            ("banner-desk", "/odoo/front-desk", "priya", ".o_bo_banner section"),
            ("notice", notice_url, "ines", ".o_form_view .o_list_view, .o_form_view .o_list_renderer"),
            ("proposal", proposal_url, "ines", ".o_form_view h1"),
        )
        for name, url, login, selector in pictures:
            ready = f"document.querySelector('{selector}') !== null"
            for suffix, width, dark in (("light", 1280, False), ("dark", 1280, True), ("phone", 400, False)):
                if suffix == "dark" and name not in ("feed-case", "banner-work"):
                    continue
                path = self.screenshot(f"{name}-{suffix}", url, login, width, 800, dark, ready)
                self.assertGreater(path.stat().st_size, 3000)
