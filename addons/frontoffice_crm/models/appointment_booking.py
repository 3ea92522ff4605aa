from collections import Counter
from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

NEXT = 6  # free times offered when one was just taken


class SlotTaken(UserError):
    """Somebody else was quicker; ``slots`` are the next free times."""

    def __init__(self, message, slots):
        super().__init__(message)
        self.slots = slots


class AppointmentBooking(models.Model):
    """Booking a free time: whoever comes second is told the next free ones."""

    _inherit = "frontoffice.appointment.type"

    def _book(self, start, visitor, visit=None):
        """Make, or with ``visit`` move, an appointment.

        ``start``: naive UTC. ``visitor``: {partner_id, name, email, phone, lang, tz, answers,
        source}. Returns the calendar entry (as superuser). Raises :class:`SlotTaken` when
        nobody, or no room, is free then.
        """
        self.ensure_one()
        self._check_promise_of_time(start)
        # sudo: locking is no right of its own
        self.env["frontoffice.booking.lock"].sudo()._take(self._people(), self.room_ids)
        slot = self._slot_at(start, visit)
        if not slot:
            raise SlotTaken(
                self.env._("This time has just been taken. Please choose another one."), self._next_slots(start, visit)
            )
        values = {
            "start": start, "stop": start + timedelta(minutes=self.minutes),
            "user_id": self._least_busy(slot["users"], start), "room_id": self._first_room(slot["rooms"]),
        }
        return self._move(visit, values) if visit else self._make_visit(values, visitor)

    def _check_promise_of_time(self, start):
        if start < fields.Datetime.now():
            raise UserError(self.env._("This time is over. Please choose a later one."))

    def _slot_at(self, start, visit=None):
        found = self._slots(start, start, visit)
        return found[0] if found and found[0]["start"] == start else None

    def _next_slots(self, start, visit=None):
        """The free times that come next after a moment, as naive UTC."""
        ahead = self._slots(max(start, fields.Datetime.now()), start + timedelta(days=14), visit)
        return [slot["start"] for slot in ahead[:NEXT]]

    def _least_busy(self, user_ids, start):
        """Of those who are free: whoever has the fewest appointments of ours that day."""
        day = (start - timedelta(hours=12), start + timedelta(hours=12))
        # sudo: how many appointments somebody has is counted, and shown to nobody
        rows = self.env["calendar.event"].sudo().search_read(
            [("appointment_type_id", "!=", False), ("user_id", "in", user_ids),
             ("start", ">=", day[0]), ("start", "<", day[1])], ["user_id"],
        )
        counts = Counter(row["user_id"][0] for row in rows)
        return min(user_ids, key=lambda user_id: (counts[user_id], user_id))

    def _first_room(self, room_ids):
        """In the order of the list, so that the best room is filled first."""
        return next((room.id for room in self.room_ids if room.id in room_ids), False)

    def _make_visit(self, values, visitor):
        host = self.env["res.users"].sudo().browse(values["user_id"])  # whoever books need not see users
        partner = self.env["res.partner"].browse(visitor.get("partner_id") or [])
        source = visitor.get("source") or "desk"
        return self._quiet_events().create({
            **values, "name": self._visit_title(visitor, partner), "appointment_type_id": self.id,
            "description" if source == "self" else "notes": self._visit_notes(visitor),  # ours stay with us
            "location": self.location or values_room(self, values),
            "partner_ids": [fields.Command.set((host.partner_id | partner).ids)],
            "visitor_partner_id": partner.id, "visitor_name": visitor.get("name") or partner.name,
            "visitor_email": visitor.get("email") or partner.email,
            "visitor_phone": visitor.get("phone") or partner.phone,
            "booking_lang": visitor.get("lang") or partner.lang, "booking_tz": visitor.get("tz") or self._zone_name(),
            "booked_by": source,
        })

    def _move(self, visit, values):
        host = self.env["res.users"].sudo().browse(values["user_id"])  # as above
        people = host.partner_id | visit.visitor_partner_id
        event = self._quiet_events().browse(visit.id)
        event.write({
            **values, "partner_ids": [fields.Command.set(people.ids)], "move_count": event.move_count + 1,
            "reminded_at": False, "location": self.location or values_room(self, values),
        })
        return event

    def _quiet_events(self):
        """Calendar entries without stock's own mails: the customer gets one of ours.

        sudo: whoever holds a booking link, or sits at the desk, may put a visit in the calendar
        of the people of this appointment.
        """
        return self.env["calendar.event"].sudo().with_context(
            no_mail_to_attendees=True, skip_contact_description=True, mail_create_nosubscribe=True,
        )

    def _visit_title(self, visitor, partner):
        who = partner.name or visitor.get("name") or self.env._("Visitor")
        return " · ".join(filter(None, (who, self.name)))

    def _visit_notes(self, visitor):
        """Answers to our questions, as text: what somebody typed is never markup."""
        rows = [f"{question}: {answer}" for question, answer in visitor.get("answers") or [] if answer]
        note = visitor.get("note")
        return Markup("%s") % plaintext2html("\n".join([*rows, *([note] if note else [])])) if rows or note else False


def values_room(kind, values):
    """Name of the chosen room, or none."""
    return kind.room_ids.sudo().browse(values["room_id"]).name if values.get("room_id") else False
