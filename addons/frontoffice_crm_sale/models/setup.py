from odoo import api, models


class Setup(models.AbstractModel):
    """What happens after a delivery, in the set-up file: plans of orders, and the one the company chose."""

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_sections(self):
        return super()._setup_sections() + [
            {"key": "order_plans", "label": self.env._("Plans for orders"), "model": "mail.activity.plan",
             "only": [("res_model", "=", "sale.order")], "fixed": {"res_model": "sale.order"},
             "fields": ("name", "after_delivery", "template_ids"), "lines": {"template_ids": (
                 "activity_type_id", "summary", "delay_count", "delay_unit", "delay_from", "responsible_type",
                 "responsible_id")}},
        ]
