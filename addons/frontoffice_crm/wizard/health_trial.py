from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import mood as pure

ENOUGH = 30
BANDS = [("unhappy", "Unhappy"), ("between", "In between"), ("content", "Content"), ("unknown", "Too little known")]


class HealthTrial(models.TransientModel):
    """Would the mood have warned us? The rule as it is now, on what was known then, against what came."""

    _name = "frontoffice.health.trial"
    _description = "Mood rule on the past"

    policy_id = fields.Many2one("frontoffice.health.policy", "Rule", required=True)
    company_id = fields.Many2one(related="policy_id.company_id")
    months = fields.Integer("Months ago", default=6, required=True)
    line_ids = fields.One2many("frontoffice.health.trial.line", "trial_id", readonly=True)
    sentence = fields.Char(readonly=True)

    def action_run(self):
        """Work it out; nothing is stored but this page."""
        self.ensure_one()
        if not 1 <= self.months <= 24:
            raise UserError(self.env._("Look back 1 to 24 months."))
        then = fields.Datetime.now() - relativedelta(months=self.months)
        partners = self._customers(then)
        moods = self._moods(partners, then)
        gone = self._gone(partners, then)
        rows = {key: [0, 0] for key, _label in BANDS}
        for partner in partners:
            row = rows[self._band(moods[partner.id])]
            row[0] += 1
            row[1] += partner.id in gone
        self.write({
            "sentence": self._say(rows),
            "line_ids": [fields.Command.clear()] + [
                fields.Command.create({"band": key, "count": n, "left": left}) for key, (n, left) in rows.items()
            ],
        })
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "view_mode": "form",
            "target": "new", "name": self.env._("Would it have warned us?"),
        }

    @api.model
    def _encounters(self, company, start, end):
        """Customers in touch between two moments."""
        # sudo: as for the mood itself; only counts leave this page
        groups = self.env["frontoffice.encounter"].sudo()._read_group(
            [("company_id", "=", company.id), ("partner_id", "!=", False),
             ("arrived_at", ">=", start), ("arrived_at", "<=", end)], ["partner_id"],
        )
        return self.env["res.partner"].union(*(partner.commercial_partner_id for (partner,) in groups))

    def _customers(self, then):
        """In touch in the year before, so that silence since means something."""
        return self._encounters(self.company_id, then - relativedelta(years=1), then)

    def _moods(self, partners, then):
        facts = self.env["frontoffice.health.facts"]._collect(partners, self.company_id, then, self.policy_id.days)
        weights = self.policy_id._weights()
        return {partner.id: pure.mood(facts[partner.id], weights)[0] for partner in partners}

    def _band(self, mood):
        if mood is None:
            return "unknown"
        if mood < self.policy_id.unhappy_below:
            return "unhappy"
        return "content" if mood > 100 - self.policy_id.unhappy_below else "between"

    def _gone(self, partners, then):
        """Ids of those whose plan was lost since, and of those without a plan who have been silent since."""
        plans = self.env["frontoffice.success.plan"].sudo().with_context(active_test=False).search([  # sudo: as above
            ("company_id", "=", self.company_id.id), ("partner_id.commercial_partner_id", "in", partners.ids),
        ])
        lost = plans.filtered(lambda p: p.state == "lost" and (p.lost_on or p.write_date.date()) > then.date())
        staying = plans.filtered(lambda p: p.state != "lost")
        seen = self._encounters(self.company_id, then, fields.Datetime.now())
        silent = partners - seen - plans.partner_id.commercial_partner_id
        return set((lost.partner_id.commercial_partner_id - staying.partner_id.commercial_partner_id | silent).ids)

    def _say(self, rows):
        known = {key: row for key, row in rows.items() if key != "unknown"}
        n, left = (sum(row[part] for row in known.values()) for part in (0, 1))
        if left < 1 or n < ENOUGH:
            return self.env._("Too few to judge: %(left)s of %(n)s left or went quiet.", left=left, n=n)
        caught, warned = rows["unhappy"][1], rows["unhappy"][0]
        return self.env._(
            "Of %(left)s who left or went quiet, %(caught)s were unhappy %(months)s months before; of %(stayed)s who "
            "stayed, %(false)s were.",
            left=left, caught=caught, months=self.months, stayed=n - left, false=warned - caught,
        )


class HealthTrialLine(models.TransientModel):
    """Customers who were in one mood, and how many of them left."""

    _name = "frontoffice.health.trial.line"
    _description = "Mood rule on the past: one mood"

    trial_id = fields.Many2one("frontoffice.health.trial", required=True, index=True, ondelete="cascade")
    band = fields.Selection(BANDS, "Mood then", required=True)
    count = fields.Integer("Customers")
    left = fields.Integer("Left or went quiet")
    share = fields.Float(compute="_compute_share")

    @api.depends("count", "left")
    def _compute_share(self):
        for line in self:
            line.share = line.left / line.count if line.count else 0.0
