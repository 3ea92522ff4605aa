"""1,000 waiting requests to 50 people of a department: how long, and nobody above capacity."""

import time

COUNT, PEOPLE, ROOM = 1000, 50, 15


def _waiting(env):
    """A department whose type is given out by hand as yet, and 1,000 requests nobody has."""
    env.company.resource_calendar_id = False  # at work around the clock, whenever this runs
    department = env["hr.department"].create({"name": "Bench", "company_id": env.company.id})
    service = env["backoffice.service"].create({
        "name": "Bench request", "department_id": department.id, "accept_hours": 4, "deliver_hours": 8,
    })
    requests = env["backoffice.handoff"].create([
        {"subject": f"Bench {number}", "service_id": service.id} for number in range(COUNT)
    ])
    requests._record("sent")
    users = env["res.users"].with_context(no_reset_password=True).create([
        {"name": f"Bench {number}", "login": f"bench-request{number}"} for number in range(PEOPLE)
    ])
    env["backoffice.member"].create([
        {"user_id": user.id, "department_id": department.id, "capacity": ROOM} for user in users
    ])
    env.flush_all()
    return department, service, requests, users


def run(env):
    """The drain as one transaction, flush included; under 10 s with nobody above capacity."""
    department, service, requests, users = _waiting(env)
    statements, start = env.cr.sql_log_count, time.perf_counter()
    service.assign_policy = "least_loaded"  # switching the rule on gives out what waits
    env.flush_all()
    env.cr.precommit.run()
    seconds, statements = time.perf_counter() - start, env.cr.sql_log_count - statements
    held = [len(requests.filtered(lambda request, user=user: request.user_id == user)) for user in users]
    over = sum(count > ROOM for count in held)
    assert sum(held) == PEOPLE * ROOM, held
    return [
        {
            "name": f"{COUNT} waiting requests to {PEOPLE} people, {over} above room", "ours": seconds,
            "stock": 10.0, "unit": "s", "wanted": "< 10 s, nobody above", "ok": seconds < 10 and not over,
        },
        {
            "name": "SQL statements of giving them out", "ours": statements, "unit": "SQL", "wanted": "<= 500",
            "ok": statements <= 500,
        },
    ]
