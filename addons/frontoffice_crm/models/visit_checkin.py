import unicodedata
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

MISSED_AFTER = timedelta(minutes=60)
EARLY = timedelta(hours=4)


def folded(text):
    """Letters without accents and case, so that a name is found however it is typed.

    >>> folded(" José  ÖRTIZ-Krüger ")
    ['jose', 'ortiz', 'kruger']
    """
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return letters.split()


class VisitCheckin(models.Model):
    """The visitor arrives: at the kiosk by code or by name and time, at the desk by a button."""

    _inherit = "calendar.event"

    def action_check_in(self):
        """At the desk: the visitor is here."""
        self.ensure_one()
        self._check_visit_agent()
        ticket = self._check_in(self.appointment_type_id.queue_id)
        host = self.user_id.name or ""
        message = self.env._("%(number)s waits for %(host)s.", number=ticket.queue_number or self.name, host=host)
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "message": message, "type": "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_seen(self):
        """The visitor is, or was, with us."""
        self._check_visit_agent()
        self._appointment_seen()
        # sudo: the checked right above is what decides
        tickets = self.env["frontoffice.encounter"].sudo().search(
            [("calendar_event_id", "in", self.ids), ("state", "in", ("waiting", "no_show"))]
        )
        now = fields.Datetime.now()
        tickets.write({"state": "done", "first_response_at": now, "ended_at": now, "user_id": self.env.uid})
        tickets.queue_id._changed()
        return True

    def action_missed(self):
        """The visitor did not come."""
        self._check_visit_agent()
        if any(event.start > fields.Datetime.now() for event in self):
            raise UserError(self.env._("It is not yet time. Cancel the appointment if it will not take place."))
        self._appointment_missed()
        return True

    def _check_visit_agent(self):
        """Agents of the company of the appointment, nobody else."""
        self.env["frontoffice.desk"]._check_agent()
        if any(event.appointment_company_id not in self.env.companies for event in self):
            raise UserError(self.env._("This is an appointment of another company."))

    def _check_in(self, queue, at=None):
        """Here now: the waiting interaction with its number. Twice gives the same number."""
        self.ensure_one()
        visit = self.sudo()  # checked by the buttons, or by the kiosk's link with the visitor's code
        Encounter = self.env["frontoffice.encounter"].sudo()
        ticket = Encounter.search([("calendar_event_id", "=", visit.id), ("state", "!=", "no_show")], limit=1)
        if ticket:
            return ticket
        if visit.cancelled_at or not visit.active:
            raise UserError(self.env._("This appointment was cancelled."))
        now = at or fields.Datetime.now()
        values = {**visit._prepare_ticket_vals(), "turn_at": max(visit.start, now)}
        queue = (queue or visit._any_queue()).sudo()
        ticket = queue._issue(values, at=now) if queue else visit._wait_without_number(values, now)
        visit.write({"checked_in_at": now, "missed_at": False})
        visit._alert_host(ticket)
        queue._changed()
        return ticket

    def _wait_without_number(self, values, now):
        """Where there is no waiting line, the host comes and fetches the visitor."""
        return self.env["frontoffice.encounter"].sudo().create({  # as above
            **self._prepare_missed_vals(), **values, "state": "waiting", "arrived_at": now, "ended_at": False,
        })

    def _any_queue(self):
        company = self.appointment_type_id.company_id
        return self.env["frontoffice.queue"].sudo().search([("company_id", "=", company.id)], limit=1)

    def _prepare_ticket_vals(self):
        return {
            "calendar_event_id": self.id, "partner_id": self.visitor_partner_id.id,
            "partner_name": self.visitor_name, "email": self.visitor_email, "phone": self.visitor_phone,
            "need_id": self.appointment_type_id.need_id.id, "host_id": self.user_id.id, "lang": self.booking_lang,
        }

    def _alert_host(self, ticket):
        """Tell the person visited: on the screen at once, and in the inbox for later."""
        host = self.user_id
        if not host.partner_id:
            return
        host_env = self.with_context(lang=host.lang)
        number = f" ({ticket.queue_number})" if ticket.queue_number else ""
        who = self.visitor_partner_id.name or self.visitor_name or host_env.env._("Your visitor")
        words = host_env.env._("%(who)s is here%(number)s.", who=who, number=number)
        host._bus_send("simple_notification", {"type": "info", "sticky": True, "message": words})
        self.env["frontoffice.desk"]._tell_inbox(host, self, words)

    # -- finding one's own appointment -------------------------------------------------------------------

    @api.model
    def _find_visit(self, company, given):
        """The one appointment of today a visitor means: {code} or {name, time "HH:MM"}; else none.

        Name and time must both fit, and only one appointment may: the screen never shows a list.
        """
        now = fields.Datetime.now()
        visits = self.sudo().search([  # the code, or name and time, is the key
            ("appointment_company_id", "=", company.id), ("cancelled_at", "=", False),
            ("start", "<", now + EARLY), ("stop", ">", now - EARLY),
        ])
        return visits._named_visit(given)

    def _named_visit(self, given):
        """The one of these that a code, or a name and a time, mean; none where that is not one alone."""
        code = "".join(folded(given.get("code"))).upper()
        if code:
            return self.filtered(lambda visit: visit.booking_code == code)[:1]
        words, clock = set(folded(given.get("name"))), (given.get("time") or "").strip()
        found = self.filtered(lambda visit: visit._local_clock() == clock and visit._is_named(words))
        return found if len(found) == 1 else self.browse()

    def _local_clock(self):
        zone = ZoneInfo(self.appointment_type_id._zone_name())
        return self.start.replace(tzinfo=UTC).astimezone(zone).strftime("%H:%M")

    def _is_named(self, words):
        """Every word typed is a whole word of the name, and one is the last name."""
        name = folded(self.visitor_name or self.visitor_partner_id.name)
        return bool(words) and bool(name) and words <= set(name) and name[-1] in words

    # -- time passes ---------------------------------------------------------------------------------------

    @api.model
    def _cron_visits(self):
        """Visits nobody checked in an hour after their end did not take place; idempotent."""
        over = self.search([
            ("appointment_type_id", "!=", False), ("stop", "<", fields.Datetime.now() - MISSED_AFTER),
            ("checked_in_at", "=", False), ("seen_at", "=", False), ("missed_at", "=", False),
            ("cancelled_at", "=", False),
        ], limit=1000)
        for visit in over:
            visit._appointment_missed(visit.stop)
        self._remind()
