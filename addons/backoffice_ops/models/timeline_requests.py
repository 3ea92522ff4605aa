from odoo import api, models

BAD = ("declined", "returned")


class ResPartner(models.Model):
    """Requests to departments in the customer's history. Record rules decide who reads which."""

    _inherit = "res.partner"

    def _get_timeline_sources(self):
        return [*super()._get_timeline_sources(), {
            "code": "request", "label": self.env._("Request"), "icon": "fa-share-square-o", "partner": "partner_id",
            "model": "backoffice.handoff", "date": "sent_at", "domain": [], "line": self._line_request,
        }]

    @api.model
    def _line_request(self, record):
        state = dict(record._fields["state"]._description_selection(self.env)).get(record.state, "")
        mark = "bad" if record.state in BAD else "good" if record.state == "done" else "open"
        return {
            "title": record.display_name, "text": " · ".join(filter(None, (record.to_department_id.name, state))),
            "mark": "" if record.state == "cancelled" else mark,
        }
