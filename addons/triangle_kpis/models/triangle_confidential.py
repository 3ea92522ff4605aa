from odoo import api, models
from odoo.tools import SQL

from .triangle_reader import NOTHING, Sums

FEWEST = 5  # confidential requests in a cell; fewer are left out where they could be told apart
TELLING = ("team_id", "department_id")  # dimensions that name who is concerned


class TriangleReader(models.AbstractModel):
    """Confidential requests are in the figures of the company, and never told apart.

    Split or filtered by team or department, a cell with one to four confidential requests is shown
    without them, figure and records alike. So the parts may add up to less than the whole.
    """

    _inherit = "triangle.reader"

    @api.model
    def _sums(self, windows, codes, filters, by=None, bins=False):
        result = super()._sums(windows, codes, filters, by=by, bins=bins)
        if windows and (by in TELLING or self._tells(filters)):
            for name, key, code, part in self._few_secret(windows, codes, filters, by, bins):
                at = (key, code) if by else code
                result[name][at] = _without(result[name].get(at, NOTHING), part)
        return result

    @api.model
    def _levels(self, windows, codes, filters):
        """As above; a level is told at the end of a window, so each is asked for its own last day."""
        result = super()._levels(windows, codes, filters)
        if windows and self._tells(filters):
            days = {(name, code): self._counted_on(code, windows[name]) for name in windows for code in result[name]}
            for (name, code), day in days.items():
                for _name, _key, _code, part in self._few_secret({name: (day, day)}, {code}, filters, None, False):
                    result[name][code] = _without(result[name][code], part)
        return result

    def _counted_on(self, code, window):
        """The last day of a window on which a level was counted."""
        self.env.cr.execute(SQL(
            "SELECT MAX(day) FROM triangle_fact WHERE measure_id = %s AND record_id = ANY(%s)"
            " AND day BETWEEN %s AND %s", self.env["triangle.measure"]._ids_by_code()[code],
            [-company for company in self.env.companies.ids], *window))
        return self.env.cr.fetchone()[0]

    def _tells(self, filters):
        return any(filters.get(name) for name in TELLING)

    def _few_secret(self, windows, codes, filters, by, bins):
        """[(window, member, code, Sums)] of confidential facts, in cells that have too few of them."""
        measures = self._ids_of(codes)
        if not measures:
            return []
        self.env.cr.execute(SQL(
            """SELECT seg.name, %s, c.measure_id, %s
                 FROM (VALUES %s) seg(name, a, b) JOIN %s c ON c.day BETWEEN seg.a AND seg.b
                WHERE c.extra_key = 'confidential' AND c.measure_id = ANY(%s) AND %s
                GROUP BY 1, 2, 3 HAVING COUNT(*) < %s""",
            SQL("c.%s", SQL.identifier(by)) if by else SQL("0"), self._sum_columns(True, bins),
            SQL(", ").join(SQL("(%s, %s::date, %s::date)", name, *window) for name, window in windows.items()),
            self._source_table("triangle_fact", filters, codes, min(windows.values())[0]),
            list(measures), self._where(filters), FEWEST,
        ))
        return [
            (name, key, measures[measure], Sums(*[v or 0 for v in sums[:5]], tuple(int(v or 0) for v in sums[5:])))
            for name, key, measure, *sums in self.env.cr.fetchall()
        ]

    @api.model
    def _record_ids(self, code, window, filters, part):
        ids = super()._record_ids(code, window, filters, part)
        if not ids or not self._tells(filters):
            return ids
        self.env.cr.execute(SQL(
            "SELECT c.record_id FROM %s c WHERE c.extra_key = 'confidential' AND c.measure_id = %s"
            " AND c.day BETWEEN %s AND %s AND %s", self._source_table("triangle_fact", filters, {code}),
            self.env["triangle.measure"]._ids_by_code()[code], *window, self._where(filters)))
        secret = {row[0] for row in self.env.cr.fetchall()}
        return [record for record in ids if record not in secret] if len(secret) < FEWEST else ids


def _without(whole, part):
    """Sums less a part of them."""
    return Sums(*(
        tuple(a - b for a, b in zip(of, less, strict=False)) if isinstance(of, tuple) else of - less
        for of, less in zip(whole, part, strict=True)))
