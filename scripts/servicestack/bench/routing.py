"""Interactions that come in under assignment rules, against stock leads; 1,000 waiting cases to 50 people."""

import time

COUNT = 1000
PEOPLE, ROOM = 50, 15


def _measured(env, action):
    """(seconds, SQL statements) of an action, flush and precommit included."""
    env.flush_all()
    statements, start = env.cr.sql_log_count, time.perf_counter()
    action()
    env.flush_all()
    env.cr.precommit.run()
    return time.perf_counter() - start, env.cr.sql_log_count - statements


def _office(env):
    """A team with rules, and a channel."""
    company = env.company
    company.resource_calendar_id = False  # at work around the clock, whenever this runs
    team = env["crm.team"].create({"name": "Bench", "is_service": True, "company_id": company.id})
    channel = env["frontoffice.channel"].create({"name": "Bench", "kind": "phone", "company_id": company.id})
    needs = env["frontoffice.need"].create([{"name": f"Bench {n}", "company_id": company.id} for n in range(20)])
    env["frontoffice.route"].create([
        {"name": need.name, "need_ids": need.ids, "team_id": team.id, "words": "never said"} for need in needs
    ] + [{"name": "Rest", "team_id": team.id, "policy": "least_loaded"}])
    return team, channel


def _sides(env, channel):
    partner = env["res.partner"].create({"name": "Bench customer"})
    encounter = {"channel_id": channel.id, "partner_id": partner.id, "note": "No heat since Monday"}
    lead = {"name": "Bench", "type": "lead", "partner_id": partner.id}
    return (
        lambda count: lambda: env["frontoffice.encounter"].create([dict(encounter) for _n in range(count)]),
        lambda count: lambda: env["crm.lead"].create([dict(lead) for _n in range(count)]),
    )


def _waiting(env, team, channel):
    """1,000 cases nobody has, and then 50 people with room for 15 each."""
    cases = env["frontoffice.case"].create([
        {"subject": f"Bench {n}", "channel_id": channel.id, "source": "mail"} for n in range(COUNT)
    ])
    users = env["res.users"].with_context(no_reset_password=True).create([
        {"name": f"Bench {n}", "login": f"bench{n}", "case_capacity": ROOM} for n in range(PEOPLE)
    ])
    team.member_ids = users
    return cases, users


def _drained(env, team, channel):
    """(seconds of giving out, people above capacity)."""
    cases, users = _waiting(env, team, channel)
    seconds = _measured(env, lambda: env["frontoffice.assignment"]._drain(team))[0]
    held = [len(cases.filtered(lambda case, user=user: case.user_id == user)) for user in users]
    assert sum(held) == PEOPLE * ROOM, held
    return seconds, sum(count > ROOM for count in held)


def run(env):
    """At least 0.8 times as fast as leads, at most 500 statements per 100; the drain under 10 s."""
    team, channel = _office(env)
    ours_of, leads_of = _sides(env, channel)
    _measured(env, ours_of(2)), _measured(env, leads_of(2))
    ours, stock = _measured(env, ours_of(COUNT)), _measured(env, leads_of(COUNT))
    hundred, stock_hundred = _measured(env, ours_of(100))[1], _measured(env, leads_of(100))[1]
    seconds, over = _drained(env, team, channel)
    return [
        {
            "name": f"{COUNT} interactions under 21 rules / leads created", "ours": ours[0], "stock": stock[0],
            "unit": "s", "wanted": "at least 0.8 times as fast", "ok": ours[0] * 0.8 <= stock[0],
        },
        {
            "name": "SQL statements per 100 interactions", "ours": hundred, "stock": stock_hundred,
            "unit": "SQL", "wanted": "<= 500", "ok": hundred <= 500,
        },
        {
            "name": f"{COUNT} waiting cases to {PEOPLE} people, {over} above capacity", "ours": seconds,
            "stock": 10.0, "unit": "s", "wanted": "< 10 s, nobody above", "ok": seconds < 10 and not over,
        },
    ]
