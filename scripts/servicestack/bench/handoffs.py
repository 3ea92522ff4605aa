"""1,000 requests created and sent, against 1,000 stock leads; SQL statements per 100 records."""

import time

COUNT = 1000


def _measured(env, action):
    """(seconds, SQL statements) of an action, flush and precommit included."""
    env.flush_all()
    statements, start = env.cr.sql_log_count, time.perf_counter()
    action()
    env.flush_all()
    env.cr.precommit.run()
    return time.perf_counter() - start, env.cr.sql_log_count - statements


def _sides(env):
    """Functions of a count: requests created and sent, leads created."""
    department = env["hr.department"].create({"name": "Bench"})
    service = env["backoffice.service"].create({"name": "Bench", "department_id": department.id})
    partner = env["res.partner"].create({"name": "Bench customer"})
    handoff = {"subject": "Bench", "service_id": service.id, "partner_id": partner.id}
    lead = {"name": "Bench", "type": "lead", "partner_id": partner.id}

    def send(count):
        return lambda: env["backoffice.handoff"].create([dict(handoff) for _n in range(count)]).action_send()

    def leads(count):
        return lambda: env["crm.lead"].create([dict(lead) for _n in range(count)])

    return send, leads


def run(env):
    """No slower than leads, and at most 800 statements per 100 records."""
    send, leads = _sides(env)
    _measured(env, send(2)), _measured(env, leads(2))  # both sides load their caches first
    ours, stock = _measured(env, send(COUNT)), _measured(env, leads(COUNT))
    hundred, stock_hundred = _measured(env, send(100))[1], _measured(env, leads(100))[1]
    return [
        {
            "name": f"{COUNT} requests created and sent / leads created", "ours": ours[0], "stock": stock[0],
            "unit": "s", "wanted": "no slower", "ok": ours[0] <= stock[0],
        },
        {
            "name": "SQL statements per 100 records", "ours": hundred, "stock": stock_hundred,
            "unit": "SQL", "wanted": "<= 800", "ok": hundred <= 800,
        },
    ]
