from unittest.mock import patch

from odoo.fields import Domain
from odoo.tests import TransactionCase, tagged
from odoo.tools.safe_eval import safe_eval

OURS = ("frontoffice_crm", "backoffice_ops", "triangle_kpis")


@tagged("post_install", "-at_install")
class TestStockRules(TransactionCase):
    """While Odoo loads, rules are read before the fields they name are there: on stock's models they stand without."""

    def _rules(self):
        """Record rules of our addons on models that are not ours."""
        data = self.env["ir.model.data"].search([("model", "=", "ir.rule")])
        rules = self.env["ir.rule"].with_context(active_test=False).browse(
            data.filtered(lambda xmlid: xmlid.module.startswith(OURS)).mapped("res_id")).exists()
        return rules.filtered(lambda rule: not self.env[rule.model_id.model]._original_module.startswith(OURS))

    def _domain(self, rule, fields):
        """The domain of a rule in a registry in which its model has these fields alone."""
        with patch.object(self.env.registry[rule.model_id.model], "_fields", fields):
            return Domain(safe_eval(rule.domain_force or "[]", rule._eval_context()))

    def _unknown(self, rule):
        """Fields the rule names that are not there while our addons are not loaded."""
        every = self.env[rule.model_id.model]._fields
        stock = {
            name: field for name, field in every.items()
            if not field._modules or not all(module.startswith(OURS) for module in field._modules)
        }
        named = {part.field_expr.split(".")[0] for part in self._domain(rule, stock).iter_conditions()}
        return sorted(named - set(stock))

    def test_rules_on_stock_models_stand_without_our_fields(self):
        rules = self._rules()
        self.assertIn(self.env.ref("frontoffice_crm.rule_rating_read"), rules)
        for rule in rules:
            with self.subTest(rule=rule.name):
                self.assertFalse(self._unknown(rule))
                Model = self.env[rule.model_id.model]
                self._domain(rule, Model._fields).validate(Model.sudo())

    def test_a_rule_that_names_our_field_would_be_found(self):
        rule = self.env["ir.rule"].create({
            "name": "unguarded", "model_id": self.env["ir.model"]._get_id("rating.rating"),
            "domain_force": "[('service_company_id', 'in', company_ids)]"})
        self.assertEqual(self._unknown(rule), ["service_company_id"])

    def test_meanwhile_nobody_reads_ratings_of_ours(self):
        rule = self.env.ref("frontoffice_crm.rule_rating_read")
        every = self.env["rating.rating"]._fields
        without = {name: field for name, field in every.items() if name != "service_company_id"}
        domain = self._domain(rule, without)
        self.assertEqual([part.field_expr for part in domain.iter_conditions()], ["res_model"])
        self.assertIn("service_company_id", [part.field_expr for part in self._domain(rule, every).iter_conditions()])
