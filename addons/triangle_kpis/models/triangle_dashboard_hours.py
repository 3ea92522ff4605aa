import itertools

from odoo import models
from odoo.tools import SQL

from ..tools import statistics
from .triangle_dashboard_value import QUANTILE

# Measures of working time -> when it began and when it ended, of the records they count.
SPANS = {
    "first_response_minutes": ("arrived_at", "first_response_at"),
    "handoff_cycle": ("sent_at", "final_at"),
    "resolve_minutes": ("opened_at", "resolved_at"),
}


class TriangleDashboardHours(models.AbstractModel):
    """The same records in working hours and around the clock: what we took, and what the customer waited."""

    _inherit = "triangle.dashboard"

    def _distribution(self, kpi, context):
        found = super()._distribution(kpi, context)
        return found and {**found, "hours": self._hours(kpi, context, found)}

    def _hours(self, kpi, context, spread):
        """[{"key": a quantile, "working", "clock", "open"}] in the unit of the figure; None where both say the same.

        Both from the sixteen bins, as everywhere on the page. As known on an earlier day there are no two clocks:
        records say today's times. SQL: an aggregate open to viewers.
        """
        code = kpi.num_measure
        if code not in SPANS or context["filters"].get("as_of"):
            return None
        waited = SQL("EXTRACT(epoch FROM r.%s - r.%s) / 60", *(SQL.identifier(name) for name in reversed(SPANS[code])))
        self.env.cr.execute(SQL(
            """SELECT COALESCE(BOOL_OR(ABS(c.value - %(waited)s) > 1), FALSE), %(bins)s
                 FROM %(facts)s c JOIN %(records)s r ON r.id = c.record_id
                WHERE c.measure_id = %(measure)s AND c.day BETWEEN %(first)s AND %(last)s AND c.value IS NOT NULL
                  AND %(where)s""",
            bins=self._bins_sql(waited), waited=waited, where=self.env["triangle.reader"]._where(context["filters"]),
            facts=self.env["triangle.reader"]._source_table("triangle_fact", context["filters"], {code}),
            records=SQL.identifier(self.env[self._counted_model(kpi)]._table),
            measure=self.env["triangle.measure"]._ids_by_code()[code],
            **dict(zip(("first", "last"), context["period"]["windows"]["now"], strict=True))))
        differ, *counts = self.env.cr.fetchone()
        return self._two_clocks(spread, counts) if differ else None

    def _two_clocks(self, spread, counts):
        found = []
        for key, share in QUANTILE.items():
            minutes, is_open = statistics.quantile(counts, share)
            found.append({"key": key, "working": spread[key], "clock": minutes * spread["scale"], "open": is_open})
        return found

    def _bins_sql(self, minutes):
        """How many there are in each of the sixteen bins of a duration."""
        edges = [None, *statistics.EDGES, None]
        return SQL(", ").join(
            SQL("COUNT(*) FILTER (WHERE %s AND %s)",
                SQL("TRUE") if low is None else SQL("%s > %s", minutes, low),
                SQL("TRUE") if high is None else SQL("%s <= %s", minutes, high))
            for low, high in itertools.pairwise(edges))
