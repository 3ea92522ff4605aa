from odoo import api, models

PUBLIC = ("product.template", "slide.channel")  # what strangers read on the website


class RatingRating(models.Model):
    """Public reviews belong to the company of what is reviewed, else to the one whose website it stands on."""

    _inherit = "rating.rating"

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        for rating in ratings.filtered(lambda r: r.res_model in PUBLIC):
            host = self.env[rating.res_model].sudo().browse(rating.res_id)  # sudo: a visitor writes it
            owner = host.company_id if "company_id" in host._fields else self.env["res.company"]
            rating.sudo().service_company_id = owner or self.env.company
        return ratings
