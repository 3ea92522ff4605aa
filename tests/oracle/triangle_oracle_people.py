"""Who was employed on which day, for how many hours, and how many of them away: from contracts, calendars and leave."""

from datetime import date, datetime, time, timedelta

from triangle_oracle import UTC, read

DAYS, OUTSIDE = 400, ("contractor", "freelance")


def people(world, offices, company):
    """Persons and days of a company, up to the day before today; and who left."""
    [(usual,)] = world.query("SELECT resource_calendar_id FROM res_company WHERE id = %s", company)
    versions, leaves = _versions(world), _leaves(world)
    resigned = {reason for (reason,) in world.query(
        "SELECT res_id FROM ir_model_data WHERE module = 'hr' AND name = 'departure_resigned'")}
    _courses(world, company, versions)
    today = world.now.date()
    for row in read(
        world.query, "hr_employee", "id company_id resource_id active current_version_id",
        f"WHERE company_id = {company}",
    ):
        own = versions[row.id]
        now = next(version for version in own if version.id == row.current_version_id)
        if now.departure_date and _noon(world, company, now.departure_date) <= world.now:
            row.department_id = now.department_id
            at = _noon(world, company, now.departure_date)
            world.add("leaver", row, at, num=1)
            if now.departure_reason_id in resigned:
                world.add("resigned", row, at, num=1)
            if now.employee_type in OUTSIDE:
                world.add("leaver_outside", row, at, num=1)
        last = min(now.departure_date or date.max, today - timedelta(days=1))
        if row.active or now.departure_date:
            for n in range(DAYS):
                day = today - timedelta(days=DAYS - n)
                if day <= last:
                    _person(world, offices, row, (own, leaves.get(row.resource_id, [])), day, usual)


def _courses(world, company, versions):
    """Courses on the résumés, in the department of the day they ended on."""
    for row in read(
        world.query, "hr_resume_line", "id employee_id date_start date_end duration",
        "WHERE duration > 0 AND line_type_id IN (SELECT id FROM hr_resume_line_type WHERE is_course)"
        f" AND employee_id IN (SELECT id FROM hr_employee WHERE company_id = {company})",
    ):
        day, row.company_id = row.date_end or row.date_start, company
        inforce = [version for version in versions[row.employee_id] if version.date_version <= day]
        row.department_id = inforce[-1].department_id if inforce else None
        world.add("training", row, _noon(world, company, day), num=row.duration)


def _noon(world, company, day):
    local = datetime.combine(day, time(12), world.zones[company])
    return local.astimezone(UTC).replace(tzinfo=None)


def _versions(world):
    found = {}
    for version in read(
        world.query, "hr_version", "id employee_id date_version department_id resource_calendar_id contract_date_start"
        " contract_date_end departure_date departure_reason_id employee_type", "ORDER BY date_version, id",
    ):
        found.setdefault(version.employee_id, []).append(version)
    return found


def _leaves(world):
    found = {}
    for resource, start, stop in world.query(
        "SELECT resource_id, date_from, date_to FROM resource_calendar_leaves"
        " WHERE resource_id IS NOT NULL AND time_type = 'leave'"
    ):
        found.setdefault(resource, []).append((start, stop))
    return found


def _person(world, offices, row, known, day, usual):
    versions, leaves = known
    inforce = [version for version in versions if version.date_version <= day]
    if not inforce:
        return
    version = inforce[-1]
    if (version.contract_date_start or day) > day or (version.contract_date_end or day) < day:
        return
    pieces = offices[version.resource_calendar_id or usual].open_on(day)
    whole = sum((high - low).total_seconds() for low, high in pieces) / 3600
    away = sum(_gone(piece, leaves) for piece in pieces) / 3600
    row.department_id = version.department_id
    at = _noon(world, row.company_id, day)
    world.add("headcount", row, at, num=1)
    if version.employee_type in OUTSIDE:
        world.add("outside", row, at, num=1)
    world.add("work_hours", row, at, num=round(whole - away, 4))
    world.add("K55A", row, at, num=round(away, 4), den=round(whole, 4))


def _gone(piece, leaves):
    """Seconds of a piece somebody was away; leaves may lie over each other."""
    gone, done = 0, piece[0]
    for start, stop in sorted(leaves):
        start, stop = max(start, done), min(stop, piece[1])
        if start < stop:
            gone += (stop - start).total_seconds()
            done = stop
    return gone
