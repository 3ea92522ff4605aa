from odoo import api, models


class ResPartner(models.Model):
    """What left for the customer or came back, in the history of the customer, for who may read transfers."""

    _inherit = "res.partner"

    def _get_timeline_sources(self):
        return [*super()._get_timeline_sources(), {
            "code": "delivery", "label": self.env._("Delivery"), "icon": "fa-truck", "partner": "partner_id",
            "model": "stock.picking", "date": "date_done", "line": self._line_delivery,
            "domain": [
                ("state", "=", "done"), "|", ("location_dest_id.usage", "=", "customer"),
                ("location_id.usage", "=", "customer"),
            ],
        }]

    @api.model
    def _line_delivery(self, record):
        back = record.location_id.usage == "customer"
        text = self.env._("Came back because of us") if record.because_of_us else self.env._("Came back")
        return {
            "title": " · ".join(filter(None, (record.name, record.origin))), "text": text if back else "",
            "mark": "bad" if back and record.because_of_us else "",
        }
