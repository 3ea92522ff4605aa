from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    after_sales_plan_id = fields.Many2one(
        "mail.activity.plan", "After delivery", domain=[("res_model", "=", "sale.order")],
        default=lambda self: self.env.ref("frontoffice_crm_sale.plan_after_sales", raise_if_not_found=False),
        help="Starts when everything of an order is delivered. Empty: nobody calls.",
    )

    def write(self, vals):
        done = super().write(vals)
        if "after_sales_plan_id" in vals:
            self.env["mail.activity.plan"].invalidate_model(["after_delivery"])  # told by the company, kept by plans
        return done


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    after_sales_plan_id = fields.Many2one(related="company_id.after_sales_plan_id", readonly=False)
