import base64
import json
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools.misc import file_path

from odoo.addons.frontoffice_crm.tools import setup_file

from .common import BackOfficeCase

SEVEN = ["Finance", "HR", "IT", "Legal", "Logistics", "Quality", "Administration"]


@tagged("post_install", "-at_install")
class TestCatalogue(BackOfficeCase):
    """Ready-made request types, versions one can read, and the set-up file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.ready = cls.env["backoffice.ready"].with_company(cls.company)

    def _page(self):
        return self.ready.browse(self.ready.action_open()["res_id"])

    def test_seven_departments_four_to_six_each_and_few_questions(self):
        page = self._page()
        by_department = page.line_ids.grouped("department")
        self.assertEqual(list(by_department), SEVEN)
        for department, lines in by_department.items():
            self.assertTrue(4 <= len(lines) <= 6, department)
        for service in self.ready._ready_made().values():
            always = [q for q in service["requirements"] if q["required"] and not q.get("when_item")]
            self.assertTrue(1 <= len(always) <= 3, service["code"])
            self.assertTrue(service["checklists"] and service["instructions"] and service["deliver_hours"])

    def test_picked_ones_come_with_department_questions_and_checklist(self):
        page = self._page()
        codes = ("finance_refund", "legal_contract_review")
        page.line_ids.filtered(lambda line: line.code in codes).picked = True
        self.assertEqual(page.picked_count, 2)
        action = page.action_add()
        services = self.env["backoffice.service"].search(action["domain"])
        self.assertEqual(set(services.mapped("code")), set(codes))
        refund = services.filtered(lambda s: s.code == "finance_refund")
        self.assertEqual(refund.department_id, self.finance, "matched by name")
        self.assertEqual((services - refund).department_id.name, "Legal")
        self.assertTrue((services - refund).confidential)
        self.assertEqual(refund.requirement_ids.mapped("code")[:2], ["invoice_number", "amount_to_pay_back"])
        self.assertEqual(refund.requirement_ids.filtered(lambda r: r.when_item).when_id.code, "amount_to_pay_back")
        self.assertEqual(refund._missing({"invoice_number": "1", "amount_to_pay_back": 800, "reason": "Paid twice"})
                         .mapped("code"), ["who_agreed_to_it"])
        self.assertEqual(len(refund.checklist_ids), 4)
        self.assertEqual(refund.version_ids.mapped("number"), [1])

    def test_what_was_edited_is_never_overwritten(self):
        page = self._page()
        line = page.line_ids.filtered(lambda line: line.code == "it_access_to_a_system")
        line.picked = True
        service = self.env["backoffice.service"].search(page.action_add()["domain"])
        service.write({"name": "Key to a system", "active": False})
        page = self._page()
        line = page.line_ids.filtered(lambda line: line.code == "it_access_to_a_system")
        self.assertEqual(line.service_id, service)
        line.picked = True
        with self.assertRaisesRegex(UserError, "Tick"):
            page.action_add()
        self.assertEqual(service.name, "Key to a system")

    def test_every_one_of_them_can_be_added(self):
        page = self._page()
        page.line_ids.picked = True
        services = self.env["backoffice.service"].search(page.action_add()["domain"])
        self.assertEqual(len(services), len(page.line_ids))
        self.assertEqual(services.company_id, self.company)

    def test_heads_add_clerks_do_not(self):
        with self.assertRaises(AccessError):
            self.ready.with_user(self.clerk).action_open()
        head = new_test_user(
            self.env, "vera", "backoffice_ops.group_head", company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)])
        page = self.ready.with_user(head)
        page = page.browse(page.action_open()["res_id"])
        page.line_ids.filtered(lambda line: line.code == "quality_release_of_a_batch").picked = True
        service = self.env["backoffice.service"].with_user(head).search(page.action_add()["domain"])
        self.assertEqual(service.sudo().department_id.name, "Quality", "created for somebody without rights in HR")

    # -- versions ----------------------------------------------------------------------------------

    def _changes(self):
        return self.service.version_ids.sorted("number")[-1].changes

    def test_versions_say_what_changed_who_and_when(self):
        self.service.deliver_hours = 12
        self.assertEqual(self._changes(), "Ready within (working hours): 8 → 12")
        self.service.requirement_ids = [
            Command.create({"name": "Colour", "code": "colour", "kind": "choice", "choices": "red\nblue"})]
        self.assertEqual(self._changes(), "What it needs: “Colour” added")
        self.service.requirement_ids = [Command.update(self.service.requirement_ids[0].id, {
            "required": False, "name": "Serial no."})]
        self.assertEqual(
            self._changes(), "What it needs: “Serial no.” – wording: Serial number → Serial no.; needed: yes → no")
        self.service.checklist_ids = [Command.create({"name": "Looked", "when_item": "colour", "when_value": "red"})]
        self.assertEqual(self._changes(), "Checklist: “Looked” added")
        self.service.checklist_ids = [Command.update(self.service.checklist_ids.id, {"when_value": "blue"})]
        self.assertEqual(self._changes(), "Checklist: “Looked” – only if: “Colour” is red → “Colour” is blue")
        self.service.write({"allow_incomplete": True, "outcome_required": True})
        self.assertEqual(set(self._changes().split("\n")), {
            "May be sent incomplete: no → yes", "“Ready” says what was done: no → yes"})
        newest = self.service.version_ids.sorted("number")[-1]
        self.assertTrue(newest.create_date and newest.create_uid)
        self.assertEqual(self.service.version_ids.sorted("number")[0].changes, "First terms")

    def test_costs_are_told_to_heads_alone(self):
        self.service.hour_rate = 40
        self.service.hour_rate = 45
        newest = self.service.version_ids.sorted("number")[-1]
        self.assertEqual(newest.changes, "Costs only, seen by heads")
        self.assertEqual(newest.cost_changes, "Cost of an hour: 40 → 45")
        with self.assertRaises(AccessError):
            newest.with_user(self.agent).read(["cost_changes"])

    def test_the_settings_history_tells_the_same(self):
        self.service._current_versions()
        self.service.requirement_ids = [Command.create({"name": "Colour", "code": "colour"})]
        self.env.flush_all()
        change = self.env["frontoffice.policy.change"].search(
            [("model", "=", "backoffice.service"), ("res_id", "=", self.service.id)], limit=1)
        self.assertEqual(change.change, "What it needs: “Colour” added")

    # -- set-up file -------------------------------------------------------------------------------

    def test_everything_goes_into_the_set_up_file_and_back(self):
        page = self._page()
        page.line_ids.filtered(lambda line: line.code == "finance_refund").picked = True
        service = self.env["backoffice.service"].search(page.action_add()["domain"])
        service.write({"touch_hours": 0.5, "hour_rate": 38})
        setup = self.env["frontoffice.setup"].with_company(self.company)
        text = setup._export("Ours")
        record = next(r for r in json.loads(text)["request_types"] if r["code"] == "finance_refund")
        self.assertEqual(record["checklists"][2]["when_item"], "amount_to_pay_back")
        self.assertEqual(record["requirements"][1]["kind"], "amount")
        self.assertEqual((record["touch_hours"], record["hour_rate"]), (0.5, 38))
        wizard = self._import({"set_up_file": 1, "request_types": [
            {**record, "code": "refund_copy", "name": "Refund, copied"}]})
        wizard.action_apply()
        copy = self.env["backoffice.service"].search([("code", "=", "refund_copy")])
        self.assertEqual([r._frozen() for r in copy.requirement_ids], [r._frozen() for r in service.requirement_ids])
        self.assertEqual([s._frozen() for s in copy.checklist_ids], [s._frozen() for s in service.checklist_ids])

    def _import(self, content):
        wizard = self.env["frontoffice.setup.import"].with_company(self.company).create({
            "data": base64.b64encode(json.dumps(content).encode()), "filename": "test.json"})
        wizard.action_compare()
        self.assertFalse(wizard.problems, wizard.problems)
        return wizard

    def test_each_ready_made_file_is_a_set_up_file(self):
        for path in Path(file_path("backoffice_ops/data/catalogue")).glob("*.json"):
            document, problems = setup_file.parse(path.read_bytes())[:2]
            self.assertFalse(problems, path)
            self.assertTrue(document.sections["request_types"])
