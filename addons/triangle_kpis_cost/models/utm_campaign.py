from odoo import api, fields, models


class UtmCampaign(models.Model):
    """Where the cost of a campaign is booked."""

    _inherit = "utm.campaign"

    cost_account_id = fields.Many2one(
        "account.analytic.account", "Cost booked on", index="btree_not_null", ondelete="set null",
        groups="account.group_account_readonly,account.group_account_invoice",
        help="What is booked on this analytic account is what the campaign cost.",
    )

    _cost_account_uniq = models.UniqueIndex(
        "(cost_account_id) WHERE cost_account_id IS NOT NULL", "Another campaign is booked on this account already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        campaigns = super().create(vals_list)
        campaigns.filtered(lambda campaign: campaign.sudo().cost_account_id)._mark_costs()  # as in write
        return campaigns

    def write(self, vals):
        moves = "cost_account_id" in vals
        if moves:
            self._mark_costs()
        done = super().write(vals)
        if moves:
            self._mark_costs()
        return done

    def _mark_costs(self):
        """What is booked on the accounts of these campaigns is counted again."""
        # sudo: whoever edits a campaign need not see accounts
        accounts = self.sudo().cost_account_id
        if accounts:
            self.env["triangle.engine"]._note("account.analytic.account", accounts.ids)
