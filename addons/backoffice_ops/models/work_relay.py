from odoo import api, fields, models


class WorkRelay(models.AbstractModel):
    """The customer's time in the pane: what of it is yours, who passed some on or took some, who is next."""

    _inherit = "backoffice.work"

    @api.model
    def _clock(self, handoff, state):
        clock = super()._clock(handoff, state)
        relay = handoff.sudo().promise_id.relay or {}  # seconds and moments alone
        lines = {line["id"]: line for line in relay.get("steps", ())}
        if handoff.id not in lines:
            return clock
        return {**clock, "relay": self._relay_pane(handoff, lines), "then": self._relay_next(handoff, lines)}

    @api.model
    def _relay_pane(self, handoff, lines):
        line = lines[handoff.id]
        by = fields.Datetime.to_datetime(line["by"].replace("T", " ")) if line.get("by") else None
        left = line.get("gave")
        if by and left is None:
            now, calendar = fields.Datetime.now(), handoff.sudo().promise_id._relay_calendar()  # hours alone
            there, back = calendar._count_seconds([(now, by), (by, now)])
            left = there - back
        names = self._relay_names(self.env["backoffice.handoff"].browse([cause for cause, _s in line["moves"]]))
        return {
            "budget": line["share"], "left": left, "by": self._iso(by), "open": line["state"] != "done",
            "moves": [{"who": names[cause], "seconds": seconds} for cause, seconds in line["moves"][-3:]],
        }

    @api.model
    def _relay_next(self, handoff, lines):
        """Departments that wait for this request, in words; empty: the front office is next."""
        steps = self.env["backoffice.handoff"].browse(list(lines))
        after = steps.sudo()._relay_after()  # who waits for whom, no more
        following = steps.browse([step.id for step in steps if handoff.id in after.get(step.id, ())])
        return list(dict.fromkeys(self._relay_names(following).values()))

    @api.model
    def _relay_names(self, handoffs):
        """{id: department}, unnamed where the request is confidential and not this person's to see."""
        handoffs = handoffs.exists()
        seen = handoffs._filtered_access("read")
        return {
            h.id: self.env._("another department") if h.sudo().confidential and h not in seen
            else h.sudo().to_department_id.name  # the name of a department is told to all who share its promise
            for h in handoffs
        }
