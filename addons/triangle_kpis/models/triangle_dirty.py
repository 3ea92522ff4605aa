from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class TriangleDirty(models.Model):
    """What facts must be looked at again: a record of a source, or a whole local day of a company.

    Rows are inserted with the change that caused them, so they are seen when it is committed,
    and deleted with the facts they led to: an interrupted run loses nothing.
    """

    _name = "triangle.dirty"
    _inherit = ["triangle.company.number.mixin"]
    _description = "To be counted again"
    _log_access = False
    _order = "id"

    source = fields.Char(required=True, readonly=True)
    record_id = fields.Integer(readonly=True)  # 0: the mark is for a day
    company_id = fields.Integer(readonly=True, index="btree_not_null")  # of a day; a removed company takes its marks
    day = fields.Date(readonly=True)
    marked_at = fields.Datetime(required=True, readonly=True)

    _source_idx = models.Index("(source, id)")

    @api.model
    def _insert(self, source, ids_sql):
        """Mark the records whose ids a query yields. SQL: the ORM cannot INSERT … SELECT."""
        self.env.cr.execute(SQL(
            "INSERT INTO triangle_dirty (source, record_id, marked_at) SELECT %s, x.id, %s FROM (%s) x",
            source, fields.Datetime.now(), ids_sql,
        ))

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
    def _mark_all(self, company=None, sources=None):
        """Queue every record, every fact whose record is gone, and every day that has facts."""
        engine = self.env["triangle.engine"]
        # sudo: facts are counted for all companies, whoever presses the button
        every = self.env["res.company"].sudo().with_context(active_test=False).search(fields.Domain.TRUE)
        self.env.flush_all()
        for name, source in self.env["triangle.measure"]._sources().items():
            if sources is not None and name not in sources:
                continue
            measures = engine._measure_ids(source)
            scope = SQL("AND %s = %s", source.company, company.id) if company else SQL()
            self._insert(name, SQL("SELECT %s AS id FROM %s WHERE TRUE %s", source.id, source.tables, scope))
            for table in ("triangle_fact", "triangle_presence"):
                self._insert(name, SQL(
                    "SELECT DISTINCT record_id AS id FROM %s f WHERE measure_id = ANY(%s) AND NOT EXISTS"
                    " (SELECT 1 FROM %s WHERE id = f.record_id)",
                    SQL.identifier(table), measures, SQL.identifier(self.env[source.model]._table),
                ))
            self.env.cr.execute(SQL(
                "INSERT INTO triangle_dirty (source, record_id, company_id, day, marked_at)"
                " SELECT DISTINCT %s, 0, company_id, day, %s::timestamp FROM triangle_cell"
                " WHERE level = 0 AND measure_id = ANY(%s) AND company_id = ANY(%s)",
                name, fields.Datetime.now(), measures, (company or every).ids,
            ))
