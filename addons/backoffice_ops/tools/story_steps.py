"""The steps of one sample request: clock, delivery, confirmation, as ledger events without ids."""

HOUR = 3600
SILENCE = 16 * HOUR  # two working days


def plan_clock(clock, line):
    """Its due time: what was left of its hours when the clock last started."""
    used = clock.worked(line.sent_at, line.returned_at) if line.returned_at else 0
    line.due_at = clock.add(line.started_at, max(line.deliver_s - used, 0))


def finish(clock, line, random):
    """Choose when it was ready and write its events; what would lie ahead has not happened."""
    ready = _ready(clock, line, random)
    line.final_at = ready if ready < clock.now else None
    line.events = opening(clock, line)
    line.events.append(("accepted", _accepted(clock, line, ready, random), {}))
    if line.final_at:
        line.events += _delivery(clock, line, random)


def opening(clock, line):
    """Sent, and where something was missing: sent back and sent again."""
    started = _started(clock, line.sent_at, line, line.deliver_s)
    events = [("sent", line.sent_at, {**started, "deliver_s": line.deliver_s})]
    if line.returned_at:
        used = clock.worked(line.sent_at, line.returned_at)
        events.append(("returned", line.returned_at, {
            "fault": "sender", "reasons": [line.reason], "worked_s": used,
            "sender_due_at": clock.add(line.returned_at, line.accept_s).isoformat(),
        }))
        if line.resent_at:
            left = max(line.deliver_s - used, 0)
            events.append(("resent", line.resent_at, _started(clock, line.resent_at, line, left)))
    return events


def _started(clock, at, line, seconds):
    return {
        "due_at": clock.add(at, seconds).isoformat(), "accept_due_at": clock.add(at, line.accept_s).isoformat(),
    }


def _ready(clock, line, random):
    """A moment that is late or not as wanted, and on the right side of its promise's due time."""
    start, due = clock.offset(line.started_at), clock.offset(line.due_at)
    low, high = start + 0.25 * (due - start), due
    if line.late:
        low, high = due + HOUR // 4, due + 14 * HOUR
    if line.after:
        low = max(low, clock.offset(line.after) + HOUR // 4)
        high = max(high, low + 4 * HOUR) if line.late or low >= high else high
    if line.until:
        high = min(high, clock.offset(line.until) - 300)
        low = min(low, start + 0.9 * (high - start)) if not line.late else min(low, high - 60)
    return clock.at(round(random.uniform(low, high)))


def _accepted(clock, line, ready, random):
    """Taken before it is ready, and by now."""
    start = clock.offset(line.started_at)
    end = min(clock.offset(min(ready, clock.now)) - 60, start + line.accept_s)
    return clock.at(round(max(start + random.uniform(0.1, 0.6) * (end - start), start)))


def delivered(clock, line, at):
    """The event "ready": worked time, and when silence will count as agreement."""
    used = clock.worked(line.sent_at, line.returned_at) if line.returned_at else 0
    return ("delivered", at, {
        "total_s": used + clock.worked(line.started_at, at), "confirm_due_at": clock.add(at, SILENCE).isoformat(),
    })


def _delivery(clock, line, random):
    events = []
    accepted = clock.offset(line.events[-1][1])
    room = clock.offset(line.final_at) - accepted
    if room > 3 * HOUR and random.random() < 0.025:
        first = clock.at(accepted + room // 3)
        events += [delivered(clock, line, first), ("rejected", clock.add(first, HOUR), {})]
    events.append(delivered(clock, line, line.final_at))
    silent = clock.add(line.final_at, SILENCE)
    checked = clock.add(line.final_at, random.uniform(0.3, 7) * HOUR)
    if random.random() < 0.15:
        return events + ([("confirmed", silent, {"auto": True})] if silent < clock.now else [])
    return events + ([("confirmed", checked, {})] if checked < clock.now else [])
