from odoo import api, fields, models
from odoo.tools import format_datetime

#: event -> (kind of message, who is told)
TOLD = {
    "returned": ("back", "from_user_id"), "declined": ("back", "from_user_id"),
    "delivered": ("ready", "from_user_id"), "rejected": ("back", "user_id"),
}
SILENT_SOURCES = ("import", "history", "sample")
CLOCKS = {"deliver": "due_at", "accept": "accept_due_at", "answer": "sender_due_at"}


class Handoff(models.Model):
    """Quiet by default: sent back to you, at risk, ready for you. Nothing else is mailed."""

    _name = "backoffice.handoff"
    _inherit = ["backoffice.handoff", "backoffice.post.host"]

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        if kind in TOLD:
            self._tell_side(*TOLD[kind])

    def _tell_side(self, kind, field):
        """The other side hears of it; who did it does not."""
        Post = self.env["backoffice.post"]
        told = self.filtered(lambda h: h[field].active and h[field] != self.env.user and h._post_wanted(kind))
        Post._put([Post._prepare_row(kind, h, h[field], h._post_about(kind)) for h in told])

    def _post_wanted(self, kind):
        return self.source not in SILENT_SOURCES

    def _post_key(self, kind):
        return self.ledger_seq if kind in ("back", "ready") else self.stint

    def _post_about(self, kind):
        return {"state": self.state, "stint": self.stint}

    def _post_still(self, post):
        about = post.about or {}
        if "clock" in about:
            return self._clock_runs(about)
        return about.get("state") == self.state

    @api.model
    def _post_silent(self, posts):
        super()._post_silent(posts)
        self.env["backoffice.escalation.sent"]._forget(posts)

    def _clock_runs(self, about):
        """Whether the clock a reminder is about still runs to the same end: not rerouted, stopped or done."""
        due = self[CLOCKS[about["clock"]]]
        states = {"accept": ("sent",), "answer": ("returned",)}.get(
            about["clock"], ("sent", "accepted", "in_progress", "paused", "returned")
        )
        same = bool(due) and fields.Datetime.to_string(due) == about["due"]
        return self.active and self.state in states and self.stint == about["stint"] and same

    def _post_line(self, post):
        url = self._post_url()
        if self.confidential:
            text = self.env._("A confidential request needs you")
            return {"text": text, "subject": text, "detail": "", "url": url}
        if (post.about or {}).get("masked"):
            return {"text": self.env._("A request to %(name)s", name=self.to_department_id.name), "url": "",
                    "detail": self._post_detail(post)}
        return {"text": f"{self.subject} ({self.name})", "detail": self._post_detail(post), "url": url}

    def _post_summary_row(self):
        """One line of the afternoon's summary."""
        labels = dict(self._fields["column"]._description_selection(self.env))
        if self.confidential:
            return {"text": self.env._("A confidential request"), "detail": labels.get(self.column, ""),
                    "url": self._post_url()}
        return {"text": f"{self.subject} ({self.name})", "detail": labels.get(self.column, ""), "url": self._post_url()}

    def _post_detail(self, post):
        department = self.to_department_id.name
        if post.kind == "back":
            return self._post_back_detail(department)
        if post.kind == "ready":
            return self.env._("%(department)s is done with it. Please check.", department=department)
        due = fields.Datetime.to_datetime((post.about or {}).get("due")) or self.due_at
        when = format_datetime(self.env, due, tz=post.user_id.tz or "UTC", dt_format="EEE d MMM HH:mm") if due else ""
        late = due and due < fields.Datetime.now()
        if late:
            return self.env._("Late: was due %(when)s, %(department)s has it", when=when, department=department)
        return self.env._("Due %(when)s, %(department)s has it", when=when, department=department)

    def _post_back_detail(self, department):
        if self.state == "declined":
            return self.env._("%(department)s did not take it.", department=department)
        if self.state != "returned":
            return self.env._("Not right yet. What is said in the request tells why.")
        said = self.env["backoffice.work"]._sent_back(self)
        missing = ", ".join(said["reasons"]) or self.env._("see what was said")
        return self.env._("%(department)s needs: %(missing)s", department=department, missing=missing)
