from odoo import api, fields, models
from odoo.exceptions import UserError


class CalendarEvent(models.Model):
    """"Seen at 10:00": promised with each appointment, kept or broken by the check-in.

    Only where there is a check-in: a calendar entry without an appointment type is nobody's promise,
    because nobody would ever say that it was kept.
    """

    _inherit = "calendar.event"

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events.filtered("appointment_type_id")._auto_visit()
        return events

    def write(self, vals):
        done = super().write(vals)
        if "start" in vals:
            self._auto_visits()._auto_move(lambda promise: promise.calendar_event_id._auto_visit_due())
        if vals.get("checked_in_at"):
            self._auto_visits()._auto_move(
                lambda promise: promise.calendar_event_id._auto_visit_due(), lambda promise: promise._auto_absent_at()
            )
        if vals.get("active") is False:
            self._auto_visits()._auto_withdraw("customer")
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_visit_promises(self):
        self._auto_visits()._auto_withdraw("customer")

    def _auto_visit(self):
        ahead = self.sudo().filtered(lambda e: e.active and e.start > fields.Datetime.now())  # whoever books
        self.env["frontoffice.promise"]._auto_make("visit", [(e, e._prepare_auto_visit_vals()) for e in ahead])

    def _auto_visits(self):
        events = self.sudo().filtered("appointment_type_id")  # which entries are appointments is no secret
        if not events:
            return self.env["frontoffice.promise"]
        return self.env["frontoffice.promise"]._auto_open("visit", [("calendar_event_id", "in", events.ids)])

    def _auto_visit_due(self):
        """Start of the visit and the minutes one may wait, which is the usual time of its standard.

        Who comes late waits from then on: minutes of the customer are not minutes of ours.
        """
        since = max(self.start, self.checked_in_at or self.start)
        return fields.Datetime.add(since, hours=self.env["frontoffice.promise"]._auto_standard("visit").hours)

    def _prepare_auto_visit_vals(self):
        return {
            "company_id": self.appointment_company_id.id, "due_at": self._auto_visit_due(),
            "partner_id": self.visitor_partner_id.id, "user_id": self.user_id.id, "calendar_event_id": self.id,
            "team_id": self.appointment_type_id.need_id.team_id.id,
        }

    # -- what the reception tells us ---------------------------------------------------------------

    def _appointment_seen(self, at=None):
        visits = super()._appointment_seen(at)
        visits._auto_visits()._auto_keep(lambda promise: at)
        return visits

    def _appointment_unseen(self):
        visits = super()._appointment_unseen()
        # sudo: follows from the visit, whoever may see its promise
        kept = self.env["frontoffice.promise"].sudo().search([
            ("calendar_event_id", "in", visits.ids), ("origin_kind", "=", "auto"), ("fulfilled_at", "!=", False),
        ])
        for promise in kept:
            try:
                promise._undo_last(("fulfilled",))
            except UserError:
                continue  # called by somebody else or long ago: what was written down stays
        return visits

    def _appointment_missed(self, at=None):
        visits = super()._appointment_missed(at)
        visits._auto_visits()._auto_withdraw("customer", lambda promise: promise._auto_absent_at())
        return visits
