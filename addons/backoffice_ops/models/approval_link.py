from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

LINK_HOURS = 7 * 24


class SeatLink(models.Model):
    """A decision by a link from a mail: for one person, once, after a look at the page."""

    _name = "backoffice.approval.seat"
    _inherit = ["backoffice.approval.seat", "backoffice.link.target", "backoffice.post.host"]

    def _link_actions(self, purpose):
        if purpose != "approve" or self._link_problem(purpose):
            return super()._link_actions(purpose)
        return [
            {"code": "approve", "label": self.env._("Approve"), "style": "primary"},
            {"code": "decline", "label": self.env._("Decline…"), "send": self.env._("Decline"), "style": "secondary",
             "note": self.env._("Why not? The one who asked reads it."), "note_required": True},
        ]

    def _link_problem(self, purpose):
        if purpose != "approve":
            return super()._link_problem(purpose)
        return "" if self.state == "asked" and self.approval_id.state == "asked" else "over"

    def _link_version(self):
        return f"{self.state} {self.approval_id.state} {self.approval_id.write_date}"

    def _link_page(self, link):
        row = self.env["backoffice.work"].with_user(link.user_id or self.user_id)._decide_row(self)
        _ = self.env._
        lines = [
            (_("Asked by"), row["by"]), (_("Customer"), row["customer"]), (_("Worth"), row["amount"]),
            (_("In place of"), row["for"]), (_("Note"), row["note"]),
            *((item["name"], item["answer"]) for item in row["asked_for"]),
        ]
        return {
            "title": row["what"], "number": row["number"], "due_at": False,
            "asked": _("%(kind)s – your decision: %(step)s", kind=row["kind"], step=row["step"]),
            "lines": [(label, text) for label, text in lines if text], "status": self._link_status(link),
        }

    def _link_status(self, link):
        """How it stands, also for who comes late."""
        approval = self.approval_id
        if approval.state == "asked":
            if not approval.due_at:
                return self.env._("Waits for your decision")
            when = format_datetime(self.env, approval.due_at, tz=link._zone(), dt_format="EEEE d MMMM, HH:mm")
            return self.env._("Waits for your decision, by %(when)s (%(zone)s)", when=when, zone=link._zone())
        if approval.state in ("approved", "declined"):
            who = approval.decided_by_id.name
            if approval.state == "approved":
                return self.env._("Approved by %s. There is nothing left to do.", who)
            return self.env._("Declined by %s. There is nothing left to do.", who)
        return self.env._("This is not needed any more. There is nothing left to do.")

    def _link_thanks(self, purpose, code):
        if code == "approve":
            return self.env._("Approved. Thank you. It goes on at once.")
        return self.env._("Declined. Thank you. The one who asked reads why.")

    def _link_mail(self, link):
        return self._link_words(link.user_id or self.user_id)

    def _link_words(self, user):
        """What the mail says to one of those asked."""
        row = self.env["backoffice.work"].with_user(user)._decide_row(self)
        words = [self.env._("%(who)s asks for your decision: %(what)s", who=row["by"], what=row["what"]), row["amount"]]
        if row["for"]:
            words.append(self.env._("You stand in for %s.", row["for"]))
        return {
            "subject": self.env._("Your decision: %s", row["what"]), "text": "\n".join(filter(None, words)),
            "button": self.env._("Look and decide"),
        }

    def _link_approve_approve(self, link, values, files):
        self._decide_by_link(link, "approve", values)

    def _link_approve_decline(self, link, values, files):
        self._decide_by_link(link, "decline", values)

    def _decide_by_link(self, link, answer, values):
        """The one case where a link acts for a colleague: it went to that colleague's own address."""
        person = link.user_id.filtered("active") & (self.user_id | self.substitute_id)
        if not person:
            raise UserError(self.env._("This link was given to somebody who does not decide this any more."))
        self.approval_id.with_user(person)._decide(answer, values.get("note"), via="mail")

    # -- the mail ------------------------------------------------------------------------------------

    def _tell_by_mail(self):
        for seat in self:
            people = (seat.user_id | seat.substitute_id).filtered("active")
            wanted = people if seat.approval_id.by_mail else people.filtered("approvals_by_mail")
            self.env["backoffice.post"]._tell("approve", seat, wanted)

    def _post_still(self, post):
        return not self._link_problem("approve")

    def _post_line(self, post):
        """The link is made when the mail is: it lies nowhere until then."""
        url = f"{self.get_base_url()}/odoo/my-work"
        if self.confidential:
            text = self.env._("A confidential decision needs you")
            return {"text": text, "subject": text, "detail": "", "url": url}
        words = self._link_words(post.user_id)
        if post.user_id and post.deliver_at <= fields.Datetime.now():
            _link, url = self.env["backoffice.link"]._issue(self, "approve", post.user_id, LINK_HOURS)
        return {
            "text": words["subject"], "subject": words["subject"], "detail": words["text"], "url": url,
            "actions": [(words["button"], url)],
        }
