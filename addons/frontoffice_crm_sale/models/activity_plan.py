from odoo import api, fields, models


class ActivityPlan(models.Model):
    """Plans have a stable code, by which a set-up file knows them, and say which one follows a delivery."""

    _name = "mail.activity.plan"
    _inherit = ["mail.activity.plan", "frontoffice.coded.mixin"]

    after_delivery = fields.Boolean(
        "Starts after a delivery", compute="_compute_after_delivery", inverse="_inverse_after_delivery",
        help="In the company you work for: when everything of an order is delivered.",
    )
    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another plan."
    )

    @api.depends_context("company")
    def _compute_after_delivery(self):
        for plan in self:
            plan.after_delivery = plan == self.env.company.after_sales_plan_id

    def _inverse_after_delivery(self):
        company = self.env.company
        for plan in self:
            if plan.after_delivery:
                company.after_sales_plan_id = plan
            elif company.after_sales_plan_id == plan:
                company.after_sales_plan_id = False

    def _code_source(self):
        return self.name

    def _fill_codes(self):
        # sudo: who exports the set-up may lack the right to edit plans; a code is no content
        super(ActivityPlan, self.sudo())._fill_codes()
