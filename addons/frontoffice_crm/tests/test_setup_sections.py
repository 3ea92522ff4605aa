from odoo.tests import tagged

from .test_setup_file import SetupCase


@tagged("post_install", "-at_install")
class TestSetupSections(SetupCase):
    """Every list of policies goes out and comes back, with its links."""

    def _filled(self):
        return self._file(
            snippets=[
                {"code": "late", "shortcut": "late", "text": "Sorry, {customer}.", "need": "boiler_stopped"}],
            causes=[{"code": "parts", "name": "Parts"}, {"code": "parts_late", "name": "Late", "parent": "parts"}],
            answer_times=[{"code": "fast", "name": "Fast", "type": "complaint", "first_reply_hours": 2}],
            complaint_deadlines=[{"code": "severe", "severity": "3", "ack_days": 1, "answer_days": 3}],
            waiting_lines=[{"code": "hall", "name": "Hall", "prefix": "H", "channels": ["counter_1"]}],
            appointments=[{"code": "talk", "name": "Talk", "minutes": 45, "need": "boiler_stopped",
                           "users": ["Priya"]}],
            assignment_rules=[{"code": "gas", "name": "Gas first", "words": "gas", "team": "Service",
                               "needs": ["boiler_stopped"], "policy": "person", "user": "Priya"}],
            decision_limits=[{"code": "agent", "group": "frontoffice_crm.group_agent", "case_type": "complaint",
                              "per_case": 60, "per_month": 600}],
            advertised_promises=[{"code": "days", "name": "In three days", "standard": "engineer_visit",
                                  "place": "page", "date_from": "2026-01-01"}],
            survey_rules=[{"code": "smile", "name": "Smile", "instrument": "csat", "percent": 50}],
            materials=[{"code": "leaflet", "name": "Leaflet", "url": "https://example.com/leaflet",
                        "needs": ["boiler_stopped"], "claims": ["days"]}],
            call_guides=[{"code": "heat", "name": "No heat", "needs": ["boiler_stopped"], "assets": ["leaflet"],
                          "claims": ["days"], "steps": [
                {"name": "Since when?", "kind": "text", "required": True}, {"name": "Anybody ill?", "kind": "text"}]}],
            customer_mood=[{"code": "usual", "name": "Usual", "days": 90, "weight_kept": 4}],
        )

    def test_all_policies_come_in_and_go_out_again(self):
        wizard = self._import(self._filled())
        self.assertEqual(wizard.cannot_count, 0, wizard.line_ids.filtered("reason").mapped("reason"))
        text = self.setup._export("Ours")
        for words in (
            '"steps": [{"name": "Since when?"', '"group": "frontoffice_crm.group_agent"', '"parent": "parts"',
            '"assets": ["leaflet"]', '"claims": ["days"]', '"url": "https://example.com/leaflet"',
            '"channels": ["counter_1"]', '"user": "Priya"', '"standard": "engineer_visit"',
        ):
            with self.subTest(words):
                self.assertIn(words, text)
        again = self._import(text.encode())
        said = [(line.key, line.field, line.old, line.new) for line in again.line_ids]
        self.assertEqual(said, [])
        self.assertEqual(self.setup._export("Ours"), text)

    def test_material_that_is_a_file_stays_here(self):
        self.env["frontoffice.asset"].create({
            "name": "Price list", "file": "eA==", "file_name": "prices.txt", "company_id": self.company.id})
        self.assertNotIn("Price list", self.setup._export("Ours"))

    def test_lines_only_this_place_has_are_kept(self):
        self._import(self._filled())
        guide = self.env["frontoffice.playbook"].search([("code", "=", "heat")])
        guide.step_ids = [(0, 0, {"name": "Our own question", "kind": "text"})]
        changed = self._filled()
        changed["call_guides"][0]["steps"][0]["required"] = False
        wizard = self._wizard(changed)
        wizard.action_compare()
        wizard.action_take_all()
        wizard.action_apply()
        steps = {step.name: step.required for step in guide.step_ids}
        self.assertEqual(steps, {"Since when?": False, "Anybody ill?": False, "Our own question": False})
