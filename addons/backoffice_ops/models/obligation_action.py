from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import obligation as pure


class ObligationAction(models.Model):
    """Done with proof, checked by somebody else, and the next one follows."""

    _inherit = "backoffice.obligation"

    def action_done(self):
        """It was done: the moment is taken, the proof is asked for, the next one is made."""
        self._check_mine()
        for obligation in self:
            obligation._check_open()
            if not obligation._has_evidence():
                raise UserError(
                    self.env._("“%s”: add the proof first, a file or a word on where it is.", obligation.name)
                )
            if obligation.contract_end and not obligation.decision:
                raise UserError(self.env._("“%s”: say whether the contract goes on or ends.", obligation.name))
            # sudo: the moment is the system's to write
            obligation.sudo().write({"state": "done", "met_at": fields.Datetime.now(), "met_by_id": self.env.uid})
            obligation.sudo().activity_ids.unlink()
        self._follow()
        return True

    def action_check(self):
        """A second pair of eyes has seen the proof."""
        self._check_mine()
        for obligation in self:
            if obligation.state != "done":
                raise UserError(self.env._("“%s” is not done yet.", obligation.name))
            if obligation.checked_at:
                raise UserError(self.env._("%s has checked this already.", obligation.sudo().checked_by_id.name))
            if obligation.met_by_id == self.env.user:
                raise UserError(self.env._("You did this yourself, so somebody else checks it."))
            obligation.sudo().write({  # as in action_done
                "checked_at": fields.Datetime.now(), "checked_by_id": self.env.uid,
            })
        return True

    def action_cancel(self):
        """Not asked of us any more, said before its day."""
        self._check_mine()
        for obligation in self:
            obligation._check_open()
            if obligation.due_at < fields.Datetime.now():
                raise UserError(self.env._(
                    "“%s” was due already. What was missed stays missed: do it late, or archive it.", obligation.name
                ))
        self.sudo().write({"state": "cancelled"})  # as in action_done
        self.sudo().activity_ids.unlink()
        return True

    def _check_open(self):
        if self.state != "open":
            label = dict(self._fields["state"]._description_selection(self.env))[self.state]
            raise UserError(self.env._("“%(what)s” is “%(state)s” already.", what=self.name, state=label))

    def _check_mine(self):
        """The responsible person, the department and its head."""
        self.check_access("read")
        if not self.env.su and not all(o._is_mine() for o in self):
            raise AccessError(self.env._("Only the responsible person or the department can do that."))

    def _is_mine(self):
        user = self.env.user
        return (
            self.user_id == user or self.department_id in user.backoffice_department_ids
            or user.has_group("backoffice_ops.group_manager")
        )

    # -- what comes next -----------------------------------------------------------------------------

    def _follow(self):
        """The next one of those that come back, once: a second call makes none."""
        todo = self.sudo().filtered(lambda o: not o.next_ids and o._comes_back())
        return self.sudo().create([o._prepare_next() for o in todo])  # sudo: the responsible may not create any

    def _comes_back(self):
        if self.contract_end:
            return self.decision == "renew" or (self.auto_renew and self.decision != "end" and self.state == "open")
        return bool(self.every)

    def _months(self):
        return (self.every or 1) * (12 if self.unit == "year" else 1)

    def _prepare_next(self):
        """Values of the next one. A row counts from its first day, so that the 31st stays the 31st."""
        values = {
            "name": self.name, "kind": self.kind, "partner_id": self.partner_id.id, "user_id": self.user_id.id,
            "department_id": self.department_id.id, "company_id": self.company_id.id, "note": self.note,
            "notice_days": self.notice_days, "every": self.every, "unit": self.unit, "cancel_days": self.cancel_days,
            "auto_renew": self.auto_renew, "evidence_required": self.evidence_required,
            "document_kind": self.document_kind, "document_expires_on": self.document_expires_on,
            "document_ids": [fields.Command.set(self.document_ids.ids)], "previous_id": self.id,
            "source": self.source, "batch_id": self.batch_id.id,
        }
        if self.contract_end:
            return {**values, "contract_end": pure.plus_months(self.contract_end, self._months())}
        due = pure.following(self.start_on, self.due_on, self._months())
        return {**values, "due_on": due, "start_on": self.start_on}

    # -- reminders, in the app alone -------------------------------------------------------------------

    @api.model
    def _cron_remind(self):
        """Once a day: what comes near, what was missed, contracts that went on by themselves."""
        self.env["ir.cron"]._commit_progress(self._remind())

    @api.model
    def _remind(self, limit=1000):
        """To-dos for responsible and head, each once. Returns how many; a second run makes none."""
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        is_open = [("state", "=", "open")]
        near = self.search(is_open + [("reminded_at", "=", False), ("remind_on", "<=", today)], limit=limit)
        missed = self.search(is_open + [("escalated_at", "=", False), ("due_at", "<", now)], limit=limit)
        for obligation in near:
            person = obligation.user_id or obligation._heads()[:1]
            obligation._remind_of(person, self.env._("Due by %s", obligation.due_on))
        for obligation in missed:
            for head in obligation._heads():
                obligation._remind_of(head, self.env._("Missed: was due by %s", obligation.due_on))
        near.write({"reminded_at": now})
        missed.write({"escalated_at": now})
        missed.filtered(lambda o: o.contract_end and o.auto_renew)._follow()
        return len(near) + len(missed)

    def _heads(self):
        """Head of the department, else its deputies, else the manager in its record."""
        # sudo: who is head is no secret to the system that tells them
        members = self.env["backoffice.member"].sudo().search(
            [("department_id", "=", self.department_id.id), ("role", "in", ("head", "deputy"))]
        )
        heads = members.filtered(lambda m: m.role == "head").user_id or members.user_id
        return (heads or self.department_id.sudo().manager_id.user_id).filtered("active")

    def _remind_of(self, user, words):
        if user:
            self.with_context(mail_activity_quick_update=True).activity_schedule(  # in the app, no mail
                "mail.mail_activity_data_todo", user_id=user.id, date_deadline=self.due_on,
                summary=f"{words} – {self.name}",
            )
