import base64
import io
import json
import time
from contextlib import nullcontext
from types import SimpleNamespace
from unittest.mock import patch
from urllib.error import HTTPError

from odoo import fields
from odoo.tests import tagged

from ..tools import webhook
from .intake_common import FormCase


@tagged("post_install", "-at_install", "intake")
class TestIntakeApi(FormCase):
    """Other systems send what they have: with a key, or signed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.api = cls.env["frontoffice.channel"].create(
            {
                "name": "App",
                "kind": "api",
                "code": "app",
                "company_id": cls.company.id,
                "team_id": cls.team.id,
            }
        )
        cls.need.code = "boiler-stopped"
        cls.other_channel = cls.env["frontoffice.channel"].create(
            {
                "name": "Theirs",
                "kind": "api",
                "code": "theirs",
                "company_id": cls.other_company.id,
            }
        )

    def key(self, user):
        in_an_hour = fields.Datetime.add(fields.Datetime.now(), hours=1)
        return self.env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "test", in_an_hour)

    def call(self, values, key=None, status=201, raw=None):
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
        body = raw if raw is not None else json.dumps(values)
        response = self.opener.post(
            self.base_url() + "/frontoffice/api/v1/encounters", data=body, headers=headers, timeout=30
        )
        self.assertEqual(response.status_code, status, response.text[:300])
        self.env.invalidate_all()
        return response.json()

    def message(self, **values):
        return {
            "channel": "app",
            "email": "olga@customer.example",
            "name": "Olga",
            "text": "It is cold here",
            "external_id": "m-1",
            **values,
        }

    def test_encounter(self):
        hour_ago = fields.Datetime.subtract(fields.Datetime.now(), hours=1).replace(microsecond=0)
        found = self.call(
            self.message(topic="boiler-stopped", occurred_at=hour_ago.isoformat() + "Z"), self.key(self.agent)
        )
        encounter = self.Encounter.browse(found["encounter"])
        self.assertEqual(
            (encounter.channel_id, encounter.need_id, encounter.arrived_at), (self.api, self.need, hour_ago)
        )
        self.assertEqual(
            (found["case"], found["topic"], found["repeated"]), (encounter.case_id.name, "boiler-stopped", False)
        )
        self.assertEqual(encounter.case_id.opened_at, hour_ago)

    def test_sent_twice(self):
        key = self.key(self.agent)
        first = self.call(self.message(), key)
        again = self.call(self.message(text="Something else"), key, status=200)
        self.assertEqual((again["encounter"], again["repeated"]), (first["encounter"], True))
        self.assertEqual(self.Encounter.search_count([("channel_id", "=", self.api.id)]), 1)

    def test_answered_makes_no_case(self):
        found = self.call(self.message(answered=True), self.key(self.agent))
        encounter = self.Encounter.browse(found["encounter"])
        self.assertEqual((encounter.state, encounter.outcome, found["case"]), ("done", "informed", None))

    def test_files(self):
        """They end in the customer's thread; kind and size are judged by the content, as everywhere."""
        key = self.key(self.agent)
        code = base64.b64encode(b"just text").decode()
        found = self.call(self.message(files=[{"name": "../note.txt", "content": code}]), key)
        case = self.Encounter.browse(found["encounter"]).case_id
        file = case.message_ids.attachment_ids
        self.assertEqual((file.name, file.raw), ("note.txt", b"just text"))
        for files in (
            "note.txt", [{"name": "a"}], [{"name": "a", "content": "no base64!"}], [{"name": "a", "content": 7}],
            [{"name": "virus.exe", "content": base64.b64encode(b"MZ\x90\x00\x03" + bytes(60)).decode()}],
        ):
            self.call(self.message(external_id="m-2", files=files), key, status=422)
        big = base64.b64encode(bytes(11 * 1024 * 1024)).decode()
        self.call(self.message(external_id="m-3", files=[{"name": "big.txt", "content": big}]), key, status=413)
        self.assertFalse(self.Encounter.search([("message_ref", "ilike", "m-2")]))

    def test_errors_say_what_to_do(self):
        key = self.key(self.agent)
        for values, status, code in (
            (self.message(channel="nope"), 404, "channel"),
            (self.message(channel=["app"]), 404, "channel"),
            (self.message(topic="nope"), 422, "invalid"),
            (self.message(colour="red"), 422, "invalid"),
            (self.message(text=["a"]), 422, "invalid"),
            (self.message(text=""), 422, "invalid"),
            (self.message(occurred_at="yesterday"), 422, "invalid"),
            (self.message(occurred_at="2050-01-01T00:00:00Z"), 422, "invalid"),
            (self.message(occurred_at="1990-01-01"), 422, "invalid"),
            (self.message(answered="yes"), 422, "invalid"),
            (self.message(email="", name="", phone=""), 422, "invalid"),
            (self.message(email="x"), 422, "invalid"),
            (self.message(external_id="x" * 201), 422, "invalid"),
            (self.message(text="x" * 10001), 413, "oversized"),
        ):
            answer = self.call(values, key, status=status)
            self.assertEqual(answer["error"], code)
            self.assertNotIn("\n", answer["message"])
            self.assertGreater(len(answer["message"]), 20)
        self.assertFalse(self.Encounter.search([("channel_id", "=", self.api.id)]))
        for raw in ("no json", "[]", b"\xff\xfe", "1"):
            self.assertEqual(self.call(None, key, status=400, raw=raw)["error"], "body")
        self.call(None, key, status=413, raw=json.dumps(self.message(text="x" * 1100000)))
        self.call(None, key, status=400, raw=json.dumps(self.message(text="x" * (17 * 1024 * 1024))))
        line = self.Log.search([("channel_id", "=", self.api.id), ("reason", "=", "invalid")])
        self.assertEqual((len(line), line.count), (1, 11))

    def test_personas(self):
        self.call(self.message(), None, status=401)
        self.call(self.message(), "wrong", status=401)
        self.call(self.message(), self.key(self.plain), status=403)
        self.call(self.message(), self.key(self.portal), status=403)
        self.call(self.message(), self.key(self.stranger), status=404)
        self.call(self.message(channel="theirs"), self.key(self.agent), status=404)
        self.authenticate("priya", "priya")
        self.call(self.message(), None, status=401)  # a session is no key
        self.assertFalse(self.Encounter.search([("channel_id", "=", self.api.id)]))
        self.call(self.message(), self.key(self.manager))

    def test_limit(self):
        self.env["ir.config_parameter"].set_param("frontoffice_crm.api_per_minute", "2")
        key = self.key(self.agent)
        for number in range(2):
            self.call(self.message(external_id=f"n{number}"), key)
        self.assertEqual(self.call(self.message(external_id="n3"), key, status=429)["error"], "limit")

    # -- webhook -------------------------------------------------------------------------------------

    def hook(self, values, status=201, channel=None, secret=None, at=None, headers=None):
        channel = channel or self.api
        body, at = json.dumps(values).encode(), at or int(time.time())
        signed = {webhook.TIMESTAMP: str(at), webhook.SIGNATURE: webhook.sign(secret or self.secret, at, body)}
        response = self.opener.post(
            f"{self.base_url()}/frontoffice/webhook/v1/{channel.id}",
            data=body,
            timeout=30,
            headers={"Content-Type": "application/json", **(signed if headers is None else headers)},
        )
        self.assertEqual(response.status_code, status, response.text[:300])
        self.env.invalidate_all()
        return response.json()

    def test_webhook(self):
        action = self.api.with_user(self.manager).action_new_webhook_secret()
        self.secret = action["context"]["default_secret"]
        message = {
            "name": "Olga on the net",
            "phone": "+49 151 220 1899",
            "text": "Anybody there?",
            "external_id": "wa-1",
        }
        found = self.hook(message)
        self.assertEqual(self.Encounter.browse(found["encounter"]).partner_name, "Olga on the net")
        self.assertTrue(self.hook(message, status=200)["repeated"], "replayed within the window: one record")
        self.assertEqual(self.hook(message, status=401, at=int(time.time()) - 301)["error"], "time")
        self.assertEqual(self.hook(message, status=401, at=int(time.time()) + 301)["error"], "time")
        self.assertEqual(self.hook(message, status=401, secret="wrong")["error"], "signature")
        self.assertEqual(self.hook(message, status=401, headers={})["error"], "time")
        self.assertEqual(self.hook({**message, "external_id": ""}, status=422)["error"], "invalid")
        lines = self.Log.search([("channel_id", "=", self.api.id), ("reason", "=", "signature")])
        self.assertEqual(sum(lines.mapped("count")), 4)

    def test_webhook_secret(self):
        self.secret = "x"
        self.assertEqual(self.hook(self.message(), status=401)["error"], "channel", "no secret was made")
        old = self.api.with_user(self.manager).action_new_webhook_secret()["context"]["default_secret"]
        new = self.api.with_user(self.manager).action_new_webhook_secret()["context"]["default_secret"]
        self.assertNotEqual(old, new)
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM frontoffice_channel WHERE id = %s", [self.api.id])
        self.assertNotIn(new, str(self.env.cr.fetchall()), "no column holds it")
        self.hook({"email": "a@customer.example", "text": "Hi", "external_id": "1"}, status=401, secret=old)
        self.hook({"email": "a@customer.example", "text": "Hi", "external_id": "1"}, secret=new)
        self.hook(
            {"email": "a@customer.example", "text": "Hi", "external_id": "2"}, status=401, secret=new, channel=self.form
        )
        self.api.action_stop_webhook()
        self.hook({"email": "a@customer.example", "text": "Hi", "external_id": "3"}, status=401, secret=new)

    def test_loopback_adapter(self):
        """The script in tools/webhook.py is what the documentation shows."""
        secret = self.api.with_user(self.manager).action_new_webhook_secret()["context"]["default_secret"]
        url = f"{self.base_url()}/frontoffice/webhook/v1/{self.api.id}"
        message = {"name": "A journalist", "text": "Is it true?", "external_id": "p-1"}

        def urlopen(call, timeout):  # through the test's own connection, which the server knows
            answer = self.opener.post(call.full_url, data=call.data, headers=dict(call.header_items()), timeout=timeout)
            if answer.status_code >= 400:
                raise HTTPError(call.full_url, answer.status_code, "", answer.headers, io.BytesIO(answer.content))
            return SimpleNamespace(status=answer.status_code, read=lambda: answer.content)

        with patch("urllib.request.urlopen", lambda call, timeout: nullcontext(urlopen(call, timeout))):
            status, answer = webhook.post(url, secret, message)
            self.assertEqual((status, answer["repeated"]), (201, False))
            status, answer = webhook.post(url, "wrong", message)
            self.assertEqual((status, answer["error"]), (401, "signature"))
