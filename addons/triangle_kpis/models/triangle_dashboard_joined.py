from odoo import models


class TriangleDashboardJoined(models.AbstractModel):
    """The records of a figure that several apps count: each of its kinds opens by itself."""

    _inherit = "triangle.dashboard"

    def _fact_ids(self, kpi, filters, window, part):
        kind, _colon, code = part.partition(":")
        if kind == "also" and code in self._also(kpi):
            return self._source_of(code).model, self._record_sql(code, window, filters, "all")
        return super()._fact_ids(kpi, filters, window, part)

    def _record_sql(self, code, window, filters, how):
        """Of a level, what was counted on its last evening, and not on every one of the window."""
        reader = self.env["triangle.reader"]
        if reader._is_level(code):
            code, day = reader._level_counted(code, window)
            window = (day, day) if day else window
        return super()._record_sql(code, window, filters, how)

    def _also(self, kpi):
        """Measures of other apps that add to what a figure rests on."""
        return sorted(self.env["triangle.reader"]._joining({kpi.den_measure or kpi.num_measure}))

    def _kinds(self, kpi, context):
        """[{part, label, n}] of the kinds of records behind a figure, where there is more than one; else []."""
        also = self._also(kpi)
        if not also:
            return []
        base = kpi.den_measure or kpi.num_measure
        parts = {base: "all", **{code: f"also:{code}" for code in also}}
        found = self._kind_sums(base, also, context)
        # sudo: what a model is called is no secret
        names = {code: self.env["ir.model"].sudo()._get(self._source_of(code).model).name for code in parts}
        return [{"part": part, "label": names[code], "n": found[code]} for code, part in parts.items() if found[code]]

    def _kind_sums(self, base, also, context):
        """{measure: records of it alone}."""
        reader, window = self.env["triangle.reader"], {"now": context["period"]["windows"]["now"]}
        read = reader._levels if reader._is_level(base) else reader._sums
        sums = read(window, {base, *also}, context["filters"])["now"]  # named, each says what it alone has
        return {code: sums[code].n if code in sums else 0 for code in (base, *also)}
