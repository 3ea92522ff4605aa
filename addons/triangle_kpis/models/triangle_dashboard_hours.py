from odoo import models
from odoo.tools import SQL

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
        return found and {**found, "hours": self._hours(kpi, context, found["scale"])}

    def _hours(self, kpi, context, scale):
        """[{"key": a quantile, "working", "clock"}] in the unit of the figure; None where both say the same.

        Exact, from each record. As known on an earlier day there are no two clocks: records say today's times.
        SQL: an aggregate open to viewers.
        """
        code = kpi.num_measure
        if code not in SPANS or context["filters"].get("as_of"):
            return None
        waited = SQL("EXTRACT(epoch FROM r.%s - r.%s) / 60", *(SQL.identifier(name) for name in reversed(SPANS[code])))
        self.env.cr.execute(SQL(
            """SELECT percentile_cont(%(points)s::float8[]) WITHIN GROUP (ORDER BY c.value),
                      percentile_cont(%(points)s::float8[]) WITHIN GROUP (ORDER BY %(waited)s),
                      COALESCE(BOOL_OR(ABS(c.value - %(waited)s) > 1), FALSE)
                 FROM %(facts)s c JOIN %(records)s r ON r.id = c.record_id
                WHERE c.measure_id = %(measure)s AND c.day BETWEEN %(first)s AND %(last)s AND c.value IS NOT NULL
                  AND %(waited)s >= 0 AND %(where)s""",
            points=list(QUANTILE.values()), waited=waited, where=self.env["triangle.reader"]._where(context["filters"]),
            facts=self.env["triangle.reader"]._source_table("triangle_fact", context["filters"], {code}),
            records=SQL.identifier(self.env[self._counted_model(kpi)]._table),
            measure=self.env["triangle.measure"]._ids_by_code()[code],
            **dict(zip(("first", "last"), context["period"]["windows"]["now"], strict=True))))
        working, clock, differ = self.env.cr.fetchone()
        return [{"key": key, "working": one * scale, "clock": other * scale}
                for key, one, other in zip(QUANTILE, working, clock, strict=True)] if differ else None
