import json
import re

from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestDashboard(TransactionCase):
    """The dashboard reads what is there, and nothing it names is missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref("triangle_kpis_spreadsheet.dashboard")
        cls.data = json.loads(cls.dashboard.spreadsheet_data)

    def _field(self, model, chain):
        """The field at the end of a chain; KeyError where there is none."""
        first, _dot, rest = chain.partition(".")
        field = self.env[model]._fields[first]
        return self._field(field.comodel_name, rest) if rest else field

    def test_pivot_reads_fields_that_exist(self):
        pivot = self.data["pivots"]["1"]
        model = pivot["model"]
        names = [line["fieldName"] for line in pivot["rows"] + pivot["columns"]]
        names += [line["fieldName"] for line in pivot["measures"] if "computedBy" not in line]
        names += [leaf[0] for leaf in pivot["domain"]]
        names += [match["chain"] for match in pivot["fieldMatching"].values()]
        for name in names:
            self.assertTrue(self._field(model, name), name)
        self.assertEqual(set(pivot["fieldMatching"]), {line["id"] for line in self.data["globalFilters"]})
        codes = pivot["domain"][0][2]
        known = self.env["triangle.measure"].search([("code", "in", codes), ("kind", "in", ("A", "R"))])
        self.assertEqual(sorted(known.mapped("code")), sorted(codes), "additive measures, by their codes")
        self.env[model].formatted_read_group(pivot["domain"], ["measure_id", "day:month"], ["num:sum", "den:sum"])

    def test_list_reads_the_nine(self):
        found = self.data["lists"]["1"]
        for name in found["columns"]:
            self.assertTrue(self._field(found["model"], name), name)
        self.assertEqual(self.env[found["model"]].search_count(found["domain"]), 9)
        used = re.findall(r'ODOO\.LIST\(1,(\d+),"(\w+)"\)', json.dumps(self.data["sheets"]).replace('\\"', '"'))
        self.assertEqual({name for _row, name in used}, set(found["columns"]))
        self.assertEqual({int(row) for row, _name in used}, set(range(1, 10)))

    def test_it_is_for_analysts(self):
        Dashboard = self.env["spreadsheet.dashboard"]
        for group, sees in (("analyst", True), ("viewer", False)):
            user = new_test_user(self.env, f"sheet_{group}", groups=f"triangle_kpis.group_{group}")
            self.assertEqual(self.dashboard in Dashboard.with_user(user).search([]), sees, group)

    def test_it_opens(self):
        analyst = new_test_user(self.env, "sheet_opens", groups="triangle_kpis.group_analyst")
        answer = json.loads(self.dashboard.with_user(analyst)._get_serialized_readonly_dashboard())
        self.assertEqual(answer["snapshot"]["sheets"][0]["cells"]["A3"], "=PIVOT(1)")
