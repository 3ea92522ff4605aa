"""Run in `odoo shell`, then main(): one person of each kind with an API key, and one record of each model of ours.

Prints one line of JSON: {"keys": {person: key}, "models": {model: {"record": id or 0, "company": field or ""}},
"confidential": what access_confidential.py says}.
"""
# ruff: noqa: F821

import json
from datetime import datetime, timedelta

from odoo.fields import Command

OURS = ("frontoffice_crm", "backoffice_ops", "triangle_kpis")
MANAGERS = "frontoffice_crm.group_manager,backoffice_ops.group_manager,triangle_kpis.group_manager"
PEOPLE = {
    "portal": "base.group_portal", "plain": "base.group_user", "agent": "frontoffice_crm.group_agent",
    "leader": "frontoffice_crm.group_leader", "manager": MANAGERS, "clerk": "backoffice_ops.group_clerk",
    "stranger": MANAGERS,
}
env = env(context={**env.context, "no_reset_password": True, "tracking_disable": True})


def at_home():
    """The company most of the records belong to."""
    rows = env["frontoffice.case"].sudo()._read_group([], ["company_id"], ["__count"])
    return max(rows, key=lambda row: row[1])[0] if rows else env.company


def person(name, company, own):
    """A key of the person with these groups."""
    login = f"matrix-{name}"
    user = env["res.users"].with_context(active_test=False).search([("login", "=", login)])
    if not user:
        groups = [env.ref(group.strip()).id for group in own.split(",")]
        user = env["res.users"].create({
            "name": login, "login": login, "company_id": company.id, "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set(groups)],
        })
    # sudo: a key of another user is written by the superuser alone
    until = datetime.now() + timedelta(days=1)
    return env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "matrix", until)


def one_record(Model, company):
    """A record that belongs to the company, else one that belongs to all; 0 if there is none."""
    Model = Model.sudo().with_context(active_test=False)
    if "company_id" in Model._fields and Model._fields["company_id"].store:
        mine = Model.search([("company_id", "=", company.id)], limit=1)
        return (mine or Model.search([("company_id", "=", False)], limit=1)).id
    return Model.search([], limit=1).id


def some_value(field, company):
    """A value a required field takes."""
    if field.name == "company_id":
        return company.id
    if field.type == "many2one":
        return one_record(env[field.comodel_name], company)
    if field.type == "many2many":
        return [Command.set([one_record(env[field.comodel_name], company)])]
    if field.type == "selection":
        return field.get_values(env)[0]
    now = datetime.now().replace(microsecond=0)
    return {
        "char": "matrix", "text": "matrix", "html": "matrix", "json": {"made": 1}, "datetime": now,
        "date": now.date(),
    }.get(field.type, 1)


def make_one(Model, company):
    """A record of a model that has none yet, by its required fields and what MORE says; 0 if it takes more."""
    values = {
        name: some_value(field, company) for name, field in Model._fields.items()
        if (field.required and field.store and not (field.compute or field.related or field.default))
        or (name == "company_id" and field.store and not field.related)
    }
    for name, value in MORE.get(Model._name, {}).items():
        values[name] = value(company) if callable(value) else value
    try:
        with env.cr.savepoint():
            return Model.sudo().with_company(company).create(values).id
    except Exception as error:
        problems[Model._name] = str(error)[:200]
        return 0


def first_of(model):
    return lambda company: one_record(env[model], company)


def list_of(model):
    return lambda company: [Command.set([one_record(env[model], company)])]


def probe(Model):
    """Name of a plain field, to try a write with."""
    plain = ("char", "text", "boolean", "integer", "float", "datetime")
    return next(n for n, f in Model._fields.items() if n != "id" and (f.type in plain or not f.store))


def rule_that_asks(company):
    """A server action that creates requests of the type whose first question gets the answer."""
    question = env["backoffice.service.requirement"].browse(one_record(env["backoffice.service.requirement"], company))
    return env["ir.actions.server"].create({
        "name": "Matrix", "model_id": env["ir.model"]._get_id("res.partner"), "state": "handoff",
        "handoff_service_id": question.service_id.id, "handoff_subject": "Matrix",
    }).id


problems = {}
MORE = {
    "backoffice.action.answer": {
        "requirement_id": first_of("backoffice.service.requirement"), "action_id": rule_that_asks, "value": "Yes",
    },
    "backoffice.approval": {"handoff_id": first_of("backoffice.handoff"), "mode": "any", "gate": "deliver"},
    "backoffice.corrective": {"cause_id": first_of("frontoffice.cause"), "about": "cause"},
    "backoffice.service.approval.step": {"service_id": first_of("backoffice.service"), "who": "head"},
    "backoffice.obligation": {"due_on": "2030-01-31"},
    "backoffice.document.request": {"case_id": first_of("frontoffice.case"), "partner_id": first_of("res.partner")},
    "backoffice.link": {"res_model": "res.partner"},
    "frontoffice.asset.share": {"lead_id": lambda company: env["crm.lead"].create({
        "name": "Matrix", "company_id": company.id, "type": "lead"}).id},
    "frontoffice.contact.point": {"kind": "email", "value": "matrix@example.com"},
    "frontoffice.playbook.run": {"case_id": first_of("frontoffice.case")},
    "frontoffice.thanks": {"user_ids": list_of("res.users"), "text": "Thanks"},
    "triangle.access.log": {"user_id": lambda company: env.uid, "person_id": lambda company: env.uid},
}


def models(company):
    """{model: facts}. Twice round: what points to others is made after them."""
    names = env["ir.model"].sudo().search([("abstract", "=", False)]).mapped("model")
    names = sorted(name for name in names if name in env and env[name]._original_module in OURS)
    found = {}
    for _round in range(3):
        problems.clear()
        for name in names:
            Model = env[name]
            field = Model._fields.get("company_id")
            record = 0 if Model._transient else one_record(Model, company)
            if not record and not Model._transient and Model._auto:
                record = make_one(Model, company)
            found[name] = {
                "record": record or 0, "company": bool(field and field.store), "transient": Model._transient,
                "probe": probe(Model), "made_by": "create_uid" in Model._fields,
            }
    return found


def main():
    home = at_home()
    away = env["res.company"].search([("name", "=", "Matrix Next Door")], limit=1)
    away = away or env["res.company"].create({"name": "Matrix Next Door"})
    keys = {name: person(name, away if name == "stranger" else home, own) for name, own in PEOPLE.items()}
    # where the request that is tried belongs, and the department make_one() puts a desk in
    departments = env["backoffice.handoff"].browse(one_record(env["backoffice.handoff"], home)).to_department_id
    departments |= env["hr.department"].browse(one_record(env["hr.department"], home))
    clerk = env["res.users"].search([("login", "=", "matrix-clerk")])
    if not env["backoffice.member"].search_count([("user_id", "=", clerk.id)]):
        env["backoffice.member"].create([{
            "user_id": clerk.id, "department_id": department.id, "role": "clerk", "company_id": home.id,
        } for department in departments])
    facts = {"keys": keys, "models": models(home), "home": home.id, "away": away.id, "problems": problems}
    facts["confidential"] = confidential(home, keys)  # after the models, so that none of them is tried with it
    env.cr.commit()
    print("@@matrix@@" + json.dumps(facts))
