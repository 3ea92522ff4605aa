from odoo import models


class LookBack(models.TransientModel):
    """Ratings stay where they are, in ``rating.rating``: they are found, not copied."""

    _inherit = "frontoffice.look.back"

    def _rating_domain(self):
        return [("consumed", "=", True), ("rated_on", ">=", self._from()), "|",
                ("service_company_id", "=", False), ("service_company_id", "=", self.company_id.id)]

    def _count_ratings(self):
        return self.env["rating.rating"].search_count(self._rating_domain())

    def _load_ratings(self, batch):
        return {}
