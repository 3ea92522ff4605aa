from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class TriangleDirty(models.Model):
    """What facts must be looked at again: a record of a source, or a whole local day of a company.

    ``record_id`` is 0 for a day to look at, and -1 for a day whose cells alone are to be summed.

    Rows are inserted with the change that caused them, so they are seen when it is committed,
    and deleted with the facts they led to: an interrupted run loses nothing.
    """

    _name = "triangle.dirty"
    _inherit = ["triangle.company.number.mixin"]
    _description = "To be counted again"
    _log_access = False
    _order = "id"

    source = fields.Char(required=True, readonly=True)
    record_id = fields.Integer(readonly=True)
    company_id = fields.Integer(readonly=True, index="btree_not_null")  # of a day; a removed company takes its marks
    day = fields.Date(readonly=True)
    marked_at = fields.Datetime(required=True, readonly=True)

    _source_idx = models.Index("(source, id)")
    _sum_idx = models.Index("(source, company_id, day) WHERE record_id < 0")

    @api.model
    def _insert(self, source, ids_sql):
        """Mark the records whose ids a query yields."""
        self._insert_all([(source, ids_sql)])

    @api.model
    def _insert_all(self, marks):
        """Mark the records of several [(source, query of ids)]. SQL: the ORM cannot INSERT … SELECT."""
        if marks:
            self.env.cr.execute(SQL(
                "INSERT INTO triangle_dirty (source, record_id, marked_at) SELECT m.source, m.id, %s FROM (%s) m",
                fields.Datetime.now(), SQL(" UNION ALL ").join(
                    SQL("SELECT %s AS source, x.id FROM (%s) x", source, ids_sql) for source, ids_sql in marks)))

    @api.model
    def _mark_records(self, source, ids):
        if ids:
            self._insert(source, SQL("SELECT unnest(%s::int[]) AS id", sorted(ids)))

    @api.model
    def _mark_days(self, days):
        """Queue the last days (local, today and tomorrow included) of every company for all sources."""
        today = fields.Date.today()
        self.env.cr.execute(SQL(
            "INSERT INTO triangle_dirty (source, record_id, company_id, day, marked_at)"
            " SELECT s.name, 0, c.id, d::date, %s FROM unnest(%s) s(name), res_company c,"
            " generate_series(%s::date, %s::date, '1 day') d",
            fields.Datetime.now(), list(self.env["triangle.measure"]._sources()),
            today - timedelta(days=days), today + timedelta(days=1),
        ))

    @api.model
    def _mark_sums(self, source, days):
        """Queue {(company, day)} whose cells are to be summed again, once no record waits any more."""
        if days:
            companies, dates = zip(*sorted(days), strict=True)
            self.env.cr.execute(SQL(
                "INSERT INTO triangle_dirty (source, record_id, company_id, day, marked_at)"
                " SELECT %s, -1, d.company_id, d.day, %s FROM unnest(%s::int[], %s::date[]) d(company_id, day)"
                " WHERE NOT EXISTS (SELECT FROM triangle_dirty q WHERE q.source = %s AND q.record_id < 0"
                " AND q.company_id = d.company_id AND q.day = d.day)",
                source, fields.Datetime.now(), list(companies), list(dates), source))

    @api.model
    def _mark_all(self, company=None, sources=None):
        """Have everything counted again, or everything of a company or of some sources: range by range."""
        self.env["triangle.rebuild"]._start(company, sources)
