from odoo import api, models


class Desk(models.AbstractModel):
    _inherit = "frontoffice.desk"

    @api.model
    def _find_sources(self):
        return [*super()._find_sources(), "_find_order_hits"]

    @api.model
    def _find_order_hits(self, term):
        """The customer of an order number; nothing of the order itself is shown."""
        # sudo: the desk finds who is calling by the number on the letter, without rights on orders
        number = term.replace("%", "").replace("_", "")
        orders = self.env["sale.order"].sudo().search(
            [("name", "=ilike", number), ("company_id", "=", self.env.company.id)], limit=3
        )
        partners = orders.partner_id.with_user(self.env.uid).with_env(self.env)._filtered_access("read")
        return [self._hit(partner) for partner in partners]
