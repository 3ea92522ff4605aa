from datetime import date, timedelta

from odoo import fields, models
from odoo.tools import SQL, format_date

from odoo.addons.triangle_kpis.tools import window as pure

COHORTS = 12  # quarters
YEAR = 4  # quarters: who bought within the last four stays, as with the share of customers who stay
# Quarters in which somebody bought, net of credit notes; the first of them is the quarter somebody came in.
BOUGHT = """
    WITH bought AS (
        SELECT partner.commercial_partner_id AS customer, date_trunc('quarter', c.day)::date AS quarter
          FROM triangle_fact c JOIN account_move mv ON mv.id = c.record_id
          JOIN res_partner partner ON partner.id = mv.partner_id
         WHERE c.measure_id = %(revenue)s AND c.day <= %(last)s AND %(where)s
         GROUP BY 1, 2 HAVING SUM(%(amount)s) > 0),
    came AS (SELECT customer, MIN(quarter) AS began FROM bought GROUP BY 1)
"""


class TriangleDashboard(models.AbstractModel):
    """Beside one share of customers who stay: who came when, and how many of them still buy later."""

    _inherit = "triangle.dashboard"

    def _cohorts(self, kpi, period, filters):
        """Quarters of the first invoice; each share is of those who bought within the year up to so many months later.

        Only quarters that are over. A quarter in which fewer came than the figure needs is named, and not drawn.
        """
        if kpi.computed != "k14" or filters.get("as_of"):
            return super()._cohorts(kpi, period, filters)
        last = _last_quarter_end(period["last"])
        counts = self._cohort_counts(last, filters)
        rows = [self._cohort(kpi, began, steps, last) for began, steps in sorted(counts.items())]
        if not rows:
            return None
        length = max(len(row["shares"]) for row in rows)
        whole = [_pooled(rows, step, kpi.min_n) for step in range(length)]
        return {"rows": rows, "months": [0, *(3 * step for step in range(YEAR, YEAR + length - 1))],
                "whole": {"n": sum(row["n"] for row in rows), "shares": whole}}

    def _cohort_sql(self, last, filters):
        recompute = self.env["triangle.recompute"]
        return SQL(BOUGHT, revenue=recompute._measure_id("net_revenue"), last=last, amount=recompute._amount(),
                   where=self.env["triangle.reader"]._where(filters))

    def _cohort_counts(self, last, filters):
        """{first day of the quarter they came in: {quarters later: customers}} of the last quarters.

        A purchase counts for the quarter it is made in and for the three after it; the first one only for its own.
        """
        since = pure.add_months(last.replace(day=1), -2 - 3 * (COHORTS - 1))
        self.env.cr.execute(SQL(
            """%(bought)s SELECT began, step, COUNT(DISTINCT customer)
                   FROM came JOIN bought USING (customer)
                  CROSS JOIN LATERAL (SELECT (4 * (EXTRACT(YEAR FROM quarter) - EXTRACT(YEAR FROM began))
                        + EXTRACT(QUARTER FROM quarter) - EXTRACT(QUARTER FROM began))::int AS later) at
                  CROSS JOIN LATERAL generate_series(
                        later, later + CASE WHEN later > 0 THEN %(year)s - 1 ELSE 0 END) step
                  WHERE began >= %(since)s AND (step = 0 OR step >= %(year)s) GROUP BY 1, 2""",
            bought=self._cohort_sql(last, filters), year=YEAR, since=since))
        counts = {}
        for began, step, count in self.env.cr.fetchall():
            counts.setdefault(began, {})[step] = count
        return counts

    def _cohort(self, kpi, began, steps, last):
        length = ((last.year - began.year) * 12 + last.month - began.month) // 3 + 1
        drawn = steps[0] >= kpi.min_n
        return {
            "from": fields.Date.to_string(began), "label": format_date(self.env, began, date_format="QQQ y"),
            "n": steps[0], "status": "ok" if drawn else "low_n",
            "shares": [1.0, *(steps.get(step, 0) / steps[0] for step in range(YEAR, length))],
            "drill": {"kpi": kpi.code, "part": f"cohort:{fields.Date.to_string(began)}"},
        }

    def _fact_ids(self, kpi, filters, window, part):
        kind, _colon, day = part.partition(":")
        if kind != "cohort" or kpi.computed != "k14":
            return super()._fact_ids(kpi, filters, window, part)
        try:
            began = date.fromisoformat(day)
        except ValueError:
            return "res.partner", []
        self.env.cr.execute(SQL("%s SELECT customer FROM came WHERE began = %s ORDER BY 1",
                                self._cohort_sql(_last_quarter_end(window[1]), filters), began))
        return "res.partner", [row[0] for row in self.env.cr.fetchall()]


def _last_quarter_end(day):
    """The end of the last quarter that is over on a day."""
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    following = pure.add_months(first, 3)
    return following - timedelta(days=1) if day == following - timedelta(days=1) else first - timedelta(days=1)


def _pooled(rows, step, least):
    """The share over all quarters that are old enough; None where fewer customers than needed are."""
    old = [row for row in rows if len(row["shares"]) > step]
    size = sum(row["n"] for row in old)
    return sum(row["shares"][step] * row["n"] for row in old) / size if size >= least else None
