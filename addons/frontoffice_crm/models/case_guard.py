from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

STEPS = frozenset({
    "action_take", "action_wait_customer", "action_resume", "action_resolve", "action_close", "action_reopen",
    "action_cancel", "action_dismiss",
})
SHOWN = 3  # entries named in the sentence to the loser


class Case(models.Model):
    """Two people, one case: both are told, nobody is locked out, the second answer does not go blindly."""

    _inherit = "frontoffice.case"

    # -- who else is here ----------------------------------------------------------------------------

    def presence_here(self, writing=False):
        """The current user has this case open. Returns who else has, and the version on the server."""
        self.ensure_one()
        self.check_access("read")
        Presence = self.env["frontoffice.case.presence"].sudo()  # written for oneself alone
        before = Presence._others(self)
        known = Presence.search([("case_id", "=", self.id), ("user_id", "=", self.env.uid)])
        news = not known or known.writing != bool(writing)
        Presence._touch(self, writing)
        if news:
            for colleague in before.user_id:
                colleague._bus_send("frontoffice.case/here", {"case_id": self.id})
        return {"others": self._others_here(), "seen": self._version_now()}

    def presence_left(self):
        """The current user has closed it."""
        self.check_access("read")
        Presence = self.env["frontoffice.case.presence"].sudo()  # one's own line
        Presence.search([("case_id", "in", self.ids), ("user_id", "=", self.env.uid)]).unlink()
        for case in self:
            for colleague in Presence._others(case).user_id:
                colleague._bus_send("frontoffice.case/here", {"case_id": case.id})
        return True

    def _others_here(self):
        return [
            {"id": line.user_id.id, "name": line.user_id.name, "writing": line.writing}
            for line in self.env["frontoffice.case.presence"]._others(self)
        ]

    # -- what was seen, and what happened since --------------------------------------------------------

    def _version_now(self):
        """What a form that is loaded now has seen: last entry of the history, last message."""
        last = self.env["mail.message"].sudo().search(  # sudo: an id, no content
            [("model", "=", self._name), ("res_id", "=", self.id)], order="id desc", limit=1
        )
        return {"seq": self.ledger_seq, "message": last.id}

    def _happened_since(self, seen):
        """Sentences about what others did since ``seen`` ({"seq", "message"}); empty when nothing."""
        self.ensure_one()
        events = self.env["frontoffice.case.event"].sudo().search([  # sudo: kinds and names alone
            ("case_id", "=", self.id), ("seq", ">", int(seen.get("seq") or 0)), ("actor_id", "!=", self.env.uid),
        ], order="seq")
        messages = self.env["mail.message"].sudo().search([  # sudo: who wrote, not what
            ("model", "=", self._name), ("res_id", "=", self.id), ("id", ">", int(seen.get("message") or 0)),
            ("message_type", "in", ("comment", "email")), ("author_id", "!=", self.env.user.partner_id.id),
        ], order="id")
        lines = [self.env._("%s wrote", m.author_id.name or m.email_from or "?") for m in messages]
        told = [e for e in events if e.kind not in ("replied", "customer_wrote") or not messages]
        return lines + [f"{event.actor_name or '?'}: {self._ledger_step_label(event.kind)}" for event in told]

    def _check_seen(self, seen):
        """Refuse what was decided on an old view of the case. Raises UserError with what happened."""
        if not seen:
            return
        self._ledger_lock()
        self.invalidate_recordset(["ledger_seq"])
        lines = self._happened_since(seen)
        if lines:
            raise UserError(self.env._(
                "Meanwhile in %(case)s: %(what)s. Nothing was sent or changed; read it, then decide again.",
                case=self.name, what="; ".join(lines[-SHOWN:]),
            ))

    def action_step(self, step, seen=None):
        """One of the buttons, pressed on a form that had seen ``seen``."""
        if step not in STEPS:
            raise UserError(self.env._("There is no such step."))
        for case in self:
            case._check_seen(seen)
        return getattr(self, step)()

    @api.model
    def _get_allowed_message_params(self):
        return super()._get_allowed_message_params() | {"seen"}

    def message_post(self, *, seen=None, **kwargs):
        """``seen``: what the writer's form had seen, so that a blind second answer is caught."""
        if self and kwargs.get("message_type") == "comment":
            self._check_writable()
            self._check_seen(seen)
        message = super().message_post(**kwargs)
        if kwargs.get("message_type") == "comment":
            # sudo: the route posts for the user; the draft is the user's own
            self.env["frontoffice.case.draft"].sudo().search(
                [("case_id", "in", self.ids), ("user_id", "=", self.env.uid)]
            ).unlink()
        return message

    def _check_writable(self):
        if self.state == "merged":
            raise UserError(self.env._(
                "%(case)s was merged and is read-only. Go on in %(survivor)s.",
                case=self.name, survivor=self._survivor().name,
            ))

    # -- drafts ----------------------------------------------------------------------------------------

    def save_draft(self, body, kind="message"):
        """Keep what the current user is writing; nothing written means no draft."""
        self.ensure_one()
        self.check_access("read")
        Draft = self.env["frontoffice.case.draft"]
        draft = Draft.search([("case_id", "=", self.id), ("user_id", "=", self.env.uid)])
        if is_html_empty(body):
            draft.unlink()
        elif draft:
            draft.write({"body": body, "kind": kind})
        else:
            draft = Draft.create({"case_id": self.id, "body": body, "kind": kind})
        return True

    def load_draft(self):
        """What the current user had begun to write here: {"body", "kind"} or False."""
        self.ensure_one()
        self.check_access("read")
        draft = self.env["frontoffice.case.draft"].search(
            [("case_id", "=", self.id), ("user_id", "=", self.env.uid)]
        )
        return {"body": draft.body, "kind": draft.kind} if draft else False
