from odoo import api, fields, models

from .claim_status import STATUSES

WORST = ("untrue", "risk", "unproven", "true")


class UtmCampaign(models.Model):
    """What a campaign promises, and whether that is true."""

    _inherit = "utm.campaign"

    claim_ids = fields.One2many(
        "frontoffice.claim", "campaign_id", "Advertised promises", groups="frontoffice_crm.group_agent")
    claim_status = fields.Selection(
        STATUSES, "Is it true?", compute="_compute_claim_status", groups="frontoffice_crm.group_agent",
        help="The worst of what this campaign promises and still runs.",
    )

    @api.depends("claim_ids.status", "claim_ids.stopped_on")
    def _compute_claim_status(self):
        for campaign in self:
            running = campaign.claim_ids._filtered_access("read").filtered("is_running")
            campaign.claim_status = next((word for word in WORST if word in running.mapped("status")), False)
