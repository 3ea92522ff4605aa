from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

from .service_cost import HEADS

NEEDED = (
    ("backoffice_handoff", "final_at"), ("backoffice_handoff", "rework_count"), ("backoffice_service_version", "costs"),
)
# As _compute_actual_cost without hours and documents, for the requests of a database that had no such column.
PAST = """
    UPDATE backoffice_handoff h SET actual_cost = (1 + COALESCE(h.rework_count, 0)) * (
        COALESCE((v.costs->>'cost_fixed')::numeric, 0)
        + COALESCE((v.costs->>'touch_hours')::numeric, 0) * COALESCE((v.costs->>'hour_rate')::numeric, 0))
    FROM backoffice_service_version v
    WHERE v.id = h.service_version_id AND h.final_at IS NOT NULL AND v.costs IS NOT NULL
"""


class HandoffCost(models.Model):
    """What one request did cost, at the rates agreed when it was sent. For heads alone, as those rates."""

    _inherit = "backoffice.handoff"

    hours_spent = fields.Float(
        "Hours worked", compute="_compute_hours_spent", inverse="_inverse_hours_spent",
        help="Hands-on time of the department. The sender does not see it.",
    )
    cost_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of the cost")
    actual_cost = fields.Monetary(
        "Cost", compute="_compute_actual_cost", store=True, groups=HEADS, copy=False,
        currency_field="cost_currency_id", aggregator="sum",
        help="Fixed cost and hours at the rate agreed when it was sent, and what was bought for it. Where nobody wrote"
             " hours down, the usual ones count once it is ready, and again each time it was done again.",
    )
    cost_words = fields.Char("Made up of", compute="_compute_cost_words", groups=HEADS)

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {"actual_cost"}

    def _auto_init(self):
        """Requests of the past get their cost in one statement instead of one by one."""
        cr = self.env.cr
        here = all(column_exists(cr, *column) for column in NEEDED)
        if here and not column_exists(cr, "backoffice_handoff", "actual_cost"):
            create_column(cr, "backoffice_handoff", "actual_cost", "numeric")
            cr.execute(SQL(PAST))
        return super()._auto_init()

    @api.depends("desk_ids.touch_hours")
    @api.depends_context("uid")
    def _compute_hours_spent(self):
        Desk = self.env["backoffice.handoff.desk"]
        rows = {}
        if Desk.has_access("read"):  # the sides this person may see
            rows = dict(Desk._read_group([("handoff_id", "in", self.ids)], ["handoff_id"], ["touch_hours:sum"]))
        for handoff in self:
            handoff.hours_spent = rows.get(handoff._origin, 0)

    def _inverse_hours_spent(self):
        for handoff in self:
            handoff._check_receiver()
            desk = self.env["backoffice.handoff.desk"].search([("handoff_id", "=", handoff.id)])
            if desk:
                desk.touch_hours = handoff.hours_spent
            elif handoff.hours_spent:
                desk.create({
                    "handoff_id": handoff.id, "to_department_id": handoff.to_department_id.id,
                    "touch_hours": handoff.hours_spent,
                })

    @api.depends("final_at", "service_version_id", "rework_count", "desk_ids.touch_hours")
    def _compute_actual_cost(self):
        for handoff in self:
            handoff.actual_cost = sum(amount for _words, amount in handoff._cost_parts())

    def _cost_parts(self):
        """[(words, amount)] of what is known of its cost; bridges add what was bought for it."""
        self.ensure_one()
        work = self._cost_of_work()
        if not work:
            return []
        fixed = (1 + self.rework_count) * ((self.service_version_id.costs or {}).get("cost_fixed") or 0)
        return [part for part in [(self.env._("fixed"), fixed), work] if part[1]]

    def _cost_of_work(self):
        """(words, amount) of the hours: those written down, else the usual ones once it is ready, else None."""
        costs = self.service_version_id.costs or {}
        rate = costs.get("hour_rate") or 0
        hours = sum(self.desk_ids.mapped("touch_hours"))
        if hours:
            return self.env._("%.2f h worked", hours), hours * rate
        if not self.final_at:
            return None
        usual = (1 + self.rework_count) * (costs.get("touch_hours") or 0)
        return self.env._("%.2f h as usual", usual), usual * rate

    @api.depends("actual_cost")
    def _compute_cost_words(self):
        for handoff in self:
            # sudo: heads see the rates, this field is theirs alone
            parts = handoff.sudo()._cost_parts()
            currency = handoff.sudo().cost_currency_id
            handoff.cost_words = " + ".join(f"{words} {currency.format(amount)}" for words, amount in parts)
