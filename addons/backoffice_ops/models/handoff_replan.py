from odoo import api, models

from ..tools.handoff import OPEN


class HandoffReplan(models.Model):
    """A calendar changed: running clocks stay as they were until somebody plans them again."""

    _inherit = "backoffice.handoff"

    def _would_move(self):
        """{id: new due time} of running clocks their calendar would give another due time now.

        Queries grow with calendars, not with requests.
        """
        states = self._replayed()
        running = self.filtered(lambda h: states[h.id].running_since and h.due_at)
        jobs = {(r, "due_at"): (states[r.id].running_since, states[r.id].remaining_s) for r in running}
        planned = running._planned(jobs, running._receiver_calendars())
        result = {}
        for handoff in running:
            due = planned[handoff.id]["due_at"]
            if due and due != handoff.due_at.isoformat():
                result[handoff.id] = self._due_moment(due)
        return result

    @api.model
    def _due_moment(self, text):
        return self._fields["due_at"].to_datetime(text.replace("T", " "))

    def _payload_replanned(self, payloads, moments, states):
        """Also until when to accept it, while nobody has."""
        result = super()._payload_replanned(payloads, moments, states)
        waiting = self.filtered(lambda r: states[r.id].state == "sent" and states[r.id].running_since)
        jobs = {(r, "accept_due_at"): (states[r.id].running_since, r._budget("accept_hours")) for r in waiting}
        for record_id, dues in waiting._planned(jobs, waiting._receiver_calendars()).items():
            result[record_id] = {**result.get(record_id, {}), **dues}
        return result

    @api.model
    def _cron_replan(self, limit=1000):
        """For companies that want it: plan again after every change of working hours. Off when installed."""
        known = self.env["ir.config_parameter"].sudo()  # where the last run stopped
        last = int(known.get_param("backoffice_ops.replan_after") or 0)
        found = self.search(
            [("state", "in", OPEN), ("due_at", "!=", False), ("id", ">", last)], order="id", limit=limit
        )
        free = found.try_lock_for_update(allow_referencing=True)
        free.browse(list(free._would_move()))._record("replanned")
        after = found[-1:].id if len(found) == limit else 0
        known.set_param("backoffice_ops.replan_after", after)
        self.env["ir.cron"]._commit_progress(len(found), remaining=int(bool(after)))
