from odoo import api, fields, models


class Case(models.Model):
    """Why it happened, what kind of customer it was, and who it took: the columns numbers need."""

    _inherit = "frontoffice.case"

    root_cause_id = fields.Many2one(
        "frontoffice.cause", "Cause", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    segment = fields.Char(
        "Kind of customer", readonly=True, copy=False, index="btree_not_null",
        help="As the customer was when the case was opened: first tag, else industry, else company or person.",
    )
    needed_approval = fields.Boolean("Needed an approval", readonly=True, copy=False)
    approval_granted = fields.Boolean("An approval was given", readonly=True, copy=False)
    approval_state = fields.Selection(
        [("asked", "Waiting for a decision"), ("granted", "Approved"), ("declined", "Declined")],
        "Approval", readonly=True, copy=False,
    )

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {"segment", "needed_approval", "approval_granted", "approval_state"}

    def _ledger_values(self, state):
        return super()._ledger_values(state) | {
            "needed_approval": state.needed_approval, "approval_granted": state.approval_granted,
            "approval_state": state.approval_state or False,
        }

    # -- kind of customer ------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._freeze_segment()
        return cases

    def write(self, vals):
        done = super().write(vals)
        if vals.get("partner_id"):
            self._freeze_segment()  # opened before anybody knew whose it is
        return done

    def _freeze_segment(self):
        """Fill the kind of customer where it is not known yet; what is known never moves."""
        # sudo: read-only for people, and the customer's tags are no secret to a figure
        for case in self.sudo().filtered(lambda c: c.partner_id and not c.segment):
            lang = case.company_id.partner_id.lang or "en_US"  # one wording a company, whoever opens it
            case.segment = case.with_context(lang=lang)._segment()

    def _segment(self):
        """First tag of the customer or of the firm behind it, else industry, else company or person."""
        self.ensure_one()
        people = self.partner_id | self.partner_id.commercial_partner_id
        tags = next((p.category_id for p in people if p.category_id), people.category_id)
        industry = people.industry_id[:1]
        if tags or industry:
            return (tags[:1] or industry).name
        firm = self.partner_id.commercial_partner_id.is_company
        return self.env._("Company") if firm else self.env._("Person")

    # -- who it took -----------------------------------------------------------------------------

    def _resolved_levels(self):
        approved = self.filtered("approval_granted")
        return super()._resolved_levels() | dict.fromkeys(approved.ids, "approved")
