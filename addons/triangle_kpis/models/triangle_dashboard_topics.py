from odoo import api, models
from odoo.tools import SQL

from ..tools import intervals, statistics

MOST = 10  # topics worth a line
FEWEST = 5  # asked less often than this, nothing rises


class TriangleDashboardTopics(models.AbstractModel):
    """What customers ask more than they did, and what nobody answers for."""

    _inherit = "triangle.dashboard"

    @api.model
    @api.readonly
    def get_topics(self, filters=None):
        """{"rising", "unowned"}: topics asked more than in the period compared with, and topics nobody owns.

        A topic rises when the 95 % interval of its rate per day leaves no doubt, and the test stands among all
        topics (Benjamini-Hochberg, q = 0.10). Without a period to compare with: the one before. ``compared`` is
        False where nothing had been recorded then: nothing rises out of silence.
        """
        self._check_viewer()
        filters = self._clean(filters)
        period = self._period({**filters, "compare": filters["compare"] or "previous"})
        now, then = (period["windows"][name] for name in ("now", "then"))
        rows, days = self._topic_rows(now, then, filters), self._topic_days(now, then, self._day_of(filters))
        return {
            "period": {name: period[name] for name in ("from", "to", "label", "compare")},
            "rising": self._rising(rows, days) if days else [], "unowned": self._unowned(rows), "compared": bool(days),
        }

    def _topic_days(self, now, then, day):
        """(days of now, of then) topics could be asked in until a day, or None where nothing had been recorded yet.

        Before the first record no day counts: who began to record last week would find every topic rising.
        """
        self.env.cr.execute(SQL(
            "SELECT MIN(c.day) FROM triangle_fact c WHERE c.measure_id = %s AND c.company_id = ANY(%s)",
            self.env["triangle.measure"]._ids_by_code().get("topic_unheard", 0), self.env.companies.ids))
        began = self.env.cr.fetchone()[0]
        if not began or began > then[1]:
            return None
        return [(last - max(first, began)).days + 1 for first, last in ((now[0], min(now[1], day)), then)]

    def _topic_rows(self, now, then, filters):
        """[{"id", "name", "now", "then", "unheard"}] of every topic asked for. SQL: as in ``triangle.reader``."""
        self.env.cr.execute(SQL(
            """SELECT e.need_id, COUNT(*) FILTER (WHERE c.day BETWEEN %(a)s AND %(b)s),
                      COUNT(*) FILTER (WHERE c.day BETWEEN %(d)s AND %(e)s),
                      COUNT(*) FILTER (WHERE c.num > 0 AND c.day BETWEEN %(a)s AND %(b)s)
                 FROM %(facts)s c JOIN frontoffice_encounter e ON e.id = c.record_id
                WHERE c.measure_id = %(measure)s AND %(where)s
                  AND (c.day BETWEEN %(a)s AND %(b)s OR c.day BETWEEN %(d)s AND %(e)s) GROUP BY 1""",
            facts=self.env["triangle.reader"]._source_table("triangle_fact", filters, {"topic_unheard"}),
            a=now[0], b=now[1], d=then[0], e=then[1], where=self.env["triangle.reader"]._where(filters),
            measure=self.env["triangle.measure"]._ids_by_code().get("topic_unheard", 0)))
        rows = self.env.cr.fetchall()
        # sudo: shown with an aggregate that is open to viewers
        needs = self.env["frontoffice.need"].sudo().with_context(active_test=False)
        names = {need.id: need.name for need in needs.search_fetch([("id", "in", [row[0] for row in rows])], ["name"])}
        return [{"id": row[0], "name": names.get(row[0]) or self.env._("(deleted)"), "now": row[1], "then": row[2],
                 "unheard": row[3]} for row in rows if row[0]]

    def _rising(self, rows, days):
        rows = [row for row in rows if row["now"] >= FEWEST]
        stands = intervals.benjamini_hochberg([
            intervals.rate_p(row["now"], days[0], row["then"], days[1]) for row in rows])
        found = []
        for row, sure in zip(rows, stands, strict=True):
            ratio = intervals.rate_ratio(row["now"], days[0], row["then"], days[1])
            if sure and ratio and ratio[0] > 1:
                found.append({
                    **self._topic(row), "before": row["then"],
                    "times": row["now"] * days[1] / (row["then"] * days[0]) if row["then"] else None,
                    "interval": [ratio[0], None if ratio[1] == float("inf") else ratio[1]],
                })
        return sorted(found, key=lambda row: (-row["interval"][0], row["name"]))[:MOST]

    def _unowned(self, rows):
        found = [{**self._topic(row), "share": row["unheard"] / row["now"],
                  "interval": list(statistics.wilson(row["unheard"], row["now"]))} for row in rows if row["unheard"]]
        return sorted(found, key=lambda row: (-row["n"] * row["share"], row["name"]))[:MOST]

    def _topic(self, row):
        return {"id": row["id"], "name": row["name"], "n": row["now"],
                "drill": {"kpi": "K28", "part": f"topic:{row['id']}"}}
