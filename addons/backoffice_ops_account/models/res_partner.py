from odoo import api, models


class ResPartner(models.Model):
    """Invoices and credit notes in the customer's history, for who may read them."""

    _inherit = "res.partner"

    def _get_timeline_sources(self):
        kinds = dict(self.env["account.move"]._fields["move_type"]._description_selection(self.env))
        return [*super()._get_timeline_sources(), {
            "code": "invoice", "label": kinds["out_invoice"], "icon": "fa-file-text-o", "partner": "partner_id",
            "model": "account.move", "date": "create_date", "line": self._line_invoice,
            "domain": [("move_type", "in", ("out_invoice", "out_refund")), ("state", "=", "posted")],
        }]

    @api.model
    def _line_invoice(self, record):
        labels = dict(record._fields["payment_state"]._description_selection(self.env))
        amount = record.currency_id.format(record.amount_total_signed) if record.currency_id else ""
        return {
            "title": f"{record.name} · {amount}", "text": labels.get(record.payment_state, ""),
            "mark": "bad" if record.service_corrected_on else "",
        }
