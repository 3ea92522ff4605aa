from odoo import api, models

MOST_APART = 3  # lines of an opened side


class TriangleDashboardApart(models.AbstractModel):
    """Where a figure is worse than everywhere else, and by more than chance."""

    _inherit = "triangle.dashboard"

    @api.model
    @api.readonly
    def get_apart(self, code, filters=None):
        """Of each dimension the member that costs most, at most three: what an opened side says.

        ``[{"by", "id", "name", "value", "n", "rest", "drill"}]``, what costs most first: its difference from
        all others times its number. ``rest`` is the value of all others. Left out is what may be chance
        (see ``_compared``) and what only gets other topics. UserError for an unknown figure.
        """
        self._check_viewer()
        kpi, filters = self._kpi(code), self._clean(filters)
        if kpi.computed or kpi.live:
            return []
        context = self._context(kpi, self._period(filters), filters)
        tiles = {kpi.code: self._tile(kpi, context, trend=False)}
        cross = self._cross(context["compared"], self._measures_of(kpi), filters)
        groups = self._doubted(kpi, tiles, cross, context)
        found = [line for group in groups for line in self._worst(kpi, group)]
        return sorted(found, key=self._cost, reverse=True)[:MOST_APART]

    def _worst(self, kpi, group):
        """The member of a dimension that costs most, in a list; none where nobody is clearly worse."""
        worse = [
            row for row in group["rows"]
            if row["apart"] and row["better"] is False and row["id"] and not row.get("topics", {}).get("alike")
        ]
        return [{
            "by": group["by"], "id": row["id"], "name": row["name"], "value": row["value"], "n": row["n"],
            "rest": row["rest"], "drill": {**row["drill"], "part": "miss" if self._is_share(kpi) else kpi.drill_part},
        } for row in sorted(worse, key=self._cost, reverse=True)[:1]]

    @staticmethod
    def _cost(line):
        return abs(line["value"] - line["rest"]) * line["n"]
