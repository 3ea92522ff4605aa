from odoo import api, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_timeline_sources(self):
        sources = super()._get_timeline_sources()
        for source in sources:
            if source["code"] == "promise":  # the one automatic promise that was told: the date on the order
                source["domain"] = Domain(source["domain"]) | Domain("standard_id", "in", self._told_standards().ids)
        return [*sources, {
            "code": "order", "label": self.env._("Order"), "icon": "fa-shopping-cart", "partner": "partner_id",
            "model": "sale.order", "date": "date_order", "domain": [("state", "!=", "cancel")],
            "line": self._line_order,
        }]

    @api.model
    def _told_standards(self):
        return self.env["frontoffice.promise"]._auto_standard("delivery")

    @api.model
    def _line_order(self, record):
        state = dict(record._fields["state"]._description_selection(self.env)).get(record.state, "")
        amount = record.currency_id.format(record.amount_total) if record.currency_id else ""
        return {"title": f"{record.name} · {amount}", "text": state, "mark": ""}
