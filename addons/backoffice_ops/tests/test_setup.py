import base64
import json

from odoo.tests import tagged
from odoo.tools.misc import file_open

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestSetup(BackOfficeCase):
    """Request types in set-up files and trades, and departments in the check-up."""

    def _import(self, content):
        wizard = self.env["frontoffice.setup.import"].with_company(self.company).create({
            "data": base64.b64encode(json.dumps(content).encode()), "filename": "test.json"})
        wizard.action_compare()
        self.assertFalse(wizard.problems, wizard.problems)
        return wizard

    def _trade(self, code):
        with file_open(f"frontoffice_crm/data/trades/{code}.json") as file:
            return json.load(file)

    def test_departments_of_a_trade_are_matched_by_name_and_the_rest_is_asked(self):
        wizard = self._import(self._trade("heating"))
        asked = set(wizard.name_ids.mapped("name"))
        self.assertNotIn("Parts", asked)
        self.assertIn("Dispatch", asked)
        self.assertEqual(len(wizard.name_ids), len(asked), "one drop-down each")
        wizard.name_ids.make = True
        wizard.name_ids.filtered(lambda row: row.name == "Quality").make = False
        wizard.action_compare()
        wizard.action_apply()
        services = self.env["backoffice.service"].search([("company_id", "=", self.company.id)])
        codes = set(services.mapped("code"))
        self.assertIn("spare_part_to_the_van", codes)
        self.assertNotIn("site_inspection", codes, "its department was left open")
        part = services.filtered(lambda service: service.code == "spare_part_to_the_van")
        self.assertEqual((part.department_id.name, part.deliver_hours), ("Parts", 14))
        self.assertEqual(
            part.requirement_ids.mapped(lambda need: (need.code, need.required)),
            [("serial_number", True), ("photo_of_the_type_plate", False)])

    def test_departments_come_parents_first(self):
        wizard = self._import({"set_up_file": 1, "departments": [
            {"name": "Parts North", "parent": "Stores"}, {"name": "Stores"}]})
        wizard.action_apply()
        north = self.env["hr.department"].search([("name", "=", "Parts North"), ("company_id", "=", self.company.id)])
        self.assertEqual(north.parent_id.name, "Stores")

    def test_export_import_export_is_identical(self):
        setup = self.env["frontoffice.setup"].with_company(self.company)
        text = setup._export("Ours")
        self.assertIn('"request_types"', text)
        wizard = self._import(json.loads(text))
        self.assertFalse(wizard.line_ids, wizard.line_ids.mapped("label"))
        wizard.action_apply()
        self.assertEqual(setup._export("Ours"), text)

    def _line(self, code):
        page = self.env["frontoffice.checkup"].with_company(self.company)
        page = page.browse(page.action_open()["res_id"])
        return page.line_ids.filtered(lambda line: line.code == code)

    def test_a_department_without_members_and_its_request_types(self):
        empty = self.env["hr.department"].create({"name": "Nobody here", "company_id": self.company.id})
        service = self.env["backoffice.service"].create({
            "name": "Ask nobody", "department_id": empty.id, "company_id": self.company.id})
        self.assertEqual(self._line("department_without_members").level, "bad")
        action = self._line("request_type_without_owner").action_fix()
        found = {action["res_id"]} if action.get("res_id") else set(action["domain"][0][2])
        self.assertIn(service.id, found)

    def test_the_template_imports(self):
        for service in self.env["backoffice.service"].search([("company_id", "=", self.company.id)]):
            service.code = f"own_{service.id}"
        twins = self.env["hr.department"].search([("name", "=", "Finance")]) - self.finance
        twins.name = "Finance elsewhere"
        template = self.env["backoffice.service"].get_import_templates()[0]["template"]
        with file_open(template.lstrip("/"), "rb") as file:
            data = file.read()
        wizard = self.env["base_import.import"].with_company(self.company).create({
            "res_model": "backoffice.service", "file": data, "file_type": "text/csv", "file_name": "x.csv"})
        options = {"quoting": '"', "separator": ",", "has_headers": True}
        preview = wizard.parse_preview(dict(options))
        columns = [header.strip() for header in preview["headers"]]
        result = wizard.execute_import(columns, columns, {**preview["options"], **options})
        self.assertEqual(result["messages"], [])
        self.assertEqual(len(result["ids"]), 2)
