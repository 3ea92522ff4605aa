from odoo import fields, models

from ..tools import story_cast, story_desk
from ..tools.story_clock import HOUR, Clock


class Sample(models.AbstractModel):
    """The sample's waiting line with its numbers, and the visits agreed."""

    _inherit = "frontoffice.sample"

    def _story(self, now):
        told = super()._story(now)
        told.interactions += story_desk.served(Clock(now, story_cast.ZONE))
        return told

    def _parts(self):
        return [*super()._parts(), "_load_desk"]

    def _load_desk(self, told, batch):
        """Numbers of today's visitors at the counter, and appointments around today."""
        clock = Clock(told.now, story_cast.ZONE)
        queue = self._make_queue()
        self._number_visitors(queue, clock, told)
        return {"visits": len(self._make_visits(clock, queue))}

    def _make_queue(self):
        channel = self._remembered("frontoffice.channel")["counter"]
        return self._make("frontoffice.queue", {"counter": {
            "name": "Counter", "prefix": "A", "company_id": self.env.company.id,
            "channel_ids": [fields.Command.set([channel])], "ticket_text": "Please take a seat, we call your number.",
        }})["counter"]

    def _number_visitors(self, queue, clock, told):
        """Numbers in order of arrival, counted anew each day; who was served has been called."""
        contacts = self._remembered("frontoffice.encounter")
        lines = [line for line in told.interactions if line.key[0] in "vq" and line.channel == "counter"]
        last = {}
        for line in sorted(lines, key=lambda line: line.arrived_at):
            day = clock.day_of(line.arrived_at)
            last[day] = last.get(day, 0) + 1
            called = line.first_response_at
            self.env["frontoffice.encounter"].browse(contacts[line.key]).write({
                "queue_id": queue.id, "ticket_queue_id": queue.id, "ticket_day": day, "ticket_seq": last[day],
                "queue_number": f"{queue.prefix}{last[day]}", "turn_at": line.arrived_at, "called_at": called,
                "shown_at": called, "call_count": int(bool(called)),
            })
        self.env["frontoffice.queue.day"].create(
            [{"queue_id": queue.id, "day": day, "last_number": number} for day, number in last.items()]
        )

    def _make_visits(self, clock, queue):
        """One that was kept, one nobody came to, and three to come. Nobody is invited: it is practice."""
        users, customers = self._remembered("res.users"), self._remembered("res.partner")
        kind = self._make("frontoffice.appointment.type", {"advice": {
            "name": "Advice on a heat pump", "minutes": 45, "company_id": self.env.company.id, "self_booking": True,
            "user_ids": [fields.Command.set([users["lukas"], users["grace"]])], "queue_id": queue.id,
            "need_id": self._remembered("frontoffice.need")["quote"], "location": "Showroom, 1 Kiln Road",
        }})["advice"]
        past = [day for day in clock.days if day < clock.today]
        rows = (("seen", past[-1], 10, "town", "lukas"), ("missed", past[-2], 15, "c061", "grace"),
                ("soon", clock.next_day(), 9, "lumen", "lukas"), ("later", clock.next_day(2), 11, "c062", "grace"),
                ("moved", clock.next_day(3), 14, "harbour", "lukas"))
        Event = self.with_context(no_mail_to_attendees=True)  # stock's own switch
        events = Event._make("calendar.event", {
            key: self._visit(kind, clock.local(day, hour), users[user], customers[customer])
            for key, day, hour, customer, user in rows
        })
        events["seen"].write({"checked_in_at": events["seen"].start, "seen_at": events["seen"].start})
        events["missed"].missed_at = fields.Datetime.add(events["missed"].start, seconds=HOUR)
        events["moved"].move_count = 1
        return events

    def _visit(self, kind, start, user, customer):
        partner = self.env["res.partner"].browse(customer)
        return {
            "name": f"{kind.name} · {partner.name}", "appointment_type_id": kind.id, "start": start,
            "stop": fields.Datetime.add(start, minutes=kind.minutes), "user_id": user, "booked_by": "desk",
            "visitor_partner_id": partner.id, "location": kind.location,
            "partner_ids": [fields.Command.set(self.env["res.users"].browse(user).partner_id.ids)],
        }

    def _catalogue_models(self):
        return [
            "calendar.event", "frontoffice.appointment.type", "frontoffice.queue.day", "frontoffice.queue",
            *super()._catalogue_models(),
        ]

    def _version_owners(self):
        return super()._version_owners() | {
            "calendar.event": "appointment_company_id", "frontoffice.queue.day": "queue_id.company_id",
        }
