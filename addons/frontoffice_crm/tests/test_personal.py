import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .personal_common import EMAIL, NAME, NUMBER, SECOND, SECRET, TRACES, PersonalCase

KEPT = {  # numbers, codes and references of ours
    "frontoffice.case": {"name", "segment", "import_key", "import_digest"},
    "frontoffice.encounter": {"queue_number", "message_ref", "kiosk_code", "lang"},
    "frontoffice.promise": {"auto_key"},
    "frontoffice.call": {"ref"},
    "frontoffice.intake.log": {"message_ref", "bucket"},
    "frontoffice.merge.journal": {"moved"},
    "frontoffice.playbook.answer": {"name"},  # the question
    "frontoffice.health.score": {"drivers"},
    "backoffice.handoff": {"name", "waiting_reason"},
}


@tagged("post_install", "-at_install")
class TestPersonal(PersonalCase):
    """One person exported and erased everywhere, counts intact."""

    def _erase(self, partner=None, user=None):
        wizard = self.env["frontoffice.personal.wizard"].with_user(user or self.manager).create({
            "partner_id": (partner or self.person).id, "confirm": "ERASE",
        })
        wizard.action_erase()
        return self.env["frontoffice.personal.log"].search([], limit=1)

    def test_erased_everywhere_and_counts_intact(self):
        made = self._live()
        before = self._figures()
        self.assertTrue(self._traces())
        log = self._erase()
        self.assertFalse(self._traces(), "a trace is left")
        self.assertEqual(self._figures(), before)
        self.assertFalse(made["frontoffice.case"]._ledger_verify())
        self.assertFalse(made["frontoffice.promise"]._ledger_verify())
        self.assertFalse(self.person.active)
        self.assertEqual(made["frontoffice.promise"].partner_id, self.person, "the link stays, without a name")
        self.assertEqual(log.counts["frontoffice.encounter"], 3)
        self.assertFalse([word for word in TRACES if word in str(log.read())], "who, when, how many; not whom")

    def test_every_model_of_the_registry_is_in_the_life_of_the_test(self):
        made = self._live()
        found = self.env["frontoffice.personal"]._found(self.person)
        for model, records in found.items():
            # what other add-ons add is in the life of their own test
            if model != "frontoffice.health.score" and not model.startswith("backoffice."):
                self.assertLessEqual(made[model], records, model)

    def test_every_model_that_names_a_customer_is_in_the_registry(self):
        known = {entry["model"]: entry for entry in self.env["frontoffice.personal"]._personal_data()}
        for model in sorted(self.env):
            Model = self.env[model]
            stored = [field for field in Model._fields.values() if field.store]
            linked = any(f.comodel_name == "res.partner" and f.type == "many2one" for f in stored)
            ours = model.startswith(("frontoffice.", "backoffice.")) and not (Model._abstract or Model._transient)
            if ours and linked and Model._auto:
                self.assertIn(model, known, "names a person and is not erased")

    def test_every_text_is_blanked_or_named_here(self):
        """A new text field is blanked, or KEPT or "kept" of its entry says that it holds no words about a person."""
        for entry in self.env["frontoffice.personal"]._personal_data():
            model = entry["model"]
            if entry.get("delete") or not model.startswith(("frontoffice.", "backoffice.")):
                continue
            texts = {
                name for name, field in self.env[model]._fields.items()
                if field.store and field.type in ("char", "text", "html", "json", "binary", "properties")
            }
            kept = KEPT.get(model, set()) | {*entry.get("kept", ())}
            self.assertLessEqual(texts, entry["blank"].keys() | kept, model)

    def test_other_people_are_untouched(self):
        self._live()
        kept = self.other_case.read(["subject", "partner_name", "email", "message_ids"])
        texts = self.other_case.message_ids.mapped("body")
        twin = self.env["res.partner"].create({
            "name": "Housemate", "email": "mate@example.com", "phone": self.person.phone,
        })
        theirs = self._encounter(partner_id=False, phone=self.person.phone, note="whose?")
        longer = self._encounter(partner_id=False, email=f"mc{EMAIL}", note="another address")
        shared = self._encounter(partner_id=twin.id, email=EMAIL, note="written by the housemate")
        self._erase()
        self.assertEqual(self.other_case.read(["subject", "partner_name", "email", "message_ids"]), kept)
        self.assertEqual(self.other_case.message_ids.mapped("body"), texts)
        notes = (theirs | longer | shared).mapped("note")
        self.assertEqual(notes, ["whose?", "another address", "written by the housemate"])
        self.assertEqual(self.customer.name, "Ana Ortiz")

    def test_the_dry_run_counts_and_changes_nothing(self):
        self._live()
        traces = self._traces()
        wizard = self.env["frontoffice.personal.wizard"].with_user(self.manager).create({"partner_id": self.person.id})
        self.assertIn("Interaction", wizard.found)
        with self.assertRaisesRegex(UserError, "Type ERASE"):
            wizard.action_erase()
        self.env["frontoffice.personal.wizard"].search([]).unlink()
        self.assertEqual(self._traces(), traces)

    @mute_logger("odoo.models")
    def test_managers_alone(self):
        self._live()
        for user in (self.agent, self.leader, self.plain, self.portal):
            with self.assertRaises(AccessError):
                self._erase(user=user)
            with self.assertRaises(AccessError):
                self.env["frontoffice.personal"].with_user(user)._export(self.person.with_user(user))
        self.assertTrue(self._traces())

    def test_colleagues_and_companies_are_no_customers(self):
        for partner in (self.agent.partner_id, self.company.partner_id):
            with self.assertRaisesRegex(UserError, "no customer"):
                self._erase(partner)

    def test_another_company_keeps_what_is_its_own(self):
        self._live()
        channel = self.env["frontoffice.channel"].create({
            "name": "N", "kind": "phone", "company_id": self.other_company.id,
        })
        abroad = self.env["frontoffice.case"].create({
            "subject": "Next door", "partner_id": self.person.id, "channel_id": channel.id, "partner_name": NAME,
            "company_id": self.other_company.id,
        })
        abroad.message_post(body=f"{NAME} next door")
        wizard = self.env["frontoffice.personal.wizard"].with_user(self.manager).create({"partner_id": self.person.id})
        self.assertTrue(wizard.elsewhere)
        self._erase()
        self.assertEqual((abroad.subject, abroad.partner_name, self.person.name), ("Next door", NAME, NAME))
        self.assertIn(NAME, abroad.message_ids[0].body)
        self.assertLessEqual(self._traces([SECRET, NUMBER]).keys(), {"res_partner"})
        self.assertEqual(self.person.contact_point_ids.value, SECOND, "the contact stays whole")
        both = (self.company | self.other_company).ids
        self.manager.company_ids = [Command.set(both)]
        personal = self.env["frontoffice.personal"].with_user(self.manager).with_context(allowed_company_ids=both)
        personal._erase(self.person.with_env(personal.env))
        self.assertFalse(self._traces())

    def test_a_contact_of_another_company_is_out_of_reach(self):
        self.person.company_id = self.other_company
        with self.assertRaises(AccessError):
            self._erase()

    def test_a_portal_login_ends(self):
        user = new_test_user(self.env, EMAIL, "base.group_portal", partner_id=self.person.id, name=NAME, email=EMAIL)
        self._erase()
        self.assertFalse(user.active)
        self.assertFalse(self._traces())

    def test_the_file_holds_it_all_in_words(self):
        made = self._live()
        data = self.env["frontoffice.personal"].with_user(self.manager)._export(self.person.with_user(self.manager))
        text = json.dumps(data, ensure_ascii=False)
        self.assertEqual(data["Person"]["Name"], NAME)
        self.assertEqual(len(data["Interaction"]), 3)
        self.assertEqual(data["Case"][0]["Number"], made["frontoffice.case"].name)
        self.assertIn(f"{NAME} says {SECRET}", str(data["Case"][0]["Messages"]))
        self.assertNotIn("token", text)
        self.assertNotIn("Ana", text)
        log = self.env["frontoffice.personal.log"].search([], limit=1)
        self.assertEqual((log.kind, log.user_id), ("export", self.manager))
        self.assertEqual(log.counts["frontoffice.encounter"], 3)

    def test_stock_search_finds_what_hangs_on_others(self):
        made = self._live()
        wizard = self.env["privacy.lookup.wizard"].create({"name": NAME, "email": EMAIL})
        wizard.action_lookup()
        found = {(line.res_model, line.res_id) for line in wizard.line_ids}
        self.assertEqual(len(found), len(wizard.line_ids), "each once")
        for model in ("frontoffice.playbook.answer", "frontoffice.contact.point", "frontoffice.case.draft"):
            self.assertIn((model, made[model].id), found)


@tagged("post_install", "-at_install")
class TestPersonalFile(PersonalCase, HttpCase):
    def test_download(self):
        self._live()
        self.authenticate("helen", "helen")
        answer = self.url_open(f"/frontoffice/personal/{self.person.id}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.json()["Person"]["Name"], NAME)

    def test_not_for_agents(self):
        self.authenticate("priya", "priya")
        with mute_logger("odoo.http"):
            answer = self.url_open(f"/frontoffice/personal/{self.person.id}")
        self.assertNotEqual(answer.status_code, 200)
        self.assertNotIn(EMAIL, answer.text)
