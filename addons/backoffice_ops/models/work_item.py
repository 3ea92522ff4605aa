from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ..tools import work as pure

TALK = 30


class WorkItem(models.AbstractModel):
    """One request as its pane shows it."""

    _inherit = "backoffice.work"

    @api.model
    @api.readonly
    def item(self, handoff_id):
        """Everything the pane shows. Raises AccessError for who may not see it, MissingError if gone."""
        handoff = self._get(handoff_id)
        lefts = self._lefts(handoff)
        state = handoff._replayed()[handoff.id]
        return {
            **self._rows(handoff, lefts)[0],
            "service": handoff.service_id.name, "note": handoff.note or "",
            "outcome": handoff.outcome_note or "", "rework": handoff.rework_count,
            "why": self._why(handoff), "told": self._told(handoff),
            "asked": self._asked(handoff), "sent_back": self._sent_back(handoff),
            "clock": self._clock(handoff, state), "talk": self._talk(handoff),
            "buttons": self._buttons(handoff), "colleagues": self._colleagues(handoff),
        }

    @api.model
    def talk(self, handoff_id, text):
        """Say something to the other side, in the conversation both read. Returns the conversation."""
        handoff = self._get(handoff_id)
        text = (text or "").strip()
        if not text:
            raise UserError(self.env._("Write something first."))
        handoff._say(text)
        handoff._tell_changed()
        return self._talk(handoff)

    @api.model
    def _get(self, handoff_id):
        handoff = self.env["backoffice.handoff"].browse(int(handoff_id)).exists()
        if not handoff:
            raise UserError(self.env._("This request is no longer there."))
        handoff.check_access("read")
        return handoff

    @api.model
    def _buttons(self, handoff):
        """Buttons of a request for this person, by place."""
        return pure.buttons(handoff.state, self._sides(handoff))

    @api.model
    def _sides(self, handoff):
        """Sides this person stands on, by the very checks the buttons make."""
        checks = {pure.RECEIVER: handoff._check_receiver, pure.SENDER: handoff._check_sender}
        if not handoff.has_access("write"):
            return set()
        sides = {side for side, check in checks.items() if handoff._allows(check)}
        if pure.RECEIVER in sides:
            if not handoff.user_id:
                sides.add(pure.FREE)
            elif handoff.user_id == self.env.user or handoff._is_head():
                sides.add(pure.HOLDER)
        return sides

    @api.model
    def _colleagues(self, handoff):
        """Whom it can be handed to: the others of the department, oneself included."""
        if not handoff._allows(handoff._check_receiver):
            return []
        others = handoff._colleagues() - handoff.user_id
        return [{"id": user.id, "name": user.name} for user in others.sudo().sorted("name")]  # names of colleagues

    # -- why it matters ----------------------------------------------------------------------------

    @api.model
    def _why(self, handoff):
        """What the customer came with, in the words of the case; no more of the case than that."""
        case = handoff.sudo().case_id  # number and subject only: a clerk may not open cases
        return {"number": case.name, "text": case.subject} if case else None

    @api.model
    def _told(self, handoff):
        """What the customer was told, by when; the words of the promise and its time alone."""
        promise = handoff.sudo().promise_id  # text and time only: a clerk may not open promises
        if not promise:
            return None
        return {"text": promise.name, "due": self._iso(promise.due_at), "state": promise.state}

    @api.model
    def _asked(self, handoff):
        """Items the request type asks for, with the answer given."""
        answers = handoff.answers or {}
        return [
            {"key": r._key(), "name": r.name, "required": r.required, "answer": str(answers.get(r._key()) or "")}
            for r in handoff.service_id.requirement_ids
        ]

    @api.model
    def _sent_back(self, handoff):
        """What the last send-back said is missing, while it waits for the sender."""
        if handoff.state not in ("returned", "declined"):
            return None
        event = handoff.sudo().event_ids.filtered(  # codes of the last send-back, told to both sides
            lambda e: e.kind in ("returned", "declined")
        ).sorted("seq")[-1:]
        payload = event.payload or {}
        codes = payload.get("reasons") or []
        names = {r["code"]: r["name"] for r in self._reasons()}
        items = {f"item:{a['key']}": a["name"] for a in self._asked(handoff)}
        return {
            "reasons": [items.get(code) or names.get(code) or code for code in codes],
            "items": [code.removeprefix("item:") for code in codes if code in items],
            "fault": payload.get("fault"), "at": self._iso(event.at),
            "by": self.env["res.users"].sudo().browse(event.actor_id).exists().name or "",  # name only
        }

    # -- its time ----------------------------------------------------------------------------------

    @api.model
    def _clock(self, handoff, state):
        """The department's time: budget, used and left in working seconds."""
        used = state.used_s
        if state.running_since and handoff.state not in ("delivered", "done", "cancelled"):
            calendar = self._calendars(handoff)[handoff.id]
            used += calendar._count_seconds([(state.running_since, fields.Datetime.now())])[0]
        elif state.worked_s is not None:
            used = state.worked_s
        return {
            "budget": state.deliver_s, "used": used, "left": state.deliver_s - used,
            "runs": bool(state.running_since) and handoff.column in ("to_accept", "in_work", "waiting"),
        }

    # -- conversation ------------------------------------------------------------------------------

    @api.model
    def _talk(self, handoff):
        """What both sides said to each other, oldest first, as plain text."""
        messages = self.env["mail.message"].search(
            [("model", "=", handoff._name), ("res_id", "=", handoff.id),
             ("message_type", "in", ("comment", "notification", "email"))],
            order="id desc", limit=TALK,
        )
        return [
            {"id": m.id, "who": m.author_id.sudo().name or m.email_from or "", "at": self._iso(m.date),
             "mine": m.author_id == self.env.user.partner_id, "text": html2plaintext(m.body or "").strip(),
             "files": self._files(m)}
            for m in reversed(messages) if m.body or m.attachment_ids
        ]
