from datetime import timedelta
from zoneinfo import available_timezones

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import single_email_re

from .appointment_booking import SlotTaken

PER_HOUR = 20  # bookings from one network
PER_ADDRESS = 4  # mails to one address a day
OPEN_VISITS = 3  # agreed and not yet over, for one address
DAYS = 14


class AppointmentPublic(models.Model):
    """The page customers book on: what it shows, and what it takes."""

    _inherit = "frontoffice.appointment.type"

    def _public_values(self):
        """What the page shows of an appointment: nothing about who works when, only free times."""
        self.ensure_one()
        company = self.company_id
        return {
            "name": self.name, "description": self.description or "", "minutes": self.minutes,
            "location": self.location or "", "company": company.name, "phone": company.phone or "",
            "zone": self._zone_name(), "slots": self._public_slots(),
            "questions": [{"id": q.id, "name": q.name, "required": q.required} for q in self.question_ids],
            "stamp": self.env["frontoffice.public.guard"]._stamp(f"book.{self.id}"),
        }

    def _public_slots(self, day=None, visit=None):
        """{slots: UTC texts of two weeks, next: the day to go on from or None}."""
        start = self._public_day(day)
        now = fields.Datetime.now()
        last = now + timedelta(days=self.horizon_days)
        stop = start + timedelta(days=DAYS)
        found = self._slots(start, stop - timedelta(seconds=1), visit)
        while not found and stop < last:  # nothing free in two weeks: look on instead of an empty page
            start, stop = stop, stop + timedelta(days=DAYS)
            found = self._slots(start, stop - timedelta(seconds=1), visit)
        return {
            "slots": [self._iso(slot["start"]) for slot in found],
            "next": stop.date().isoformat() if stop < last else None,
        }

    def _public_day(self, day):
        now = fields.Datetime.now()
        try:
            wanted = fields.Datetime.to_datetime(f"{day} 00:00:00") if day else now
        except ValueError:
            wanted = now
        return max(now, min(wanted, now + timedelta(days=self.horizon_days)))

    @api.model
    def _iso(self, moment):
        return f"{fields.Datetime.to_string(moment).replace(' ', 'T')}Z"

    @api.model
    def _from_iso(self, text):
        """Naive UTC of "2026-01-31T10:00:00Z". UserError for anything else."""
        try:
            return fields.Datetime.to_datetime(str(text or "").replace("T", " ").replace("Z", "")[:19]) or 1 / 0
        except (ValueError, ZeroDivisionError):
            raise UserError(self.env._("Please choose a day and a time.")) from None

    # -- booking ------------------------------------------------------------------------------------------

    def _public_book(self, post, origin):
        """Book what somebody posted. {ok, token} or {ok: False, text, slots?}; the same client_id, the same answer."""
        guard = self.env["frontoffice.public.guard"]
        if guard._is_robot(f"book.{self.id}", post):
            return {"ok": False, "text": self.env._("This took too long or was too quick. Please reload the page.")}
        return guard._once(
            f"book:{self.id}", str(post.get("client_id") or ""), lambda: self._public_try(post, origin)
        )

    def _public_try(self, post, origin):
        try:
            visitor = self._public_visitor(post)
            self._check_abuse(visitor["email"], origin)
            visit = self._book(self._from_iso(post.get("start")), visitor)
        except SlotTaken as taken:
            return {"ok": False, "text": str(taken), "slots": [self._iso(slot) for slot in taken.slots]}
        except UserError as refusal:
            return {"ok": False, "text": str(refusal)}
        visit._send_visit_mail("frontoffice_crm.mail_template_visit_booked")
        return {"ok": True, "token": visit.booking_token}

    def _public_visitor(self, post):
        """What the form says about the visitor. UserError in words for the page."""
        Kiosk = self.env["frontoffice.kiosk"]
        name, email = Kiosk._clean(post.get("name"), 80), (Kiosk._clean(post.get("email"), 120) or "").lower()
        if not name or not single_email_re.fullmatch(email):
            raise UserError(self.env._("Please give your name and an e-mail address we can write to."))
        return {
            "name": name, "email": email, "phone": Kiosk._clean(post.get("phone"), 30), "source": "self",
            "lang": self.env.lang, "tz": self._known_zone(post.get("tz")), "answers": self._public_answers(post),
            "partner_id": self._known_partner(email),
        }

    def _public_answers(self, post):
        given = post.get("answers") if isinstance(post.get("answers"), dict) else {}
        rows = []
        for question in self.question_ids:
            answer = str(given.get(str(question.id)) or "").strip()[:500]
            if question.required and not answer:
                raise UserError(self.env._("Please answer: %s", question.name))
            rows.append((question.name, answer))
        return rows

    def _known_partner(self, email):
        """A contact with this very address; strangers are not added to the address book by a form."""
        Partner = self.env["res.partner"].sudo()  # who is known is used, not shown
        return Partner._find_by_contact(email=email, company=self.company_id)[:1].id

    def _known_zone(self, zone):
        return zone if zone in available_timezones() else self._zone_name()

    def _check_abuse(self, email, origin):
        guard = self.env["frontoffice.public.guard"]
        if not guard._allow("book", origin, PER_HOUR, 3600) or not guard._allow("book.mail", email, PER_ADDRESS, 86400):
            raise UserError(self.env._("That is a lot at once. Please try again later, or call us."))
        # sudo: how many are open is counted, and shown to nobody
        open_visits = self.env["calendar.event"].sudo().search_count([
            ("visitor_email", "=", email), ("start", ">", fields.Datetime.now()), ("cancelled_at", "=", False),
            ("appointment_type_id.company_id", "=", self.company_id.id),
        ])
        if open_visits >= OPEN_VISITS:
            raise UserError(
                self.env._("You already have %s appointments with us. Move one of them instead.", open_visits)
            )
