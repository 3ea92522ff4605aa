from odoo import api, fields, models

OPEN = ("sent", "accepted", "in_progress", "paused", "returned", "declined")
COMES_IN = {"sent", "resent", "rerouted", "reopened", "rejected", "resumed"}
SETS_FREE = {"delivered", "returned", "declined", "cancelled", "paused", "rerouted"}


class HandoffAssign(models.Model):
    """A request finds somebody: when it comes in, and whenever somebody gets room."""

    _inherit = "backoffice.handoff"

    assignment_ids = fields.One2many("backoffice.assignment", "handoff_id", readonly=True)

    _nobody_idx = models.Index(
        "(to_department_id, company_id) WHERE user_id IS NULL"
        " AND state IN ('sent', 'accepted', 'in_progress', 'paused')"
    )

    def _assign(self, now=None):
        """Give what waits in the departments of these requests to people with room: the one drain."""
        return self.env["backoffice.assignment"]._drain(self.to_department_id, now)

    def _after_record(self, kind, before, moments):
        result = super()._after_record(kind, before, moments)
        if kind in COMES_IN:
            self._free_of_leavers()
        if kind in COMES_IN | SETS_FREE:
            self._assign()
        return result

    def action_undo(self):
        done = super().action_undo()
        for request in self.sudo().filtered(lambda r: r.state == "sent" and not r.user_id):  # as in accepting
            if request._decisions_for(self.env.user):
                request.user_id = self.env.uid  # the rule gave it, accepting did not
        return done

    # -- what the rule looks at --------------------------------------------------------------------

    def _risk_dues(self):
        """{request id: the first thing due about it}: its promise's time, or its own. Naive UTC."""
        result = {}
        for request in self.sudo():  # sudo: time runs whoever may see the promise
            promise = request.promise_id
            moments = [request.due_at]
            if promise.state in ("made", "enabled"):
                moments += [promise.need_by or promise.due_at]
            result[request.id] = min(filter(None, moments), default=None)
        return result

    def _customer_language(self):
        """ISO code the customer speaks, where the request type asks for it."""
        code = self.sudo().partner_id.lang if self.service_id.match_language else None  # language only
        return (code or "").split("_")[0] or None

    def _firm(self, now):
        """{request id: what is not given up yet, by the working hours it has waited}."""
        firm = {request.id: {"had_it"} for request in self}
        asking = self.filtered(lambda r: r.service_id.skill_ids)
        for calendar, group in asking.grouped(lambda r: r.service_id._calendar(r.company_id)).items():
            waited = calendar._count_seconds([(r.sent_at or r.create_date, now) for r in group])
            for request, seconds in zip(group, waited, strict=True):
                service = request.service_id
                for code, hours in (("level", service.relax_level_hours), ("skill", service.relax_skill_hours)):
                    if not hours or seconds < hours * 3600:
                        firm[request.id].add(code)
        return {request_id: frozenset(codes) for request_id, codes in firm.items()}

    # -- who left ----------------------------------------------------------------------------------

    def _free_of_leavers(self):
        """A request that comes back to somebody who left waits for somebody else."""
        self.filtered(lambda request: request.user_id and not request.sudo().user_id.active)._set_free()

    def _set_free(self):
        """Nobody has these any more; the conversation says so. Returns them."""
        now = fields.Datetime.now()
        for user, requests in self.sudo().grouped("user_id").items():  # sudo: the person is gone, the work is not
            if not user:
                continue
            requests._decisions_for(user).write({"taken_back_at": now, "taken_back_for": "left"})
            begun = requests.filtered(lambda r: r.state in ("accepted", "in_progress"))
            begun._record("released", lambda request: {"from_user": request.user_id.id})
            requests.write({"user_id": False})
            note = self.env._("%s is no longer in the department. It waits for somebody else.", user.name)
            for request in requests:
                request.message_post(body=note, subtype_xmlid="mail.mt_note")
        return self

    def _decisions_for(self, user):
        """Decisions that gave these requests to this person and still stand."""
        return self.assignment_ids.filtered(lambda line: line.user_id == user and not line.taken_back_at)

    def action_release(self, note=None):
        """Given back goes to somebody else, and not to this person again."""
        holders = {request: request.user_id for request in self.sudo()}  # who had it before
        done = super().action_release(note)
        for request, user in holders.items():
            if user:
                request._note_given_back(user)
        self._assign()
        return done

    def _note_given_back(self, user):
        taken = {"taken_back_at": fields.Datetime.now(), "taken_back_for": "declined"}
        lines = self._decisions_for(user)
        if lines:
            lines.write(taken)
        elif self.to_department_id.id in self.env["backoffice.service"]._giving_departments():
            self.env["backoffice.assignment"].sudo().create({  # as in the drain: the system's own note
                "handoff_id": self.id, "user_id": user.id, "at": taken["taken_back_at"], **taken,
                "company_id": self.company_id.id, "department_id": self.to_department_id.id,
                "confidential": self.confidential,
            })

    @api.model
    def _of(self, users):
        """Open requests these people have."""
        # sudo: whoever archives a person need not be in the department
        return self.sudo().search([("user_id", "in", users.ids), ("state", "in", OPEN)])

    def action_why(self):
        """Why this person? Everybody who was considered, and what spoke for and against."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Why this person?"), "target": "new",
            "res_model": "backoffice.assignment", "view_mode": "form", "views": [(False, "form")],
            "res_id": self._decision().id,
        }

    def _decision(self):
        """The decision that gave it to whoever has it, if this user may read it."""
        self.ensure_one()
        return self.env["backoffice.assignment"].search([
            ("handoff_id", "=", self.id), ("user_id", "=", self.user_id.id), ("taken_back_at", "=", False),
        ], limit=1) if self.user_id else self.env["backoffice.assignment"]
