from odoo import models

from ..models.rating_rating import RATED


class LookBack(models.TransientModel):
    """Ratings stay where they are, in ``rating.rating``: they are marked, so that figures count them."""

    _inherit = "frontoffice.look.back"

    def _rating_domain(self):
        """Answers to stock records; those to our own are counted anyway."""
        return [
            ("consumed", "=", True), ("rating", ">=", 1), ("rated_on", ">=", self._from()),
            ("res_model", "not in", (False, *RATED)),
        ]

    def _ratings_of_company(self, domain):
        """Ratings whose record belongs to the company. Records without a company count where there is only one."""
        Rating = self.env["rating.rating"]
        alone = self.env["res.company"].search_count([], limit=2) == 1
        found = Rating.browse()
        for model, ratings in Rating._read_group(domain, ["res_model"], ["id:recordset"]):
            Host = self.env.get(model)
            field = Host is not None and Host._fields.get("company_id")
            if field and field.store:
                companies = (self.company_id.id, *([False] if alone else []))
                mine = set(Host.search([
                    ("id", "in", ratings.mapped("res_id")), ("company_id", "in", companies),
                ]).ids)
                found |= ratings.filtered(lambda rating, mine=mine: rating.res_id in mine)
            elif alone:
                found |= ratings
        return found

    def _count_ratings(self):
        return len(self._ratings_of_company(self._rating_domain()))

    def _load_ratings(self, batch):
        fresh = self._ratings_of_company([*self._rating_domain(), ("batch_id", "=", False)])
        fresh.batch_id = batch
        return {"ratings": len(fresh)}
