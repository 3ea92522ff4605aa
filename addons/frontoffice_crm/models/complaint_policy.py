from odoo import api, fields, models


class ComplaintPolicy(models.Model):
    """How soon a complaint is acknowledged and answered, by how serious it is. Working time."""

    _name = "frontoffice.complaint.policy"
    _description = "Complaint deadlines"
    _inherit = ["frontoffice.versioned.mixin"]
    _order = "severity, company_id nulls first, id"
    _version_model = "frontoffice.complaint.policy.version"
    _version_owner = "policy_id"
    _version_fields = ("severity", "ack_days", "answer_days", "calendar_id", "company_id")
    _check_company_auto = True

    severity = fields.Selection("_selection_severity", required=True, default="1")
    ack_days = fields.Float("Acknowledge within (working days)", required=True, default=1.0)
    answer_days = fields.Float("Answer within (working days)", required=True, default=5.0)
    calendar_id = fields.Many2one(
        "resource.calendar", "Working hours", check_company=True, help="Empty: those of the company."
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: shared by all companies.")
    active = fields.Boolean(default=True)
    version_ids = fields.One2many("frontoffice.complaint.policy.version", "policy_id", readonly=True)

    _severity_once = models.UniqueIndex(
        "(severity, COALESCE(company_id, 0)) WHERE active IS TRUE",
        "There are deadlines for complaints of this severity already.",
    )
    _days_positive = models.Constraint(
        "CHECK (ack_days > 0 AND answer_days >= ack_days)",
        "Deadlines are above 0, and an answer is not due before the acknowledgement.",
    )

    @api.model
    def _selection_severity(self):
        return self.env["frontoffice.case"]._fields["severity"]._description_selection(self.env)

    @api.depends("severity")
    def _compute_display_name(self):
        labels = dict(self._selection_severity())
        for policy in self:
            policy.display_name = labels.get(policy.severity, "")

    @api.model
    def _of(self, severity, company):
        """The row in force: the company's own, else the shared one; without severity the mildest."""
        rows = self.sudo().search([("company_id", "in", (False, company.id))])  # sudo: whoever complains
        rows = rows.sorted(lambda p: (p.severity != (severity or "1"), not p.company_id, p.severity))
        return rows[:1]

    def _deadlines(self, company, moments):
        """[(acknowledge by, answer by)] for naive UTC moments; None beyond the calendar's horizon."""
        calendar = self.calendar_id or company.resource_calendar_id
        day = 3600 * (calendar.hours_per_day or 24.0)
        steps = [(at, round(days * day)) for at in moments for days in (self.ack_days, self.answer_days)]
        found = calendar._plan_seconds(steps)
        return list(zip(found[::2], found[1::2], strict=True))
