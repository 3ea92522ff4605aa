from odoo import api, fields, models

RATED = ("frontoffice.encounter", "frontoffice.case", "frontoffice.promise")


class RatingRating(models.Model):
    _inherit = "rating.rating"

    service_company_id = fields.Many2one(
        "res.company", readonly=True, index="btree_not_null",
        help="Company of the rated interaction, case or promise. Frozen when the rating is asked for.",
    )

    batch_id = fields.Many2one(
        "frontoffice.batch", "Counted by", readonly=True, index="btree_not_null", ondelete="set null",
        help="Look back found this answer to another app's record and lets the figures count it.",
    )

    @api.model
    def _has_field_access(self, field, operation):
        # what figures count is not for anybody who may write a rating to decide
        if operation == "write" and field.name in ("service_company_id", "batch_id") and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        for rating in ratings.filtered(lambda r: r.res_model in RATED):
            host = self.env[rating.res_model].sudo().browse(rating.res_id)  # its company closes the rating
            rating.sudo().service_company_id = host.company_id
        return ratings
