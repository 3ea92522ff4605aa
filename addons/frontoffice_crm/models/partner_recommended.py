from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    recommended_by_id = fields.Many2one(
        "res.partner", "Recommended by", index="btree_not_null", ondelete="set null", copy=False
    )
    recommended_count = fields.Integer("Recommended us to", compute="_compute_recommended_count")

    @api.depends("name")
    def _compute_recommended_count(self):
        counts = dict(self._read_group([("recommended_by_id", "in", self.ids)], ["recommended_by_id"], ["__count"]))
        leads = dict(self.env["crm.lead"].sudo()._read_group(  # sudo: a number, no lead is shown
            [("recommended_by_id", "in", self.ids)], ["recommended_by_id"], ["__count"]
        ))
        for partner in self:
            partner.recommended_count = counts.get(partner, 0) + leads.get(partner, 0)
