from odoo import api, fields, models
from odoo.exceptions import UserError

from .handoff_rating import FACES

REMINDERS = 5


class Work(models.AbstractModel):
    """What stands above the list: one announcement, a question about what is done, reminders, a proposal."""

    _inherit = "backoffice.work"

    @api.model
    def banner(self):
        """{"notice", "rate", "reminders", "proposal"}, each None or empty when there is nothing."""
        self._check_reader()
        return {
            "notice": self._banner_notice(), "rate": self._banner_rate(), "reminders": self._banner_reminders(),
            "proposal": self._banner_proposal(),
        }

    @api.model
    def _banner_notice(self):
        """The one to be read first: the oldest not read yet."""
        Receipt = self.env["backoffice.notice.receipt"].sudo()  # one's own, and the words one is asked to read
        today = fields.Date.context_today(self)
        receipt = Receipt.search([
            ("user_id", "=", self.env.uid), ("acked_at", "=", False), ("notice_id.state", "=", "published"),
            ("notice_id.date_from", "<=", today), "|", ("notice_id.date_to", "=", False),
            ("notice_id.date_to", ">=", today), ("company_id", "in", self.env.companies.ids),
            ("is_current", "=", True),
        ], order="asked_at, id")
        if not receipt:
            return None
        first, values = receipt[0], receipt[0].version_id.values
        notice = first.notice_id
        # what was published is read, in the language of the reader while nobody is changing it
        words = values if notice.changed else {"name": notice.name, "body": notice.body}
        return {
            "id": first.id, "title": words["name"], "body": words["body"] or "", "by": notice.owner_id.name,
            "due": self._iso(first.due_at), "late": first.is_late, "more": len(receipt) - 1,
            "question": values.get("question") and notice.question or "",
            "choices": notice._choices() if values.get("question") else [],
        }

    @api.model
    def _banner_rate(self):
        """The latest request done that this person has not said a word about."""
        Handoff = self.env["backoffice.handoff"]
        handoff = Handoff._to_rate()[:1]
        if not handoff:
            return None
        names = handoff.sudo()  # the name of the other side
        other = names.to_department_id.name if handoff.from_user_id == self.env.user else names.from_user_id.name
        faces = dict(self.env["backoffice.handoff.rating"]._fields["face"]._description_selection(self.env))
        return {
            "id": handoff.id, "subject": handoff.subject, "other": other or "",
            "faces": [{"id": face, "label": faces[face]} for face, _label in FACES],
            "reasons": self._choices("backoffice.handoff.rating", "reason"),
        }

    @api.model
    def _banner_reminders(self):
        posts = self.env["backoffice.post"].search([
            ("user_id", "=", self.env.uid), ("seen_at", "=", False), ("kind", "in", ("step", "risk")),
            ("state", "!=", "silent"),
        ], order="id desc", limit=4 * REMINDERS)
        lines = [(post, post._line()) for post in posts]
        return [
            {"id": post.id, "text": line["text"], "detail": line["detail"],
             "handoff": self._reminded_of(post)}
            for post, line in lines if line
        ][:REMINDERS]

    @api.model
    def _reminded_of(self, post):
        """Id of the request that opens, 0 where there is none to open."""
        masked = (post.about or {}).get("masked")
        if post.res_model == "backoffice.approval":
            return self.env["backoffice.approval"].browse(post.res_id).handoff_id.id or 0
        return 0 if masked or post.res_model != "backoffice.handoff" else post.res_id

    @api.model
    def _banner_proposal(self):
        """One item to be required, for who decides about it."""
        if not self.env.user.has_group("backoffice_ops.group_clerk"):
            return None
        open_ones = self.env["backoffice.gate.proposal"].search([("state", "=", "proposed")], limit=20)
        mine = open_ones.filtered("can_decide")[:1]
        if not mine:
            return None
        return {"id": mine.id, "text": mine.sentence, "service": mine.service_id.name, "held": mine.held}

    # -- one click ---------------------------------------------------------------------------------

    @api.model
    def read_notice(self, receipt_id, answer=None):
        """True when it counts as read, False for a wrong answer."""
        return self._own_receipt(receipt_id).action_read(answer)

    @api.model
    def _own_receipt(self, receipt_id):
        receipt = self.env["backoffice.notice.receipt"].search([
            ("id", "=", int(receipt_id)), ("user_id", "=", self.env.uid)])
        if not receipt:
            raise UserError(self.env._("This announcement is not there any more."))
        return receipt

    @api.model
    def rate(self, handoff_id, face, reason=None):
        """One face, and a reason if somebody likes."""
        return self._get(handoff_id).action_rate(face, reason)

    @api.model
    def seen(self, post_ids):
        """Reminders read."""
        return self.env["backoffice.post"].browse(post_ids).action_seen()

    # -- invited to one request --------------------------------------------------------------------

    @api.model
    def _views(self):
        views = super()._views()
        if self.env["backoffice.handoff"].search_count(self._view_domain("invited"), limit=1):
            views.append(("invited", self.env._("Invited")))
        return views

    @api.model
    def _view_domain(self, view):
        if view == "invited":
            return fields.Domain("with_experts", "=", True) & fields.Domain("expert_ids", "in", self.env.uid)
        return super()._view_domain(view)
