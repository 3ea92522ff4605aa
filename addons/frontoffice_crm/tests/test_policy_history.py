from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestPolicyHistory(FrontOfficeCase):
    def _changes(self, record, user=None):
        self.env.flush_all()
        user = user or self.manager
        Change = self.env["frontoffice.policy.change"].with_user(user)
        return Change.with_context(allowed_company_ids=user.company_ids.ids).search(
            [("model", "=", record._name), ("res_id", "=", record.id)]
        )

    def test_who_changed_which_promise_text(self):
        self.standard.with_user(self.manager).sentence = "Our engineer comes by {when}."
        self.standard.with_user(self.manager).write({"hours": 12, "sentence": "We come by {when}."})
        changes = self._changes(self.standard)
        self.assertEqual(changes.user_id, self.manager)
        self.assertEqual(len(changes), 2)
        self.assertIn("Usual time (working hours): 16 → 12", changes[0].change)
        self.assertIn("What we say: Our engineer comes by {when}. → We come by {when}.", changes[0].change)
        self.assertEqual(changes[0].policy, "Engineer visit")
        self.assertEqual(changes[0].action_open_policy()["res_id"], self.standard.id)

    def test_links_are_said_by_name(self):
        self.standard.calendar_id = self.calendar
        self.assertIn(f"– → {self.calendar.display_name}", self._changes(self.standard).change)

    def test_every_policy_with_versions_is_in_the_list(self):
        models = self.env["frontoffice.policy.change"]._policy_models()
        for name in ("frontoffice.promise.standard", "frontoffice.route", "frontoffice.mandate"):
            self.assertIn(name, models)
        self.assertTrue(all(self.env[self.env[name]._version_model]._abstract is False for name in models))

    def test_a_policy_nobody_changed_is_not_in_it(self):
        self.standard._current_version()
        self.assertFalse(self._changes(self.standard))

    def test_the_language_of_the_user_makes_no_version(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.standard.with_context(lang="fr_FR").name = "Visite du technicien"
        before = self.standard._current_version()
        self.assertEqual(self.standard.with_context(lang="fr_FR")._current_version(), before)
        self.standard.with_context(lang="fr_FR").name = "Passage du technicien"
        self.assertIn("Visite du technicien → Passage du technicien", self._changes(self.standard)[0].change)

    def test_a_promise_keeps_the_version_it_was_made_under(self):
        promise = self._promise()
        self.standard.hours = 4
        self.assertEqual(promise.standard_version_id.values["hours"], 16)

    def test_only_managers_of_the_company_see_it(self):
        self.standard.hours = 4
        self.assertTrue(self._changes(self.standard))
        self.assertFalse(self._changes(self.standard, self.stranger))
        for user in (self.agent, self.leader, self.plain, self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._changes(self.standard, user)
        with self.assertRaises(AccessError):
            self._changes(self.standard).write({"number": 3})


@tagged("post_install", "-at_install")
class TestShipped(FrontOfficeCase):
    def _page(self):
        Page = self.env["frontoffice.shipped"].with_user(self.manager)
        return Page.browse(Page.action_open()["res_id"])

    def _line(self, xmlid, field):
        return self._page().line_ids.filtered(lambda line: (line.xmlid, line.field) == (xmlid, field))

    def test_an_edited_policy_is_shown_with_both_values(self):
        standard = self.env.ref("frontoffice_crm.standard_auto_reply")
        self.assertFalse(self._line("frontoffice_crm.standard_auto_reply", "hours"))
        standard.hours = 6
        line = self._line("frontoffice_crm.standard_auto_reply", "hours")
        self.assertEqual((line.here, line.shipped), ("6", "4"))
        self.assertEqual(line.action_open_record()["res_id"], standard.id)
        line.action_take()
        self.assertEqual(standard.hours, 4)

    def test_the_words_of_a_mail(self):
        template = self.env.ref("frontoffice_crm.mail_template_rating_case")
        self.assertFalse(self._line("frontoffice_crm.mail_template_rating_case", "body_html"))
        template.body_html = "<p>Hi there</p>"
        line = self._line("frontoffice_crm.mail_template_rating_case", "body_html")
        self.assertEqual(line.here, "Hi there")
        self.assertIn("How was it?", line.shipped)

    def test_an_upgrade_does_not_overwrite(self):
        data = self.env["ir.model.data"].search([
            ("module", "=", "frontoffice_crm"),
            ("model", "in", sorted(self.env["frontoffice.shipped"]._shipped_models() - {"frontoffice.need"})),
        ])
        self.assertTrue(data)
        self.assertEqual(data.filtered(lambda row: not row.noupdate).mapped("complete_name"), [])

    def test_only_managers(self):
        for user in (self.agent, self.leader, self.plain, self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["frontoffice.shipped"].with_user(user).action_open()
