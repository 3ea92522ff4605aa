from odoo import api, fields, models

from ..tools import handoff as pure

AT_RISK_SECONDS = 2 * 3600


class HandoffFlags(models.Model):
    """Filters of My work and of the Department lists, each told once."""

    _inherit = "backoffice.handoff"

    is_at_risk = fields.Boolean(
        "At risk", compute="_compute_is_at_risk", search="_search_is_at_risk",
        help="Less than two working hours are left.",
    )
    is_due_today = fields.Boolean("Due today", compute="_compute_is_due_today", search="_search_is_due_today")
    for_my_department = fields.Boolean(
        "My team", compute="_compute_whose_turn", search="_search_for_my_department"
    )
    waits_for_me = fields.Boolean(
        "Waiting for me", compute="_compute_whose_turn", search="_search_waits_for_me",
        help="The next step is yours: take it, work on it, add what is missing or check the result.",
    )

    _holder_queue_idx = models.Index(
        "(user_id, due_at, id) WHERE user_id IS NOT NULL AND state NOT IN ('draft', 'done', 'cancelled')"
    )
    _asker_queue_idx = models.Index("(from_user_id, due_at, id) WHERE state NOT IN ('draft', 'done', 'cancelled')")
    _free_queue_idx = models.Index("(to_department_id, due_at, id) WHERE state = 'sent' AND user_id IS NULL")
    _stopped_queue_idx = models.Index(
        "(to_department_id, due_at, id) WHERE state IN ('paused', 'returned', 'declined') AND user_id IS NULL"
    )

    @api.model
    def _at_risk_domain(self):
        """Open, not late, and due within two working hours of the company's calendar."""
        now = fields.Datetime.now()
        ahead = fields.Domain.FALSE
        for company in self.env.companies:
            ahead |= fields.Domain("company_id", "=", company.id) & fields.Domain(
                "due_at", "<=", self._at_risk_until(company, now)
            )
        return self._open_domain() & fields.Domain("due_at", ">=", now) & ahead

    @api.model
    def _at_risk_until(self, company, now):
        """Naive UTC moment two working hours from now; now itself where the calendar is empty."""
        # sudo: a colleague's working hours decide, whether or not this person may open the calendar
        calendar = company.sudo().resource_calendar_id
        return calendar._plan_seconds([(now, AT_RISK_SECONDS)])[0] or now

    @api.model
    def _today_domain(self):
        """Open and due before midnight where the user is."""
        return self._open_domain() & fields.Domain("due_at", ">=", "today") & fields.Domain(
            "due_at", "<", "today +1d"
        )

    @api.model
    def _for_my_department_domain(self):
        return fields.Domain("to_department_id", "in", self.env.user.backoffice_department_ids.ids)

    # Lists of My work are told as arms that do not overlap: each has its index, so a page of a list costs
    # the same whatever lies in the table; put together with "or" they are the filters of the other lists.

    @api.model
    def _to_accept_arms(self):
        """Sent to my departments, and nobody else has it: but for whom I stand in, I have it too."""
        sent, ours = fields.Domain("state", "=", "sent"), self._for_my_department_domain()
        arms = [
            sent & fields.Domain("user_id", "=", self.env.uid),
            sent & fields.Domain("user_id", "=", False) & ours,
        ]
        stood_in = self.env.user._backoffice_stands_in_for()
        if stood_in:
            arms.append(sent & fields.Domain("user_id", "in", stood_in.ids) & ours)
        return arms

    @api.model
    def _waits_for_me_arms(self):
        mine = fields.Domain("user_id", "=", self.env.uid) & fields.Domain(
            "state", "in", ("accepted", "in_progress")
        )
        asked = fields.Domain("from_user_id", "=", self.env.uid) & fields.Domain(
            "state", "in", ("returned", "declined", "delivered")
        )
        return [mine, asked, *self._to_accept_arms()]

    @api.model
    def _waiting_arms(self):
        """Somebody else has the next step: of mine, and of what nobody of my departments has."""
        waiting = fields.Domain("state", "in", ("paused", "returned", "declined"))
        return [
            waiting & fields.Domain("user_id", "=", self.env.uid),
            waiting & fields.Domain("user_id", "=", False) & self._for_my_department_domain(),
        ]

    @api.model
    def _to_accept_domain(self):
        return fields.Domain.OR(self._to_accept_arms())

    @api.model
    def _waits_for_me_domain(self):
        return fields.Domain.OR(self._waits_for_me_arms())

    @api.depends("state", "due_at", "company_id")
    def _compute_is_at_risk(self):
        now = fields.Datetime.now()
        until = {company: self._at_risk_until(company, now) for company in self.company_id}
        for handoff in self:
            due = handoff.state in pure.OPEN and handoff.due_at
            handoff.is_at_risk = bool(due) and now <= due <= until[handoff.company_id]

    @api.depends("state", "due_at")
    @api.depends_context("uid", "tz")
    def _compute_is_due_today(self):
        due = self.filtered_domain(self._today_domain())
        for handoff in self:
            handoff.is_due_today = handoff in due

    @api.depends("state", "user_id", "from_user_id", "to_department_id")
    @api.depends_context("uid")
    def _compute_whose_turn(self):
        departments = self.env.user.backoffice_department_ids
        waiting = self.filtered_domain(self._waits_for_me_domain())
        for handoff in self:
            handoff.for_my_department = handoff.to_department_id in departments
            handoff.waits_for_me = handoff in waiting

    def _search_is_at_risk(self, operator, value):
        return self._at_risk_domain() if operator == "in" else NotImplemented

    def _search_is_due_today(self, operator, value):
        return self._today_domain() if operator == "in" else NotImplemented

    def _search_for_my_department(self, operator, value):
        return self._for_my_department_domain() if operator == "in" else NotImplemented

    def _search_waits_for_me(self, operator, value):
        return self._waits_for_me_domain() if operator == "in" else NotImplemented
