import json
from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .reception_common import ReceptionCase


@tagged("post_install", "-at_install")
class TestKiosk(ReceptionCase):
    """What a visitor does at the arrival screen, without the network in between."""

    def _number(self, client_id="12345678-a", **post):
        return self.kiosk.sudo()._arrive({
            "client_id": client_id, "kind": "number", "queue": self.queue.id, "topic": self.need.id, **post,
        })

    def test_a_number(self):
        answer = self._number(name=" Tom \n Weiss ")
        self.assertEqual((answer["number"], answer["ahead"], answer["topic"]), ("A1", 0, "Boiler stopped"))
        ticket = self.env["frontoffice.encounter"].search([
            ("queue_number", "=", "A1"), ("company_id", "=", self.company.id)])
        self.assertEqual((ticket.partner_name, ticket.need_id, ticket.state), ("Tom Weiss", self.need, "waiting"))
        self.assertEqual(self._number("12345678-b")["ahead"], 1)

    def test_the_same_post_again_is_the_same_number(self):
        first, again = self._number(), self._number()
        self.assertEqual(first, again)
        self.assertEqual(self.env["frontoffice.encounter"].search_count([("queue_id", "=", self.queue.id)]), 1)

    def test_offline_replay_keeps_the_turn_and_shows_the_code(self):
        self._ticket()
        self._later(minutes=10)
        here = self._number("12345678-c", age=0, code="XYZ")
        late = self._number("12345678-d", age=1200, code="K7F")
        self.assertEqual((here["number"], late["number"]), ("A2", "A3"))
        tickets = self.env["frontoffice.encounter"].search([("queue_id", "=", self.queue.id)])
        by_number = {ticket.queue_number: ticket for ticket in tickets}
        self.assertFalse(by_number["A2"].kiosk_code)
        self.assertEqual(by_number["A3"].kiosk_code, "K7F")
        order = self.env["frontoffice.encounter"]._turn_order(self.queue)
        self.assertEqual([t.queue_number for t in order], ["A3", "A1", "A2"], "who came first goes first")
        forged = self._number("12345678-e", age=999999)
        self.assertTrue(forged["ok"])
        ticket = self.env["frontoffice.encounter"].search([
            ("queue_number", "=", forged["number"]), ("company_id", "=", self.company.id)])
        self.assertGreaterEqual(ticket.arrived_at, datetime.now() - timedelta(minutes=30, seconds=1))

    def test_no_name_where_none_is_asked(self):
        self.kiosk.ask_name = False
        self._number(name="Tom")
        ticket = self.env["frontoffice.encounter"].search([
            ("queue_number", "=", "A1"), ("company_id", "=", self.company.id)])
        self.assertFalse(ticket.partner_name)

    def test_other_lines_topics_and_companies_are_refused(self):
        other = self.env["frontoffice.queue"].create(
            {"name": "Next door", "prefix": "N", "company_id": self.other_company.id}
        )
        self.assertEqual(self._number(queue=other.id)["reason"], "off")
        self.assertEqual(self._number("12345678-f", queue="1 OR 1=1")["reason"], "off")
        self.assertEqual(self._number("12345678-g", kind="drop")["reason"], "off")
        self.kiosk.take_number = False
        self.assertEqual(self._number("12345678-h")["reason"], "off")
        with self.assertRaises(UserError):
            self.kiosk.queue_ids |= other

    def test_closed_says_so(self):
        self.queue.calendar_id = self.calendar
        self._at(datetime(2026, 3, 28, 10))
        answer = self._number()
        self.assertEqual((answer["ok"], answer["reason"]), (False, "closed"))
        self.assertIn("closed", answer["text"])

    def test_too_many_at_once(self):
        answers = [self._number(f"12345678-{n:03}") for n in range(70)]
        self.assertEqual(sum(answer["ok"] for answer in answers), 60)
        self.assertEqual(answers[-1]["reason"], "busy")

    def test_check_in(self):
        visit = self._book(datetime(2026, 3, 23, 10))
        self._at(datetime(2026, 3, 23, 10, 8))
        answer = self.kiosk.sudo()._arrive({"kind": "visit", "by": "name", "name": "Weiss", "time": "10:00"})
        self.assertEqual((answer["ok"], answer["number"], answer["late"], answer["who"]), (True, "A1", 8, "Tom Weiss"))
        self.assertEqual(visit.visit_state, "here")
        again = self.kiosk.sudo()._arrive({"kind": "visit", "by": "code", "code": visit.booking_code})
        self.assertEqual(again["number"], "A1")

    def test_looking_for_others_is_answered_alike_and_limited(self):
        self._book(datetime(2026, 3, 23, 10))
        answers = [
            self.kiosk.sudo()._arrive({"kind": "visit", "by": "name", "name": "Weiss", "time": f"{n % 9:02}:30"})
            for n in range(40)
        ]
        self.assertEqual({json.dumps(answer) for answer in answers[:30]}, {'{"ok": false, "reason": "unknown"}'})
        self.assertEqual(answers[-1]["reason"], "busy")

    def test_the_wall_shows_numbers_alone(self):
        self._number(name="Tom Weiss", phone="030 123")
        self._number("12345678-i", name="Ana")
        self.desk.call_next()
        state = self.kiosk.sudo()._wall_state()
        self.assertEqual((state["called"][0]["number"], state["called"][0]["place"]), ("A1", "Counter 1"))
        self.assertEqual((state["next"], state["waiting"]), (["A2"], 1))
        for secret in ("Tom", "Weiss", "030", "Ana"):
            self.assertNotIn(secret, json.dumps(state))

    def test_every_installed_language_at_once(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.queue.need_ids.with_context(lang="de_DE").name = "Heizung steht"
        langs = {lang["code"]: lang for lang in self.kiosk.sudo()._languages()}
        names = {code: {choice["name"] for choice in lang["choices"]} for code, lang in langs.items()}
        self.assertIn("Heizung steht", names["de_DE"])
        self.assertIn("Boiler stopped", names["en_US"])
        self.assertEqual(langs["de_DE"]["words"].keys(), langs["en_US"]["words"].keys())
        self.assertEqual(self._number(lang="de_DE")["topic"], "Heizung steht")

    def test_a_new_link_ends_the_old_one(self):
        guard = self.env["frontoffice.public.guard"]
        token = self.kiosk.sudo().kiosk_token
        self.assertEqual(guard._by_token("frontoffice.kiosk", "kiosk_token", token), self.kiosk)
        self.kiosk.with_user(self.manager).action_new_links()
        self.assertFalse(guard._by_token("frontoffice.kiosk", "kiosk_token", token))
        self.assertFalse(guard._by_token("frontoffice.kiosk", "kiosk_token", "%"))
        self.assertFalse(guard._by_token("frontoffice.kiosk", "kiosk_token", ""))


@tagged("post_install", "-at_install")
class TestBookingPage(ReceptionCase):
    """What the booking page takes and refuses."""

    def _post(self, start="2026-03-24T09:00:00Z", **post):
        kind = self.kind.sudo().with_context(lang="en_US")
        stamp = self.env["frontoffice.public.guard"]._stamp(f"book.{kind.id}")
        self._later(seconds=30)
        return kind._public_book({
            "client_id": "abcdefgh-1", "name": "Tom Weiss", "email": "Tom@Example.com ", "tz": "Asia/Kolkata",
            "stamp": stamp, "start": start, **post,
        }, "origin")

    def _visit(self, answer):
        return self.env["calendar.event"].sudo().search([("booking_token", "=", answer["token"])])

    def test_booked_once(self):
        answer = self._post()
        again = self._post()
        self.assertEqual(answer["token"], again["token"])
        visit = self._visit(answer)
        self.assertEqual((visit.visitor_email, visit.booked_by), ("tom@example.com", "self"))
        self.assertEqual(visit.booking_tz, "Asia/Kolkata")
        mails = self.env["mail.mail"].sudo().search([("email_to", "=", "tom@example.com")])
        self.assertEqual(len(mails), 1)
        self.assertIn("14:30", mails.subject, "in the zone of the visitor")

    def test_strangers_do_not_fill_the_address_book_and_customers_are_known(self):
        before = self.env["res.partner"].search_count([])
        self.assertFalse(self._visit(self._post()).visitor_partner_id)
        known = self._post("2026-03-24T10:00:00Z", client_id="abcdefgh-2", email="ana@example.com", name="Someone")
        self.assertEqual(self._visit(known).visitor_partner_id, self.customer)
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_robots(self):
        for post in ({"website_url": "http://x"}, {"stamp": "forged"}, {"stamp": ""}):
            self.assertFalse(self._post(client_id="abcdefgh-3", **post)["ok"], post)
        self.assertFalse(self.env["calendar.event"].search([("appointment_type_id", "=", self.kind.id)]))

    def test_mail_is_not_abused(self):
        answers = [
            self._post(f"2026-03-24T{8 + n // 2:02}:{30 * (n % 2):02}:00Z", client_id=f"abcdefgh-{n + 10}")
            for n in range(7)
        ]
        self.assertEqual([answer["ok"] for answer in answers], [True] * 3 + [False] * 4)
        mails = self.env["mail.mail"].sudo().search([("email_to", "=", "tom@example.com")])
        self.assertEqual(len(mails), 3)

    def test_markup_and_lines_are_text(self):
        question = self.env["frontoffice.appointment.question"].create(
            {"type_id": self.kind.id, "name": "Which boiler?", "required": True}
        )
        self.assertIn("Which boiler?", self._post(client_id="abcdefgh-4")["text"])
        answer = self._post(client_id="abcdefgh-5", name="<b>Tom</b>\r\nBcc: x@y.z", answers={
            str(question.id): "<script>alert(1)</script> =1+1",
        })
        visit = self._visit(answer)
        self.assertEqual(visit.visitor_name, "<b>Tom</b> Bcc: x@y.z")
        self.assertNotIn("<script>", visit.description)
        mail = self.env["mail.mail"].sudo().search([("email_to", "=", "tom@example.com")])
        self.assertNotIn("<b>Tom</b>", mail.body_html)

    def test_nonsense_is_answered_in_words(self):
        for post in (
            {"start": "soon"}, {"start": None}, {"start": "2026-03-24T09:07:00Z"}, {"email": "tom"}, {"name": ""},
        ):
            answer = self._post(client_id=f"abcdefgh-{hash(str(post))}", **post)
            self.assertFalse(answer["ok"])
            self.assertTrue(answer["text"])

    def test_the_page_of_the_visit_ends_with_it(self):
        visit = self._visit(self._post())
        self.assertTrue(visit._public_visit()["changeable"])
        self._at(datetime(2026, 3, 24, 8))
        self.assertFalse(visit._public_visit()["changeable"], "too late to change")
        self.assertFalse(visit._public_change({"do": "cancel"})["ok"])
        self._at(datetime(2026, 3, 24, 12))
        self.assertEqual(visit._public_visit()["state"], "over")

    def test_moved_by_the_customer(self):
        visit = self._visit(self._post())
        other = self._visit(self._post("2026-03-24T10:00:00Z", client_id="abcdefgh-6", email="b@example.com"))
        taken = visit._public_change({"do": "move", "start": "2026-03-24T10:00:00Z"})
        self.assertEqual((taken["ok"], taken["slots"][0]), (False, "2026-03-24T10:30:00Z"))
        self.assertTrue(visit._public_change({"do": "move", "start": "2026-03-25T10:00:00Z"})["ok"])
        self.assertTrue(other._public_change({"do": "cancel"})["ok"])
        self.assertEqual(other.visit_state, "cancelled")
        self.assertFalse(visit._public_change({"do": "delete"})["ok"])


@tagged("post_install", "-at_install")
class TestReceptionPages(HttpCase):
    """The pages over HTTP: open without login, closed without the link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.queue = cls.env["frontoffice.queue"].create({"name": "Service", "prefix": "Q", "retention_days": 5})
        cls.queue.calendar_id = ReceptionCase._make_always.__func__(
            type("Of", (), {"env": cls.env, "company": cls.env.company})
        )
        cls.kiosk = cls.env["frontoffice.kiosk"].create({"name": "Door", "queue_ids": [Command.set(cls.queue.ids)]})
        cls.kind = cls.env["frontoffice.appointment.type"].create({
            "name": "First visit", "user_ids": [Command.set(cls.env.ref("base.user_admin").ids)],
            "self_booking": True, "slug": "first-visit",
        })

    def _arrive(self, token, **post):
        body = json.dumps({"kind": "number", "queue": self.queue.id, "client_id": "hhhhhhhh-1", **post})
        return self.url_open(
            f"/frontoffice/kiosk/{token}/arrive", data=body, headers={"Content-Type": "application/json"}
        )

    def test_kiosk_and_wall(self):
        self.authenticate(None, None)
        token, wall = self.kiosk.kiosk_token, self.kiosk.wall_token
        page = self.url_open(f"/frontoffice/kiosk/{token}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Take a number", page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(self._arrive(token).json()["number"], "Q1")
        self.assertEqual(self._arrive(token).json()["number"], "Q1", "the same once more")
        self.assertEqual(self.url_open(f"/frontoffice/wall/{wall}/state").json()["next"], ["Q1"])
        for url in (f"/frontoffice/wall/{token}", f"/frontoffice/kiosk/{wall}", "/frontoffice/kiosk/" + "x" * 32):
            self.assertEqual(self.url_open(url).status_code, 404, url)
        self.kiosk.action_archive()
        self.assertEqual(self.url_open(f"/frontoffice/kiosk/{token}").status_code, 404)
        self.assertEqual(self._arrive(token).status_code, 404)

    def test_oversized_and_broken_posts(self):
        token = self.kiosk.kiosk_token
        self.assertIn(self._arrive(token, name="x" * 20000).status_code, (400, 413))
        broken = self.url_open(
            f"/frontoffice/kiosk/{token}/arrive", data="{", headers={"Content-Type": "application/json"}
        )
        self.assertEqual(broken.status_code, 400)
        self.assertFalse(self.env["frontoffice.encounter"].search([("queue_id", "=", self.queue.id)]))

    def test_booking_page(self):
        self.authenticate(None, None)
        page = self.url_open("/frontoffice/book/first-visit")
        self.assertEqual(page.status_code, 200)
        self.assertIn("First visit", page.text)
        for secret in ("admin@", "user_ids", "kiosk"):
            self.assertNotIn(secret, page.text)
        self.assertTrue(self.url_open("/frontoffice/book/first-visit/times?day=2030-13-45").json()["slots"] is not None)
        self.kind.self_booking = False
        self.assertEqual(self.url_open("/frontoffice/book/first-visit").status_code, 404)
        self.assertEqual(self.url_open("/frontoffice/book/nothing").status_code, 404)

    def test_visit_page_and_its_calendar_file(self):
        slot = self.kind._slots()[0]["start"]
        visit = self.kind._book(slot, {"name": "<Tom>", "email": "t@example.com", "lang": "en_US", "tz": "UTC"})
        self.authenticate(None, None)
        url = f"/frontoffice/visit/{visit.booking_token}"
        self.assertNotIn("<Tom>", self.url_open(url).text)
        self.assertEqual(self.url_open(url).status_code, 200)
        self.assertIn("BEGIN:VEVENT", self.url_open(f"{url}/appointment.ics").text)
        self.assertFalse(visit.cancelled_at, "a link that is only fetched changes nothing")
        done = self.url_open(url, data=json.dumps({"do": "cancel"}), headers={"Content-Type": "application/json"})
        self.assertTrue(done.json()["ok"])
        self.assertTrue(visit.cancelled_at)
        self.env.cr.execute(
            "UPDATE calendar_event SET stop = %s, start = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=1), fields.Datetime.now() - timedelta(days=2), visit.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.url_open(f"{url}/appointment.ics").status_code, 404)
