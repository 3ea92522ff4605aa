from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import corrective as pure

SMALL = 5  # fewer confidential requests than that are not counted at all


class CorrectiveEffect(models.Model):
    """How often the trouble came, of how many, before and after the change."""

    _inherit = "backoffice.corrective"

    @api.depends("before_count", "before_n", "after_count", "after_n", "state", "done_at")
    def _compute_effect_line(self):
        for action in self:
            values = action._measured() if action.state in ("open", "changed") and action._trouble() else {
                name: action[name] for name in ("before_count", "before_n", "after_count", "after_n")
            }
            action.effect_line = self.env._(
                "%(before)s of %(before_n)s → %(after)s of %(after_n)s", before=values["before_count"],
                before_n=values["before_n"], after=values["after_count"], after_n=values["after_n"],
            )

    @api.depends("done_at", "about")
    def _compute_again(self):
        now = fields.Datetime.now()
        for action in self:
            since = action.done_at
            action.again_count = action._counted(since, now)[0] if since and action._trouble() else 0
            action.came_back = bool(action.again_count)

    def _search_came_back(self, operator, value):
        if operator != "in":
            return NotImplemented
        changed = self.search([("done_at", "!=", False)])
        return [("id", "in", changed.filtered("came_back").ids)]

    def _measured(self):
        """Counts of the days before the change and of as many days after it (up to now)."""
        self.ensure_one()
        now = fields.Datetime.now()
        turn = self.done_at or now
        days = timedelta(days=self.window_days or 0)
        before, before_n = self._counted(turn - days, turn)
        after, after_n = self._counted(turn, min(turn + days, now)) if self.done_at else (0, 0)
        return {
            "before_count": before, "before_n": before_n, "after_count": after, "after_n": after_n,
            "effect": pure.effect(before, before_n, after, after_n),
        }

    def _counted(self, since, until):
        """(how often, of how many) in [since, until)."""
        self.flush_model()
        return getattr(self, f"_counted_{self.about}")(since, until)

    def _counted_cause(self, since, until):
        """Complaints opened with this cause or one under it, of all complaints."""
        Case = self.env["frontoffice.case"].sudo()  # counts alone, whoever owns the change
        period = [
            ("company_id", "=", self.company_id.id), ("type", "=", "complaint"), ("opened_at", ">=", since),
            ("opened_at", "<", until), ("state", "not in", ("merged", "cancelled")),
        ]
        causes = self.env["frontoffice.cause"].sudo().with_context(active_test=False).search(  # as above
            [("id", "child_of", self.cause_id.id)]
        )
        return Case.search_count(period + [("root_cause_id", "in", causes.ids)]), Case.search_count(period)

    def _counted_standard(self, since, until):
        """Promises of this kind that fell due and were not kept in time, of all that fell due."""
        Promise = self.env["frontoffice.promise"].sudo()  # as above
        period = [
            ("company_id", "=", self.company_id.id), ("standard_id", "=", self.standard_id.id),
            ("due_at", ">=", since), ("due_at", "<", until), ("state", "!=", "withdrawn"),
        ]
        return Promise.search_count(period + [("state", "in", ("late", "broken"))]), Promise.search_count(period)

    def _counted_reason(self, since, until):
        """Send-backs that named this reason, of all requests sent; confidential ones only where they are many."""
        self.env.flush_all()
        [(count, hidden, sent, sent_hidden)] = self.env.execute_query(SQL(
            """SELECT
                 (SELECT count(*) FROM backoffice_handoff_event e JOIN backoffice_handoff h ON h.id = e.handoff_id
                   WHERE %(events)s AND NOT h.confidential),
                 (SELECT count(*) FROM backoffice_handoff_event e JOIN backoffice_handoff h ON h.id = e.handoff_id
                   WHERE %(events)s AND h.confidential),
                 (SELECT count(*) FROM backoffice_handoff h WHERE %(sent)s AND NOT h.confidential),
                 (SELECT count(*) FROM backoffice_handoff h WHERE %(sent)s AND h.confidential)""",
            events=self._reason_events(since, until), sent=self._sent_in(since, until),
        ))
        if hidden < SMALL:
            return count, sent
        return count + hidden, sent + sent_hidden

    def _reason_events(self, since, until):
        """What counts as a send-back for the reason; what was taken back within its ten seconds does not."""
        return SQL(
            """e.kind = 'returned' AND e.at >= %s AND e.at < %s AND e.payload->'reasons' ? %s AND %s
               AND NOT EXISTS (SELECT 1 FROM backoffice_handoff_event u
                                WHERE u.handoff_id = e.handoff_id AND u.kind = 'undone'
                                  AND (u.payload->>'seq')::int = e.seq)""",
            since, until, self.reason_id.code, self._of_department(),
        )

    def _sent_in(self, since, until):
        return SQL("h.sent_at >= %s AND h.sent_at < %s AND %s", since, until, self._of_department())

    def _of_department(self):
        """In this company, and of one department where one is named."""
        ours = SQL("h.company_id = %s", self.company_id.id)
        if self.department_id:
            return SQL("%s AND h.to_department_id = %s", ours, self.department_id.id)
        return ours
