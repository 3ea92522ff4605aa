import base64
import json

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TriangleCase


@tagged("post_install", "-at_install")
class TestSetup(TriangleCase):
    """Targets, alert rules and figures of one's own in the set-up file."""

    FIGURE = {
        "code": "own_setup_kept", "name": "Kept, ours", "side": "company", "unit": "percent", "direction": "up",
        "formula": "promise_kept_num / promise_kept_den", "num_measure": "promise_kept", "den_measure": "promise_kept",
        "extended": True, "target": 0.9, "target_source": "Agreed in spring",
    }

    def _setup(self, company=None):
        return self.env["frontoffice.setup"].with_context(allowed_company_ids=(company or self.company).ids)

    def _wizard(self, content, company=None):
        text = content if isinstance(content, str) else json.dumps({"set_up_file": 1, **content}, indent=1)
        wizard = self.env["frontoffice.setup.import"].with_context(allowed_company_ids=(company or self.company).ids)
        wizard = wizard.create({"data": base64.b64encode(text.encode()), "filename": "ours.json"})
        wizard.action_compare()
        return wizard

    def _import(self, content, company=None, take=False):
        wizard = self._wizard(content, company)
        self.assertFalse(wizard.problems, wizard.problems)
        if take:
            wizard.action_take_all()
        wizard.action_apply()
        return wizard

    def _kpi(self):
        return self.env["triangle.kpi"].search([("code", "=", "own_setup_kept")])

    def test_an_own_figure_comes_with_its_formula_its_target_and_its_rule(self):
        self._import({
            "targets": [{"code": "spring", "kpi": "own_setup_kept", "date_from": "2026-01-01", "date_to": "2026-06-30",
                         "value": 0.95}],
            "alert_rules": [{"code": "mine", "kpi": "own_setup_kept", "days": 5}],
            "own_figures": [self.FIGURE]})
        kpi = self._kpi()
        self.assertEqual((kpi.own, kpi.version, kpi.formula, kpi.target), (
            True, 1, "promise_kept_num / promise_kept_den", 0.9))
        target = self.env["triangle.target"].search([("code", "=", "spring"), ("company_id", "=", self.company.id)])
        self.assertEqual((target.kpi_id, target.value), (kpi, 0.95))
        rule = self.env["triangle.alert.rule"].search([("code", "=", "mine"), ("company_id", "=", self.company.id)])
        self.assertEqual(rule.kpi_id, kpi)
        self.assertNotIn("own_setup_kept", [
            record["code"] for record in json.loads(self._setup()._export())["figures"]])

    def test_export_import_export_is_identical_next_door_too(self):
        self._import({
            "own_figures": [self.FIGURE],
            "targets": [{"code": "spring", "kpi": "own_setup_kept", "date_from": "2026-01-01", "date_to": "2026-06-30",
                         "value": 0.95}]})
        text = self._setup()._export("Ours")
        self.assertFalse(self._wizard(text).line_ids)
        target = self.env["triangle.target"].search([("code", "=", "spring"), ("company_id", "=", self.company.id)])
        target.unlink()
        self._import(text)
        self.assertEqual(self._setup()._export("Ours"), text)
        records, next_door = json.loads(text), self.env["res.company"].create({"name": "Setup next door"})
        self.env.user.company_ids |= next_door
        self._import({key: records[key] for key in ("own_figures", "targets")}, next_door)
        there = json.loads(self._setup(next_door)._export("Ours"))
        self.assertEqual([there[key] for key in ("own_figures", "targets")],
                         [records[key] for key in ("own_figures", "targets")])

    def test_another_formula_is_said_before_and_becomes_the_next_version(self):
        self._import({"own_figures": [self.FIGURE]})
        other = {"own_figures": [{**self.FIGURE, "formula": "1 - promise_kept_num / promise_kept_den"}]}
        wizard = self._wizard(other)
        line = wizard.line_ids
        self.assertEqual((line.kind, line.old, line.new), (
            "change", "promise_kept_num / promise_kept_den", "1 - promise_kept_num / promise_kept_den"))
        self.assertIn("Becomes version 2", line.reason)
        wizard.action_apply()
        versions = self._kpi().version_ids.sorted("number")
        self.assertEqual(versions.mapped(lambda v: (v.number, v.values["formula"])), [
            (1, "promise_kept_num / promise_kept_den"), (2, "1 - promise_kept_num / promise_kept_den")])

    def test_a_formula_written_here_is_kept_until_somebody_agrees(self):
        self._import({"own_figures": [self.FIGURE]})
        self._kpi().formula = "promise_kept_num / promise_kept_den * 1"
        wizard = self._import({"own_figures": [self.FIGURE]})
        self.assertEqual((wizard.line_ids.kind, self._kpi().version), ("edited", 2))
        self.assertEqual(self._kpi().formula, "promise_kept_num / promise_kept_den * 1")
        self._import({"own_figures": [self.FIGURE]}, take=True)
        self.assertEqual((self._kpi().formula, self._kpi().version_ids.sorted("number").mapped("number")), (
            "promise_kept_num / promise_kept_den", [1, 2, 3]))

    def test_what_is_wrong_is_said_with_its_line(self):
        cases = [
            ({**self.FIGURE, "formula": "promise_keept_num"},
             "Line 4, Own figures, “own_setup_kept”: There is nothing called promise_keept_num"),
            ({**self.FIGURE, "formula": "promise_kept_num /"}, "Line 4.*cannot be read yet"),
            ({**self.FIGURE, "formula": None}, "Line 4.*Only names"),
            ({**self.FIGURE, "den_measure": "weather"}, "Line 4.*No such measure: weather"),
            ({**self.FIGURE, "colour": "red"}, "Line 4.*nothing called “colour”"),
            ({**self.FIGURE, "code": "K33"}, "Line 4.*came with the application"),
        ]
        for figure, words in cases:
            with self.subTest(words):
                wizard = self._wizard({"own_figures": [figure]})
                self.assertEqual(wizard.state, "upload")
                self.assertRegex(wizard.problems or "", words)
        self.assertRegex(self._wizard({"targets": [{
            "code": "x", "kpi": "own_nobody", "date_from": "2026-01-01", "date_to": "2026-02-01", "value": 1,
        }]}).problems, "Line 4, Targets.*“kpi” points to “own_nobody”")

    def test_figures_of_an_add_on_that_is_not_here_are_left_out(self):
        wizard = self._wizard({"figures": [{"code": "K999", "target": 0.5}]})
        self.assertEqual((wizard.line_ids.kind, wizard.problems), ("cannot", False))

    def test_a_share_is_not_written_as_a_percentage(self):
        wizard = self._wizard({"targets": [{
            "code": "x", "kpi": "K33", "date_from": "2026-01-01", "date_to": "2026-02-01", "value": 95}]})
        with self.assertRaises(UserError) as caught:
            wizard.action_apply()
        self.assertIn("Nothing was imported", str(caught.exception))
        self.assertFalse(self.env["triangle.target"].search([("code", "=", "x")]))
