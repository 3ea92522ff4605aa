from odoo import api, models


class RatingRating(models.Model):
    """Stars for a complaint say whether it was put right."""

    _inherit = "rating.rating"

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings.filtered("consumed")._settle_complaints()
        return ratings

    def write(self, vals):
        done = super().write(vals)
        if {"rating", "consumed"} & vals.keys():
            self._settle_complaints()
        return done

    def _settle_complaints(self):
        rated = self.filtered(lambda r: r.res_model == "frontoffice.case")
        # sudo: the customer rates, the register follows by itself
        cases = self.env["frontoffice.case"].sudo().browse(rated.mapped("res_id")).exists()
        cases.filtered(lambda c: c.type == "complaint")._settle_recovery()
