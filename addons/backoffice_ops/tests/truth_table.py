"""Twelve promises and the requests behind them, with the verdicts worked out by hand.

Working time is Monday to Friday 8–12 and 13–17. A request is sent on Monday 9:00 and has 8 working
hours: 9–12 and 13–17 on Monday are seven, so it is due on Tuesday 9:00. Every promise is made on
Monday 9:00 for Thursday 14:00, which is 28 working hours.
"""

from dataclasses import dataclass

SENT = ("Mon 09:00", "sent")
ACCEPTED = ("Mon 10:00", "accepted")


@dataclass(frozen=True)
class Row:
    """One promise: what happened, and what must come out. None: not counted at all."""

    name: str
    handoff: tuple = ()
    promise: tuple = ()
    kept: bool | None = True
    in_sla: bool | None = None
    handoff_due: str | None = "Tue 09:00"
    state: str = "kept"
    reason: str | None = None  # of a promise not kept: over, enable, deliver
    heroic: bool = False
    capability_hours: float | None = None


ROWS = [
    Row("plain", (SENT, ACCEPTED, ("Mon 16:00", "delivered"), ("Mon 17:00", "confirmed")),
        (("Wed 10:00", "fulfilled"),), in_sla=True),
    # worked 2 h until the pause, 6 h left from Tuesday 11:00: one before lunch, four after, one on Wednesday
    Row("pause with evidence, done exactly at due",
        (SENT, ACCEPTED, ("Mon 11:00", "paused", {"reason": "customer", "evidence": True}),
         ("Tue 11:00", "resumed"), ("Wed 09:00", "delivered")),
        (("Thu 14:00", "fulfilled"),), in_sla=True, handoff_due="Wed 09:00"),
    Row("pause without evidence moves nothing",
        (SENT, ACCEPTED, ("Mon 11:00", "paused", {"reason": "supplier", "evidence": False}),
         ("Tue 08:00", "resumed"), ("Tue 10:00", "delivered")),
        (("Wed 10:00", "fulfilled"),), in_sla=False),
    # worked 2 h, 6 h left from Tuesday 14:00: three on Tuesday, three on Wednesday
    Row("sent back by the sender's fault",
        (SENT, ACCEPTED, ("Mon 11:00", "returned", {"fault": "sender", "reasons": ["detail"]}),
         ("Tue 14:00", "resent"), ("Tue 15:00", "accepted"), ("Wed 11:00", "delivered")),
        (("Wed 16:00", "fulfilled"),), in_sla=True, handoff_due="Wed 11:00"),
    Row("sent back by the department's own fault, enabled too late",
        (SENT, ACCEPTED, ("Mon 11:00", "returned", {"fault": "receiver", "reasons": ["ours"]}),
         ("Tue 14:00", "resent"), ("Tue 15:00", "accepted"), ("Fri 10:00", "delivered")),
        (("Fri 12:00", "fulfilled"),), kept=False, state="late", in_sla=False, reason="enable"),
    Row("rejected, so the second delivery counts",
        (SENT, ACCEPTED, ("Mon 16:00", "delivered"), ("Tue 08:00", "rejected"), ("Tue 15:00", "delivered")),
        (("Thu 15:00", "fulfilled"),), kept=False, state="late", in_sla=False, reason="deliver"),
    # silence: 16 working hours after Monday 16:00 is Wednesday 16:00
    Row("silence confirms", (SENT, ACCEPTED, ("Mon 16:00", "delivered"), ("Wed 16:00", "confirmed", {"auto": True})),
        (("Thu 10:00", "fulfilled"),), in_sla=True),
    Row("time ran out", (SENT, ACCEPTED, ("Mon 16:00", "delivered")),
        (("Thu 14:00", "lapsed"),), kept=False, state="broken", in_sla=True, reason="deliver"),
    Row("date moved by the customer", (),
        (("Tue 10:00", "changed", {"by": "customer", "due_at": "2026-01-09T14:00:00"}), ("Fri 12:00", "fulfilled"))),
    Row("date moved by us does not count, promised sooner than we can", (),
        (("Tue 10:00", "changed", {"by": "company", "due_at": "2026-01-09T14:00:00"}), ("Fri 12:00", "fulfilled")),
        kept=False, state="late", reason="over", capability_hours=40),
    Row("cancelled by the customer before it was due",
        (SENT, ACCEPTED, ("Mon 15:00", "cancelled")),
        (("Mon 15:00", "withdrawn", {"by": "customer"}),), kept=None, state="withdrawn"),
    Row("heroic: kept though the department was late", (SENT, ACCEPTED, ("Fri 09:00", "delivered")),
        (("Thu 12:00", "fulfilled"),), in_sla=False, heroic=True),
]

#: as of Monday 12 January 2026
TOTALS = {
    "promises_due": 11, "promises_kept": 7, "handoffs_due": 9, "handoffs_in_sla": 5,
    "over": 1, "enable": 1, "deliver": 2, "heroic": 1,
}


class TruthTableMixin:
    """Builds the table in a database; needs the helpers of BackOfficeCase."""

    def _build_truth_table(self):
        """[(row, promise, handoff or empty)], events played in order of time."""
        built = []
        for row in ROWS:
            promise = self._truth_promise(row)
            handoff = self.env["backoffice.handoff"]
            if row.handoff:
                handoff = self._handoff(promise_id=promise.id, subject=row.name)
            steps = [(self._at(e[0]), n, handoff, e) for n, e in enumerate(row.handoff)]
            steps += [(self._at(e[0]), 100 + n, promise, e) for n, e in enumerate(row.promise)]
            for _at, _n, record, event in sorted(steps, key=lambda step: step[:2]):
                self._play(record, event)
            built.append((row, promise, handoff))
        return built

    def _truth_promise(self, row):
        if row.capability_hours:
            return self._promise_with_capability(row)
        return self._promise(
            name=row.name, made_at=self._at("Mon 09:00"), due_at=self._at("Thu 14:00"),
            need_by=False, made_by_id=self.agent.id, team_id=self.team.id,
        )

    def _promise_with_capability(self, row):
        like = self.env["frontoffice.promise.standard"].create(
            {"name": row.name, "hours": 40, "company_id": self.company.id}
        )
        self._teach(like, row.capability_hours)
        return self._promise(
            name=row.name, standard_id=like.id, made_at=self._at("Mon 09:00"), due_at=self._at("Thu 14:00"),
            team_id=self.team.id,
        )

    def _teach(self, standard, hours):
        """Experience: 30 promises of this standard delivered in ``hours``, outside every window."""
        batch = self.env["frontoffice.promise"].create([
            {
                "name": "experience", "standard_id": standard.id, "company_id": self.company.id,
                "made_at": "2025-11-03 08:00:00", "due_at": "2025-11-28 17:00:00",
            }
            for _n in range(30)
        ])
        weeks = int(hours // 40)
        batch._record("fulfilled", at=self._utc(f"2025-11-{3 + 7 * weeks:02d} 08:00:00"))
