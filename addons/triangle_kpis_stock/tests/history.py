"""A trading company before it knew us: months of orders, deliveries, invoices, leads and ratings.

One of each is made the long way; the others are copies in SQL with moments of their own. Of ten orders eight leave
three days after they were confirmed and are in time, one leaves after nine days, one lacks a piece for ever.
"""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

DAYS = 25 * 30
LATE, SHORT = 3, 7  # of ten, counted from 0


def _copy(env, record, rows):
    """Copies of a record in SQL; ``rows``: [{column: value}] of what differs. Returns the new ids."""
    table = SQL.identifier(record._table)
    env.cr.execute(SQL(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id'",
        record._table))
    columns = [name for (name,) in env.cr.fetchall()]
    names = list(rows[0])
    kept = [name for name in columns if name not in names]
    env.cr.execute(SQL(
        "INSERT INTO %s (%s) SELECT %s FROM %s t CROSS JOIN (VALUES %s) v(%s) WHERE t.id = %s RETURNING id",
        table, SQL(", ").join(map(SQL.identifier, names + kept)),
        SQL(", ").join([*(SQL("v.%s", SQL.identifier(name)) for name in names),
                        *(SQL("t.%s", SQL.identifier(name)) for name in kept)]),
        table, SQL(", ").join(SQL("(%s)", SQL(", ").join(SQL("%s", row[name]) for name in names)) for row in rows),
        SQL(", ").join(map(SQL.identifier, names)), record.id))
    return [id_ for (id_,) in env.cr.fetchall()]


class History:
    """``orders`` of them, ending a day ago; ``leads`` and ``ratings`` beside."""

    def __init__(self, env, company, orders, leads=0, ratings=0):
        self.env = env(context={**env.context, "allowed_company_ids": company.ids, "tracking_disable": True})
        self.company, self.orders = company, orders
        self.end = fields.Datetime.now().replace(microsecond=0) - timedelta(days=1)
        self._customers()
        self._templates()
        self._copy_orders()
        self._copy_invoices()
        if leads:
            self._leads(leads)
        if ratings:
            self._ratings(ratings)
        self.env.invalidate_all()

    def confirmed(self, i):
        """When order i was confirmed: evenly spread, oldest first, the last one 20 days before the end."""
        return self.end - timedelta(days=20 + (DAYS - 20) * (self.orders - 1 - i) // self.orders)

    def left(self, i):
        return self.confirmed(i) + timedelta(days=9 if i % 10 == LATE else 3)

    def due(self, i):
        return self.confirmed(i) + timedelta(days=5)

    def _customers(self):
        self.partners = self.env["res.partner"].create([{"name": f"Buyer {i}"} for i in range(60)])

    def _templates(self):
        """One order, delivery and invoice as stock makes them."""
        env = self.env
        env["account.chart.template"].try_loading("generic_coa", self.company, install_demo=False)
        product = env["product.product"].with_company(self.company).create({
            "name": "Pump", "is_storable": True, "list_price": 100, "standard_price": 60, "taxes_id": False,
            "invoice_policy": "order"})
        Warehouse = env["stock.warehouse"]  # in tests stock makes one by itself
        warehouse = Warehouse.search([("company_id", "=", self.company.id)], limit=1) or Warehouse.create({
            "company_id": self.company.id, "code": "H"})
        env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 10)
        self.order = env["sale.order"].create({
            "partner_id": self.partners[0].id, "company_id": self.company.id,
            "commitment_date": self.end + timedelta(days=9),
            "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 2})]})
        self.order.action_confirm()
        self.picking = self.order.picking_ids
        self.picking.move_ids.write({"quantity": 2, "picked": True})
        self.picking.button_validate()
        self.invoice = self.order._create_invoices()
        self.invoice.action_post()
        env.flush_all()

    def _copy_orders(self):
        cr, n = self.env.cr, range(self.orders)
        orders = _copy(self.env, self.order, [{
            "name": f"H{i}", "partner_id": self.partners[i % 60].id, "date_order": self.confirmed(i),
            "commitment_date": self.due(i)} for i in n])
        cr.execute("UPDATE sale_order SET service_due_at = NULL, service_delivered_at = NULL, service_in_full = NULL"
                   " WHERE id = ANY(%s)", [orders])
        lines = _copy(self.env, self.order.order_line, [{
            "order_id": order, "qty_delivered": 1.0 if i % 10 == SHORT else 2.0} for i, order in enumerate(orders)])
        pickings = _copy(self.env, self.picking, [{
            "name": f"H/OUT/{i}", "sale_id": order, "date_done": self.left(i)} for i, order in enumerate(orders)])
        _copy(self.env, self.picking.move_ids, [{
            "picking_id": picking, "sale_line_id": line, "date": self.left(i)}
            for i, (picking, line) in enumerate(zip(pickings, lines, strict=True))])

    def _copy_invoices(self):
        moves = _copy(self.env, self.invoice, [{
            "name": f"H/INV/{i}", "partner_id": self.partners[i % 60].id,
            "commercial_partner_id": self.partners[i % 60].id, "invoice_date": self.left(i).date(),
            "date": self.left(i).date()} for i in range(self.orders)])
        self.env.cr.execute(
            "UPDATE account_move SET service_ordered_amount = NULL, service_goods_cost = NULL,"
            " service_price_deviation = NULL WHERE id = ANY(%s)", [moves])
        for line in self.invoice.line_ids:
            _copy(self.env, line, [{"move_id": move} for move in moves])

    def _leads(self, count):
        leads = self.env["crm.lead"].create([{
            "name": f"Enquiry {i}", "partner_id": self.partners[i % 60].id, "company_id": self.company.id,
            "type": "opportunity", "user_id": False, "team_id": False} for i in range(count)])
        self.env.flush_all()
        came = [self.end - timedelta(days=DAYS * (count - i) // (count + 1)) for i in range(count)]
        self.env.cr.execute(SQL(
            "UPDATE crm_lead l SET create_date = v.at FROM (VALUES %s) v(id, at) WHERE l.id = v.id",
            SQL(", ").join(SQL("(%s, %s::timestamp)", lead.id, at) for lead, at in zip(leads, came, strict=True))))
        # one lead in ten became the order confirmed next
        self.env.cr.execute(SQL(
            "UPDATE sale_order so SET opportunity_id = v.lead FROM (SELECT l.id AS lead, (SELECT o.id FROM sale_order o"
            " WHERE o.company_id = %s AND o.date_order >= l.create_date AND o.name LIKE 'H%%' ORDER BY o.date_order,"
            " o.id LIMIT 1) AS sold FROM crm_lead l WHERE l.id = ANY(%s)) v WHERE so.id = v.sold",
            self.company.id, [lead.id for i, lead in enumerate(leads) if i % 10 == 0]))
        self.leads = leads

    def _ratings(self, count):
        ratings = self.env["rating.rating"].create([{
            "res_model_id": self.env["ir.model"]._get_id("crm.lead"), "res_id": self.leads[i % len(self.leads)].id,
            "rating": 5 if i % 4 else 2, "consumed": True, "partner_id": self.partners[i % 60].id}
            for i in range(count)])
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE rating_rating r SET rated_on = v.at FROM (VALUES %s) v(id, at) WHERE r.id = v.id",
            SQL(", ").join(SQL("(%s, %s::timestamp)", rating.id, self.end - timedelta(days=DAYS * i // count))
                           for i, rating in enumerate(ratings))))
