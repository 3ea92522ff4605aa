from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

STAYING = ("running", "renewed")  # still a customer of this plan; renewed: went on at least once

class SuccessPlan(models.Model):
    """A customer who stays: since when, worth what, until when, and what we do for it."""

    _name = "frontoffice.success.plan"
    _description = "Success plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "notice_by, id"
    _check_company_auto = True

    name = fields.Char("What they want to achieve", required=True)
    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users", "Owner", index=True, tracking=True, ondelete="set null", check_company=True,
        default=lambda self: self.env.uid,
    )
    team_id = fields.Many2one("crm.team", ondelete="set null", check_company=True)
    date_start = fields.Date("Start", required=True, default=fields.Date.context_today)
    date_renewal = fields.Date("Renewal", tracking=True)
    notice_days = fields.Integer("Notice (days)", default=90)
    notice_by = fields.Date("Notice by", compute="_compute_notice_by", store=True, index=True)
    auto_renew = fields.Boolean("Renews by itself", default=True)
    renew_months = fields.Integer("For (months)", default=12)
    value = fields.Monetary("Worth a year", tracking=True)
    state = fields.Selection(
        [("running", "Running"), ("renewed", "Renewed"), ("lost", "Lost"), ("ended", "Ended")],
        default="running", required=True, tracking=True, index=True,
    )
    lost_reason = fields.Char(tracking=True)
    lost_on = fields.Date(readonly=True, copy=False)
    renewal_count = fields.Integer("Renewed before", readonly=True, copy=False)
    training_ids = fields.One2many("frontoffice.success.training", "plan_id")
    training_hours = fields.Float(compute="_compute_training_hours")
    play_run_ids = fields.One2many("frontoffice.success.play.run", "plan_id", readonly=True)
    mood = fields.Float(compute="_compute_mood", digits=(4, 0))
    is_unhappy = fields.Boolean(compute="_compute_mood", search="_search_is_unhappy")
    active = fields.Boolean(default=True)

    _days_positive = models.Constraint(
        "CHECK (notice_days >= 0 AND renew_months > 0)", "Days and months are not negative."
    )

    @api.depends("date_renewal", "notice_days")
    def _compute_notice_by(self):
        for plan in self:
            plan.notice_by = plan.date_renewal and fields.Date.subtract(plan.date_renewal, days=plan.notice_days)

    @api.constrains("date_start", "date_renewal")
    def _check_dates(self):
        for plan in self:
            if plan.date_renewal and plan.date_renewal <= plan.date_start:
                raise ValidationError(self.env._("The renewal comes after the start."))

    @api.depends("training_ids.hours")
    def _compute_training_hours(self):
        for plan in self:
            plan.training_hours = sum(plan.training_ids.mapped("hours"))

    @api.depends("partner_id")
    def _compute_mood(self):
        latest = self.env["frontoffice.health.score"].search([
            ("partner_id", "in", self.partner_id.commercial_partner_id.ids), ("is_latest", "=", True),
            ("company_id", "in", self.company_id.ids),
        ])
        known = {(score.partner_id, score.company_id): score for score in latest}
        for plan in self:
            score = known.get((plan.partner_id.commercial_partner_id, plan.company_id))
            plan.mood, plan.is_unhappy = (score.mood, score.is_unhappy) if score else (0.0, False)

    def _search_is_unhappy(self, operator, value):
        if operator != "in":
            return NotImplemented
        unhappy = self.env["frontoffice.health.score"].search([("is_latest", "=", True), ("is_unhappy", "=", True)])
        return [("partner_id.commercial_partner_id", "in", unhappy.partner_id.ids)]

    def action_renew(self):
        """They stay: the next renewal is set, and the count goes up."""
        self._check_staying()
        for plan in self:
            base = plan.date_renewal or fields.Date.context_today(plan)
            plan.write({
                "state": "renewed", "date_renewal": base + relativedelta(months=plan.renew_months),
                "renewal_count": plan.renewal_count + 1,
            })
        return True

    def action_end(self):
        """It ends as agreed and nobody is lost: the work is done, or another plan takes over."""
        self._check_staying()
        self.write({"state": "ended"})
        return True

    def action_resume(self):
        """It goes on after all."""
        over = self.filtered(lambda plan: plan.state not in STAYING)
        over.write({"state": "running", "lost_on": False, "lost_reason": False})
        return True

    def _check_staying(self):
        for plan in self:
            if plan.state not in STAYING:
                raise ValidationError(self.env._("“%s” is over already. Let it go on first.", plan.name))

    def action_lose(self):
        """They leave."""
        self._check_staying()
        for plan in self:
            if not plan.lost_reason:
                raise ValidationError(self.env._("Say why they leave, so that others stay."))
        self.write({"state": "lost", "lost_on": fields.Date.context_today(self)})
        return True
