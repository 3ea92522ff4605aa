from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import handoff as pure

CONFIRM_WORKING_DAYS = 2
HOURS_PER_DAY = 8  # of who works around the clock or says nothing


def _days(days, calendar):
    """Working seconds of so many days of a calendar."""
    return round(days * (calendar.hours_per_day or HOURS_PER_DAY) * 3600)


class HandoffClock(models.Model):
    """What each event must say so that replaying needs no calendar: due times and worked seconds."""

    _inherit = "backoffice.handoff"

    sender_calendar_id = fields.Many2one(
        "resource.calendar", "Hours to answer in", readonly=True, copy=False, index="btree_not_null",
        ondelete="set null", help="Working hours of the sender when it was last sent back.",
    )

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {"sender_calendar_id"}

    def _ledger_values(self, state):
        values = {
            name: getattr(state, name) or False
            for name in self._ledger_cache - {"worked_hours"}
        }
        # the column goes with the state: worked out later it would be an UPDATE of its own
        column = pure.COLUMNS.get(state.state, False)
        return {**values, "worked_hours": (state.worked_s or 0) / 3600, "column": column}

    def _receiver_calendars(self):
        """{record id: working hours of the receiving side}, frozen in the version it was sent under.

        Queries grow with calendars, not with records. Empty means around the clock.
        """
        frozen = {r.id: (r.service_version_id.values or {}).get("calendar_id") for r in self}
        known = self.env["resource.calendar"].browse({i for i in frozen.values() if i}).exists()
        calendars = {calendar.id: calendar for calendar in known}
        return {r.id: calendars.get(frozen[r.id]) or r.service_id._calendar(r.company_id) for r in self}

    def _receiver_calendar(self):
        """Working hours of the receiving side of one request."""
        return self._receiver_calendars()[self.id]

    def _sender_calendars(self):
        """{record id: working hours of the side that asked}: its team's, else the person's, else the company's."""
        own = self._hours_of_senders()
        return {
            # sudo: when they work, for a doer who may not read teams
            r.id: r.sudo().from_team_id.service_calendar_id or own.get((r.from_user_id, r.company_id))
            or r.company_id.resource_calendar_id
            for r in self
        }

    def _answer_calendar(self, calendar_id):
        """Working hours an answer is waited for in; the company's where none were kept."""
        calendar = self.env["resource.calendar"].browse(calendar_id)
        return calendar if calendar_id else self.company_id.resource_calendar_id

    def _hours_of_senders(self):
        """{(user, company): the person's own working hours}, where there are any in them."""
        # sudo: when they work, not who they are
        people = self.env["hr.employee"].sudo().search(
            [("user_id", "in", self.from_user_id.ids), ("company_id", "in", self.company_id.ids)]
        )
        return {
            (person.user_id.sudo(False), person.company_id.sudo(False)): person.resource_calendar_id.sudo(False)
            for person in people if person.resource_calendar_id.attendance_ids
        }

    def _budget(self, name):
        """Working seconds of ``accept_hours`` or ``deliver_hours`` of the frozen version."""
        values = self.service_version_id.values or {}
        return round((values.get(name) or 0) * 3600)

    def _ledger_payloads(self, kind, payload, moments, states):
        payloads = super()._ledger_payloads(kind, payload, moments, states)
        build = getattr(self, f"_payload_{kind}", None)
        if not build:
            return payloads
        extra = build(payloads, moments, states)
        return {record_id: {**value, **extra.get(record_id, {})} for record_id, value in payloads.items()}

    # -- one batch, one interval fetch per calendar -----------------------------------------------

    def _planned(self, jobs, calendars):
        """{record id: {key: deadline ISO}} for {(record, key): (start, seconds)}, grouped by calendar."""
        result, groups = {}, {}
        for (record, key), job in jobs.items():
            groups.setdefault(calendars[record.id], []).append(((record.id, key), job))
        for calendar, rows in groups.items():
            dues = calendar._plan_seconds([job for _key, job in rows])
            for ((record_id, key), _job), due in zip(rows, dues, strict=True):
                result.setdefault(record_id, {})[key] = due and due.isoformat()
        return result

    def _closed(self, moments, states):
        """{record id: working seconds of the running segment}, for clocks that run."""
        result, groups, calendars = {}, {}, self._receiver_calendars()
        for record in self:
            since = states[record.id].running_since
            if since:
                groups.setdefault(calendars[record.id], []).append((record.id, since, moments[record.id]))
        for calendar, rows in groups.items():
            counted = calendar._count_seconds([(since, until) for _i, since, until in rows])
            result.update({row[0]: seconds for row, seconds in zip(rows, counted, strict=True)})
        return result

    def _started(self, moments, budget_of):
        """due_at, accept_due_at and calendar of a clock that starts with ``budget_of(record)`` seconds."""
        jobs, calendars = {}, self._receiver_calendars()
        for record in self:
            jobs[record, "due_at"] = (moments[record.id], budget_of(record))
            jobs[record, "accept_due_at"] = (moments[record.id], record._budget("accept_hours"))
        result = self._planned(jobs, calendars)
        for record in self:
            calendar = calendars[record.id]
            result[record.id] |= {"calendar": calendar.id or None, "tz": calendar.tz or "UTC"}
        return result

    # -- per event --------------------------------------------------------------------------------

    def _freeze_version(self):
        versions = self.service_id._current_versions()
        for record in self:
            if not record.service_version_id:
                record.service_version_id = versions[record.service_id.id]

    def _payload_sent(self, payloads, moments, states):
        self._freeze_version()
        for record in self:
            record.required_ok_at_send = not record.missing_ids
        result = self._started(moments, lambda record: record._budget("deliver_hours"))
        for record in self:
            result[record.id] |= {
                "deliver_s": record._budget("deliver_hours"), "to": record.to_department_id.id,
                "version": record.service_version_id.id, "required_ok": record.required_ok_at_send,
            }
        return result

    def _payload_returned(self, payloads, moments, states):
        stopping = self.filtered(lambda r: payloads[r.id].get("fault") == "sender" and states[r.id].running_since)
        closed, answer = stopping._closed(moments, states), stopping._to_answer(moments)
        return {r.id: {"worked_s": closed[r.id], **answer[r.id]} for r in stopping}

    def _to_answer(self, moments):
        """{id: {"sender_due_at"}} on the sender's hours; these stay with the request, reminders go by them."""
        calendars = self._sender_calendars()
        for record in self:
            record.sender_calendar_id = calendars[record.id]
        return self._planned(
            {(r, "sender_due_at"): (moments[r.id], r._budget("accept_hours")) for r in self}, calendars
        )

    def _payload_paused(self, payloads, moments, states):
        stopping = self.filtered(lambda r: payloads[r.id].get("evidence") and states[r.id].running_since)
        return {record_id: {"worked_s": seconds} for record_id, seconds in stopping._closed(moments, states).items()}

    def _payload_resumed(self, payloads, moments, states):
        stopped = self.filtered(lambda r: not states[r.id].running_since)
        return stopped._started(moments, lambda record: states[record.id].remaining_s)

    _payload_resent = _payload_resumed

    def _payload_rerouted(self, payloads, moments, states):
        result = self._started(moments, lambda record: record._budget("deliver_hours"))
        for record in self:
            result[record.id] |= {"deliver_s": record._budget("deliver_hours"), "to": record.to_department_id.id}
        return result

    def _payload_replanned(self, payloads, moments, states):
        running = self.filtered(lambda r: states[r.id].running_since)
        jobs = {(r, "due_at"): (states[r.id].running_since, states[r.id].remaining_s) for r in running}
        return running._planned(jobs, running._receiver_calendars())

    def _payload_delivered(self, payloads, moments, states):
        closed = self._closed(moments, states)
        calendars = self._sender_calendars()
        result = self._planned({
            (r, "confirm_due_at"): (moments[r.id], _days(CONFIRM_WORKING_DAYS, calendars[r.id])) for r in self
        }, calendars)
        stopped = self.filtered(lambda r: not states[r.id].running_since)
        dues = stopped._planned(
            {(r, "due_at"): (moments[r.id], states[r.id].remaining_s) for r in stopped},
            stopped._receiver_calendars(),
        )
        for record in self:
            result[record.id]["total_s"] = states[record.id].used_s + closed.get(record.id, 0)
            result[record.id] |= dues.get(record.id, {})
        return result

    def _ledger_append(self, fresh, books):
        """A clock that cannot be planned is refused, never given a wrong date."""
        for record in self:
            for event in fresh[record.id]:
                if event.kind == "sent" and "due_at" in event.payload and not event.payload["due_at"]:
                    raise UserError(self.env._(
                        "The working hours of %s are empty, so no due time can be worked out. "
                        "Add hours to the calendar or choose another one.", record.to_department_id.name,
                    ))
        return super()._ledger_append(fresh, books)
