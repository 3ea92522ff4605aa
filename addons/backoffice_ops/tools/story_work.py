"""Decisions, ratings among colleagues and checklists of the sample company. Pure, see ``story.py``."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

HOUR = 3600
WITHIN = 8 * HOUR
DECLINED = "Six instalments are too many, four at most"
#: of ratings: what month by month finds good, in per cent of the requests that were in time
FACES = {True: ("good",) * 9 + ("fair",), False: ("fair", "poor", "good")}
REASONS = {"good": ("quick", "kind", "clear"), "fair": ("unclear", "word"), "poor": ("slow", "again", "unclear")}


@dataclass
class DecisionLine:
    """One step somebody decided, or has still to decide. ``seat``: who was asked, ``by``: who decided."""

    key: str
    request: str
    state: str
    asked_at: datetime
    due_at: datetime
    seat: str = "ines"
    by: str | None = None
    decided_at: datetime | None = None
    note: str | None = None
    round: int = 1

    @property
    def stands_in(self):
        return self.by not in (None, self.seat)


def decisions(told, clock, leave):
    """Yes and no to payment plans: some late, some no, and Tomás in Ines's place while she is away.

    ``leave(moment)``: whether she is.
    """
    lines = []
    for n, line in enumerate(line for line in told.requests if line.service == "payment_plan"):
        random = Random(f"lindwater decision {line.key}")
        asked = clock.add(line.sent_at, random.randint(1, 3) * HOUR // 6)
        late = random.random() < 0.12
        decided = clock.add(asked, random.uniform(8.5, 13) * HOUR if late else random.uniform(0.5, 7) * HOUR)
        if line.final_at:
            decided = min(decided, clock.add(line.final_at, -120))
        lines += _decision(clock, line, n, asked, decided, "tomas" if leave(asked) else "ines")
    return lines


def _decision(clock, line, n, asked, decided, by):
    """Its decision; every twelfth was a no at first. What is open waits for Ines."""
    due = clock.add(asked, WITHIN)
    if not line.final_at or decided <= asked:
        return [DecisionLine(f"{line.key}_1", line.key, "asked", asked, due)]
    found, number = [], 1
    if n % 12 == 5:
        no = clock.at((clock.offset(asked) + clock.offset(decided)) // 2)
        found.append(DecisionLine(f"{line.key}_1", line.key, "declined", asked, due, "ines", by, no, DECLINED))
        asked, due, number = no, clock.add(no, WITHIN), 2
    return [*found, DecisionLine(
        f"{line.key}_{number}", line.key, "approved", asked, due, "ines", by, decided, round=number
    )]


def ratings(told, since):
    """(request, side, face, reason, at): what both sides said of every second request done since a moment."""
    rows = []
    for line in told.requests:
        done = next((at for kind, at, payload in line.events if kind == "confirmed" and not payload.get("auto")), None)
        if not done or done < since:
            continue
        for side in ("sender", "receiver"):
            random = Random(f"lindwater faces {line.key} {side}")
            if random.random() < 0.5:
                well = not line.late and not (side == "receiver" and line.returned_at)
                face = random.choice(FACES[well])
                rows.append((line.key, side, face, random.choice(REASONS[face]), done))
    return rows


def ticked(line, number, total):
    """When a step of the checklist was ticked, or None: in order, between taking it and being ready.

    Of what is still in work two of four are done; of what is ready nearly always all.
    """
    taken = next((at for kind, at, _payload in line.events if kind == "accepted"), None)
    if not taken:
        return None
    if not line.final_at:
        return taken if number < total // 2 else None
    if Random(f"lindwater step {line.key} {number}").random() < 0.06:
        return None
    return taken + (line.final_at - taken) * (number + 1) / (total + 1)
