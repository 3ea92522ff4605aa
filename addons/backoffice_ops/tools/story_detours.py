"""Requests of the sample company that went to and fro, or to the wrong department first. Pure."""

from random import Random

from .story_steps import delivered, opening, plan_clock

HOUR = 3600
#: type, what was missing first and then, subject
TWICE = (("spare_part", "serial_number", "photo", "Valve for a boiler of 2009"),
         ("refund", "bank_account", "customer_date", "Refund for a double booking"))
#: type, the department that was right
MOVED = (("invoice_copy", "legal", "Copy of the guarantee"), ("engineer_slot", "parts", "When does the pump come?"),
         ("part_price", "finance", "What is still to be paid?"))


def detours(clock, figures, request):
    """Two requests a month that were sent back twice, and one that was given to another department."""
    lines = []
    for month in figures:
        random, days = Random(f"lindwater detours {month}"), clock.working_days(month)
        for n, (service, *more) in enumerate([*TWICE, MOVED[month % len(MOVED)]] if len(days) > 8 else ()):
            sent = clock.moment(random, random.choice(days[:-6]))
            line = request(f"z{-month:02d}_{n}", service, more[-1], random.choice(("priya", "omar")), None, sent)
            (_twice if n < len(TWICE) else _moved)(clock, line, more)
            lines.append(line)
    return lines


def _twice(clock, line, more):
    """Something was missing, and when it came, something else was."""
    line.reason, line.complete = more[0], False
    line.returned_at, line.resent_at = clock.add(line.sent_at, HOUR), clock.add(line.sent_at, 4 * HOUR)
    plan_clock(clock, line)
    line.events = opening(clock, line)
    again = clock.add(line.resent_at, HOUR)
    line.events += [
        ("returned", again, {
            "fault": "sender", "reasons": [more[1]], "worked_s": HOUR,
            "sender_due_at": clock.add(again, line.accept_s).isoformat(),
        }),
    ]
    sent = clock.add(again, 3 * HOUR)
    line.due_at = clock.add(sent, line.deliver_s - 2 * HOUR)
    line.events.append(("resent", sent, _clock_of(clock, line, sent)))
    _done(clock, line, sent, 2 * HOUR)


def _moved(clock, line, more):
    """The first department declined, and the sender asked the right one."""
    line.moved_to = more[0]
    plan_clock(clock, line)
    line.events = opening(clock, line)
    declined, given = clock.add(line.sent_at, HOUR // 2), clock.add(line.sent_at, HOUR)
    line.due_at = clock.add(given, line.deliver_s)
    line.events += [
        ("declined", declined, {}), ("rerouted", given, {**_clock_of(clock, line, given), "deliver_s": line.deliver_s}),
    ]
    _done(clock, line, given, 0)


def _clock_of(clock, line, at):
    return {"due_at": line.due_at.isoformat(), "accept_due_at": clock.add(at, line.accept_s).isoformat()}


def _done(clock, line, start, used):
    """Taken, ready in time and confirmed."""
    line.final_at = clock.add(start, (line.deliver_s - used) // 2)
    kind, at, payload = delivered(clock, line, line.final_at)
    line.events += [
        ("accepted", clock.add(start, HOUR // 4), {}),
        (kind, at, {**payload, "total_s": used + clock.worked(start, at)}),
        ("confirmed", clock.add(at, HOUR), {}),
    ]
