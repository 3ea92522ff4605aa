"""1,000 requests with promises, two departments and three calendars: SQL statements of one call of each transition."""

import time

COUNT = 1000
CALENDARS = 3  # of the two departments and of those who ask
WANTED = 60 + 2 * CALENDARS


def _hours(env, first, last):
    """Working hours from Monday to Friday."""
    return env["resource.calendar"].create({
        "name": f"Bench {first}-{last}", "tz": "UTC", "attendance_ids": [(5, 0, 0)] + [
            (0, 0, {"name": "day", "dayofweek": str(day), "hour_from": first, "hour_to": last}) for day in range(5)
        ],
    })


def _requests(env, count):
    """Requests, each under a promise of its own, half of them to each department."""
    partner = env["res.partner"].create({"name": "Bench customer"})
    services = [env["backoffice.service"].create({
        "name": f"Bench {first}", "calendar_id": _hours(env, first, 18).id, "outcome_required": False,
        "department_id": env["hr.department"].create({"name": f"Bench {first}"}).id,
    }) for first in (6, 7)]
    due = env.cr.now().replace(year=env.cr.now().year + 1, microsecond=0)
    promises = env["frontoffice.promise"].create([
        {"name": "Bench", "partner_id": partner.id, "due_at": due, "user_id": env.uid} for _n in range(count)
    ])
    return env["backoffice.handoff"].create([
        {"subject": "Bench", "service_id": services[n % 2].id, "partner_id": partner.id, "promise_id": promise.id}
        for n, promise in enumerate(promises)
    ])


def _measured(env, action):
    """(seconds, SQL statements) of an action that finds nothing in its caches, flush and precommit included."""
    env.flush_all()
    env.cr.precommit.run()
    env.invalidate_all()
    statements, start = env.cr.sql_log_count, time.perf_counter()
    action()
    env.flush_all()
    env.cr.precommit.run()
    return time.perf_counter() - start, env.cr.sql_log_count - statements


def _steps(requests):
    """{what: one call for all of them}, in the order of a request's life."""
    back = {"fault": "sender", "reasons": []}
    return {
        "sent": lambda: requests._record("sent"),
        "accepted": lambda: requests._record("accepted"),
        "sent back": lambda: requests._record("returned", dict(back)),
        "sent again": lambda: requests._record("resent"),
        "accepted again": lambda: requests._record("accepted"),
        "ready": lambda: requests._record("delivered"),
        "confirmed": lambda: requests._record("confirmed"),
    }


def run(env):
    """At most 60 statements and two a calendar for each, the promises' cascade included; nobody is told."""
    env = env(context={**env.context, "mail_notrack": True})
    for action in _steps(_requests(env, 2)).values():  # caches of the registry first
        _measured(env, action)
    rows = []
    for name, action in _steps(_requests(env, COUNT)).items():
        seconds, statements = _measured(env, action)
        rows.append({
            "name": f"{COUNT:,} requests {name} ({seconds:.2f} s)", "ours": statements, "unit": "SQL",
            "wanted": f"<= {WANTED}", "ok": statements <= WANTED,
        })
    return rows
