from odoo import api, fields, models


class Promise(models.Model):
    """Where a promise came from: typed links, one line of words for the list."""

    _inherit = "frontoffice.promise"

    claim_id = fields.Many2one(
        "frontoffice.claim", "Advertised as", index="btree_not_null", ondelete="set null", check_company=True,
        compute="_compute_claim", store=True, readonly=False, precompute=True,
        help="The advert or quotation text it was given under.",
    )
    came_from = fields.Char("Came from", compute="_compute_came_from")

    @api.model
    def _origin_fields(self):
        """Names of the typed links to where a promise was made, the most telling first. Bridges add theirs."""
        return ["claim_id", "campaign_id", "encounter_id", "lead_id", "case_id"]

    @api.depends("campaign_id", "standard_id", "company_id")
    def _compute_claim(self):
        """Offered by default: the claim that runs now in the same campaign, else under the same standard."""
        open_ones = self.filtered(lambda p: not p.claim_id and (p.campaign_id or p.standard_id))
        claims = self.env["frontoffice.claim"]._running_for(open_ones)
        for promise in self:
            promise.claim_id = promise.claim_id or promise._pick_claim(claims)

    def _pick_claim(self, claims):
        own = claims.filtered(lambda c: c.company_id == (self.company_id or self.env.company))
        by_campaign = own.filtered(lambda c: self.campaign_id and c.campaign_id == self.campaign_id)
        by_standard = own.filtered(lambda c: self.standard_id and c.standard_id == self.standard_id)
        for found in (by_campaign & by_standard, by_campaign, by_standard.filtered(lambda c: not c.campaign_id)):
            if len(found) == 1:  # several would be a guess
                return found
        return claims.browse()

    @api.depends(lambda self: self._origin_fields())
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_came_from(self):
        names = {name: self._origin_names(name) for name in self._origin_fields()}
        for promise in self:
            words = [names[name].get(promise[name].id) for name in names]
            promise.came_from = " · ".join([word for word in words if word][:2]) or False

    def _origin_names(self, name):
        """{id: words} of what these promises link to and the user may read."""
        return {record.id: record.display_name for record in self[name]._filtered_access("read")}

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_campaign(vals) for vals in vals_list])

    @api.model
    def _with_campaign(self, vals):
        """The campaign that brought the customer, from the interaction, the enquiry or the case."""
        if vals.get("campaign_id") or vals.get("origin_kind") == "auto":
            return vals
        for name in ("encounter_id", "lead_id", "case_id"):
            if not vals.get(name):
                continue
            # sudo: which campaign brought somebody is copied, the enquiry itself stays closed
            campaign = self.env[self._fields[name].comodel_name].sudo().browse(vals[name]).campaign_id
            if campaign:
                return {**vals, "campaign_id": campaign.id}
        return vals
