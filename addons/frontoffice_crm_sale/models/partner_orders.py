from odoo import api, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_timeline_sources(self):
        return [*super()._get_timeline_sources(), {
            "code": "order", "label": self.env._("Order"), "icon": "fa-shopping-cart", "partner": "partner_id",
            "model": "sale.order", "date": "date_order", "domain": [("state", "!=", "cancel")],
            "line": self._line_order,
        }]

    @api.model
    def _line_order(self, record):
        state = dict(record._fields["state"]._description_selection(self.env)).get(record.state, "")
        amount = record.currency_id.format(record.amount_total) if record.currency_id else ""
        return {"title": f"{record.name} · {amount}", "text": state, "mark": ""}
