from datetime import timedelta

from odoo import models
from odoo.fields import Domain

FIRST_DAYS = timedelta(days=90)


class LookBack(models.TransientModel):
    """On-boarding of the past: what was to be done for new colleagues, by its deadline or later.

    Done activities are kept archived. Only their kind is taken over, no name and no words.
    """

    _inherit = "frontoffice.look.back"

    def _look_back_sources(self):
        return [
            *super()._look_back_sources(),
            ("on_boarding", self.env._("steps of on-boarding"), "_count_on_boarding", "_load_on_boarding"),
        ]

    def _on_boarding_activities(self):
        activities = self.env["mail.activity"].search(
            Domain("res_model", "=", "hr.employee") & Domain("active", "=", False) & Domain("date_done", "!=", False)
            & Domain("create_date", ">=", self._from()), order="id",
        )
        employees = self.env["hr.employee"].browse(activities.mapped("res_id")).exists()
        born = {e.id: e.create_date for e in employees if e.company_id == self.company_id}
        return activities.filtered(
            lambda a: a.res_id in born and a.create_date - born[a.res_id] <= FIRST_DAYS
        )

    def _count_on_boarding(self):
        return len(self._on_boarding_activities())

    def _load_on_boarding(self, batch):
        made = 0
        for chunk in self._in_chunks(self._on_boarding_activities()):
            fresh = self._fresh(chunk, "backoffice.handoff", "history_activity_id")
            if fresh:
                service = self._history_service(batch, "on_boarding", self.env._("Look back: on-boarding"))
                made += len(self._make_requests(batch, service, [self._on_boarding_request(a) for a in fresh]))
        return {"hand_offs": made}

    def _on_boarding_request(self, activity):
        """A day is all anybody knows of its deadline and of its end: both at the day's last second."""
        values = {
            "subject": activity.activity_type_id.name or self.env._("On-boarding"),
            "history_activity_id": activity.id, "user_id": activity.user_id.id, "from_user_id": activity.create_uid.id,
        }
        sent = activity.create_date.replace(microsecond=0)
        return values, sent, self._end_of_day(activity.date_deadline), self._end_of_day(activity.date_done)
