from datetime import timedelta

from odoo import api, fields, models

from .success_plan import STAYING


class SuccessPlay(models.Model):
    """What we do when a customer who should stay gets unhappy, or the renewal comes near."""

    _name = "frontoffice.success.play"
    _description = "Play"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    trigger = fields.Selection(
        [
            ("unhappy", "The customer gets unhappy"), ("promise_risk", "A promise to them will not make it"),
            ("notice", "Notice comes near"), ("silence", "We did not hear from each other"),
        ],
        required=True, default="unhappy", string="When",
    )
    days = fields.Integer(default=30, help="Before the notice, or of silence.")
    activity_plan_id = fields.Many2one(
        "mail.activity.plan", "Start plan", required=True, ondelete="restrict",
        domain=[("res_model", "=", "frontoffice.success.plan")],
    )

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another play."
    )

    @api.model
    def _after_mood(self, scores):
        """Customers that just became unhappy."""
        unhappy = scores.filtered("is_unhappy")
        for company, group in unhappy.grouped("company_id").items():
            plays = self.sudo().search([("company_id", "=", company.id), ("trigger", "=", "unhappy")])
            for score in group if plays else ():
                plays._start(self._plans(score.partner_id, company), str(score.day))

    @api.model
    def _plans(self, partners, company):
        return self.env["frontoffice.success.plan"].sudo().search([  # sudo: a play starts whoever causes it
            ("partner_id.commercial_partner_id", "in", partners.ids), ("company_id", "=", company.id),
            ("state", "in", STAYING),
        ])

    @api.model
    def _cron_play(self):
        """Notices, silences and promises at risk; each occasion starts a play once."""
        for play in self.search([("trigger", "!=", "unhappy")]):
            for plan, occasion in getattr(play, f"_occasions_{play.trigger}")():
                play._start(plan, occasion)

    def _running(self):
        return self.env["frontoffice.success.plan"].search([
            ("company_id", "=", self.company_id.id), ("state", "in", STAYING),
        ])

    def _occasions_notice(self):
        today = fields.Date.context_today(self)
        near = self._running().filtered(
            lambda plan: plan.notice_by and plan.notice_by - timedelta(days=self.days) <= today <= plan.notice_by
        )
        return [(plan, str(plan.notice_by)) for plan in near]

    def _occasions_silence(self):
        """One occasion for each last contact, so that the play starts once for each silence."""
        limit = fields.Datetime.now() - timedelta(days=self.days)
        plans = self._running()
        found = []
        for plan in plans:
            last = plan.partner_id.commercial_partner_id.service_last_at
            if last and last < limit:
                found.append((plan, f"{last:%Y-%m-%d}"))
        return found

    def _occasions_promise_risk(self):
        plans = self._running()
        families = plans.partner_id.commercial_partner_id
        promises = self.env["frontoffice.promise"].search([
            ("will_miss", "=", True), ("company_id", "=", self.company_id.id),
            ("partner_id.commercial_partner_id", "in", families.ids),
        ])
        return [
            (plan, f"promise {promise.id}") for promise in promises for plan in plans
            if plan.partner_id.commercial_partner_id == promise.partner_id.commercial_partner_id
        ]

    def _start(self, plans, occasion):
        """Start this play for plans it was not started for on the same occasion."""
        Run = self.env["frontoffice.success.play.run"].sudo()  # nobody writes them by hand
        for play in self:
            known = Run.search([("play_id", "=", play.id), ("plan_id", "in", plans.ids), ("occasion", "=", occasion)])
            todo = plans - known.plan_id
            Run.create([{"play_id": play.id, "plan_id": plan.id, "occasion": occasion} for plan in todo])
            for user, group in todo.grouped("user_id").items():
                owner = user or group.team_id[:1].user_id
                if owner:
                    play._schedule(group, owner)

    def _schedule(self, plans, owner):
        wizard = self.env["mail.activity.schedule"].sudo().with_context(  # stock's own way to start a plan
            active_model=plans._name, active_ids=plans.ids, mail_activity_quick_update=True,
        ).create({"plan_id": self.activity_plan_id.id, "plan_on_demand_user_id": owner.id})
        wizard.action_schedule_plan()
