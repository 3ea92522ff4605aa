"""Figures of the evening: what stands at this moment, of all rows. {code: (value, n)}."""

from datetime import timedelta

from triangle_oracle import by, read
from triangle_oracle_apps import waiting
from triangle_oracle_customers import known

AT_WORK = ("sent", "accepted", "in_progress", "paused", "returned", "declined")
OPEN = ("new", "open", "waiting_customer", "waiting_backoffice")


def levels(world, company):
    customers = known(world, company)
    asked, there = (sum(column) for column in zip(*customers, strict=True))
    return {
        "K49": _skills(world, company),
        "K43P": _approvals(world, company),
        "K25O": _cases(world, company),
        "K05": _share([well for place, well in world.pending if place == company]),
        "K42L": _requests(world, company),
        "K50": _certificates(world, company),
        "K18": (there / asked, asked),
        "K18G": _share([asked - there >= 2 for asked, there in customers]),
    }


def _share(found):
    return (sum(found) / len(found) if found else None), len(found)


def _approvals(world, company):
    old = world.now - timedelta(days=2)
    return _share(
        [
            row.asked_at < old
            for row in read(world.query, "backoffice_approval", "company_id state asked_at")
            if row.company_id == company and row.state == "asked"
        ]
        + waiting(world, company)
    )


def _cases(world, company):
    rows = read(
        world.query,
        "frontoffice_case",
        "company_id state source merged_into_id partner_id opened_at resolution_due_at",
    )
    return _share(
        [
            by(row.resolution_due_at, world.now)
            for row in rows
            if row.company_id == company
            and row.state in OPEN
            and row.source not in ("import", "history")
            and row.merged_into_id is None
            and world.outside(row.partner_id, row.opened_at)
        ]
    )


def _requests(world, company):
    """Open requests whose time had run out."""
    rows = read(world.query, "backoffice_handoff", "id company_id active state")
    return _share(
        [
            world.limits.get(row.id) is not None and world.limits[row.id] < world.now
            for row in rows
            if row.company_id == company and row.active and row.state in AT_WORK
        ]
    )


def _certificates(world, company):
    """Certificates asked of people, by their job and by what their department takes: held and valid."""
    progress = dict(world.query("SELECT id, level_progress FROM hr_skill_level"))
    best = {}
    for row in read(world.query, "hr_employee_skill", "employee_id skill_id skill_level_id valid_from valid_to"):
        if _valid(row, world.now.date()):
            key = row.employee_id, row.skill_id
            best[key] = max(best.get(key, -1), progress[row.skill_level_id])
    people = world.query(
        "SELECT e.id, e.user_id, v.job_id FROM hr_employee e LEFT JOIN hr_version v ON v.id = e.current_version_id"
        " WHERE e.active AND e.company_id = %s",
        company,
    )
    members = world.query(
        "SELECT department_id, user_id FROM backoffice_member WHERE active AND company_id = %s", company
    )
    asked, held = 0, 0
    for job, skill, least in world.query(
        "SELECT l.job_id, l.skill_id, COALESCE(lv.level_progress, 0) FROM hr_job_skill l"
        " JOIN hr_job j ON j.id = l.job_id JOIN hr_skill_type t ON t.id = l.skill_type_id"
        " LEFT JOIN hr_skill_level lv ON lv.id = l.skill_level_id"
        " WHERE j.active AND t.is_certification AND j.company_id = %s",
        company,
    ):
        mine = [employee for employee, _user, has in people if has == job]
        asked += len(mine)
        held += sum(best.get((employee, skill), -1) >= least for employee in mine)
    for department, skill, least in world.query(
        "SELECT s.department_id, l.skill_id, MAX(COALESCE(lv.level_progress, 0)) FROM backoffice_service_skill l"
        " JOIN backoffice_service s ON s.id = l.service_id AND s.active JOIN hr_department d ON d.id = s.department_id"
        " JOIN hr_skill k ON k.id = l.skill_id JOIN hr_skill_type t ON t.id = k.skill_type_id AND t.is_certification"
        " LEFT JOIN hr_skill_level lv ON lv.id = l.level_id"
        " WHERE COALESCE(s.company_id, d.company_id) = %s GROUP BY 1, 2",
        company,
    ):
        users = {user for place, user in members if place == department}
        asked += len(users)
        held += sum(user in users and best.get((employee, skill), -1) >= least for employee, user, _job in people)
    return (held / asked if asked else None), asked


def _skills(world, company):
    """Each skill of a department: two confirmed people, one of them from elsewhere."""
    progress = dict(world.query("SELECT id, level_progress FROM hr_skill_level"))
    wanted = {}
    for department, skill, level in world.query(
        "SELECT s.department_id, l.skill_id, l.level_id FROM backoffice_service_skill l JOIN backoffice_service s"
        " ON s.id = l.service_id AND s.active JOIN hr_department d ON d.id = s.department_id"
        " WHERE COALESCE(s.company_id, d.company_id) = %s",
        company,
    ):
        key = department, skill
        wanted[key] = max(wanted.get(key, 0), progress.get(level, 0))
    people = {
        i: (user, department)
        for i, user, department in world.query(
            "SELECT e.id, e.user_id, v.department_id FROM hr_employee e LEFT JOIN hr_version v"
            " ON v.id = e.current_version_id WHERE e.active AND e.company_id = %s",
            company,
        )
    }
    members = set(world.query("SELECT department_id, user_id FROM backoffice_member WHERE active"))
    held = [
        row
        for row in read(
            world.query, "hr_employee_skill", "employee_id skill_id skill_level_id valid_from valid_to validated_by_id"
        )
        if row.validated_by_id and row.employee_id in people and _valid(row, world.now.date())
    ]
    found = []
    for (department, skill), least in wanted.items():
        able = {row.employee_id for row in held if row.skill_id == skill and progress[row.skill_level_id] >= least}
        elsewhere = [i for i in able if people[i][1] != department and (department, people[i][0]) not in members]
        found.append(len(able) >= 2 and bool(elsewhere))
    return _share(found)


def _valid(row, day):
    return (row.valid_from or day) <= day <= (row.valid_to or day)
