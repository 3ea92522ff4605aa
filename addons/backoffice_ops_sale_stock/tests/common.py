from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.backoffice_ops.tests.common import BackOfficeCase


class OrderCase(BackOfficeCase):
    """A seller, somebody in the warehouse, goods on stock and a service; nobody of them is in our groups."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._person("lukas", "sales_team.group_sale_salesman")
        cls.keeper = cls._person("karl", "stock.group_stock_user")
        Product = cls.env["product.product"]
        cls.category = cls.env["product.category"].create({"name": "Heating"})
        below = cls.env["product.category"].create({"name": "Boilers", "parent_id": cls.category.id})
        cls.boiler = Product.create({
            "name": "Boiler", "is_storable": True, "list_price": 100, "categ_id": below.id, "invoice_policy": "order",
        })
        cls.pump = Product.create({"name": "Pump", "is_storable": True, "list_price": 50, "taxes_id": False})
        cls.training = Product.create({"name": "Training", "type": "service", "list_price": 10})
        cls.boiler.taxes_id = False
        cls.env["account.chart.template"].try_loading("generic_coa", cls.company, install_demo=False)
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        for product in (cls.boiler, cls.pump):
            cls.env["stock.quant"]._update_available_quantity(product, cls.warehouse.lot_stock_id, 100)

    @classmethod
    def _person(cls, login, groups):
        return new_test_user(
            cls.env, login, groups, company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)], tz="UTC"
        )

    def _now(self, when):
        moment = self._at(when) if isinstance(when, str) else when
        return patch("odoo.fields.Datetime.now", lambda: moment)

    def _order(self, *lines, user=None, **values):
        """A quotation of (product, quantity) lines, two boilers by default."""
        Order = self.env["sale.order"].with_user(user or self.env.user)
        return Order.create({
            "partner_id": self.customer.id, "company_id": self.company.id, "user_id": self.seller.id,
            "order_line": [
                Command.create({"product_id": product.id, "product_uom_qty": qty})
                for product, qty in lines or [(self.boiler, 2)]
            ], **values,
        })

    def _confirmed(self, *lines, due="Fri 17:00", when="Mon 09:00", **values):
        with self._now(when):
            order = self._order(*lines, commitment_date=due and self._at(due), **values)
            order.action_confirm()
        return order

    def _ship(self, order, when, *quantities, user=None, rest=True):
        """Validate the open transfer at a moment; ``quantities`` per line, ``rest``: a backorder is made."""
        with self._now(when):
            picking = order.sudo().picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))[:1]
            picking = picking.with_user(user or self.env.user)
            for move, quantity in zip(
                picking.move_ids, quantities or picking.move_ids.mapped("product_uom_qty"), strict=True
            ):
                move.write({"quantity": quantity, "picked": bool(quantity)})
            ids = [] if rest else picking.ids
            picking.with_context(skip_backorder=True, picking_ids_not_to_backorder=ids).button_validate()
        return picking

    def _give_back(self, picking, when, quantity=1, **values):
        with self._now(when):
            wizard = self.env["stock.return.picking"].with_context(
                active_id=picking.id, active_ids=picking.ids, active_model="stock.picking"
            ).create({})
            wizard.product_return_moves.quantity = quantity
            back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
            back.write(values)
            back.move_ids.write({"quantity": quantity, "picked": True})
            back.button_validate()
        return back

    def _promise_of(self, order):
        return self.env["frontoffice.promise"].search([("sale_order_id", "=", order.id)])

    def _requests(self, order):
        return self.env["backoffice.handoff"].search([("sale_order_id", "=", order.id)], order="id")
