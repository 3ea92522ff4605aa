from odoo import fields, models


class HandoffOverrun(models.Model):
    """By how much each department overran its own due time."""

    _inherit = "backoffice.handoff"

    def _overruns(self, stints):
        """{id: [((department id or False, number), working seconds)]} of stints that ended after they were due.

        The department of a confidential request is not named. One count per calendar.
        """
        now, groups = fields.Datetime.now(), {}
        result = {handoff.id: [] for handoff in self}
        calendars = self._receiver_calendars()
        for handoff in self:
            for stint in stints[handoff.id]:
                end = stint.ended or now
                if stint.due_at and end > stint.due_at and stint.how != "cancelled":
                    key = (not handoff.confidential and stint.department, stint.number)
                    groups.setdefault(calendars[handoff.id], []).append((handoff.id, key, (stint.due_at, end)))
        for calendar, rows in groups.items():
            counted = calendar._count_seconds([span for _id, _key, span in rows])
            for (handoff_id, key, _span), seconds in zip(rows, counted, strict=True):
                result[handoff_id].append((key, seconds))
        return result
