from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.frontoffice_crm.tools import assignment

HELD = ("sent", "accepted", "in_progress")  # waiting for somebody else takes up no room
ROOM = 0.01  # the smallest weight worth looking for


class BackofficeAssignment(models.Model):
    """One decision: who got a request, and what spoke for and against everybody else."""

    _name = "backoffice.assignment"
    _description = "Why this person"
    _order = "id desc"
    _check_company_auto = True

    handoff_id = fields.Many2one(
        "backoffice.handoff", "Request", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    department_id = fields.Many2one("hr.department", required=True, index=True, readonly=True, ondelete="restrict")
    confidential = fields.Boolean(readonly=True)
    user_id = fields.Many2one("res.users", "Given to", readonly=True, index="btree_not_null", ondelete="set null")
    at = fields.Datetime("On", required=True, readonly=True)
    due_at = fields.Datetime("Promised for", readonly=True)
    policy = fields.Char(readonly=True)
    relaxed = fields.Char(readonly=True)
    candidates = fields.Json(readonly=True)
    taken_back_at = fields.Datetime("Taken back on", readonly=True)
    taken_back_for = fields.Selection(
        [("absent", "Not at work"), ("declined", "Gave it back"), ("left", "Left the department")], "Because",
        readonly=True,
    )

    @api.depends("handoff_id", "user_id")
    def _compute_display_name(self):
        for line in self:
            # sudo: number of the request and name of the colleague, for whoever may read the decision
            names = line.sudo()
            line.display_name = f"{names.handoff_id.name} → {names.user_id.name or '–'}"

    # -- giving out --------------------------------------------------------------------------------

    @api.model
    def _drain(self, departments, now=None):
        """Give waiting requests of these departments to people with room, the least time left first.

        The one way a rule gives work to somebody: called when a request comes in, when somebody gets
        room, and by the scheduler (shifts begin, leave ends). Requests another transaction holds are
        skipped, as are people another transaction gives work to; what stays is given by the scheduler,
        which is called at once. Returns the requests given out.
        """
        giving = self.env["backoffice.service"]._giving_departments()
        departments = departments.filtered(lambda department: department.id in giving)
        now = now or fields.Datetime.now()
        given = self.env["backoffice.handoff"].sudo()
        for department in departments.sudo():  # sudo: a rule gives out work whoever caused it
            for company in self._waiting_companies(department):
                given |= self._drain_department(department, company, now)
        if given:
            given._tell_changed()
        return given

    @api.model
    def _drain_department(self, department, company, now):
        members = self._lock_members(department, company)
        people = self._people(members, company, now)
        room = sum(max(0.0, person.capacity - person.load) for person in people if person.present)
        none = self.env["backoffice.handoff"].sudo()
        waiting = self._waiting(department, company) if room > ROOM else none
        return self._give(waiting, members, people, now) if waiting else none

    @api.model
    def _waiting_domain(self, department):
        """Requests nobody has and a rule of their own department gives out."""
        return (
            fields.Domain("to_department_id", "=", department.id) & fields.Domain("user_id", "=", False)
            & fields.Domain("state", "in", ("sent", "accepted", "in_progress", "paused"))
            & fields.Domain("service_id.assign_policy", "!=", "manual")
            & fields.Domain("service_id.department_id", "=", department.id)
            & fields.Domain("source", "in", ("person", "mail"))
        )

    @api.model
    def _waiting_companies(self, department):
        groups = self.env["backoffice.handoff"].sudo()._read_group(self._waiting_domain(department), ["company_id"])
        return [company for (company,) in groups]

    @api.model
    def _lock_members(self, department, company):
        """The department's people nobody else gives work to right now.

        Whoever gives also writes ``last_given_at`` of the person, so a transaction with an older
        picture of the loads fails here and is tried again by Odoo with the new one.
        """
        members = self.env["backoffice.member"].sudo().search([
            ("department_id", "=", department.id), ("company_id", "=", company.id),
        ], order="id").filtered(lambda m: m.user_id.active and company in m.user_id.company_ids)
        free = members.try_lock_for_update(allow_referencing=True)
        if len(free) < len(members):
            self.env.ref("backoffice_ops.ir_cron_assign").sudo()._trigger()
        return free

    @api.model
    def _waiting(self, department, company):
        requests = self.env["backoffice.handoff"].sudo().search(
            self._waiting_domain(department) & fields.Domain("company_id", "=", company.id), order="due_at, id",
        )
        return requests.try_lock_for_update(allow_referencing=True)

    @api.model
    def _people(self, members, company, now):
        """Members as plain candidates: room, load, languages, presence, turn."""
        users = members.user_id
        present = self.env["frontoffice.presence"]._present(users, company, now) if users else set()
        loads = self._loads(members)
        return [assignment.Candidate(
            member.user_id.id, member.capacity, loads.get(member.user_id.id, 0.0), member.user_id.id in present,
            member.user_id._spoken_codes(), member.last_given_at or None,
        ) for member in members]

    @api.model
    def _loads(self, members):
        """{user id: weight of the requests of this department this person has in hand}."""
        if not members:
            return {}
        self.env["backoffice.handoff"].flush_model(["user_id", "state", "service_id", "to_department_id", "active"])
        self.env["backoffice.service"].flush_model(["capacity_weight"])
        # the weight lies on another table, which _read_group cannot sum over
        return dict(self.env.execute_query(SQL(
            """SELECT h.user_id, sum(coalesce(s.capacity_weight, 1))
                 FROM backoffice_handoff h JOIN backoffice_service s ON s.id = h.service_id
                WHERE h.user_id IN %s AND h.to_department_id IN %s AND h.state IN %s AND h.active
             GROUP BY h.user_id""", tuple(members.user_id.ids), tuple(members.department_id.ids), HELD,
        )))

    @api.model
    def _give(self, requests, members, people, now):
        items = self._items(requests, members, now)
        chosen = [choice for choice in assignment.plan(items, people, now) if choice.person]
        self._remember(requests, {item.id: item for item in items}, chosen, people, now)
        turns = {person.id: person.last_at for person in people}
        for person, ids in self._grouped(chosen).items():
            requests.browse(ids).write({"user_id": person})
            members.filtered(lambda m, p=person: m.user_id.id == p).last_given_at = turns[person]
        return requests.browse([choice.item for choice in chosen])

    @api.model
    def _remember(self, requests, items, chosen, people, now):
        """Keep each decision with everybody who was considered."""
        by_id = {request.id: request for request in requests}
        self.sudo().create([{  # sudo: a decision is written by the system alone
            "handoff_id": choice.item, "user_id": choice.person, "at": now, "due_at": items[choice.item].due_at,
            "company_id": by_id[choice.item].company_id.id, "policy": items[choice.item].policy,
            "department_id": by_id[choice.item].to_department_id.id,
            "confidential": by_id[choice.item].confidential,
            "relaxed": ",".join(choice.relaxed), "candidates": self._considered(choice, people),
        } for choice in chosen])

    @api.model
    def _grouped(self, choices):
        groups = {}
        for choice in choices:
            groups.setdefault(choice.person, []).append(choice.item)
        return groups

    @api.model
    def _considered(self, choice, people):
        """Everybody who was considered; capacities and levels stay out, so that nothing ranks people."""
        return [{"user": person.id, "verdict": choice.verdicts[person.id]} for person in people]

    @api.model
    def _items(self, requests, members, now):
        """Waiting requests as plain items: time left, weight, what their type asks for."""
        dues, able, firm = requests._risk_dues(), requests.service_id._able(members.user_id), requests._firm(now)
        before = self._had(requests)
        trusted = frozenset(members.filtered(lambda m: m.role in ("head", "deputy")).user_id.ids)
        return [assignment.Item(
            request.id, request.sent_at or request.create_date, dues.get(request.id),
            request.service_id.capacity_weight, request.service_id.assign_policy,
            request._customer_language(), None, able[request.service_id.id][0],
            bool(request.service_id.skill_ids), before.get(request.id, frozenset()),
            able[request.service_id.id][1], firm[request.id], trusted if request.confidential else None,
        ) for request in requests]

    @api.model
    def _had(self, requests):
        """{request id: people who gave it back}."""
        groups = self.sudo()._read_group(
            [("handoff_id", "in", requests.ids), ("taken_back_for", "=", "declined")],
            ["handoff_id"], ["user_id:array_agg"],
        )
        return {request.id: frozenset(filter(None, users)) for request, users in groups}

    # -- the scheduler -----------------------------------------------------------------------------

    @api.model
    def _cron_assign(self):
        """Shifts begin, people leave, somebody gets room: every five minutes. Running it again is harmless."""
        Cron = self.env["ir.cron"]
        self._reoffer()
        Cron._commit_progress(1)
        for department_id in self.env["backoffice.service"]._giving_departments():
            self._drain(self.env["hr.department"].browse(department_id))
            Cron._commit_progress(1)
