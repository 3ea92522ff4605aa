from odoo import api, fields, models

RATED = ("frontoffice.encounter", "frontoffice.case", "frontoffice.promise")


class RatingRating(models.Model):
    _inherit = "rating.rating"

    service_company_id = fields.Many2one(
        "res.company", readonly=True, index="btree_not_null",
        help="Company of the rated interaction, case or promise. Frozen when the rating is asked for.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        for rating in ratings.filtered(lambda r: r.res_model in RATED):
            host = self.env[rating.res_model].sudo().browse(rating.res_id)  # its company closes the rating
            rating.sudo().service_company_id = host.company_id
        return ratings
