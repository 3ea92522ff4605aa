from datetime import timedelta

from odoo import api, fields, models

REPEAT_DAYS = 90
CONTENT = 4  # stars of five


class Case(models.Model):
    """Whether a complaint was put right: what the customer says afterwards, and whether it came back."""

    _inherit = "frontoffice.case"

    recovery = fields.Selection(
        [("recovered", "Recovered"), ("not", "Not recovered"), ("unknown", "Not known")], "After it was solved",
        readonly=True, copy=False, index="btree_not_null",
        help="4 or 5 stars after it was solved: recovered. Fewer, or the same complaint again within 90 days: not.",
    )
    repeat_of_id = fields.Many2one(
        "frontoffice.case", "Came back from", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    repeat_ids = fields.One2many("frontoffice.case", "repeat_of_id", "Came back as", readonly=True)

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {"recovery", "repeat_of_id"}

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._link_repeats()
        return cases

    def write(self, vals):
        done = super().write(vals)
        if {"root_cause_id", "partner_id", "type"} & vals.keys():
            self._link_repeats()
        return done

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        if kind in ("resolved", "reopened", "undone"):
            self._settle_recovery()

    def _link_repeats(self):
        """Tie a complaint to the customer's earlier one with the same cause, solved in the last 90 days."""
        # sudo: read-only for people, and whether it came back does not depend on who asks
        for case in self.sudo():
            known = case.repeat_of_id
            found = case._repeated()
            if found != known:
                case.repeat_of_id = found
            (known | found | case)._settle_recovery()

    def _repeated(self):
        firm = self.partner_id.commercial_partner_id
        if self.type != "complaint" or not self.root_cause_id or not firm or not self.opened_at:
            return self.browse()
        return self.search([
            ("type", "=", "complaint"), ("root_cause_id", "=", self.root_cause_id.id), ("id", "!=", self.id),
            ("partner_id", "child_of", firm.id), ("company_id", "=", self.company_id.id),
            ("resolved_at", "<=", self.opened_at), ("resolved_at", ">=", self.opened_at - timedelta(days=REPEAT_DAYS)),
        ], order="resolved_at desc", limit=1)

    def _settle_recovery(self):
        """Write the outcome anew from what is known now; running it again changes nothing."""
        for case in self.sudo():  # as above
            outcome = case._recovery()
            if case.recovery != outcome:
                case.recovery = outcome

    def _recovery(self):
        if self.type != "complaint" or not self.resolved_at:
            return False
        if self.repeat_ids.filtered(lambda c: c.type == "complaint"):
            return "not"
        given = self.rating_ids.filtered(
            lambda r: r.consumed and (r.rated_on or r.write_date) >= self.resolved_at
        ).sorted(lambda r: (r.rated_on or r.write_date, r.id))[-1:]
        if not given:
            return "unknown"
        return "recovered" if given.rating >= CONTENT else "not"
