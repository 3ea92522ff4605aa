"""Requests with clock, checklist and approval, created and sent, against tickets of helpdesk_mgmt with its SLAs."""

import time

PEERS = {
    "odoo-addon-helpdesk_mgmt==19.0.1.3.2": "helpdesk_mgmt",
    "odoo-addon-helpdesk_mgmt_sla==19.0.1.0.0.4": "helpdesk_mgmt_sla",
}
COUNT = 300
POLICIES = (1, 10, 20)


def _measured(env, action):
    """(seconds, SQL statements) of an action, flush and precommit included."""
    env.flush_all()
    statements, start = env.cr.sql_log_count, time.perf_counter()
    action()
    env.flush_all()
    env.cr.precommit.run()
    return time.perf_counter() - start, env.cr.sql_log_count - statements


def _ours(env):
    """(set up n policies, function of a count): requests that start a clock, carry a checklist and ask for approval."""
    department = env["hr.department"].create({"name": "Bench"})
    partner = env["res.partner"].create({"name": "Bench customer"})
    service = env["backoffice.service"].create({
        "name": "Bench", "department_id": department.id,
        "checklist_ids": [(0, 0, {"name": f"Step {n}"}) for n in range(3)],
        "approval_step_ids": [(0, 0, {"name": "Agree", "who": "person", "user_id": env.ref("base.user_admin").id})],
    })
    ladder = env["backoffice.escalation"].create({"name": "Bench"})

    def policies(count):
        ladder.step_ids.unlink()
        ladder.step_ids = [(0, 0, {"basis": "percent", "value": 40 + n}) for n in range(count)]

    values = {"subject": "Bench", "service_id": service.id, "partner_id": partner.id}
    return policies, lambda count: env["backoffice.handoff"].create([dict(values) for _n in range(count)]).action_send()


def _theirs(env):
    """(set up n policies, function of a count): tickets of a team with n SLAs."""
    partner = env["res.partner"].create({"name": "Bench customer"})
    team = env["helpdesk.ticket.team"].create({
        "name": "Bench", "use_sla": True, "resource_calendar_id": env.company.resource_calendar_id.id,
    })
    stage = env["helpdesk.ticket.stage"].search([("closed", "=", True)], limit=1)
    env["helpdesk.sla"].search([]).unlink()

    def policies(count):
        missing = count - env["helpdesk.sla"].search_count([])
        env["helpdesk.sla"].create([
            {"name": f"SLA {n}", "team_ids": [(6, 0, team.ids)], "stage_id": stage.id, "hours": 8 + n}
            for n in range(missing)
        ])

    values = {"name": "Bench", "description": "Bench", "team_id": team.id, "partner_id": partner.id}
    return policies, lambda count: env["helpdesk.ticket"].create([dict(values) for _n in range(count)])


def run(env):
    """At least twice their rate, at most 800 statements per 100, and the same with 1, 10 and 20 policies."""
    sides, rows, flat = [_ours(env), _theirs(env)], [], []
    for number in POLICIES:
        for policies, make in sides:
            policies(number)
            _measured(env, lambda make=make: make(2))  # both load their caches first
        (ours, statements), (theirs, their_statements) = (
            _measured(env, lambda make=make: make(COUNT)) for _policies, make in sides
        )
        hundred, their_hundred = statements * 100 / COUNT, their_statements * 100 / COUNT
        flat.append(hundred)
        rows += [
            {"name": f"{COUNT} created and sent / tickets, {number} policies", "ours": ours, "stock": theirs,
             "unit": "s", "wanted": ">= 2 x", "ok": theirs >= 2 * ours},
            {"name": f"SQL statements per 100, {number} policies", "ours": hundred, "stock": their_hundred,
             "unit": "SQL", "wanted": "<= 800", "ok": hundred <= 800},
        ]
    rows.append({"name": "statements with 20 policies over 1", "ours": flat[-1] / flat[0], "unit": "x",
                 "wanted": "<= 1.1", "ok": flat[-1] <= 1.1 * flat[0]})
    return rows
