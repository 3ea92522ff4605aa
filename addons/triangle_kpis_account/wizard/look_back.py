from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class LookBack(models.TransientModel):
    """What the invoices of the past cost us, at the costs of today: those of then are not known."""

    _inherit = "frontoffice.look.back"

    def _load_invoices(self, batch):
        made = super()._load_invoices(batch)
        Move = self.env["account.move"]
        unknown = Domain.custom(
            to_sql=lambda model, alias, query: SQL("%s IS NULL", SQL.identifier(alias, "service_goods_cost"))
        )
        domain = Domain(self._invoice_domain()).map_conditions(
            lambda condition: Domain("move_type", "in", ("out_invoice", "out_refund"))
            if condition.field_expr == "move_type" else condition)
        for chunk in self._in_chunks(Move.search(domain & unknown, order="id")):
            self.env.add_to_compute(Move._fields["service_goods_cost"], chunk)
        self.env.flush_all()
        return made
