from odoo import fields, models


class LookBack(models.TransientModel):
    """Meetings with people from outside: a contact, and a promise to be there."""

    _inherit = "frontoffice.look.back"

    def _meeting_domain(self):
        # Archived meetings did not take place; who called them off is unknown, so nobody is judged.
        return [
            ("start", ">=", self._from()), ("start", "<=", fields.Datetime.now()), ("active", "=", True),
            ("user_id.company_id", "=", self.company_id.id), ("partner_ids.partner_share", "=", True),
        ]

    def _count_meetings(self):
        return self.env["calendar.event"].search_count(self._meeting_domain())

    def _load_meetings(self, batch):
        meetings = self.env["calendar.event"].search(self._meeting_domain(), order="id")
        made = {"encounters": 0, "promises": 0}
        for chunk in self._in_chunks(meetings):
            fresh = self._fresh(chunk, "frontoffice.encounter", "calendar_event_id")
            channel = self._history_channel(batch, "counter")
            encounters = self._make_encounters(batch, [self._meeting_encounter_vals(m, channel) for m in fresh])
            made["encounters"] += len(encounters)
            made["promises"] += len(self._make_promises(batch, [
                (self._meeting_promise_vals(encounter), self._meeting_events(encounter.calendar_event_id))
                for encounter in encounters
            ]))
        return made

    def _guest(self, meeting):
        """The attendee from outside, the first when there are several."""
        return meeting.attendee_ids.filtered(lambda a: a.partner_id.partner_share).sorted("id")[:1]

    def _meeting_encounter_vals(self, meeting, channel):
        # Its title stays in the calendar: it may be private.
        return {
            "channel_id": channel.id, "calendar_event_id": meeting.id, "arrived_at": meeting.start,
            "ended_at": meeting.stop, "partner_id": self._guest(meeting).partner_id.id,
            "user_id": meeting.user_id.id, "outcome": "appointment",
        }

    def _meeting_promise_vals(self, encounter):
        meeting = encounter.calendar_event_id
        made_at = min(meeting.create_date, meeting.start).replace(microsecond=0)
        return {
            "name": self.env._("Meeting"), "encounter_id": encounter.id, "partner_id": encounter.partner_id.id,
            "channel_id": encounter.channel_id.id, "user_id": meeting.user_id.id,
            "made_by_id": meeting.user_id.id, "made_at": made_at, "due_at": meeting.start,
        }

    def _meeting_events(self, meeting):
        """Held at its time; declined by the guest, it was the guest's decision."""
        if self._guest(meeting).state == "declined":
            return [("withdrawn", meeting.start, {"by": "customer"})]
        return [("fulfilled", meeting.start, {})]
