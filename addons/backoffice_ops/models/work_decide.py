from odoo import api, fields, models

from ..tools import approval as pure

LIMIT = 200


class WorkDecide(models.AbstractModel):
    """The list "To decide" of My work: what waits for this person's yes or no."""

    _inherit = "backoffice.work"

    @api.model
    def _views(self):
        views = super()._views()
        if self.env["backoffice.approval.seat"].sudo().search_count(self._mine_domain(), limit=1):  # one's own
            views.insert(1, ("decide", self.env._("To decide")))
        return views

    @api.model
    def _mine_domain(self):
        """Seats this person has, or has stood in for, ever."""
        return fields.Domain("user_id", "=", self.env.uid) | fields.Domain("substitute_id", "=", self.env.uid)

    @api.model
    def _view_domain(self, view):
        return fields.Domain.FALSE if view == "decide" else super()._view_domain(view)

    @api.model
    def _counts(self, filters):
        counts = super()._counts(filters)
        if "decide" in counts:
            counts["decide"] = len(self._open_seats().approval_id)
        return counts

    @api.model
    def _open_seats(self):
        """Seats this person can answer from now, least time left first."""
        # sudo: one's own seats; whoever is asked decides although the record itself may be out of reach
        seats = self.env["backoffice.approval.seat"].sudo().search(
            self._mine_domain() & fields.Domain("state", "=", "asked")
            & fields.Domain("approval_id.state", "=", "asked"), limit=LIMIT,
        )
        return seats.sorted(lambda s: (not s.approval_id.due_at, s.approval_id.due_at or s.approval_id.asked_at, s.id))

    @api.model
    @api.readonly
    def to_decide(self):
        """What waits for this person, each with what they need to decide it."""
        self._check_reader()
        rows, seen = [], set()
        for seat in self._open_seats():
            if seat.approval_id not in seen:
                seen.add(seat.approval_id)
                rows.append(self._decide_row(seat))
        return rows

    @api.model
    def decide(self, approval_id, answer, note=None):
        """Answer "approve" or "decline"; returns what is left to decide."""
        self.env["backoffice.approval"].browse(int(approval_id))._decide(
            "approve" if answer == "approve" else "decline", note
        )
        return self.to_decide()

    @api.model
    def _decide_row(self, seat):
        approval, subject = seat.approval_id, seat.approval_id._subject()
        left = self._decide_left(approval)
        return {
            "id": approval.id, "step": approval.name, "by": approval.asked_by_id.name or "",
            "asked": self._iso(approval.asked_at), "due": self._iso(approval.due_at), "left": left,
            "late": left is not None and left < 0, "risk": False, "stopped": False,
            "amount": approval.currency_id.format(approval.amount) if approval.amount else "",
            "for": seat.user_id.name if seat.user_id != self.env.user else "",
            "stands_in": seat.substitute_id.name or "",
            "everybody": approval.mode == "all" and len(approval.seat_ids) > 1,
            "path": self._path(approval), **self._decide_subject(subject),
            "openable": subject.with_user(self.env.user).has_access("read"),
            "model": subject._name, "record": subject.id,
        }

    @api.model
    def _decide_left(self, approval):
        """Working seconds left to decide, None without a time."""
        if not approval.due_at:
            return None
        now, due = fields.Datetime.now(), approval.due_at
        seconds = approval._calendar()._count_seconds([(min(now, due), max(now, due))])[0]
        return seconds if due >= now else -seconds

    @api.model
    def _decide_subject(self, subject):
        """What it is about: the words and the names one decides by, and no more of the record."""
        if subject._name == "backoffice.handoff":
            answers = subject.answers or {}
            return {
                "what": subject.subject, "kind": subject.service_id.name, "number": subject.name,
                "customer": subject.partner_id.name or "", "note": subject.note or "",
                "asked_for": [
                    {"name": r.name, "answer": str(answers[r._key()])}
                    for r in subject.service_id.requirement_ids if answers.get(r._key())
                ],
            }
        case = subject if subject._name == "frontoffice.case" else subject.case_id
        goodwill = subject if subject._name == "frontoffice.gesture" else None
        return {
            "what": goodwill.display_name if goodwill else case.subject,
            "kind": goodwill._description if goodwill else case._description, "number": case.name,
            "customer": case.partner_id.name or "", "note": (goodwill and goodwill.note) or "", "asked_for": [],
        }

    @api.model
    def _path(self, approval):
        """All steps of this time asked, in order, so that one sees what was decided and what comes."""
        every = (approval | approval._siblings()).sorted(lambda a: (a.position, a.id))
        labels = dict(approval._fields["state"]._description_selection(self.env))
        return [
            {"id": a.id, "name": a.name, "who": a.people, "state": a.state, "label": labels[a.state],
             "at": self._iso(a.decided_at), "notes": [n for n in a.seat_ids.mapped("note") if n]}
            for a in every
        ]

    # -- the request in its own pane -----------------------------------------------------------------

    @api.model
    @api.readonly
    def item(self, handoff_id):
        result = super().item(handoff_id)
        handoff = self.env["backoffice.handoff"].browse(result["id"])
        asked = handoff.sudo()._with_approvals()  # sudo: the path is seen by whoever sees the request
        last = asked.approval_ids.sorted(lambda a: (a.round, a.position))[-1:]
        result["approvals"] = self._path(last) if last else []
        result["clock"]["approval"] = asked._approval_seconds().get(handoff.id, 0) if asked else 0
        result["waits_for"] = next((s["who"] for s in result["approvals"] if s["state"] == pure.ASKED), "")
        return result
