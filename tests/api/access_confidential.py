"""Run in `odoo shell` between access_people.py and main(): one confidential request, all that hangs on it, and who
stands around it; and the same of an ordinary one, for contrast.

Everything that must not open it is there: the portal user is its customer, the agent has its case, the member
of the department who is not trusted asked for the document.
"""
# ruff: noqa: F821

STANDING = {  # besides the portal user, the agent, the manager and the stranger of access_people.py
    "sender": "base.group_user", "doer": "backoffice_ops.group_clerk", "trusted": "backoffice_ops.group_clerk",
    "member": "backoffice_ops.group_clerk", "admin": f"base.group_system,{MANAGERS}",
}
ROLES = {"doer": "clerk", "trusted": "head", "member": "clerk"}
TRIED = {  # a field to try a write with that is not allowed
    "backoffice.handoff": "note", "backoffice.handoff.desk": "note", "backoffice.handoff.event": "payload",
    "backoffice.approval": "by_mail", "backoffice.approval.seat": "note", "backoffice.document.request": "note",
    "backoffice.link": "email", "backoffice.handoff.rating": "reason", "ir.attachment": "description",
    "mail.message": "subject",
}


def user_of(name):
    return env["res.users"].search([("login", "=", f"matrix-{name}")])


def the_request(home, department, secret):
    """Sent, accepted, and somebody does it."""
    service = env["backoffice.service"].create({
        "name": f"Matrix, confidential: {secret}", "department_id": department.id, "accept_hours": 2,
        "deliver_hours": 8, "confidential": secret, "company_id": home.id,
    })
    mine = {"company_id": home.id, "partner_id": user_of("portal").partner_id.id, "subject": "Matrix"}
    case = env["frontoffice.case"].create({
        **mine, "channel_id": one_record(env["frontoffice.channel"], home), "user_id": user_of("agent").id,
    })
    request = env["backoffice.handoff"].create({
        **mine, "service_id": service.id, "case_id": case.id, "from_user_id": user_of("sender").id,
    })
    request._record("sent")
    request._record("accepted")
    request.user_id = user_of("doer")
    return request


def said(thread):
    """What is said there to everybody who may read it, with a file."""
    return thread.message_post(
        body="Matrix", message_type="comment", subtype_xmlid="mail.mt_comment",
        attachments=[("matrix.txt", b"Matrix")],
    )


def hanging(request):
    """{line of the table: its record}."""
    mine = {"handoff_id": request.id, "company_id": request.company_id.id}
    Desk = env["backoffice.handoff.desk"]
    desk = Desk.search([("handoff_id", "=", request.id)]) or Desk.create(
        {"handoff_id": request.id, "to_department_id": request.to_department_id.id})
    document = env["backoffice.document.request"].create({
        **mine, "type_id": one_record(env["backoffice.document.type"], request.company_id),
        "partner_id": request.partner_id.id, "asked_by_id": user_of("member").id,
    })
    approval = env["backoffice.approval"].create({
        **request._prepare_approval(), **mine, "name": "Matrix", "who": "head", "state": "asked",
        "seat_ids": [Command.create({"user_id": user_of("trusted").id})],
    })
    rating = env["backoffice.handoff.rating"].create({
        **mine, "side": "sender", "user_id": user_of("sender").id, "face": "good"})
    link, _address = env["backoffice.link"]._issue(request, "work", "matrix@example.com", 1)
    word, inside = said(request), said(desk)
    return {
        "backoffice.handoff": request, "backoffice.handoff.desk": desk, "backoffice.approval": approval,
        "backoffice.handoff.event": env["backoffice.handoff.event"].search([("handoff_id", "=", request.id)], limit=1),
        "backoffice.approval.seat": approval.seat_ids, "backoffice.document.request": document,
        "backoffice.link": link, "backoffice.handoff.rating": rating,
        "ir.attachment": word.attachment_ids, "ir.attachment/desk": inside.attachment_ids,
        "ir.attachment/document": env["ir.attachment"].create(
            {"name": "matrix.txt", "raw": b"Matrix", "res_model": document._name, "res_id": document.id}),
        "mail.message": word, "mail.message/desk": inside,
    }


def confidential(home, keys):
    """{"keys": {person: key}, "records": {line of the table: facts}}."""
    standing = {name: person(name, home, groups) for name, groups in STANDING.items()}
    department = env["hr.department"].create({"name": "Matrix, confidential", "company_id": home.id})
    env["backoffice.member"].create([{
        "user_id": user_of(name).id, "department_id": department.id, "role": role, "company_id": home.id,
    } for name, role in ROLES.items()])
    marks = {"": True, "/ordinary": False}
    return {"keys": {**keys, **standing}, "records": {
        line + mark: {"model": record._name, "record": record.ensure_one().id, "probe": TRIED[record._name]}
        for mark, secret in marks.items() for line, record in hanging(the_request(home, department, secret)).items()
    }}
