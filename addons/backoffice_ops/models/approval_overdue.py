from odoo import api, fields, models


class ApprovalOverdue(models.Model):
    """A decision whose time is over: who decides is reminded once, who asked learns that it hangs there."""

    _name = "backoffice.approval"
    _inherit = ["backoffice.approval", "backoffice.post.host"]

    reminded_at = fields.Datetime("Reminded on", readonly=True, copy=False)

    @api.model
    def _cron_stand_ins(self):
        """Every half hour: also what was not decided in its time."""
        self._remind_overdue()
        return super()._cron_stand_ins()

    @api.model
    def _remind_overdue(self, limit=500):
        """Tell of decisions past their time, each once. Returns how many."""
        domain = self._late_domain() & fields.Domain("reminded_at", "=", False)
        late = self.sudo().search(domain, limit=limit, order="due_at, id")  # sudo: a job of the house
        Post = self.env["backoffice.post"]
        for approval in late:
            seats = approval.seat_ids.filtered(lambda seat: seat.state == "asked")
            people = (seats.user_id | seats.substitute_id | approval.asked_by_id).filtered("active")
            Post._tell("step", approval, people)
        late.reminded_at = fields.Datetime.now()
        return len(late)

    def _post_still(self, post):
        return self.sudo().state == "asked"  # whether it is still open, nothing else

    def _post_line(self, post):
        line = super()._post_line(post)
        text = self.env._("A confidential decision is late") if self.sudo().confidential else self.env._(
            "Not decided in time: %s", self.display_name)  # sudo: a flag that only hides
        return {**line, "text": text}
