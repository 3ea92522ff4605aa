from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models

from ..tools import slots
from ..tools.working_time import to_datetime, to_seconds


class AppointmentSlots(models.Model):
    """Which times can be offered: hours, absences, calendars and rooms of everybody at once."""

    _inherit = "frontoffice.appointment.type"

    def _slots(self, start=None, stop=None, without=None):
        """Free times between two naive UTC moments, within notice and horizon.

        Returns [{"start": naive UTC, "users": ids, "rooms": ids}] in order. One fetch of calendars
        and bookings for all people and rooms, whatever the length of the range. ``without``: visits
        that do not count, because they are being moved.
        """
        self.ensure_one()
        now = fields.Datetime.now()
        first = max(start or now, now + timedelta(hours=self.min_notice_hours))
        last = min(stop or datetime.max, now + timedelta(days=self.horizon_days))
        people = self._people()
        if first > last or not people:
            return []
        span = (first, last + timedelta(minutes=self.minutes + self.buffer))
        # from midnight on, so that the starts of a line that never closes keep to the clock
        hours = self._seconds(self._hours_calendar()._working_hours(self._midnight(first), span[1]))
        first = to_seconds(first)
        starts = slots.grid(hours, self.minutes * 60, self.step * 60, first, to_seconds(last))
        found = slots.offer(
            starts, self.minutes * 60, self.buffer * 60, self._free_people(people, span, without),
            self._free_rooms(span, without) if self.room_ids else None,
        )
        return [
            {"start": to_datetime(moment), "users": who, "rooms": where} for moment, (who, where) in found.items()
        ]

    def _midnight(self, moment):
        """Naive UTC of the local midnight before a moment."""
        zone = ZoneInfo(self._zone_name())
        day = moment.replace(tzinfo=UTC).astimezone(zone).date()
        return datetime.combine(day, time.min, zone).astimezone(UTC).replace(tzinfo=None)

    @staticmethod
    def _seconds(hours):
        return [(to_seconds(start), to_seconds(stop)) for start, stop in hours]

    # -- people -----------------------------------------------------------------------------------------

    def _free_people(self, people, span, without=None):
        hours, busy = self._people_hours(people, span), self._people_busy(people, span, without)
        return {user.id: slots.Free(hours[user.id], busy.get(user.id, ())) for user in people}

    def _people_hours(self, people, span):
        """{user id: working intervals}, each in the calendar of the person, absences taken out."""
        # sudo: when somebody works and is away is used here and shown to nobody
        employees = self.env["hr.employee"].sudo().search(
            [("user_id", "in", people.ids), ("company_id", "=", self.company_id.id)]
        )
        resources = {employee.user_id.id: employee.resource_id for employee in employees}
        own = self._hours_calendar()
        hours = {user.id: self._seconds(own._working_hours(*span)) for user in people if user.id not in resources}
        worked = self._resource_hours(self.env["resource.resource"].sudo().union(*resources.values()), span)
        return {**hours, **{user_id: worked[resource.id] for user_id, resource in resources.items()}}

    def _resource_hours(self, resources, span):
        """{resource id: working intervals} of people and rooms; one fetch a calendar."""
        aware = [moment.replace(tzinfo=UTC) for moment in span]
        hours = {}
        for calendar, group in resources.grouped("calendar_id").items():
            calendar = (calendar or self._hours_calendar())._for_everybody()
            found = calendar._work_intervals_batch(*aware, resources=group)
            for resource in group:
                hours[resource.id] = [(_stamp(one), _stamp(two)) for one, two, _what in found[resource.id]]
        return hours

    def _people_busy(self, people, span, without=None):
        """{user id: bookings} from everybody's calendar; what was declined or shows as free is none."""
        users = {partner.id: user.id for user in people for partner in user.partner_id}
        # sudo: private entries keep people busy too; only their times are used
        attendees = self.env["calendar.attendee"].sudo().search([
            ("partner_id", "in", list(users)), ("state", "!=", "declined"), ("event_id.active", "=", True),
            ("event_id.show_as", "=", "busy"), ("event_id.start", "<", span[1]),
            ("event_id.stop", ">", span[0] - timedelta(days=1)),
            ("event_id", "not in", without.ids if without else []),
        ])
        busy = {}
        for attendee in attendees:
            busy.setdefault(users[attendee.partner_id.id], []).append(self._taken(attendee.event_id))
        return busy

    def _taken(self, event):
        """(start, stop) a calendar entry keeps somebody, breaks and whole days included."""
        if event.allday:
            zone = ZoneInfo(self._zone_name())
            days = (event.start_date, event.stop_date + timedelta(days=1))
            return tuple(int(datetime.combine(day, time.min, zone).timestamp()) for day in days)
        rest = event.appointment_type_id.buffer * 60
        return to_seconds(event.start), to_seconds(event.stop) + rest

    # -- rooms ------------------------------------------------------------------------------------------

    def _free_rooms(self, span, without=None):
        rooms = self.room_ids.sudo()  # as above
        busy = {}
        events = self.env["calendar.event"].sudo().search([
            ("room_id", "in", rooms.ids), ("start", "<", span[1]), ("stop", ">", span[0] - timedelta(days=1)),
            ("id", "not in", without.ids if without else []),
        ])
        for event in events:
            busy.setdefault(event.room_id.id, []).append(self._taken(event))
        hours = self._resource_hours(rooms, span)
        return {room.id: slots.Free(hours[room.id], busy.get(room.id, ())) for room in rooms}


def _stamp(moment):
    """Whole seconds of an aware moment."""
    return to_seconds(moment.astimezone(UTC).replace(tzinfo=None))
