from odoo.tests import tagged

from .browser_common import BrowserCase
from .intake_common import FormCase

READY = "document.querySelector('.o_fo_public') !== null"


@tagged("post_install", "-at_install", "browser")
class TestIntakePages(FormCase, BrowserCase):
    """What visitors and customers see: light, dark and on a phone."""

    def pictures(self, name, url, login=None):
        for suffix, options in (
            ("light", {}),
            ("dark", {"dark": True}),
            ("phone", {"width": 400, "height": 860}),
        ):
            path = self.screenshot(f"{name}-{suffix}", url, login=login, ready=READY, **options)
            self.assertGreater(path.stat().st_size, 5000)

    def test_pages(self):
        self.form.write(
            {
                "form_intro": "Write to us. On weekdays we answer within four hours.",
                "form_consent": "I agree that Kept Promises uses what I write to answer me.",
            }
        )
        self.pictures("form", self.url)
        # fills in the form as a visitor does, waits the two seconds a person needs, sends it and looks again
        fill = f"""
            setTimeout(() => {{
                if (!document.querySelector('form.o_fo_form')) {{ return; }}
                document.querySelector('[name=need]').value = '{self.need.id}';
                document.querySelector('[name=text]').value = 'No heat since Monday';
                document.querySelector('[name=email]').value = 'olga@customer.example';
                document.querySelector('[name=consent]').checked = true;
                document.querySelector('form.o_fo_form').submit();
            }}, 2500);
        """
        sent = (
            "document.querySelector('.o_fo_reference') !== null || (window.filling ||= (() => {"
            + fill
            + " return true; })()) && false"
        )
        for suffix, options in (("light", {}), ("dark", {"dark": True}), ("phone", {"width": 400, "height": 860})):
            self.screenshot(f"form-thanks-{suffix}", self.url, login=None, ready=sent, **options)
        self.assertEqual(self.Encounter.search_count([("channel_id", "=", self.form.id)]), 3)

    def test_portal(self):
        partner = self.portal.partner_id
        case = self._case(partner_id=partner.id, subject="Boiler stopped")
        self._case(
            partner_id=partner.id, subject="A very long question about the bill of last November and the one before"
        )
        self._promise(case_id=case.id, partner_id=partner.id)
        for author, text in (
            (partner, "No heat since Monday, pressure 0.4."),
            (self.agent.partner_id, "Our engineer comes."),
        ):
            case.message_post(
                body=text,
                author_id=author.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        self.pictures("portal-list", "/my/cases", "customer")
        self.pictures("portal-case", f"/my/cases/{case.id}", "customer")
        self.pictures("portal-new", "/my/cases/new", "customer")
