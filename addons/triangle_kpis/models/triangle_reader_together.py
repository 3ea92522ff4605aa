from odoo import api, models


class TriangleReader(models.AbstractModel):
    """Figures counted by code that can be counted for many windows at once are: ``_xs_<name>`` of
    ``triangle.recompute`` takes {name: window} and returns {name: figure}."""

    _inherit = "triangle.reader"

    @api.model
    def _values(self, kpis, windows, filters, names=()):
        counts = self.env["triangle.recompute"]
        together = kpis.filtered(lambda kpi: kpi.computed and callable(getattr(counts, f"_xs_{kpi.computed}", None)))
        names = {*names, *self._names_of(together)}
        values = super()._values(kpis - together, windows, filters, names)
        for kpi in together:
            for name, figure in counts._figures(kpi, windows, filters).items():
                values[name][kpi.code] = figure
        return values
