from odoo import models
from odoo.exceptions import UserError

MOVED = ("claimed", "passed", "released")


class HandoffHolder(models.Model):
    """Who has a request: taken by one key, given back, handed to a colleague.

    Decided under the lock of the ledger, so two people never both get it.
    """

    _inherit = "backoffice.handoff"

    def action_accept(self):
        """Who stands in for somebody takes over what was addressed to that person."""
        stood_in = self.filtered(lambda h: h.user_id in self.env.user._backoffice_stands_in_for())
        done = super().action_accept()
        stood_in.sudo().user_id = self.env.uid  # part of accepting
        return done

    def action_claim(self):
        """Take what nobody has. UserError names who was faster."""
        self._check_receiver()
        self.check_access("write")
        self.sudo()._ledger_lock()  # sudo: the right was checked; who comes second waits or is told
        mine = self.env.user | self.env.user._backoffice_stands_in_for()
        for handoff in self:
            if handoff.user_id and handoff.user_id not in mine:
                raise UserError(self.env._(
                    "%(who)s was faster: “%(what)s” is in good hands.",
                    who=handoff.sudo().user_id.name, what=handoff.subject,  # a colleague's name only
                ))
        sent = self.filtered(lambda h: h.state == "sent")
        sent.action_accept()
        (self - sent)._record("claimed", lambda handoff: {"from_user": handoff.user_id.id})
        self._set_holder(self.env.user)
        return True

    def action_release(self, note=None):
        """Give it back to the department: it waits to be accepted again, and its clock runs on."""
        self._check_receiver()
        for handoff in self:
            if handoff.user_id and handoff.user_id != self.env.user and not handoff._is_head():
                raise UserError(self.env._("Only the person who has it, or the head of the department, gives it back."))
        self._record("released", lambda handoff: {"from_user": handoff.user_id.id})
        self._set_holder(self.env["res.users"])
        self._say(note)
        return True

    def action_pass(self, user_id=None, note=None):
        """Hand it to a colleague of the same department; to oneself where the colleague is away."""
        self._check_receiver()
        colleague = self.env["res.users"].browse(int(user_id or 0)).exists()
        if not colleague:
            raise UserError(self.env._("Choose the colleague who takes it."))
        if any(colleague not in handoff._colleagues() for handoff in self):
            raise UserError(self.env._(
                "%s is not in this department. Choose a colleague, or give the request to another department.",
                colleague.sudo().name,
            ))
        self._record("passed", lambda handoff: {"from_user": handoff.user_id.id, "to_user": colleague.id})
        self._set_holder(colleague)
        self._tell_changed()  # to the new one as well
        self._say(note)
        return True

    def action_undo(self):
        """Taking back a change of hands gives the request to whoever had it."""
        before = {}
        for handoff in self.sudo():  # the ledger, of requests whose undoing is checked by super
            event = handoff.event_ids.sorted("seq")[-1:]
            if event.kind in MOVED:
                before[handoff.id] = (event.payload or {}).get("from_user")
        done = super().action_undo()
        for handoff in self.filtered(lambda h: h.id in before):
            handoff._set_holder(self.env["res.users"].browse(before[handoff.id] or []).exists())
        return done

    def _set_holder(self, user):
        # sudo: part of a transition whose right was checked
        self.sudo().user_id = user

    def _is_head(self):
        """Whether this user leads the department that has the request."""
        user = self.env.user
        return (
            self.env.su or self.to_department_id in user.backoffice_trusted_department_ids
            or user.has_group("backoffice_ops.group_manager")
        )

    def _colleagues(self):
        """Active users of the department that has the request."""
        # sudo: who is in a department is known to the colleagues there
        members = self.env["backoffice.member"].sudo().search(
            [("department_id", "=", self.to_department_id.id), ("user_id.active", "=", True)]
        )
        return members.user_id.with_env(self.env)

    def _ledger_step_label(self, kind):
        labels = {
            "claimed": self.env._("take"), "released": self.env._("give back"),
            "passed": self.env._("hand to a colleague"),
        }
        return labels.get(kind) or super()._ledger_step_label(kind)
