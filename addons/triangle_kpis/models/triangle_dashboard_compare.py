from odoo import models

from ..tools import intervals
from .triangle_reader import NOTHING

MOST = 60  # members of one dimension worth a line


class TriangleDashboardCompare(models.AbstractModel):
    """A figure for each team, channel, department or campaign, with intervals. Nobody is ranked."""

    _inherit = "triangle.dashboard"

    def _compared(self, kpi, tile, cross, context):
        """[{"by", "rows"}] of every dimension with two members or more, in the order of the alphabet.

        A row differs (``apart``) only where the 95 % interval of its difference from the rest excludes 0 and
        the test stands among all rows of its dimension (Benjamini-Hochberg, q = 0.10); only then ``better`` says
        which way. Otherwise a row has no rank.
        """
        found = []
        for name, windows in cross.items():
            figures = self._member_figures(kpi, windows.get("now", {}))
            if len(figures) > 1:
                found.append({"by": name, "rows": self._member_rows(kpi, name, figures, context)})
        return found

    def _member_figures(self, kpi, sums):
        """{member: (Figure, Figure of all others)}."""
        known, names = self.env["triangle.reader"]._names(), self.env["triangle.reader"]._names_of(kpi)
        names = {name: known[name] for name in names if name in known}
        if any(part in ("keys", "to_date") or part.startswith("p") for name, (_code, part) in names.items()
               if name in self.env["triangle.reader"]._formula_names(kpi)):
            return {}
        members = sorted({member for member, _code in sums})
        values = {member: self._member_values(names, sums, {member}) for member in members}
        found = {}
        for member in members:
            own = self._judge(kpi, values[member])
            if own.value is not None or own.n:
                rest = self._judge(kpi, self._member_values(names, sums, set(members) - {member}))
                found[member] = (own, rest)
        return found if len(found) <= MOST else dict(sorted(found.items(), key=lambda row: -row[1][0].n)[:MOST])

    def _member_values(self, names, sums, members):
        """{name: value} summed over some members."""
        amount = self._amount()
        return {
            name: sum(getattr(sums.get((member, code), NOTHING), amount if part == "money" else part)
                      for member in members)
            for name, (code, part) in names.items() if part in ("num", "den", "n", "sum", "sumsq", "money")}

    def _member_rows(self, kpi, by, figures, context):
        names = self._member_names(by, figures)
        stands = dict(zip(figures, intervals.benjamini_hochberg(
            [self._p_value(kpi, *pair) for pair in figures.values()]), strict=True))
        rows = []
        for member, (own, rest) in figures.items():
            difference = self._difference(kpi, own, rest) if self._enough(kpi, own, rest) else None
            apart = stands[member] and intervals.excludes_zero(difference)
            rows.append({
                "id": member, "name": names[member], "value": own.value, "n": own.n, "count": own.count,
                "rest": rest.value,
                "interval": None if own.low is None and own.high is None else [own.low, own.high],
                "status": "no_data" if own.value is None else "ok" if own.n >= kpi.min_n else "low_n",
                "difference": difference and list(difference), "apart": apart,
                "better": self._better(kpi, own.value, rest.value) if apart else None,
                "drill": {"kpi": kpi.code, "part": kpi.drill_part, "filters": {by: member}} if member else None,
            })
        return sorted(rows, key=lambda row: (not row["id"], row["name"].casefold(), row["id"]))

    def _enough(self, kpi, own, rest):
        return own.value is not None and rest.value is not None and min(own.n, rest.n) >= kpi.min_n

    def _p_value(self, kpi, own, rest):
        """p of a member against the rest; for other than shares, of the width of the difference. None if too few."""
        if not self._enough(kpi, own, rest):
            return None
        if kpi.interval_kind in ("wilson", "clopper") and own.count <= own.n and rest.count <= rest.n:
            return intervals.two_proportions(own.count, own.n, rest.count, rest.n)
        return intervals.p_of(own.value - rest.value, self._difference(kpi, own, rest))
