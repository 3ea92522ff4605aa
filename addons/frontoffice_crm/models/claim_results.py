from odoo import api, fields, models


class UtmCampaign(models.Model):
    _inherit = "utm.campaign"

    service_cost = fields.Float("Cost", company_dependent=True, help="In the currency of the company.")


class Claim(models.Model):
    """What a campaign cost and brought, beside whether what it says is true."""

    _inherit = "frontoffice.claim"

    currency_id = fields.Many2one(related="company_id.currency_id")
    campaign_cost = fields.Monetary("Cost", compute="_compute_results")
    lead_count = fields.Integer("Leads", compute="_compute_results")
    won_count = fields.Integer("Won", compute="_compute_results")
    won_amount = fields.Monetary("Won amount", compute="_compute_results", help="Expected revenue of the won leads.")
    cost_per_won = fields.Monetary("Cost per won", compute="_compute_results")

    @api.depends("campaign_id", "company_id")
    def _compute_results(self):
        for company, claims in self.grouped("company_id").items():
            claims._fill_results(company)

    def _fill_results(self, company):
        # sudo: counts and sums are open to whoever judges the campaign, the leads are not
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        domain = [("campaign_id", "in", self.campaign_id.ids), ("company_id", "in", (False, company.id))]
        leads = dict(Lead._read_group(domain, ["campaign_id"], ["__count"]))
        rows = Lead._read_group(
            [*domain, ("won_status", "=", "won")], ["campaign_id"], ["__count", "expected_revenue:sum"]
        )
        won = {campaign: (count, amount) for campaign, count, amount in rows}
        for claim in self:
            count, amount = won.get(claim.campaign_id, (0, 0.0))
            cost = claim.campaign_id.with_company(company).service_cost
            claim.campaign_cost, claim.lead_count = cost, leads.get(claim.campaign_id, 0)
            claim.won_count, claim.won_amount = count, amount
            claim.cost_per_won = cost / count if count else 0.0
