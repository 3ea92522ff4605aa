from odoo import models


class TriangleDashboardYoung(models.AbstractModel):
    """Figures judged some time after something began say how many are too young to be judged.

    Such a figure counts only what has been followed for long enough; without a word the newest days
    would look empty, or as if nothing had gone wrong in them.
    """

    _inherit = "triangle.dashboard"

    def _counted_tile(self, kpi, context, trend):
        tile = super()._counted_tile(kpi, context, trend)
        return {**tile, "immature": self._immature(kpi, context) if trend else 0}

    def _immature(self, kpi, context):
        """How many began in the period and cannot be judged yet; only for figures that wait, others ask nothing."""
        code, lines = kpi.den_measure or kpi.num_measure, self.env["triangle.measure"]._lines()
        if kpi.computed or code not in lines or not lines[code].is_cohort:
            return 0
        window = {"now": context["period"]["windows"]["now"]}
        return self.env["triangle.reader"]._young(window, {code}, context["filters"])["now"].get(code, 0)
