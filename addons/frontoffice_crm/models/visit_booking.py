from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import ics
from .mail_thread import AUTOMATIC

KEPT_DAYS = 30


class VisitBooking(models.Model):
    """What the customer does with an appointment afterwards, and the few mails about it."""

    _inherit = "calendar.event"

    # -- move and cancel -----------------------------------------------------------------------------

    def _is_changeable(self):
        """Whether the customer may still move or cancel it: in time, and nothing happened yet."""
        self.ensure_one()
        kind = self.appointment_type_id
        limit = self.start - timedelta(hours=kind.change_hours)
        return self.active and self.visit_state == "booked" and fields.Datetime.now() <= limit

    def _check_changeable(self):
        if not self._is_changeable():
            raise UserError(self.env._(
                "This appointment can no longer be changed here. Please call us on %s.",
                self.appointment_company_id.phone or self.env._("our number"),
            ))

    def _reschedule(self, start):
        """To another free time. Raises SlotTaken with the next free ones."""
        self._check_changeable()
        moved = self.appointment_type_id._book(start, {}, visit=self)
        moved._send_visit_mail("frontoffice_crm.mail_template_visit_booked")
        return moved

    def _cancel_visit(self, tell=True):
        """Not taking place. The time is free again at once; the record stays, archived, and counts."""
        for visit in self.sudo().filtered(lambda event: not event.cancelled_at):  # by link or by an agent
            visit.with_context(no_mail_to_attendees=True).write(
                {"cancelled_at": fields.Datetime.now(), "active": False}
            )
            if tell:
                visit._send_visit_mail("frontoffice_crm.mail_template_visit_cancelled")

    def action_cancel_visit(self):
        """At the desk: cancelled, and the customer gets a mail."""
        self._check_visit_agent()
        self._cancel_visit()
        return True

    # -- mails ---------------------------------------------------------------------------------------

    def _manage_url(self):
        return f"{self.get_base_url()}/frontoffice/visit/{self.booking_token}"

    def _visit_ics(self):
        """The appointment as a calendar file, in the customer's language."""
        self.ensure_one()
        kind = self.appointment_type_id.with_context(lang=self.booking_lang)
        return ics.calendar(
            f"visit-{self.booking_code}-{self.id}@{self.env.cr.dbname}", self.start, self.stop,
            f"{kind.name} · {kind.company_id.name}", location=self.location, description=kind.description,
            url=self._manage_url(), stamp=fields.Datetime.now(), sequence=self.move_count,
            cancelled=bool(self.cancelled_at),
        )

    def _send_visit_mail(self, xmlid):
        """One mail to the customer, marked as automatic, with the calendar file. None without an address."""
        template = self.env.ref(xmlid, raise_if_not_found=False)
        for visit in self.sudo().filtered("visitor_email") if template else ():
            attachment = self.env["ir.attachment"].sudo().create({
                "name": "appointment.ics", "mimetype": "text/calendar", "raw": visit._visit_ics(),
                "res_model": "mail.compose.message", "res_id": 0,
            })
            template.sudo().send_mail(visit.id, email_values={
                "headers": repr(AUTOMATIC), "attachment_ids": [fields.Command.set(attachment.ids)],
                "email_to": visit.visitor_email, "recipient_ids": [], "auto_delete": True,
            })

    @api.model
    def _remind(self):
        """One reminder a visit, for those booked longer ahead than the reminder; idempotent."""
        now = fields.Datetime.now()
        kinds = self.env["frontoffice.appointment.type"].with_context(active_test=False).search(
            [("reminder_hours", ">", 0)]
        )
        for kind in kinds:
            ahead = timedelta(hours=kind.reminder_hours)
            due = self.search([
                ("appointment_type_id", "=", kind.id), ("reminded_at", "=", False), ("cancelled_at", "=", False),
                ("start", ">", now), ("start", "<=", now + ahead),
            ], limit=500)
            worth = due.filtered(lambda visit, ahead=ahead: visit.create_date + ahead < visit.start)
            worth._send_visit_mail("frontoffice_crm.mail_template_visit_reminder")
            due.write({"reminded_at": now})

    # -- what a visitor said about themselves goes -----------------------------------------------------

    @api.autovacuum
    def _gc_visitors(self):
        """Names, addresses and answers of visitors who are no contacts; the visits stay and count."""
        done = remaining = 0
        for kind in self.env["frontoffice.appointment.type"].search([("active", "in", (True, False))]):
            until = fields.Datetime.now() - timedelta(days=kind.queue_id.retention_days or KEPT_DAYS)
            visits = self.with_context(active_test=False).search([
                ("appointment_type_id", "=", kind.id), ("stop", "<", until), ("forgotten_at", "=", False),
                ("visitor_partner_id", "=", False),
            ], limit=1000)
            visits._forget_visitor()
            done, remaining = done + len(visits), remaining + (len(visits) == 1000)
        return done, remaining

    def _forget_visitor(self):
        for kind, visits in self.grouped("appointment_type_id").items():
            visits.with_context(no_mail_to_attendees=True).write({
                "visitor_name": False, "visitor_email": False, "visitor_phone": False, "description": False,
                "notes": False, "name": kind.name, "forgotten_at": fields.Datetime.now(),
            })
