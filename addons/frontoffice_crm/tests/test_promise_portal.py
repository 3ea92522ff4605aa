from datetime import timedelta
from unittest.mock import patch

import vobject

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestPromisePages(FrontOfficeCase, HttpCase):
    """The customer's page in the portal, by link and on paper, and the calendar of a colleague."""

    def setUp(self):
        super().setUp()
        self.now = fields.Datetime.now().replace(microsecond=0)
        self.company.portal_promises = True
        self.customer.write({"name": "Ortiz Dental GmbH", "is_company": True, "lang": "en_US"})
        self.ana, self.ben = self.env["res.partner"].create([
            {"name": name, "parent_id": self.customer.id} for name in ("Ana Ortiz", "Ben Ortiz")
        ])
        self.login_of(self.ana, "ana.portal")

    def login_of(self, partner, login):
        return new_test_user(
            self.env, login, "base.group_portal", partner_id=partner.id, company_id=self.company.id,
            company_ids=[fields.Command.set(self.company.ids)],
        )

    def _told(self, name, partner=None, **values):
        return self._promise(
            name=name, partner_id=(partner or self.ana).id, standard_id=False,
            **{"due_at": self.now + timedelta(days=3), **values},
        )

    def _page(self, login="ana.portal", url="/my/promises"):
        self.authenticate(login, login)
        return self.url_open(url)

    def _four(self):
        track, new, kept, late = (self._told(name) for name in ("Bring pump", "Send bill", "Call back", "Repair"))
        new.action_change_due(self.now + timedelta(days=5), "company")
        kept.action_keep()
        late = self._told("Late one", made_at=self.now - timedelta(days=9), due_at=self.now - timedelta(days=2))
        return track, new, kept, late

    def test_the_four_words(self):
        track, new, kept, late = self._four()
        self.assertEqual(
            [p._customer_status() for p in (track, new, kept, late)], ["on_track", "new_date", "kept", "late"]
        )
        late._record("lapsed", at=late.due_at)
        self.assertEqual(late._customer_status(), "late")
        page = self._page().text
        for word in ("On track", "New date", "Kept", "Late", "Bring pump"):
            self.assertIn(word, page)
        for ours in ("Everything ready", "Broken", "Promised too early", "Withdrawn"):
            self.assertNotIn(ours, page)

    def test_pain_19_each_sees_only_what_was_promised_to_them(self):
        """Another customer, a colleague of the same firm, a follower, another company of ours: nothing."""
        self._told("Mine")
        self._told("For the firm", self.customer)
        self._told("For Ben", self.ben)
        stranger = self.env["res.partner"].create({"name": "Harbour Dental"})
        followed = self._told("For Harbour", stranger)
        followed.message_subscribe(self.ana.ids)
        self._promise(name="Next door", partner_id=self.ana.id, standard_id=False, company_id=self.other_company.id)
        self._told("By the clock", origin_kind="auto")
        self._told("Taken back").action_withdraw()
        page = self._page().text
        self.assertIn("Mine", page)
        self.assertIn("For the firm", page)
        for hidden in ("For Ben", "For Harbour", "Next door", "By the clock", "Taken back"):
            self.assertNotIn(hidden, page)
        self.login_of(self.customer, "firm.portal")
        page = self._page("firm.portal").text
        for seen in ("Mine", "For the firm", "For Ben"):
            self.assertIn(seen, page, "the firm's own login sees what was promised to its people")
        self.assertNotIn("For Harbour", page)
        self.login_of(stranger, "harbour.portal")
        self.assertNotIn("Mine", self._page("harbour.portal").text)

    def test_off_until_switched_on(self):
        self.assertFalse(self.env["res.company"].new({}).portal_promises)
        self._told("Mine")
        token = self.ana._promise_statement_url(self.company).rsplit("/", 1)[1]
        self.company.portal_promises = False
        self.env["res.company"].search([]).portal_promises = False
        self.assertEqual(self._page().status_code, 404)
        self.assertEqual(self.url_open(f"/promises/{token}").status_code, 404)
        self.assertFalse(self._told("x")._statement_url())

    def test_nobody_without_login(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/promises").url)

    def test_paging(self):
        for number in range(23):
            self._told(f"Promise no. {number:02}", due_at=self.now + timedelta(days=1, hours=number))
        first, second = self._page().text, self.url_open("/my/promises/page/2").text
        self.assertIn("no. 00", first)
        self.assertNotIn("no. 22", first)
        self.assertIn("no. 22", second)
        self.assertEqual(self.url_open("/my/promises/page/999").status_code, 200)

    # -- the signed link -----------------------------------------------------------------------------

    def test_link_works_expires_and_cannot_be_forged(self):
        self._told("Mine")
        self._told("For Ben", self.ben)
        self.authenticate(None, None)
        url = "/promises/" + self.ana._promise_statement_url(self.company).rsplit("/", 1)[1]
        page = self.url_open(url)
        self.assertIn("Mine", page.text)
        self.assertNotIn("For Ben", page.text)
        self.assertIn("noindex", page.headers["X-Robots-Tag"])
        forged = url[:-4] + ("AAAA" if not url.endswith("AAAA") else "BBBB")
        for wrong in (forged, "/promises/nonsense", "/promises/%F0%9F%98%80"):
            answer = self.url_open(wrong)
            self.assertEqual(answer.status_code, 404, wrong)
            self.assertNotIn("Mine", answer.text)
        with patch("odoo.addons.frontoffice_crm.models.res_partner_promise.LINK_DAYS", -1):
            old = "/promises/" + self.ana._promise_statement_url(self.company).rsplit("/", 1)[1]
        answer = self.url_open(old)
        self.assertEqual(answer.status_code, 404)
        self.assertIn("no longer works", answer.text)

    def test_merged_customer(self):
        """Promises of the doublet are on the survivor's page; the doublet's old link is dead."""
        doublet = self.env["res.partner"].create({"name": "A. Ortiz", "email": "doublet@example.com"})
        self._told("From the doublet", doublet)
        url = "/promises/" + doublet._promise_statement_url(self.company).rsplit("/", 1)[1]
        self.env["base.partner.merge.automatic.wizard"].create({})._merge((doublet | self.ana).ids, self.ana)
        self.assertIn("From the doublet", self._page().text)
        self.authenticate(None, None)
        self.assertEqual(self.url_open(url).status_code, 404)

    # -- on paper ------------------------------------------------------------------------------------

    def test_statement_on_one_page(self):
        self._four()
        self._told("For the firm", self.customer)
        report = self.env["ir.actions.report"].with_user(self.agent).with_company(self.company)
        html = report._render_qweb_html("frontoffice_crm.action_report_promises", self.customer.ids)[0].decode()
        for words in ("What we promised you", "Ortiz Dental GmbH", "For the firm", "Bring pump", "New date"):
            self.assertIn(words, html)
        action = self.customer.with_user(self.agent).action_print_promises()
        self.assertEqual(action["report_type"], "qweb-pdf")
        self.assertEqual(action["report_name"], "frontoffice_crm.promise_statement")

    # -- calendar ------------------------------------------------------------------------------------

    def _feed(self, user):
        Feed = self.env["frontoffice.promise.feed"].with_user(user)
        return Feed.browse(Feed.action_open_mine()["res_id"])

    def _get(self, feed):
        self.env.flush_all()
        return self.url_open(feed.url.replace(feed.get_base_url(), ""))

    def test_calendar_feed(self):
        mine = self._told("Bring pump; quickly, please", user_id=self.agent.id, case_id=self._case(subject="Pump").id)
        self._told("Grace's", user_id=self.leader.id)
        self._told("Done", user_id=self.agent.id).action_keep()
        feed = self._feed(self.agent)
        self.authenticate(None, None)
        answer = self._get(feed)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/calendar"))
        calendar = vobject.readOne(answer.text)
        [event] = calendar.vevent_list
        self.assertEqual(event.summary.value, "Promise: Bring pump; quickly, please")
        self.assertEqual(event.dtend.value.replace(tzinfo=None), mine.due_at)
        self.assertNotIn("Ortiz", answer.text, "no customers in a calendar of somebody else's")
        self.assertEqual(self.url_open(feed.url.replace(feed.get_base_url(), ""), data={"x": 1}).status_code, 405)

    def test_calendar_feed_is_ones_own_and_can_be_taken_back(self):
        feed = self._feed(self.agent)
        self.assertEqual(self._feed(self.agent), feed)
        self.assertFalse(feed.with_user(self.manager).has_access("read"))
        self.authenticate(None, None)
        old = feed.url
        feed.action_renew()
        self.assertNotEqual(feed.url, old)
        self.assertEqual(self.url_open(old.replace(feed.get_base_url(), "")).status_code, 404)
        self.assertEqual(self._get(feed).status_code, 200)
        feed.action_stop()
        self.assertEqual(self._get(feed).status_code, 404)
        feed.action_renew()
        self.agent.active = False
        self.assertEqual(self._get(feed).status_code, 404)
