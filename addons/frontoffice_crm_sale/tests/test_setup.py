from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.test_setup_file import SetupCase


@tagged("post_install", "-at_install")
class TestSetupSale(SetupCase):
    """What follows a delivery travels with the set-up file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.group_ids |= cls.env.ref("base.group_system")  # plans and the setting are an administrator's
        cls.plan = cls.env["mail.activity.plan"].create({
            "name": "Call, then visit", "res_model": "sale.order", "company_id": cls.company.id,
            "template_ids": [
                Command.create({"activity_type_id": cls.env.ref("mail.mail_activity_data_call").id,
                                "summary": "All well?", "delay_count": 2, "responsible_type": "on_demand"}),
                Command.create({"activity_type_id": cls.env.ref("mail.mail_activity_data_todo").id,
                                "summary": "Visit", "delay_count": 3, "delay_unit": "weeks",
                                "responsible_type": "on_demand"}),
            ],
        })
        cls.company.after_sales_plan_id = cls.plan

    def test_the_plan_comes_back_by_its_code(self):
        self.assertEqual(self.plan.code, "call_then_visit")
        text = self.setup._export("Ours")
        self.assertIn('"after_delivery": true', text)
        self.plan.name = "Our call"
        self.company.after_sales_plan_id = False
        wizard = self._wizard(text.encode())
        wizard.action_compare()
        self.assertIn("order_plans", wizard.line_ids.mapped("section"))
        wizard.action_take_all()
        wizard.action_apply()
        self.assertEqual(self.company.after_sales_plan_id, self.plan)
        self.assertEqual(self.setup._export("Ours"), text)

    def test_it_goes_to_a_company_that_has_none(self):
        text = self.setup._export("Ours").encode()
        self.company.after_sales_plan_id = False
        self.plan.unlink()
        self._import(text)
        plan = self.company.after_sales_plan_id
        self.assertEqual((plan.code, plan.name, plan.res_model), ("call_then_visit", "Call, then visit", "sale.order"))
        self.assertEqual(plan.template_ids.mapped("summary"), ["All well?", "Visit"])
        self.assertEqual(plan.template_ids.mapped("delay_unit"), ["days", "weeks"])
        self.assertEqual(self.setup._export("Ours").encode(), text)

    def test_plans_of_other_documents_stay_out(self):
        self.env["mail.activity.plan"].create({"name": "For leads", "res_model": "crm.lead"})
        self.assertNotIn("For leads", self.setup._export("Ours"))

    def test_who_may_not_edit_plans_still_writes_them_down(self):
        self.manager.group_ids -= self.env.ref("base.group_system")
        self.env.cr.execute("UPDATE mail_activity_plan SET code = NULL")
        self.env.invalidate_all()
        self.assertIn("call_then_visit", self.setup._export("Ours"))
