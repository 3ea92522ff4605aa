from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

FAMILIES = [
    ("spc", "Outside its usual range"), ("target", "Missing its target beyond chance"), ("miss", "Missed"),
    ("stale", "Not counted any more"), ("flow", "Open work does not add up"), ("volume", "Far fewer than usual"),
    ("unassigned", "Too many belong to nobody"), ("mismatch", "Counted differently from the records"),
    ("clock", "Times that cannot be"),
]
QUALITY = ("stale", "flow", "volume", "unassigned", "mismatch", "clock")
CAUSES = [
    ("one_off", "Something that happened once"), ("people", "Too few people, or new ones"),
    ("partner", "A supplier or another outsider"), ("promise", "We promised too much"),
    ("way", "We work differently now"), ("counting", "Counted or entered wrongly"),
    ("shift", "This is the new normal"), ("unknown", "Looked into, nothing found"), ("quiet", "Went away by itself"),
]


class TriangleAlert(models.Model):
    """A figure left its usual range, missed its target beyond chance, or cannot be trusted.

    How it works: the nightly ``triangle.alert.judge`` writes them; one is open for a figure, a unit
    (company, team or department), a family of rules and a direction. An open one fires again only
    on a new rule. What went the right way is noted and nobody is told. A person closes it with a
    cause; eight quiet periods close it too. After four more periods the effect is compared.
    Days are local days of the company; ``value`` … ``high`` are in the unit of the figure.
    """

    _name = "triangle.alert"
    _description = "Alert"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state, last_day desc, id desc"

    name = fields.Char("Alert", compute="_compute_name")
    kpi_id = fields.Many2one("triangle.kpi", "Figure", readonly=True, index="btree_not_null", ondelete="cascade")
    source = fields.Char(readonly=True, help="What is counted from, where the counting itself is in doubt.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    team_id = fields.Many2one("crm.team", readonly=True, index="btree_not_null", ondelete="cascade")
    department_id = fields.Many2one("hr.department", readonly=True, index="btree_not_null", ondelete="cascade")
    family = fields.Selection(FAMILIES, "Why", required=True, readonly=True)
    state = fields.Selection(
        [("open", "To look into"), ("missing", "Missing target beyond chance"), ("noted", "Went the right way"),
         ("closed", "Closed")], required=True, readonly=True, index=True, default="open", group_expand=True)
    adverse = fields.Boolean("For the worse", readonly=True, default=True)
    rules = fields.Char(readonly=True, help="R1: one period outside. R2: eight in a row on one side. R3: two of three"
                                            " close to the edge.")
    grain = fields.Selection([("week", "Week"), ("month", "Month")], "Period", readonly=True)
    first_day = fields.Date("Since", required=True, readonly=True)
    last_day = fields.Date("Last seen", required=True, readonly=True)
    run_day = fields.Date(readonly=True, help="First day of the run: where a shift began.")
    value = fields.Float(readonly=True, digits=False)
    n = fields.Float(readonly=True, digits=False)
    centre = fields.Float("Usual", readonly=True, digits=False)
    low = fields.Float(readonly=True, digits=False)
    high = fields.Float(readonly=True, digits=False)
    target = fields.Float(readonly=True, digits=False)
    capable = fields.Boolean(readonly=True, help="The target lies inside the usual range.")
    detail = fields.Json(readonly=True)
    owner_id = fields.Many2one("res.users", "Looks into it", index="btree_not_null", ondelete="set null")
    cause = fields.Selection(CAUSES, help="What it was. Needed to close.")
    cause_note = fields.Text("What was done")
    closed_at = fields.Datetime("Closed on", readonly=True)
    closed_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null", ondelete="set null")
    effect = fields.Selection(
        [("better", "Better since"), ("same", "No clear change since"), ("worse", "Worse since")],
        readonly=True, help="Compared with four complete periods after closing.")
    effect_detail = fields.Json(readonly=True)

    _one_open_uniq = models.UniqueIndex(
        "(COALESCE(kpi_id, 0), COALESCE(source, ''), company_id, COALESCE(team_id, 0), COALESCE(department_id, 0),"
        " family, adverse) WHERE state <> 'closed'", "This alert is open already.")

    @api.depends("kpi_id", "family", "value", "last_day", "source", "detail")
    @api.depends_context("lang")
    def _compute_name(self):
        for alert in self:
            alert.name = self.env["triangle.alert.words"]._name_of(alert)

    @api.constrains("state", "cause")
    def _check_cause(self):
        for alert in self:
            if alert.state == "closed" and not alert.cause:
                raise ValidationError(self.env._("Say what the cause was before you close this."))

    # -- what people do ----------------------------------------------------------------------------

    def _check_may_close(self):
        if self.env.user.has_group("triangle_kpis.group_analyst"):
            return
        if any(alert.owner_id != self.env.user for alert in self):
            raise AccessError(self.env._("Whoever looks into it, or an analyst, closes an alert."))

    def action_close(self):
        """Close with the cause given. A one-off leaves the usual range, a new normal starts a new one."""
        self._check_may_close()
        for alert in self:
            if alert.state == "closed":
                raise UserError(self.env._("This alert is closed already."))
            if not alert.cause:
                raise UserError(self.env._("Say what the cause was before you close this."))
            if alert.cause == "one_off":
                alert._leave_baseline()
            if alert.cause == "shift":
                alert._new_normal()
        self._close()
        return True

    def _close(self, **vals):
        """Close, by a person or by itself; its to-do is done."""
        # sudo: the right was checked, or it is the nightly job; readonly columns are written by code alone
        self.sudo().write({
            "state": "closed", "closed_at": fields.Datetime.now(),
            "closed_by_id": False if self.env.su else self.env.uid, **vals})
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def action_reopen(self):
        """Somebody was too quick."""
        self._check_may_close()
        for alert in self:
            if alert.state == "closed" and alert._twins():
                raise UserError(self.env._("Another alert about the same is open."))
        # sudo: as in _close
        self.sudo().write({
            "state": "open", "closed_at": False, "closed_by_id": False, "effect": False, "effect_detail": False})
        return True

    def _twins(self):
        """Open alerts about the same figure, unit, family and direction."""
        self.ensure_one()
        same = ("kpi_id", "company_id", "team_id", "department_id")
        return self.sudo().search([  # sudo: only whether there is one
            *[(name, "=", self[name].id) for name in same], ("source", "=", self.source),
            ("family", "=", self.family), ("adverse", "=", self.adverse), ("state", "!=", "closed")], limit=1)

    def _leave_baseline(self):
        if not self.kpi_id:
            return
        # sudo: closing with a cause is what records it
        self.env["triangle.alert.note"].sudo().create({
            "name": self.cause_note or self.env._("Something that happened once"), "kpi_id": self.kpi_id.id,
            "company_id": self.company_id.id, "team_id": self.team_id.id, "department_id": self.department_id.id,
            "date_from": self.first_day, "date_to": self.last_day, "alert_id": self.id})

    def _new_normal(self):
        unit = (self.company_id.id, self.team_id.id, self.department_id.id)
        baseline = self.kpi_id and self.env["triangle.alert.baseline"]._of(self.kpi_id, unit)
        if not baseline or self.family != "spc":
            raise UserError(self.env._("There is no usual range to take anew here."))
        baseline.with_env(self.env)._restart(self.run_day or self.first_day)

    def action_records(self):
        """The records behind it, with the rights of who clicks."""
        self.ensure_one()
        if not self.kpi_id:
            return self.env["triangle.alert.quality"]._records_action(self)
        filters = {"date_from": self.first_day, "date_to": self.last_day, **self._filters()}
        part = "miss" if self.adverse and self.kpi_id.drill_part != "num" and self.kpi_id.den_measure else None
        try:
            return self.env["triangle.dashboard"].with_company(self.company_id).with_context(
                allowed_company_ids=self.company_id.ids).drill(self.kpi_id.code, filters, part)
        except UserError:
            return self.env["triangle.dashboard"].drill(self.kpi_id.code, filters)

    def _filters(self):
        """The unit, as filters of the page."""
        return {name: self[name].id for name in ("team_id", "department_id") if self[name]}

    # -- to whom -----------------------------------------------------------------------------------

    def _tell(self):
        """A to-do for whoever looks into it: in the app, no mail, and only what is for the worse."""
        Rule = self.env["triangle.alert.rule"]
        for alert in self.filtered(lambda a: a.adverse and a.state == "open"):
            rule = Rule._of(alert)
            alert.owner_id = alert.owner_id or Rule._owner(alert, rule)
            if alert.owner_id:
                alert.with_context(mail_activity_quick_update=True).activity_schedule(  # stock's way of no mail
                    "mail.mail_activity_data_todo", summary=alert.name[:200], user_id=alert.owner_id.id,
                    date_deadline=fields.Date.add(fields.Date.context_today(alert), days=rule.days or Rule.DAYS))
