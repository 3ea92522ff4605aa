from odoo import api, fields, models
from odoo.fields import Domain


class BackofficeService(models.Model):
    """A request type may say by itself which orders need it."""

    _inherit = "backoffice.service"

    order_rule = fields.Selection(
        [("all", "Every order"), ("some", "Orders with these products")], "Asked for by",
        help="When an order is confirmed, this request is made and sent by itself. Empty: only people ask.",
    )
    order_product_ids = fields.Many2many(
        "product.template", "backoffice_service_product_rel", string="Products", check_company=True
    )
    order_category_ids = fields.Many2many(
        "product.category", "backoffice_service_category_rel", string="Product categories",
        help="With everything below them.",
    )

    @api.model
    def _ordered_services(self, companies):
        """Request types orders of these companies may ask for, shared ones included; one query."""
        # sudo: a seller's order follows the departments' rules without rights on them
        return self.sudo().search(
            Domain("order_rule", "!=", False) & Domain("company_id", "in", [False, *companies.ids])
        )

    def _wanted_by(self, order):
        """Whether an order needs this request type."""
        self.ensure_one()
        if self.company_id and self.company_id != order.company_id:
            return False
        if self.order_rule == "all":
            return True
        templates = order.order_line.product_id.product_tmpl_id
        above = {int(i) for category in templates.categ_id for i in category.parent_path.split("/") if i}
        return bool(templates & self.order_product_ids or above & set(self.order_category_ids.ids))
