from odoo import api, fields, models
from odoo.exceptions import UserError

from .appointment_booking import SlotTaken

OFFERED = 9


class DeskVisit(models.AbstractModel):
    """The step "Visit" at the desk with the free times of the slot finder."""

    _inherit = "frontoffice.desk"

    @api.model
    def visit_kinds(self):
        """[{id, name, minutes}] of what can be booked; none while appointments are switched off."""
        self._check_agent()
        if not self.env.user.has_group("frontoffice_crm.group_feature_appointment"):
            return []
        kinds = self.env["frontoffice.appointment.type"].search([("company_id", "=", self.env.company.id)])
        return [{"id": kind.id, "name": kind.name, "minutes": kind.minutes} for kind in kinds if kind._people()]

    @api.model
    def visit_slots(self, type_id, day=None):
        """The next free times of one kind of appointment, from a moment on, as UTC texts."""
        self._check_agent()
        start = self._moment(day) or fields.Datetime.now()
        return [self._text(slot) for slot in self._visit_kind(type_id)._next_slots(start)[:OFFERED]]

    @api.model
    def _visit_kind(self, type_id):
        kind = self.env["frontoffice.appointment.type"].browse(type_id or []).exists()
        if not kind or kind.company_id != self.env.company:
            raise UserError(self.env._("This kind of appointment is not one of this company."))
        kind.check_access("read")
        return kind

    @api.model
    def _log_outcome_appointment(self, entry):
        visit = entry.values.get("visit") or {}
        if not visit.get("type_id"):
            return super()._log_outcome_appointment(entry)
        start = self._moment(visit.get("start"))
        if not start:
            raise UserError(self.env._("When is the visit? Choose a day and a time to come."))
        given = entry.values.get("new") or {}
        self._note_on_case(entry)
        try:
            event = self._visit_kind(visit["type_id"])._book(start, {
                "partner_id": entry.partner.id, "name": entry.partner.name or given.get("name"),
                "email": entry.partner.email or given.get("email"), "phone": entry.partner.phone or given.get("phone"),
                "note": entry.note, "source": "desk",
            })
        except SlotTaken as taken:
            raise UserError(self._taken_words(taken)) from taken
        entry.keep(event.with_env(self.env))
        event._send_visit_mail("frontoffice_crm.mail_template_visit_booked")

    @api.model
    def _taken_words(self, taken):
        """The sentence with the next free times, in the zone of the person at the desk."""
        times = [fields.Datetime.context_timestamp(self, slot).strftime("%d.%m. %H:%M") for slot in taken.slots[:3]]
        if not times:
            return str(taken)
        return self.env._("%(taken)s Free next: %(times)s", taken=taken, times=", ".join(times))
