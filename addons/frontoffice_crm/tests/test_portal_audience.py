from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install", "intake")
class TestPortalAudience(PortalCase):
    """Two audiences that never mix, and who may see whose case."""

    def test_pain_20_internal_text_never_reaches_the_customer(self):
        token = self.case._portal_ensure_token()
        for page in (
            self.get(self.path, "customer"),
            self.get(self.path, token=token),
            self.get("/my/cases", "customer"),
        ):
            self.assertEqual(page.status_code, 200)
            self.assertNotIn("SECRET", page.text)
        self.assertNotIn("SECRET", " ".join(self.case._portal_messages().mapped("body")))
        # stock's chatter routes are closed for outsiders, with and without the token
        for login in (None, "customer"):
            self.authenticate(login, login)
            for parameters in ({}, {"token": token}):
                answer = self.url_open(
                    "/mail/chatter_fetch",
                    json={
                        "params": {
                            "thread_model": "frontoffice.case",
                            "thread_id": self.case.id,
                            "fetch_params": {},
                            **parameters,
                        }
                    },
                )
                self.assertNotIn("SECRET", answer.text)
                if not login:
                    self.assertNotIn("Our engineer", answer.text)

    def test_pain_20_server_refuses_customers_on_notes(self):
        """By button, by mention, by RPC, by a note for later, by an edit: refused on the server."""
        customer, colleague = self.portal.partner_id, self.leader.partner_id
        case = self.case.with_user(self.agent)
        note = case.message_post(
            body="x", subtype_xmlid="mail.mt_note", message_type="comment", partner_ids=colleague.ids
        )
        self.assertIn(colleague, note.partner_ids)
        to_customer = {"partner_ids": customer.ids}
        for values in (
            {"subtype_xmlid": "mail.mt_note"},
            {"subtype_id": self.env.ref("mail.mt_note").id},
            {},
            {"subtype_xmlid": "mail.mt_comment", "is_internal": True},
            {"message_type": "auto_comment"},
            {"message_type": "notification"},
        ):
            with self.assertRaises(UserError, msg=values):
                case.message_post(body="Grumpy", **{"message_type": "comment", **values, **to_customer})
        with self.assertRaises(UserError):
            case.message_post(body="Grumpy", subtype_xmlid="mail.mt_note", outgoing_email_to="a@customer.example")
        with self.assertRaises(UserError):
            case.message_notify(body="Grumpy", partner_ids=customer.ids)
        with self.assertRaises(UserError):
            case._message_update_content(note, body="Grumpy", partner_ids=customer.ids)
        with self.assertRaises(UserError):
            self.env["mail.scheduled.message"].with_user(self.agent).create(
                {
                    "model": case._name,
                    "res_id": case.id,
                    "body": "x",
                    "is_note": True,
                    "partner_ids": customer.ids,
                    "author_id": self.agent.partner_id.id,
                    "scheduled_date": fields.Datetime.now() + timedelta(hours=1),
                }
            )
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.agent)
            .with_context(
                default_model=case._name,
                default_res_ids=case.ids,
                default_composition_mode="comment",
            )
            .create({"body": "x", "subtype_id": self.env.ref("mail.mt_note").id, "partner_ids": customer.ids})
        )
        with self.assertRaises(UserError):
            composer._action_send_mail()

    def test_pain_20_by_rpc(self):
        self.authenticate("priya", "priya")
        for path, parameters in (
            (
                "/web/dataset/call_kw",
                {
                    "model": "frontoffice.case",
                    "method": "message_post",
                    "args": [self.case.ids],
                    "kwargs": {
                        "body": "Grumpy",
                        "partner_ids": self.portal.partner_id.ids,
                        "subtype_xmlid": "mail.mt_note",
                    },
                },
            ),
            (
                "/mail/message/post",
                {
                    "thread_model": "frontoffice.case",
                    "thread_id": self.case.id,
                    "post_data": {
                        "body": "Grumpy",
                        "message_type": "comment",
                        "subtype_xmlid": "mail.mt_note",
                        "partner_ids": self.portal.partner_id.ids,
                    },
                },
            ),
        ):
            answer = self.url_open(path, json={"params": parameters}).json()
            self.assertIn("note is for colleagues", answer["error"]["data"]["message"], path)
        self.assertFalse(self.case.message_ids.filtered(lambda m: "Grumpy" in (m.body or "")))

    def test_a_follower_who_left_gets_no_notes(self):
        self.case.message_subscribe(self.agent.partner_id.ids, self.env.ref("mail.mt_note").ids)
        note = self.case.message_post(body="x", subtype_xmlid="mail.mt_note", partner_ids=self.leader.partner_id.ids)
        self.assertNotIn(self.portal.partner_id, note.notified_partner_ids)

    def test_pain_19_personas(self):
        """Nobody sees another customer's case; nobody who may is blocked; no error page."""
        person = self.person
        firm = self.env["res.partner"].create({"name": "Ortiz Dental", "is_company": True})
        child = self.env["res.partner"].create({"name": "Ana", "parent_id": firm.id, "email": "ana@ortiz.example"})
        sibling = self.env["res.partner"].create({"name": "Ben", "parent_id": firm.id, "email": "ben@ortiz.example"})
        self.case.partner_id = child
        for user, seen in (
            (person("ana", child), True),
            (person("boss", firm), True),
            (person("ben", sibling), False),
            (person("somebody"), False),
            (person("elsewhere", company=self.other_company), False),
        ):
            page = self.get(self.path, user.login)
            self.assertEqual((user.login, page.status_code), (user.login, 200 if seen else 404))
            self.assertEqual("Our engineer" in page.text, seen, user.login)
            self.assertEqual("Boiler stopped" in self.get("/my/cases", user.login).text, seen, user.login)
            self.assertEqual("There is nothing for you" in page.text, not seen)

    def test_pain_19_followers(self):
        """A follower sees it, from whatever company of ours the account is; one of another company's own does not."""
        guest = self.person("guest", company=self.other_company)
        self.case.message_subscribe(guest.partner_id.ids)
        self.assertEqual(self.get(self.path, "guest").status_code, 200, "no AccessError for a legitimate follower")
        guest.partner_id.company_id = self.other_company
        page = self.get(self.path, "guest")
        self.assertEqual(page.status_code, 404)
        self.assertNotIn("Access", page.text)

    def test_customer_with_an_account_elsewhere(self):
        """The company of the account does not matter: it is their case."""
        guest = self.person("guest", company=self.other_company)
        self.case.partner_id = guest.partner_id
        self.assertEqual(self.get(self.path, "guest").status_code, 200)

    def test_no_rights_to_the_model(self):
        for model in ("frontoffice.case", "frontoffice.encounter", "frontoffice.channel", "frontoffice.need"):
            self.assertFalse(self.env[model].with_user(self.portal).has_access("read"), model)

    def test_tokens(self):
        token = self.case._portal_ensure_token()
        self.assertEqual(self.get(self.path, token=token).status_code, 200)
        for wrong in ("wrong", token[:-1], token + "x", "é"):
            page = self.get(self.path, token=wrong)
            self.assertEqual(page.status_code, 404, wrong)
            self.assertIn("no longer valid", page.text)
        self.assertEqual(self.get(self.path).status_code, 404)
        self.assertEqual(self.get("/my/cases/999999999", token=token).status_code, 404)

    def test_expired_token(self):
        token = self.case._portal_ensure_token()
        self.case._record("resolved")
        self.case._record("closed")
        self.assertEqual(self.get(self.path, token=token).status_code, 200)
        self.case.sudo().write({"closed_at": fields.Datetime.now() - timedelta(days=91)})
        self.assertEqual(self.get(self.path, token=token).status_code, 404)
        self.env["frontoffice.case"]._gc_portal_tokens()
        self.assertFalse(self.case.access_token)

    def test_merged_customer(self):
        twin = self.env["res.partner"].create({"name": "Customer again", "email": "customer@customer.example"})
        case = self._case(partner_id=twin.id, subject="The other one")
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge((twin | self.portal.partner_id).ids, self.portal.partner_id)
        self.assertEqual(case.partner_id, self.portal.partner_id)
        self.assertIn("The other one", self.get("/my/cases", "customer").text)

    def test_merged_case(self):
        survivor = self._case(partner_id=self.portal.partner_id.id, subject="Both together")
        token = self.case._portal_ensure_token()
        self.case._record("merged")
        self.case.sudo().merged_into_id = survivor
        self.assertIn("Both together", self.get(self.path, "customer").text)
        self.assertIn("Both together", self.get(self.path, token=token).text)
        survivor.partner_id = self.customer
        page = self.get(self.path, token=token)
        self.assertNotIn("Both together", page.text, "another customer's case is not shown")
        self.assertIn("together with another request", page.text)
