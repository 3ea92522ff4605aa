"""A finance department, somebody who asks it, and requests in between."""

from odoo.fields import Command, Datetime


def person(env, name, login, groups=("base.group_user",)):
    return env["res.users"].with_context(no_reset_password=True).create({
        "name": name, "login": login, "password": login, "email": f"{login}@example.com",
        "tz": "Europe/Berlin", "group_ids": [Command.set([env.ref(group).id for group in groups])],
    })


def around_the_clock(env):
    """Working hours that never stop, so that no test depends on the hour it runs."""
    return env["resource.calendar"].create({
        "name": "Always", "tz": "UTC", "company_id": False, "attendance_ids": [Command.clear()] + [
            Command.create({"name": "x", "dayofweek": str(day), "hour_from": 0, "hour_to": 24})
            for day in range(7)
        ],
    })


def finance(env):
    """{name: record} of departments, people, a request type with three questions, and a case."""
    env.company.resource_calendar_id = around_the_clock(env)
    department, other = env["hr.department"].create([{"name": "Finance"}, {"name": "Parts"}])
    clerk_groups = ("base.group_user", "backoffice_ops.group_clerk")
    data = {
        "department": department, "other": other,
        "ines": person(env, "Ines Duarte", "ines", clerk_groups),
        "jonas": person(env, "Jonas Weber", "jonas", clerk_groups),
        "priya": person(env, "Priya Nair", "priya", ("base.group_user", "frontoffice_crm.group_agent")),
    }
    env["backoffice.member"].create([
        {"user_id": data["ines"].id, "department_id": department.id},
        {"user_id": data["jonas"].id, "department_id": other.id},
    ])
    data["service"], data["parts"] = env["backoffice.service"].create([
        {"name": "Refund", "department_id": department.id, "accept_hours": 2, "deliver_hours": 8,
         "allow_incomplete": True, "outcome_required": False,
         "requirement_ids": [
             Command.create({"name": "invoice", "code": "invoice"}),
             Command.create({"name": "amount", "code": "amount"}),
             Command.create({"name": "bank account", "code": "iban"}),
         ]},
        {"name": "Spare part", "department_id": other.id, "accept_hours": 1, "deliver_hours": 4,
         "outcome_required": False},
    ])
    data["partner"] = env["res.partner"].create({"name": "Ana Ortiz", "email": "ana@example.com"})
    data["case"] = env["frontoffice.case"].create({
        "subject": "Visit missed", "partner_id": data["partner"].id, "type": "complaint",
    })
    return data


def ask(env, data, count=1, sender=None, **values):
    """Requests to finance, sent by ``sender`` (Priya)."""
    sender = sender or data["priya"]
    Handoff = env["backoffice.handoff"].with_user(sender)
    vals = {
        "subject": "Refund 148", "service_id": data["service"].id, "partner_id": data["partner"].id,
        "answers": {"invoice": "INV/0417", "amount": "148"}, **values,
    }
    handoffs = Handoff.union(*(Handoff.create(vals) for _number in range(count)))
    handoffs.action_send()
    return handoffs


def promise(env, data, due_at=None, **values):
    """What Ana was told."""
    return env["frontoffice.promise"].create({
        "name": "money back by Thursday", "partner_id": data["partner"].id,
        "due_at": due_at or Datetime.add(Datetime.now(), hours=30), **values,
    })
