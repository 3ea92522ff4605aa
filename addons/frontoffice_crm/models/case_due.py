from datetime import timedelta

from odoo import api, fields, models

from ..tools import case_clock as pure

RISK = timedelta(hours=4)


class Case(models.Model):
    """What the clocks look like on screen. Nothing here is stored: it all depends on now."""

    _inherit = "frontoffice.case"

    due_state = fields.Selection(
        [("late", "Late"), ("risk", "At risk"), ("ok", "In time")], "Time", compute="_compute_due_state"
    )
    clock_lines = fields.Json(compute="_compute_clock_lines")
    given_ids = fields.One2many(
        "frontoffice.promise", "case_id", "Promises given by people", domain=[("origin_kind", "!=", "auto")]
    )
    can_unmerge = fields.Boolean(compute="_compute_can_unmerge")

    @api.depends("due_at", "state")
    def _compute_due_state(self):
        now = fields.Datetime.now()
        for case in self:
            due = case.due_at
            case.due_state = due and ("late" if due < now else "risk" if due < now + RISK else "ok")

    @api.depends("ledger_seq")
    def _compute_clock_lines(self):
        labels = {
            "first": self.env._("First answer"), "next": self.env._("Next answer"),
            "resolution": self.env._("Solution"),
        }
        states = self._origin._replayed()
        for case in self:
            state = states.get(case._origin.id)
            case.clock_lines = state and [
                self._clock_line(name, labels[name], state) for name in pure.NAMES
                if state.clocks[name].state != "off"
            ] or []

    def _clock_line(self, name, label, state):
        """One clock as plain values for the browser. ``due`` in UTC, ``left`` in working seconds."""
        clock, due = state.clocks[name], state.due(name)
        return {
            "name": name, "label": label, "state": "silent" if state.state == "merged" else clock.state,
            "due": fields.Datetime.to_string(due) if due else False, "left": clock.remaining_s,
            "in_time": clock.in_time, "message": clock.message_id or False,
            "stopped": fields.Datetime.to_string(clock.stopped_at) if clock.stopped_at else False,
        }

    def _compute_can_unmerge(self):
        Journal = self.env["frontoffice.merge.journal"]
        standing = Journal.search([
            ("undone_at", "=", False), "|", ("case_id", "in", self.ids), ("other_ids", "in", self.ids),
        ])
        touched = standing.case_id | standing.other_ids
        for case in self:
            case.can_unmerge = case in touched
