from odoo import api, models

from ..models.triangle_sure import BLOCKS

ORDER = ("external", "internal", "interactive")


class FiguresReport(models.AbstractModel):
    """Values of the printed report: what the page says, and how every figure of it is counted."""

    _name = "report.triangle_kpis.figures_report"
    _description = "Service Triangle report"

    @api.model
    def _get_report_values(self, docids, data=None):
        data = data or {}
        dashboard, filters = self.env["triangle.dashboard"], data.get("filters") or {}
        page, found = dashboard.get_page(filters), dashboard._figures(filters)
        kpis = {kpi.code: kpi for kpi in dashboard._kpis()}
        return {
            "doc_ids": docids, "doc_model": "triangle.dashboard", "docs": dashboard, "company": self.env.company,
            "page": page, "sides": [page["sides"][name] for name in ORDER],
            "lines": [self._line(tile, kpis[tile["code"]]) for tile in page["tiles"]],
            "appendix": data.get("appendix", True) and [
                self._line(tile, kpis[tile["code"]]) for tile in found["figures"]],
            "sure": data.get("appendix", True) and [
                self.env["triangle.sure"]._block(block, page["filters"]) for block in BLOCKS],
            "about": self.env["triangle.out"]._heading(
                page["period"]["label"], found["period"], found["filters"], found["as_of"])[1:-2],
        }

    def _per(self, tile, currency):
        """What stands behind a number that is no share and no count."""
        return self.env._("per 1,000") if tile["unit"] == "per_1000" else currency.name

    def _line(self, tile, kpi):
        """A figure in words: value, likely range and target with their unit."""
        say, currency = self.env["triangle.alert.words"]._say, self.env["res.currency"].browse(tile["currency"] or [])
        low, high = tile["interval"] or (None, None)
        return {
            **tile, "per": self._per(tile, currency), "said": say(kpi, tile["value"]),
            "range": f"{say(kpi, low)} – {say(kpi, high)}" if tile["interval"] else "",
            "aim": say(kpi, tile["target"]) if tile["target"] is not None else "",
            "remark": tile["error"] or tile["status_text"],
        }
