"""What people were told, and how long things were out of order: from announcements, terms and events."""

from datetime import datetime, time, timedelta

from triangle_oracle import UTC, read


def told(world):
    """Goals people were asked to read about, and changed terms with the words that told them."""
    asked = {}
    for version, at in world.query("SELECT version_id, asked_at FROM backoffice_notice_receipt"):
        asked[version] = min(at, asked.get(version, at))
    words = {}
    for row in read(
        world.query, "backoffice_notice_version w JOIN backoffice_notice n ON n.id = w.notice_id",
        "w.id w.service_version_id w.create_date n.kind n.company_id",
    ):
        row = type(row)(**{name.partition(".")[2]: value for name, value in vars(row).items()})
        words.setdefault(row.service_version_id, []).append(row.create_date)
        if row.kind == "goal":
            world.add("goal", row, asked.get(row.id), num=1)
    for row in read(
        world.query, "backoffice_service_version v JOIN backoffice_service s ON s.id = v.service_id",
        "v.id v.number v.create_date s.company_id s.department_id",
    ):
        row = type(row)(**{name.partition(".")[2]: value for name, value in vars(row).items()})
        if row.number > 1:
            limit = row.create_date + timedelta(days=7)
            world.share("K52C", row, row.create_date, any(at <= limit for at in words.get(row.id, ())), ripe=limit)


def repaired(world, row, sent, final, done, taken_back):
    """A request that reports something out of order: how long it was, and since when until when."""
    if not sent or row.service_id not in world.machines:
        return
    if final and done:
        row.sent_at = sent
        world.add("K60M", row, final, value=(final - sent).total_seconds() / 60)
    if not taken_back:
        world.outages.append((row.company_id, row.service_id, row.department_id, row.confidential, sent, final))


def working_order(world, company, window, filters):
    """(share of the time without an open report, reports that were open), cut at every beginning and end."""
    if filters.keys() - {"department_id"}:
        return None, 0
    zone, whole, down, seen = world.zones[company], 0, 0, 0
    start, stop = (datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None)
                   for day in (window[0], window[1] + timedelta(days=1)))
    found = [line for line in world.outages if line[0] == company and (
        not filters or (line[2] == filters["department_id"] and not line[3]))]
    for service in {line[1] for line in found}:
        spans = [(sent, final or stop) for _c, kind, _d, _s, sent, final in found if kind == service]
        begin = max(start, min(sent for sent, _final in spans))
        if begin >= stop:
            continue
        whole += (stop - begin).total_seconds()
        cuts = sorted({begin, stop, *(at for span in spans for at in span if begin < at < stop)})
        down += sum((high - low).total_seconds() for low, high in zip(cuts, cuts[1:], strict=False)
                    if any(sent <= low and final >= high for sent, final in spans))
        seen += sum(sent < stop and final > start for sent, final in spans)
    return (1 - down / whole if whole else None), seen if whole else 0
