from odoo import api, fields, models
from odoo.fields import Domain

DONE = {"seen": "good", "missed": "bad"}


class ResPartner(models.Model):
    """Appointments in the customer's history, as far as the calendar shows them to the user."""

    _inherit = "res.partner"

    def _get_timeline_sources(self):
        return [*super()._get_timeline_sources(), {
            "code": "appointment", "label": self.env._("Appointment"), "icon": "fa-calendar", "partner": "partner_ids",
            "model": "calendar.event", "date": "start", "domain": self._appointments_shown(),
            "line": self._line_appointment,
        }]

    def _appointments_shown(self):
        """Appointments that make a line: nobody else's private ones, and one of each series.

        The one of a series is the next to come, or the last one held when none is left.
        """
        Event = self.env["calendar.event"]
        if not Event.has_access("read"):
            return Domain.FALSE
        shown = Domain(Event._get_default_privacy_domain())
        shown &= Domain("appointment_company_id", "in", [False, *self.env.companies.ids])
        family = self.env["frontoffice.timeline"]._family(self)
        series = shown & Domain("partner_ids", "in", family.ids) & Domain("recurrence_id", "!=", False)
        now = fields.Datetime.now()
        held = dict(Event._read_group(series & Domain("start", "<", now), ["recurrence_id"], ["start:max"]))
        coming = dict(Event._read_group(series & Domain("start", ">=", now), ["recurrence_id"], ["start:min"]))
        return shown & Domain.OR([
            Domain("recurrence_id", "=", False),
            *(Domain("recurrence_id", "=", of.id) & Domain("start", "=", at) for of, at in (held | coming).items()),
        ])

    @api.model
    def _line_appointment(self, record):
        state = record.visit_state if record.appointment_type_id else ""
        label = dict(record._fields["visit_state"]._description_selection(self.env)).get(state, "")
        ahead = "open" if record.start >= fields.Datetime.now() else ""
        return {
            "title": record.name or "", "text": " · ".join(filter(None, (record.user_id.name, label))),
            "mark": DONE.get(state, ahead),
        }
