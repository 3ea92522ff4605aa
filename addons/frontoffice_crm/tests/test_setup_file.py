import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..tools import setup_file
from .common import FrontOfficeCase


class SetupCase(FrontOfficeCase):
    """Helen brings in set-up files; she is no system administrator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setup = cls.env["frontoffice.setup"].with_user(cls.manager).with_company(cls.company)
        cls.wizard_model = cls.env["frontoffice.setup.import"].with_user(cls.manager).with_company(cls.company)

    def _next_door(self, model):
        """A model as the manager of the other company uses it."""
        return self.env[model].with_user(self.stranger).with_context(allowed_company_ids=self.other_company.ids)

    def _file(self, **sections):
        return {"set_up_file": 1, "name": "Test", "language": "en_US", **sections}

    def _wizard(self, content):
        data = content if isinstance(content, bytes) else json.dumps(content, indent=1).encode()
        return self.wizard_model.create({"data": base64.b64encode(data), "filename": "test.json"})

    def _import(self, content):
        wizard = self._wizard(content)
        wizard.action_compare()
        self.assertFalse(wizard.problems, wizard.problems)
        wizard.action_apply()
        return wizard

    def _need_by(self, code):
        return self.env["frontoffice.need"].search([("code", "=", code), ("company_id", "=", self.company.id)])


@tagged("post_install", "-at_install")
class TestSetupFile(SetupCase):
    TOPICS = [
        {"code": "billing", "name": "Bills"},
        {"code": "bill_wrong", "name": "Bill is wrong", "parent": "billing", "keywords": "wrong, too much",
         "standard": "answer"},
    ]
    PROMISES = [{"code": "answer", "name": "Answer", "hours": 4, "sentence": "You hear from us by {when}."}]

    def _both(self):
        return self._file(topics=self.TOPICS, standard_promises=self.PROMISES)

    def test_records_get_stable_codes(self):
        need = self.env["frontoffice.need"].create({"name": "Übergrößen & mehr", "company_id": self.company.id})
        self.assertEqual(need.code, "ubergrossen_mehr")
        need.name = "Something else"
        self.assertEqual(need.code, "ubergrossen_mehr")
        twin = self.env["frontoffice.need"].create({"name": "Übergrößen mehr", "company_id": self.company.id})
        self.assertEqual(twin.code, "ubergrossen_mehr_2")
        self.assertEqual(twin.copy().code, "ubergrossen_mehr_3")

    def test_export_import_export_is_identical(self):
        self.team.member_ids = self.agent
        self.need.user_id = self.agent
        self._import(self._both())
        text = self.setup._export("Ours")
        wizard = self._import(text.encode())
        self.assertEqual((wizard.add_count, wizard.change_count, wizard.edited_count), (0, 0, 0))
        self.assertEqual(self.setup._export("Ours"), text)

    def test_a_second_company_gets_the_same_file(self):
        self._import(self._both())
        text = self.setup._export("Ours")
        self.env["crm.team"].create({"name": "Service", "company_id": self.other_company.id, "is_service": True})
        other = self._next_door("frontoffice.setup.import")
        wizard = other.create({"data": base64.b64encode(text.encode()), "filename": "ours.json"})
        wizard.action_compare()
        wizard.action_apply()
        exported = self._next_door("frontoffice.setup")._export("Ours")
        self.assertEqual(exported, text)

    def test_importing_twice_changes_nothing(self):
        self._import(self._both())
        count = self.env["frontoffice.need"].search_count([])
        wizard = self._import(self._both())
        self.assertEqual((wizard.add_count, wizard.change_count, wizard.edited_count), (0, 0, 0))
        self.assertEqual(self.env["frontoffice.need"].search_count([]), count)
        self.assertFalse(wizard.log_id.changes)

    def test_the_dry_run_writes_nothing(self):
        before = self.env["frontoffice.need"].search_count([])
        wizard = self._wizard(self._both())
        wizard.action_compare()
        self.assertEqual((wizard.add_count, self.env["frontoffice.need"].search_count([])), (3, before))

    def test_children_may_stand_before_their_parents(self):
        self._import(self._file(topics=self.TOPICS[::-1], standard_promises=self.PROMISES))
        child = self._need_by("bill_wrong")
        self.assertEqual((child.parent_id.code, child.standard_id.code), ("billing", "answer"))

    def test_a_changed_file_changes_what_nobody_edited(self):
        self._import(self._both())
        wizard = self._import(self._file(standard_promises=[{**self.PROMISES[0], "hours": 6}]))
        standard = self._need_by("bill_wrong").standard_id
        self.assertEqual((standard.hours, wizard.change_count), (6, 1))

    def test_an_edited_record_is_kept_and_both_values_are_shown(self):
        self._import(self._both())
        standard = self._need_by("bill_wrong").standard_id
        standard.hours = 12
        wizard = self._wizard(self._file(standard_promises=[{**self.PROMISES[0], "hours": 6}]))
        wizard.action_compare()
        line = wizard.line_ids
        self.assertEqual((line.kind, line.old, line.new, line.take), ("edited", "12", "6", False))
        wizard.action_apply()
        self.assertEqual(standard.hours, 12)

    def test_an_edited_record_is_replaced_when_somebody_says_so(self):
        self._import(self._both())
        standard = self._need_by("bill_wrong").standard_id
        standard.hours = 12
        wizard = self._wizard(self._file(standard_promises=[{**self.PROMISES[0], "hours": 6}]))
        wizard.action_compare()
        wizard.action_take_all()
        wizard.action_apply()
        self.assertEqual(standard.hours, 6)

    def test_a_record_that_was_there_before_is_not_overwritten(self):
        self.standard.write({"code": "answer", "hours": 16})
        wizard = self._import(self._file(standard_promises=self.PROMISES))
        self.assertEqual((self.standard.hours, wizard.edited_count), (16, 2))
        self.assertEqual(self.standard.sentence, "You hear from us by {when}.")

    def test_nothing_is_deleted(self):
        self._import(self._both())
        self._import(self._file(topics=[]))
        self.assertTrue(self._need_by("bill_wrong"))

    def test_an_archived_record_stays_archived(self):
        self._import(self._both())
        need = self._need_by("bill_wrong")
        need.active = False
        self._import(self._both())
        self.assertFalse(need.active)
        self.assertFalse(self._need_by("bill_wrong"))

    def test_an_unknown_name_is_asked_for(self):
        topics = [{"code": "late", "name": "Late", "team": "Dispatch", "user": "Priya"}]
        wizard = self._wizard(self._file(topics=topics))
        wizard.action_compare()
        self.assertEqual(wizard.name_ids.mapped("name"), ["Dispatch"])
        wizard.name_ids.record_id = self.team.id
        wizard.action_compare()
        wizard.action_apply()
        need = self._need_by("late")
        self.assertEqual((need.team_id, need.user_id), (self.team, self.agent))

    def test_a_name_left_open_leaves_the_field_empty(self):
        self._import(self._file(topics=[{"code": "late", "name": "Late", "team": "Dispatch"}]))
        self.assertFalse(self._need_by("late").team_id)

    def test_sections_of_missing_add_ons_are_left_out_and_said_so(self):
        wizard = self._wizard(self._file(topics=self.TOPICS[:1], weather=[{"code": "rain"}]))
        wizard.action_compare()
        self.assertEqual((wizard.skipped, wizard.add_count), ("weather", 1))

    def test_all_or_nothing(self):
        promises = [{"code": "fine", "name": "Fine"}, {"code": "bad", "name": "Bad", "hours": -1}]
        wizard = self._wizard(self._file(standard_promises=promises))
        wizard.action_compare()
        with mute_logger("odoo.sql_db"), self.assertRaises(UserError) as caught:
            wizard.action_apply()
        self.assertIn("negative", str(caught.exception))
        self.assertFalse(self.env["frontoffice.promise.standard"].search([("code", "=", "fine")]))

    def test_who_imported_what_is_written_down(self):
        wizard = self._import(self._both())
        log = wizard.log_id
        self.assertEqual((log.user_id, log.name, log.added_count), (self.manager, "test.json", 3))
        self.assertIn("Topics: Bill is wrong – new", log.text)

    def test_an_imported_change_is_a_version(self):
        self._import(self._both())
        standard = self._need_by("bill_wrong").standard_id
        self._import(self._file(standard_promises=[{**self.PROMISES[0], "hours": 6}]))
        self.assertEqual([v.values["hours"] for v in standard.version_ids.sorted("number")], [4, 6])

    def test_roles_are_mapped_by_name(self):
        admin = new_test_user(
            self.env, "installer", "frontoffice_crm.group_manager,base.group_erp_manager",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )
        content = self._file(people=[{"name": "priya", "service_role": "team_leader", "desk_channel": "counter_1"}])
        wizard = self._wizard(content).with_user(admin)
        wizard.action_compare()
        wizard.action_apply()
        self.assertEqual((self.agent.service_role, self.agent.desk_channel_id), ("team_leader", self.channel))
        self.assertTrue(self.agent.has_group("frontoffice_crm.group_leader"))

    def test_a_manager_who_may_not_change_users_is_told_so(self):
        wizard = self._wizard(self._file(people=[{"name": "Priya", "service_role": "setup"}]))
        wizard.action_compare()
        self.assertEqual(wizard.line_ids.kind, "cannot")
        self.assertIn("administrator", wizard.line_ids.reason)
        wizard.action_apply()
        self.assertFalse(self.agent.service_role)

    def test_switches_travel_with_the_file(self):
        self._import(self._file(switches=[{"code": "group_feature_routing", "on": True}]))
        self.assertTrue(self.plain.has_group("frontoffice_crm.group_feature_routing"))
        self.assertIn('{"code": "group_feature_routing", "on": true}', self.setup._export())

    def test_every_section_of_the_registry_can_be_read_and_written(self):
        for key, section in self.setup._sections().items():
            with self.subTest(key):
                self.assertTrue(section["label"])
                self.assertIsInstance(self.setup._export_section(section), list)

    # -- bad files -------------------------------------------------------------------------------

    def test_malformed_files_give_sentences(self):
        cases = {
            b"": "empty", b"PK\x03\x04": "not written as a set-up file", b"\xff\xfe\x00": "UTF-8",
            b"{}": "not a set-up file", b'{"set_up_file": 9}': "newer",
            b'{"set_up_file": 1, "topics": {}}': "list of records",
            b'{"set_up_file": 1, "topics": [{"name": "x", "code": "a#b"}]}': "letters, digits",
            b'{"set_up_file": 1,\n"topics": [{"code": "a", "name": "A"},\n{"code": "a", "name": "B"}]}': "Line 3",
            b'{"set_up_file": 1, "topics": [{"code": "a"}]}': "“name” is missing",
            b'{"set_up_file": 1, "topics": [{"code": "a", "name": "A", "parent": "zzz"}]}': "neither in the file",
            b'{"set_up_file": 1, "topics": [{"code": "a", "name": "A", "parent": "a"}]}': "part of itself",
            b'{"set_up_file": 1, "standard_promises": [{"code": "a", "name": "A", "hours": "soon"}]}': "a number",
            b'{"set_up_file": 1, "channels": [{"code": "a", "name": "A", "kind": "pigeon"}]}': "not on its list",
            b'{"set_up_file": 1, "topics": [{"code": "a", "name": "A", "id": 3}]}': "nothing called",
            b'{"set_up_file": 1, "standard_promises": [{"code": "a", "name": "A", "hours": NaN}]}': "not a number",
            b"[" * 100_000: "nests too deep",
            b" " * (setup_file.MAX_BYTES + 1): "larger than 2 MB",
        }
        for content, words in cases.items():
            with self.subTest(content[:60]):
                wizard = self._wizard(content) if content else self.wizard_model.create({"filename": "x"})
                if not content:
                    with self.assertRaisesRegex(UserError, "Choose a file"):
                        wizard.action_compare()
                    continue
                wizard.action_compare()
                self.assertEqual(wizard.state, "upload")
                self.assertIn(words, wizard.problems or "")

    # -- who may ---------------------------------------------------------------------------------

    def test_only_managers_export_and_import(self):
        for user in (self.agent, self.leader, self.plain, self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["frontoffice.setup"].with_user(user)._export()
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["frontoffice.setup.import"].with_user(user).create({})
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["frontoffice.setup.log"].with_user(user).search([])

    def test_another_company_sees_neither_log_nor_catalogue(self):
        log = self._import(self._both()).log_id
        self.assertNotIn("bill_wrong", self._next_door("frontoffice.setup")._export())
        with self.assertRaises(AccessError):
            log.with_user(self.stranger).read(["changes"])

    def test_nobody_forges_the_log(self):
        log = self._import(self._both()).log_id
        with self.assertRaises(AccessError):
            log.with_user(self.manager).write({"name": "harmless"})
        with self.assertRaises(AccessError):
            self.env["frontoffice.setup.memory"].with_user(self.manager).create({"section": "x", "key": "y"})
