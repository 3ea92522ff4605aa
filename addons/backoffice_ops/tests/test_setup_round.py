import base64
import json

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import BackOfficeCase


class SetupRoundCase(BackOfficeCase):
    """A company whose back office is set up to the last line, and an empty one next door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.skill_type = cls.env["hr.skill.type"].create({
            "name": "Gas papers", "is_certification": True,
            "skill_ids": [Command.create({"name": "Boilers_90%"}), Command.create({"name": "Meters"})],
            "skill_level_ids": [
                Command.create({"name": "Holds it", "level_progress": 60, "default_level": True}),
                Command.create({"name": "Teaches it", "level_progress": 100})],
        })
        cls.env["crm.team"].create({"name": "Service", "company_id": cls.other_company.id, "is_service": True})
        (cls.clerk | cls.head | cls.banker).company_ids |= cls.other_company
        cls._fill()

    @classmethod
    def _fill(cls):
        cls.other_reason = cls.env["backoffice.pause.reason"].create({
            "name": "The maker", "cap_hours": 12, "stops_clock": True, "company_id": cls.company.id})
        cls.service.write({
            "code": "part", "performer_kind": "mail", "performer_email": "parts@example.com", "link_days": 5,
            "assign_policy": "skilled", "relax_skill_hours": 0, "capacity_weight": 2.5, "confidential": True,
            "instructions": "<p>Look <b>twice</b>.</p>", "allow_incomplete": True, "cost_fixed": 12.5,
            "is_incident": True,
            "requirement_ids": [
                Command.create({"name": "How", "code": "how", "kind": "choice", "choices": "By van\nBy post"}),
                Command.create({"name": "Weight", "code": "weight", "kind": "number", "required": False,
                                "when_item": "how", "when_value": "By post"})],
            "checklist_ids": [
                Command.create({"name": "Read the label"}),
                Command.create({"name": "Stick the stamp", "required": False, "when_item": "how",
                                "when_operator": "is_not", "when_value": "By van"})],
            "skill_ids": [
                Command.create({"skill_id": skill.id, "level_id": level.id})
                for skill, level in zip(cls.skill_type.skill_ids, cls.skill_type.skill_level_ids, strict=True)],
            "approval_step_ids": [
                Command.create({"name": "Yes", "who": "head", "gate": "start"}),
                Command.create({"name": "Yes", "who": "chain", "levels": 3, "amount_from": 5000, "mode": "all"}),
                Command.create({"name": "Finance", "who": "person", "user_id": cls.head.id, "amount_from": 250.5}),
                Command.create({"name": "Anybody", "who": "group", "by_mail": True,
                                "group_id": cls.env.ref("backoffice_ops.group_head").id})],
        })
        cls.refund.code = "refund"
        cls._fill_more()

    @classmethod
    def _fill_more(cls):
        cls.env["backoffice.member"].search([("user_id", "=", cls.head.id)]).capacity = 3.5
        cls.ladder = cls.env["backoffice.escalation"].create({
            "name": "Parts early", "department_id": cls.parts.id, "company_id": cls.company.id, "step_ids": [
                Command.create({"value": 50}), Command.create({"value": 75}),
                Command.create({"value": 100, "tells": "chain", "levels": 2})]})
        cls.env["backoffice.approval.rule"].create({
            "name": "Large gifts", "subject": "gesture", "company_id": cls.company.id,
            "step_ids": [Command.create({"name": "Head", "who": "head", "department_id": cls.finance.id})]})
        cls.bundle = cls.env["backoffice.bundle.template"].create({
            "name": "Boiler swap", "company_id": cls.company.id, "note": "When it is beyond repair", "step_ids": [
                Command.create({"name": "Part", "service_id": cls.service.id, "sequence": 1}),
                Command.create({"name": "Money", "service_id": cls.refund.id, "sequence": 2}),
                Command.create({"name": "Money", "service_id": cls.refund.id, "sequence": 3})]})
        cls.bundle.order_text = "2 after 1; 3 after 1, 2"
        cls.env["backoffice.document.type"].create({
            "name": "Gas certificate", "expires": True, "remind_days": 45, "company_id": cls.company.id})
        cls.company.write({
            "post_quiet_from": 19.5, "case_close_days": 21, "portal_cases": False, "pulse_monthly": True})

    def _setup(self, company=None, user=None):
        setup = self.env["frontoffice.setup"].with_context(allowed_company_ids=(company or self.company).ids)
        return setup.with_user(user) if user else setup

    def _wizard(self, content, company=None, user=None):
        text = content if isinstance(content, str) else json.dumps({"set_up_file": 1, **content}, indent=1)
        wizard = self.env["frontoffice.setup.import"].with_context(allowed_company_ids=(company or self.company).ids)
        if user:
            wizard = wizard.with_user(user)
        wizard = wizard.create({"data": base64.b64encode(text.encode()), "filename": "ours.json"})
        wizard.action_compare()
        return wizard

    def _import(self, content, company=None, user=None):
        wizard = self._wizard(content, company, user)
        self.assertFalse(wizard.problems, wizard.problems)
        wizard.action_apply()
        return wizard


@tagged("post_install", "-at_install")
class TestSetupRound(SetupRoundCase):
    def test_an_empty_company_becomes_the_same(self):
        text = self._setup()._export("Ours")
        wizard = self._wizard(text, self.other_company)
        self.assertFalse(wizard.problems, wizard.problems)
        self.assertEqual(wizard.name_ids.mapped("name"), [], "everything the file names is in it or here")
        wizard.action_apply()
        self.assertEqual(self._setup(self.other_company)._export("Ours"), text)
        again = self._wizard(text, self.other_company)
        said = [(line.key, line.field, line.old, line.new) for line in again.line_ids]
        self.assertEqual(said, [])
        again.action_apply()
        self.assertFalse(again.log_id.changes)
        self.assertEqual(self._setup(self.other_company)._export("Ours"), text)

    def test_what_came_is_what_was_sent(self):
        self._import(self._setup()._export(), self.other_company)
        there = [("company_id", "=", self.other_company.id)]
        service = self.env["backoffice.service"].search([*there, ("code", "=", "part")])
        self.assertEqual(
            service.approval_step_ids.mapped(lambda s: (s.name, s.who, s.amount_from, s.levels, s.user_id.name)),
            [("Yes", "head", 0, 2, False), ("Yes", "chain", 5000, 3, False), ("Finance", "person", 250.5, 2, "Tomas"),
             ("Anybody", "group", 0, 2, False)])
        self.assertTrue(service.is_incident)
        self.assertEqual(
            service.skill_ids.mapped(lambda line: (line.skill_id.name, line.level_id.name)),
            [("Boilers_90%", "Holds it"), ("Meters", "Teaches it")])
        template = self.env["backoffice.bundle.template"].search(there)
        self.assertEqual([len(step.after_ids) for step in template.step_ids], [0, 1, 2])
        self.assertEqual(template.step_ids.service_id.company_id, self.other_company)
        members = self.env["backoffice.member"].search([*there, ("user_id", "=", self.head.id)])
        self.assertEqual((members.role, members.capacity), ("head", 3.5))
        ladder = self.env["backoffice.escalation"].search(there)
        self.assertEqual(ladder.step_ids.mapped("value"), [50, 75, 100])
        self.assertEqual((self.other_company.post_quiet_from, self.other_company.portal_cases), (19.5, False))
        self.assertTrue(self.other_company.pulse_monthly)

    def test_every_switch_and_number_of_a_company_is_in_it(self):
        """Whoever adds a setting to companies adds it to the set-up file, or says here why not."""
        left = {"is_frontoffice_sample"}  # what the sample company is, no setting
        ours = ("frontoffice_crm", "backoffice_ops", "triangle_kpis")
        settings = {
            name for name, field in self.env["res.company"]._fields.items()
            if field.type in ("boolean", "integer", "float") and field.store and not field.compute
            and any(module.startswith(ours) for module in field._modules)
        }
        self.assertIn("pulse_monthly", settings)
        self.assertEqual(settings - left, set(self._setup()._setup_company_fields()))

    def test_the_difference_shows_the_lines_that_differ_only(self):
        content = json.loads(self._setup()._export())
        part = next(record for record in content["request_types"] if record["code"] == "part")
        part["checklists"][1]["required"] = True
        wizard = self._wizard({"request_types": [part]})
        line = wizard.line_ids
        self.assertEqual((line.kind, line.label), ("edited", "Order a part"))
        self.assertIn("Stick the stamp (required: yes", line.new)
        self.assertIn("required: no", line.old)
        self.assertNotIn("Read the label", line.new)

    def test_a_ladder_is_not_taken_for_another_one(self):
        content = json.loads(self._setup()._export())
        content["reminder_steps"][0]["steps"][1]["value"] = 80
        wizard = self._wizard({"reminder_steps": content["reminder_steps"]})
        wizard.action_take_all()
        wizard.action_apply()
        self.assertEqual(self.ladder.step_ids.mapped("value"), [50, 80, 100])

    def test_a_member_who_is_there_already_is_found(self):
        self.clerk.name = "Jonas Berg"
        wizard = self._wizard({"members": [
            {"code": "Stores: Jonas", "user": "Jonas B", "department": "parts", "capacity": 4}]})
        wizard.name_ids.record_id = self.clerk.id
        wizard.action_compare()
        self.assertEqual(wizard.add_count, 0)
        wizard.action_take_all()
        wizard.action_apply()
        self.assertEqual(self.env["backoffice.member"].search([("user_id", "=", self.clerk.id)]).capacity, 4)

    # -- skills belong to HR -----------------------------------------------------------------------

    def _skilled(self):
        return {
            "skills": [{"name": "Welding", "skills": [{"name": "Pipes"}], "skill_levels": [
                {"name": "Basic", "level_progress": 10, "default_level": True}]}],
            "request_types": [{"code": "weld", "name": "Weld a pipe", "department": "Parts", "skills": [
                {"skill": "Welding / Pipes", "level": "Welding / Basic"}]}],
        }

    def test_missing_skills_come_when_the_importer_may(self):
        self._import(self._skilled())
        service = self.env["backoffice.service"].search([("code", "=", "weld")])
        self.assertEqual(service.skill_ids.skill_id.skill_type_id.name, "Welding")
        self.assertEqual(self._wizard(self._skilled()).line_ids.mapped("field"), [])

    def test_without_the_right_the_request_type_comes_without_them(self):
        consultant = new_test_user(
            self.env, "consultant", "frontoffice_crm.group_manager,backoffice_ops.group_manager",
            company_id=self.company.id, company_ids=[Command.set(self.company.ids)])
        self.assertFalse(self.env["hr.skill.type"].with_user(consultant).has_access("create"))
        wizard = self._wizard(self._skilled(), user=consultant)
        said = {line.key: (line.kind, line.reason) for line in wizard.line_ids}
        self.assertEqual(said["Welding"][0], "cannot")
        self.assertIn("administrator", said["Welding"][1])
        self.assertEqual(said["weld"], ("add", "Comes in without Welding / Pipes: unknown here."))
        wizard.action_apply()
        service = self.env["backoffice.service"].search([("code", "=", "weld")])
        self.assertTrue(service)
        self.assertFalse(service.skill_ids)
        self.assertFalse(self.env["hr.skill.type"].search([("name", "=", "Welding")]))

    # -- wrong files -------------------------------------------------------------------------------

    def test_what_is_wrong_is_said_with_its_line(self):
        kind = {"code": "a", "name": "A", "department": "Parts"}
        bundle = {"code": "b", "name": "B", "steps": [{"name": "One", "service": "part"}, {
            "name": "Two", "service": "part"}]}
        ask = {"code": "how", "name": "How", "kind": "choice", "choices": "Van\nPost"}
        cases = [
            ({"bundle_templates": [{**bundle, "steps": [{"name": "One", "service": "nope"}]}]},
             "Line 8, Bundle templates, “b”: “service” points to “nope”"),
            ({"bundle_templates": [{**bundle, "order_text": "2 after 9"}]}, "Line 4.*there are 2 steps only"),
            ({"bundle_templates": [{**bundle, "order_text": "2 then 1"}]}, "Line 4.*not readable"),
            ({"bundle_templates": [{**bundle, "order_text": "1 after 2; 2 after 1"}]}, "Line 4.*never begin"),
            ({"request_types": [{**kind, "approval_steps": [{"name": "Yes", "boss": "Mei"}]}]},
             "Line 9, Request types, “a”: “approval_steps”: a line has something wrong or missing .boss"),
            ({"request_types": [{**kind, "colour": "red"}]}, "Line 4, Request types.*nothing called “colour”"),
            ({"request_types": [{**kind, "checklists": [{"name": "Look", "when_item": "x", "when_value": "y"}]}]},
             "Line 4.*depends on the question “x”, which is not asked"),
            ({"request_types": [{**kind, "requirements": [ask, {"code": "kg", "name": "Weight", "when_item": "how",
                                                               "when_value": "Train"}]}]},
             "Line 4.*the answer “Train”, which is not on the list"),
            ({"members": [{"code": "m", "user": "Jonas", "department": "Parts", "role": "king"}]},
             "Line 4, Members of departments, “m”: “role” has a value that is not on its list"),
            ({"company": [{"code": "portal_cases", "value": 3}]}, "Line 4, Settings.*1 for yes or 0 for no"),
            ({"company": [{"code": "case_close_days", "value": "soon"}]}, "Line 4.*must be a number"),
        ]
        for content, words in cases:
            with self.subTest(words):
                wizard = self._wizard(content)
                self.assertEqual(wizard.state, "upload")
                self.assertRegex(wizard.problems or "", words)

    def test_a_late_refusal_leaves_nothing_behind(self):
        content = {"request_types": [
            {"code": "fine", "name": "Fine", "department": "Parts"},
            {"code": "late", "name": "Late", "department": "Parts", "approval_steps": [
                {"name": "Yes", "who": "chain", "levels": 40}]}]}
        wizard = self._wizard(content)
        self.assertFalse(wizard.problems)
        with mute_logger("odoo.sql_db"), self.assertRaises(UserError) as caught:
            wizard.action_apply()
        self.assertRegex(str(caught.exception), "Late.*1 to 9 managers(.|\n)*Nothing was imported")
        self.assertFalse(self.env["backoffice.service"].search([("code", "in", ("fine", "late"))]))

    def test_a_template_without_one_of_its_request_types_stays_out(self):
        wizard = self._import({
            "request_types": [{"code": "x", "name": "X", "department": "Nowhere at all"}],
            "bundle_templates": [{"code": "b", "name": "B", "steps": [{"name": "X", "service": "x"}]}]})
        said = {line.key: line.reason for line in wizard.line_ids}
        self.assertIn("It needs x", said["b"])
        self.assertFalse(self.env["backoffice.bundle.template"].search([("code", "=", "b")]))

    def test_settings_of_the_company_are_for_administrators(self):
        wizard = self._wizard({"company": [{"code": "case_close_days", "value": 3}]}, user=self.manager)
        self.assertEqual(wizard.line_ids.kind, "cannot")
        self.assertIn("administrator", wizard.line_ids.reason)
        wizard.action_apply()
        self.assertEqual(self.company.case_close_days, 21)
