import json

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .desk_common import DeskMixin

CALLS = "/frontoffice/api/v1/calls"


@tagged("post_install", "-at_install")
class TestDeskCaller(DeskMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_desk()
        cls.priya.write({"password": "desk_priya", "desk_extension": "21"})
        cls.phone = cls.env["frontoffice.channel"].create({"name": "Phone", "kind": "phone"})
        cls.pbx = new_test_user(cls.env, "desk_pbx", groups="frontoffice_crm.group_agent", name="Telephone")
        cls.key = cls._key(cls.pbx)

    @classmethod
    def _key(cls, user):
        tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
        return cls.env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "pbx", tomorrow)

    def _post(self, key=None, body=None, **values):
        values = {"event": "ringing", "call_id": "c1", "number": "0151 2201845", "extension": "21", **values}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key or self.key}"}
        return self.url_open(CALLS, data=body or json.dumps(values).encode(), headers=headers, method="POST")

    def _call(self, ref="c1"):
        return self.env["frontoffice.call"].search([("ref", "=", ref)])

    def test_any_softphone_can_open_an_address(self):
        self.authenticate("desk_priya", "desk_priya")
        for given, caller in (
            ("%2B49%20151%202201845", "tel%3A%2B49+151+2201845"), ("+491512201845", "tel%3A%2B491512201845"),
            ("tel:0151-22", "tel%3A0151-22"),
        ):
            answer = self.url_open(f"/front-desk?phone={given}", allow_redirects=False)
            self.assertEqual(answer.status_code, 303)
            self.assertTrue(answer.headers["Location"].endswith(f"/odoo/front-desk?caller={caller}"), answer.headers)
        for given in ("", "?phone=anonymous", "?phone=%3Cscript%3E"):
            answer = self.url_open(f"/front-desk{given}", allow_redirects=False)
            self.assertTrue(answer.headers["Location"].endswith("/odoo/front-desk"), answer.headers)

    def test_the_address_asks_who_you_are(self):
        answer = self.url_open("/front-desk?phone=123456", allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])
        self.assertIn("123456", answer.headers["Location"])

    def test_an_event_opens_the_right_desk(self):
        self.ana.country_id = self.env.ref("base.de")
        self.env.company.country_id = self.env.ref("base.de")
        self.env["bus.bus"].search([]).unlink()
        answer = self._post()
        self.assertEqual((answer.status_code, answer.json()["known"]), (200, True), answer.text)
        sent = [json.loads(line.message) for line in self.env["bus.bus"].search([])]
        ours = [line["payload"] for line in sent if line["type"] == "frontoffice_crm.call"]
        self.assertEqual([(line["event"], line["partner_id"]) for line in ours], [("ringing", self.ana.id)])
        channels = self.env["bus.bus"].search([("message", "like", "frontoffice_crm.call")]).mapped("channel")
        self.assertEqual(len(channels), 1)
        self.assertIn(str(self.priya.partner_id.id), channels[0])

    def test_a_call_from_ringing_to_logged(self):
        self._post()
        self._post(event="answered")
        self._post(event="answered")
        self.assertEqual(self._call().state, "answered")
        self._log(call_id=self._call().id)
        self.assertTrue(self._call().encounter_id)
        self._post(event="ended")
        self._post(event="ringing")  # late, and heard before
        self.assertEqual((self._call().state, len(self._call())), ("ended", 1))

    def test_a_missed_call_is_an_interaction_without_answer(self):
        self._post(number="030 7654321")
        self._post(event="ended", number="030 7654321")
        call = self._call()
        self.assertEqual((call.state, call.encounter_id.state), ("missed", "abandoned"))
        self.assertEqual(call.encounter_id.channel_id, self.phone)
        notice = self.desk.refresh()["notices"][0]
        self.assertEqual((notice["number"], notice["id"]), ("030 7654321", call.id))
        self.assertFalse(self.desk.call_seen(call.id)["notices"])

    def test_a_later_talk_settles_a_missed_call(self):
        self._post()
        self._post(event="ended")
        self._post(call_id="c2")
        self._post(call_id="c2", event="answered")
        self.assertFalse([n for n in self.desk.refresh()["notices"] if n["model"] == "frontoffice.call"])

    def test_wrong_events_are_told_in_words(self):
        for status, code, values in (
            (422, "invalid", {"event": "dialled"}), (422, "invalid", {"number": "anonymous"}),
            (422, "invalid", {"call_id": ""}), (404, "user", {"extension": "99"}),
            (404, "user", {"extension": None, "login": "desk_lukas"}),
        ):
            answer = self._post(**values)
            self.assertEqual((answer.status_code, answer.json()["error"]), (status, code), values)
        self.assertEqual(self._post(body=b"[1]").status_code, 400)
        self.assertEqual(self._post(body=b"x" * (1024 * 1024 + 10)).status_code, 400)
        self.assertFalse(self._call())

    def test_keys(self):
        self.assertEqual(self._post(key="wrong").status_code, 401)
        self.assertEqual(self._post(key=self._key(self.lukas)).status_code, 403)
        sister = self.env["res.company"].create({"name": "Sister"})
        stranger = new_test_user(
            self.env, "desk_stranger", groups="frontoffice_crm.group_agent", company_id=sister.id,
            company_ids=[fields.Command.set(sister.ids)],
        )
        answer = self._post(key=self._key(stranger))
        self.assertEqual((answer.status_code, answer.json()["error"]), (404, "user"))

    def test_a_call_is_ones_own(self):
        self._post()
        omar = new_test_user(self.env, "desk_omar", groups="frontoffice_crm.group_agent")
        grace = new_test_user(self.env, "desk_grace", groups="frontoffice_crm.group_leader")
        self.assertTrue(self._call().with_user(self.priya).has_access("read"))
        self.assertTrue(self._call().with_user(grace).has_access("read"))
        for user in (omar, self.lukas):
            self.assertFalse(self._call().with_user(user).has_access("read"))
        with self.assertRaises(AccessError):
            self._call().with_user(self.priya).write({"state": "missed"})
        self.env["frontoffice.desk"].with_user(omar).call_seen(self._call().id)
        self.assertFalse(self._call().called_back)

    def test_numbers_are_forgotten(self):
        self._post()
        self._call().rang_at = fields.Datetime.subtract(fields.Datetime.now(), days=91)
        self.env["frontoffice.call"]._gc_calls()
        self.assertFalse(self._call())

    def test_who_calls(self):
        self.assertEqual([h["id"] for h in self.desk.caller("+49 (0)151 2201845")["hits"]], self.ana.ids)
        self.assertEqual(self.desk.caller("tel:+49 30 99")["number"], "+49 30 99")
        self.assertEqual(self.desk.caller("anonymous"), {"number": "", "hits": []})
