from math import isfinite

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .frontoffice_mandate import GOODWILL_KINDS
from .promise import SOURCES


class FrontofficeGesture(models.Model):
    """A small compensation for a customer: a promise to pay or give. What is given never changes."""

    _name = "frontoffice.gesture"
    _description = "Goodwill"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _check_company_auto = True

    case_id = fields.Many2one(
        "frontoffice.case", required=True, index=True, check_company=True, ondelete="restrict"
    )
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, index=True)
    team_id = fields.Many2one("crm.team", index="btree_not_null", ondelete="set null")
    kind = fields.Selection(GOODWILL_KINDS, "What", required=True, default="refund")
    currency_id = fields.Many2one("res.currency", required=True)
    amount = fields.Monetary(required=True)
    company_currency_id = fields.Many2one("res.currency", "Company currency", related="company_id.currency_id")
    amount_company = fields.Monetary(
        "Worth", currency_field="company_currency_id", required=True,
        help="In the company's currency at the rate of the day. Later rates change nothing.",
    )
    note = fields.Char("Why")
    user_id = fields.Many2one("res.users", "By", index=True, ondelete="restrict")
    asked_at = fields.Datetime("Asked for on")
    given_at = fields.Datetime("Given on", index="btree_not_null")
    state = fields.Selection(
        [
            ("asked", "To decide"), ("given", "Given"), ("declined", "Declined"),
            ("withdrawn", "Not asked for any more"),
        ],
        default="asked", required=True, index=True,
    )
    reason_code = fields.Selection(
        [
            ("over_limit", "More than the limit"), ("no_limit", "No limit"),
            ("asked_anyway", "Asked although inside the limit"),
        ],
        "Asked because",
    )
    escalated_inside = fields.Boolean(
        "Asked although inside the limit",
        help="Could have been given at once. Many of these: the limit is not trusted.",
    )
    approver_id = fields.Many2one("res.users", "Decided by", index="btree_not_null", ondelete="restrict")
    decided_at = fields.Datetime("Decided on")
    decision_note = fields.Char("In words")
    mandate_id = fields.Many2one(
        "frontoffice.mandate", "Decision limit", index="btree_not_null", ondelete="restrict"
    )
    mandate_version_id = fields.Many2one(
        "frontoffice.mandate.version", "Limit as it was", index="btree_not_null", ondelete="restrict"
    )
    budget_id = fields.Many2one("frontoffice.mandate.budget", "Month", index="btree_not_null", ondelete="restrict")
    standard_id = fields.Many2one(
        "frontoffice.promise.standard", "Promise with it", index="btree_not_null", check_company=True,
        ondelete="restrict",
    )
    promise_id = fields.Many2one("frontoffice.promise", "Promised", index="btree_not_null", ondelete="restrict")
    reversal_of_id = fields.Many2one(
        "frontoffice.gesture", "Takes back", index="btree_not_null", ondelete="restrict"
    )
    reversal_ids = fields.One2many("frontoffice.gesture", "reversal_of_id", "Taken back by")
    is_returned = fields.Boolean("Taken back", compute="_compute_is_returned", search="_search_is_returned")
    source = fields.Selection(SOURCES, default="person", required=True)
    batch_id = fields.Many2one("frontoffice.batch", index="btree_not_null", ondelete="restrict")

    _taken_back_once = models.UniqueIndex(
        "(reversal_of_id) WHERE reversal_of_id IS NOT NULL", "This was taken back already."
    )
    _sign = models.Constraint(
        "CHECK ((reversal_of_id IS NULL) = (amount > 0) AND (amount > 0) = (amount_company > 0))",
        "An amount is above 0; only what takes another one back is below.",
    )

    @api.depends("kind", "amount", "currency_id")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for gesture in self:
            amount = gesture.currency_id.format(gesture.amount) if gesture.currency_id else ""
            gesture.display_name = f"{labels.get(gesture.kind, '')} {amount}".strip()

    @api.depends("reversal_ids")
    def _compute_is_returned(self):
        for gesture in self:
            gesture.is_returned = bool(gesture.reversal_ids)

    def _search_is_returned(self, operator, value):
        return [("reversal_ids", "!=", False)] if operator == "in" else NotImplemented

    # -- what is given stays ---------------------------------------------------------------------

    def write(self, vals):
        adopted = self.env.su and vals.keys() == {"batch_id"}  # a batch that goes takes it along
        if not adopted and any(gesture.state != "asked" for gesture in self):
            raise UserError(self.env._("What was given or decided never changes. Take it back instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        if not self.env.su:
            raise UserError(self.env._("Goodwill stays in the books. Take it back instead."))

    @api.model_create_multi
    def create(self, vals_list):
        # the record is the log: no creation message, no followers
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True)
        return super(FrontofficeGesture, quiet).create(vals_list).with_env(self.env)

    # -- giving ----------------------------------------------------------------------------------

    @api.model
    def _prepare(self, case, values):
        """Values of a new record: whose it is, and what it is worth today."""
        company = case.company_id
        currency = self.env["res.currency"].browse(values.get("currency_id")) or company.currency_id
        amount = float(values.get("amount") or 0.0)
        amount = currency.round(amount) if isfinite(amount) else 0.0
        if amount <= 0:
            raise ValidationError(self.env._("Say how much: an amount above 0."))
        day = self.env["frontoffice.mandate"]._today(company)
        return {
            "source": "person", **values, "case_id": case.id, "partner_id": case.partner_id.id,
            "company_id": company.id, "team_id": case.team_id.id, "user_id": self.env.uid,
            "currency_id": currency.id, "amount": amount, "asked_at": fields.Datetime.now(), "state": "asked",
            "amount_company": currency._convert(amount, company.currency_id, company, day),
        }

    def _wanted(self):
        return {"case": self.case_id, "case_type": self.case_id.type, "kind": self.kind, "currency": self.currency_id}

    def _fits(self, room):
        """Whether a room is large enough for this one."""
        return bool(room) and self.company_currency_id.compare_amounts(room["room"], self.amount_company) >= 0

    def _give(self, room, decision=None):
        """Charge the month and give it. The month is read again under its lock.

        ``room``: what ``_room`` said, or None where a manager decides beyond every limit.
        Returns False when a colleague was faster and the room is gone.
        """
        self.ensure_one()
        values = {"state": "given", "given_at": fields.Datetime.now(), **(decision or {})}
        if room:
            mandate = room["mandate"]
            budget = self.env["frontoffice.mandate.budget"]._lock_month(mandate, self.company_id, self.env.user)
            if not self._fits(mandate._own_room(self.company_id, self.env.user, self.case_id)):
                return False
            budget._charge(self.amount_company)
            version = mandate._current_version()
            values |= {"mandate_id": mandate.id, "mandate_version_id": version.id, "budget_id": budget.id}
        if self.standard_id:
            values["promise_id"] = self._make_promise().id
        self.case_id._record("goodwill_given", {"gesture": self.id})
        return self.sudo().write(values)  # sudo: nobody writes goodwill by hand

    def _make_promise(self):
        """"Money back by Thursday": the safe date of the standard promise, said with the goodwill."""
        return self.env["frontoffice.promise"]._make([{
            "name": self.standard_id.name, "standard_id": self.standard_id.id, "case_id": self.case_id.id,
            "partner_id": self.partner_id.id, "company_id": self.company_id.id, "team_id": self.team_id.id,
            "due_at": self.standard_id._safe(self.company_id)["due_at"],
        }])
