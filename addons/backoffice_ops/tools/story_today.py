"""Requests that are open today: what Finance has to accept, what came back to Priya, what Ana waits for."""

from .story_steps import delivered, opening, plan_clock

HOUR = 3600
#: key, type, subject, sender, customer, promise, case, sent hours ago, how far it has come
OPEN = (
    ("t_refund", "refund", "Refund €148 · Ortiz", "priya", "ana", "ana_refund", "ana", 3, "sent"),
    ("t_credit", "credit_release", "Credit release · Café Lumen", "lukas", "lumen", "t1", None, 2, "sent"),
    ("t_plan", "payment_plan", "Payment plan · Mrs Amsel", "omar", "amsel", None, None, 1, "sent"),
    ("t_copy", "invoice_copy", "Invoice copy · Harbour Dental", "grace", "harbour", None, None, 7, "accepted"),
    ("t_pump", "spare_part", "Circulation pump · Ortiz", "priya", "ana", "ana_visit", "ana", 5, "accepted"),
    ("t_board", "spare_part", "Control board · Mrs Amsel", "priya", "amsel", "t2", None, 9, "returned"),
    ("t_valve", "spare_part", "Pump · delivered to the van", "omar", "c007", "t4", None, 20, "done"),
    ("t_money", "refund", "Refund £62 · missed visit", "grace", "c012", None, None, 6, "accepted"),
    ("t_late", "payment_plan", "Payment plan · Café Lumen", "lukas", "lumen", None, None, 12, "accepted"),
    ("t_pipe", "pipe_work", "Drain to be opened · Town of Ellersby", "omar", "town", None, None, 3, "sent"),
    ("t_access", "access", "Access for Lena Krause, who starts in ten days", "mei", None, None, None, 5, "accepted"),
    ("t_boiler", "spare_part", "Boiler, 24 kW · new house", "lukas", "c031", None, None, 30, "accepted"),
    ("t_loan", "payment_plan", "Loan for the boiler", "lukas", "c031", None, None, 29, "done"),
    ("t_fit", "engineer_slot", "Fit the boiler", "lukas", "c031", None, None, 0, "draft"),
    ("t_slot", "engineer_slot", "Engineer slot · yearly service", "priya", "c030", "a0", None, 1.8, "delivered"),
)


def today(told, clock, request):
    """The open requests; ``request`` builds one with the times of its type."""
    return [_open(clock, row, request) for row in OPEN]


def _open(clock, row, request):
    key, service, subject, sender, customer, promise, case, hours, stage = row
    line = request(
        key, service, subject, sender, customer, clock.add(clock.now, -hours * HOUR), promise=promise, case=case
    )
    if stage == "returned":
        line.returned_at, line.reason = clock.add(line.sent_at, 5 * HOUR), "serial_number"
        line.complete = False
    if stage == "draft":
        return line
    plan_clock(clock, line)
    line.events = opening(clock, line)
    if stage in ("accepted", "delivered", "done"):
        line.events.append(("accepted", clock.add(line.sent_at, HOUR // 2), {}))
    if stage in ("delivered", "done"):
        line.final_at = clock.add(line.sent_at, hours * HOUR / 2)
        line.events.append(delivered(clock, line, line.final_at))
    if stage == "done":
        line.events.append(("confirmed", clock.add(line.final_at, HOUR), {}))
    return line
