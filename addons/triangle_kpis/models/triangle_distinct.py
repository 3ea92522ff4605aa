from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import window as pure

OPEN_DAYS = 3  # so many days after the end of a counted window are counted live


class TriangleDistinct(models.Model):
    """Distinct counts of the usual windows, counted at night: of a company, or (0) of all together.

    A number here is exact: a change on one of its days removes it, and it is counted live until
    the next night. The days since its end are always counted live on top.
    """

    _name = "triangle.distinct"
    _inherit = ["triangle.company.number.mixin"]
    _description = "Distinct count of a usual window"
    _log_access = False
    _order = "date_to desc, id desc"

    measure_id = fields.Integer(required=True, readonly=True)
    company_id = fields.Integer(required=True, readonly=True)
    date_from = fields.Date(required=True, readonly=True)
    date_to = fields.Date(required=True, readonly=True)
    count = fields.Integer(readonly=True)

    _window_uniq = models.UniqueIndex("(measure_id, company_id, date_from, date_to)")

    @api.model
    def _forget(self, measures, days):
        """Some {(company, day)} changed: what was counted over them is no longer known."""
        if days:
            companies, dates = zip(*sorted(days), strict=True)
            self.env.cr.execute(SQL(
                "DELETE FROM triangle_distinct t USING unnest(%s::int[], %s::date[]) d(company_id, day)"
                " WHERE t.measure_id = ANY(%s) AND t.company_id IN (d.company_id, 0)"
                " AND d.day BETWEEN t.date_from AND t.date_to", list(companies), list(dates), measures))

    @api.model
    def _scope(self, filters, names):
        """The company number to look under, or None where nothing was counted beforehand."""
        if any(filters.get(name) for name in names):
            return None
        companies = self.env.companies.ids
        if len(companies) == 1:
            return companies[0]
        every = self.env["res.company"].sudo().search_count([])  # sudo: only how many there are
        return 0 if len(companies) == every else None

    @api.model
    def _known(self, company_id, windows, measures):
        """{(window name, measure): (count, last day counted)}: the longest that fits each window."""
        if company_id is None:
            return {}
        self.env.cr.execute(SQL(
            """SELECT DISTINCT ON (seg.name, t.measure_id) seg.name, t.measure_id, t.count, t.date_to
                 FROM (VALUES %s) seg(name, a, b) JOIN triangle_distinct t
                   ON t.date_from = seg.a AND t.date_to BETWEEN seg.b - %s AND seg.b
                WHERE t.measure_id = ANY(%s) AND t.company_id = %s ORDER BY seg.name, t.measure_id, t.date_to DESC""",
            SQL(", ").join(SQL("(%s, %s::date, %s::date)", name, *window) for name, window in windows.items()),
            OPEN_DAYS, measures, company_id))
        return {(name, measure): (count, until) for name, measure, count, until in self.env.cr.fetchall()}

    # -- at night ----------------------------------------------------------------------------------

    @api.model
    def _usual(self, today):
        """The windows people look at without choosing days, up to the day before."""
        last = today - timedelta(days=1)
        found = {pure.preset(name, today) for name in pure.PRESETS}
        found |= {pure.before(*window) for window in found} | {pure.year_before(*window) for window in found}
        found |= set(pure.trend(today))
        return {(first, min(until, last)) for first, until in found if first <= last}

    @api.model
    def _take(self):
        """Count what is not known yet, and forget what nobody looks at any more."""
        for window in self._due():
            self._take_window(window)

    @api.model
    def _due(self):
        """The usual windows of tonight; all others are forgotten."""
        usual = sorted(self._usual(fields.Date.today()))
        firsts, lasts = zip(*usual, strict=True)
        self.env.cr.execute(SQL(
            "DELETE FROM triangle_distinct t WHERE NOT EXISTS (SELECT FROM unnest(%s::date[], %s::date[]) u(a, b)"
            " WHERE u.a = t.date_from AND u.b = t.date_to)", list(firsts), list(lasts)))
        return usual

    @api.model
    def _take_window(self, window):
        """Count a window for every company, and for all. Nobody else counts meanwhile: nothing can be missed."""
        engine = self.env["triangle.engine"]
        engine._lock(wait=True)
        measures = [
            measure_id for source in self.env["triangle.measure"]._sources().values()
            for measure_id, line in engine._lines(source) if line.has_keys]
        # sudo: counted for whoever may see figures
        companies = self.env["res.company"].sudo().with_context(active_test=False).search(Domain.TRUE).ids
        for company_id in [0, *companies] if measures else ():
            self._count(measures, company_id, window)

    def _count(self, measures, company_id, window):
        self.env.cr.execute(SQL(
            """INSERT INTO triangle_distinct (measure_id, company_id, date_from, date_to, count)
               SELECT m.id, %(company)s, %(first)s, %(last)s, (
                      SELECT COUNT(DISTINCT c.key_id) FROM triangle_presence c WHERE c.measure_id = m.id
                         AND c.day BETWEEN %(first)s AND %(last)s AND %(scope)s)
                 FROM unnest(%(measures)s::int[]) m(id)
                WHERE NOT EXISTS (SELECT FROM triangle_distinct t WHERE t.measure_id = m.id
                      AND t.company_id = %(company)s AND t.date_from = %(first)s AND t.date_to = %(last)s)
                   ON CONFLICT DO NOTHING""",
            company=company_id, first=window[0], last=window[1], measures=measures,
            scope=SQL("c.company_id = %s", company_id) if company_id else SQL("TRUE")))
