from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import consteq

from ..tools.case import LIVE
from ..tools.promise import OPEN

TOKEN_DAYS = 90  # a link from a mail works so long after the case was closed
SHOWN = ("comment", "email", "email_outgoing", "auto_comment")
DONE = ("resolved", "closed")


class Case(models.Model):
    """What customers see of their cases. They have no right to the model: pages show these values alone."""

    _inherit = "frontoffice.case"

    def _compute_access_url(self):
        super()._compute_access_url()
        for case in self:
            case.access_url = f"/my/cases/{case.id}"

    def _get_access_action(self, access_uid=None, force_website=False):
        """Called with ``force_website`` only when the link's token was right: the page needs it too."""
        if force_website:
            return {"type": "ir.actions.act_url", "url": self.get_portal_url(), "target": "self", "res_id": self.id}
        return super()._get_access_action(access_uid=access_uid, force_website=force_website)

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Customers get a button to their page, when there are pages; nobody else outside does."""
        groups = super()._notify_get_recipients_groups(message, model_description, msg_vals=msg_vals)
        if self and self.sudo().company_id.portal_cases:
            for name, _method, data in groups:
                if name == "portal_customer":
                    data["has_button_access"] = True
                    data.setdefault("button_access", {})["title"] = self.env._("See how it stands")
        return groups

    @api.model
    def _get_thread_with_access(self, thread_id, **kwargs):
        """Outsiders read and write on our page alone, not through stock's chatter routes."""
        return super()._get_thread_with_access(thread_id, **kwargs) if self.env.user._is_internal() else self.browse()

    # -- who may see it ------------------------------------------------------------------------------

    @api.model
    def _portal_domain(self, partner):
        """Cases of a customer: their own, those of contacts below them, and those they follow.

        A follower who belongs to another company of ours does not see them.
        """
        own = fields.Domain("partner_id", "child_of", partner.ids)
        follows = fields.Domain("message_partner_ids", "in", partner.ids)
        if partner.company_id:
            follows &= fields.Domain("company_id", "=", partner.company_id.id)
        return (own | follows) & fields.Domain("company_id.portal_cases", "=", True) & fields.Domain(
            "state", "!=", False
        )

    def _portal_partner(self, partner, token):
        """Who speaks on the page: the signed-in customer, or the customer whose link it is; else nobody."""
        self.ensure_one()
        case = self.sudo()  # customers have no right to the model, see above
        if not case.exists() or not case.company_id.portal_cases:
            return self.env["res.partner"]
        if partner and case.search_count(self._portal_domain(partner) & fields.Domain("id", "=", case.id), limit=1):
            return partner
        return case.partner_id if case._is_portal_token(token) else self.env["res.partner"]

    def _is_portal_token(self, token):
        """Whether this is the link of this case, and not one that has run out."""
        right = bool(token and token.isascii() and self.access_token and consteq(self.access_token, token))
        return right and (not self.closed_at or self.closed_at >= fields.Datetime.now() - timedelta(days=TOKEN_DAYS))

    @api.autovacuum
    def _gc_portal_tokens(self):
        """Links that have run out are forgotten, so that they open nothing anywhere."""
        cases = self.search([("access_token", "!=", False), ("closed_at", "<", f"now -{TOKEN_DAYS}d")], limit=1000)
        cases.write({"access_token": False})
        return len(cases), len(cases) == 1000

    # -- what they see -------------------------------------------------------------------------------

    def _portal_status(self):
        """How it stands, in words for the customer. Extended by the addons that know who has it.

        Returns a dict: ``code`` (on_track, new_date, late, kept, solved, cancelled), ``label``,
        ``due_at`` (naive UTC, or None) and ``who`` (a department, or an empty string).
        """
        self.ensure_one()
        code, due_at = self._portal_verdict()
        labels = {
            "on_track": self.env._("On track"), "new_date": self.env._("New date"), "late": self.env._("Late"),
            "kept": self.env._("Kept"), "solved": self.env._("Solved"), "cancelled": self.env._("Cancelled"),
        }
        return {"code": code, "label": labels[code], "due_at": due_at, "who": ""}

    def _portal_verdict(self):
        """(code, date we promised). What a person promised counts, and silence beyond our own limit."""
        now = fields.Datetime.now()
        given = self.sudo().promise_ids.filtered(lambda p: p.origin_kind == "person" and p.state != "withdrawn")
        todo = given.filtered(lambda p: p.state in (*OPEN, "broken")).sorted("due_at")
        if self.state in ("cancelled", "merged"):
            return "cancelled", None
        if self.state in DONE:
            kept = given and all(promise.state == "kept" for promise in given)
            return ("kept" if kept else "late" if given else "solved"), None
        if todo:
            first = todo[0]
            late = any(p.state == "broken" or p.due_at < now for p in todo)
            moved = first.due_at != first.first_due_at
            return ("late" if late else "new_date" if moved else "on_track"), first.due_at
        unanswered = self.sudo().encounter_ids.filtered(
            lambda e: e.state == "waiting" and not e.first_response_at and e.response_due_at and e.response_due_at < now
        )
        return ("late" if unanswered else "on_track"), None

    def _portal_step(self):
        """The state in one sentence, for the customer."""
        self.ensure_one()
        return {
            "new": self.env._("It has arrived. Somebody will read it soon."),
            "open": self.env._("Somebody is working on it."),
            "waiting_customer": self.env._("We have asked you something and wait for your answer."),
            "waiting_backoffice": self.env._("It is with the people who have to do it."),
            "resolved": self.env._("We think it is solved."),
            "closed": self.env._("It is solved."),
            "cancelled": self.env._("It was cancelled."),
        }.get(self.state, "")

    def _portal_messages(self):
        """The customer's thread, oldest first: what came from them and what was sent to them. Never a note."""
        self.ensure_one()
        subtypes = self.env.ref("mail.mt_comment") | self.env.ref("frontoffice_crm.mt_automatic")
        # sudo: customers have no right to the model; the filter is the right
        return self.env["mail.message"].sudo().search([
            ("model", "=", self._name), ("res_id", "=", self.id), ("message_type", "in", SHOWN),
            ("subtype_id", "in", subtypes.ids), ("is_internal", "=", False),
        ], order="id").filtered(lambda m: m.body or m.attachment_ids)

    def _portal_actions(self):
        """Codes of what the customer can do now."""
        self.ensure_one()
        if self._is_past():  # nobody looks at it any more: the page offers a new request
            return []
        return {
            **dict.fromkeys(LIVE, ["answer", "solved"]),
            "resolved": ["answer", "not_solved", "solved", "rate"],
            "closed": ["answer", "not_solved", "rate"],
        }.get(self.state, [])
