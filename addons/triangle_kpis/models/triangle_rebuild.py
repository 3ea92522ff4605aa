from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

RANGE = 20_000  # records of a recount in a batch


class TriangleRebuild(models.Model):
    """Everything of a source is counted again: how far it is.

    The engine works off one range of records at a time, between changes as they come in, and
    remembers the last id with the facts it led to: an interruption costs one range, nothing is
    emptied first and nobody waits. Days are summed again at the end.
    """

    _name = "triangle.rebuild"
    _inherit = ["triangle.company.number.mixin"]
    _description = "Counting everything again"
    _order = "id desc"
    _log_access = False

    source = fields.Char(required=True, readonly=True)
    company_id = fields.Integer(readonly=True, index=True, help="0: of all companies.")
    position = fields.Integer(readonly=True, help="Id of the last record looked at.")
    last_id = fields.Integer(readonly=True)
    total = fields.Integer("Records", readonly=True)
    done = fields.Integer("Looked at", readonly=True)
    started_at = fields.Datetime(required=True, readonly=True)
    finished_at = fields.Datetime(readonly=True)
    percent = fields.Integer("Progress (%)", compute="_compute_percent")

    _source_idx = models.Index("(source) WHERE finished_at IS NULL")

    @api.depends("done", "total", "finished_at")
    def _compute_percent(self):
        for rebuild in self:
            open_share = min(100 * rebuild.done // rebuild.total, 99) if rebuild.total else 0
            rebuild.percent = 100 if rebuild.finished_at else open_share

    @api.model
    def _of(self, source):
        """The recount of a source that is going on."""
        # sudo, here and below: the engine's own notes, whoever pressed “refresh”
        return self.sudo().search([("source", "=", source), ("finished_at", "=", False)], order="id", limit=1)

    @api.model
    def _behind(self, source):
        """Condition: a recount that goes on does not come to this record any more, it is past it or not about it."""
        row = self._of(source.name)
        if not row:
            return SQL("TRUE")
        past = SQL("%s <= %s", source.id, row.position)
        return SQL("(%s OR %s <> %s)", past, source.company, row.company_id) if row.company_id else past

    @api.model
    def _left(self):
        """How many batches are about left."""
        rows = self.sudo().search([("finished_at", "=", False)])
        return sum(max(row.total - row.done, 0) // RANGE + 1 for row in rows)

    @api.model
    def _start(self, company=None, sources=None):
        """Begin, or begin anew where one of the same kind is going on."""
        self.env.flush_all()
        company_id = company.id if company else 0
        for name, source in self.env["triangle.measure"]._sources().items():
            if sources is not None and name not in sources:
                continue
            self.sudo().search([
                ("source", "=", name), ("finished_at", "=", False),
                *([("company_id", "=", company_id)] if company_id else []),
            ]).finished_at = fields.Datetime.now()
            total, last = self._extent(source, company_id)
            self.sudo().create({
                "source": name, "company_id": company_id, "total": total, "last_id": last,
                "started_at": fields.Datetime.now(),
            })

    def _extent(self, source, company_id):
        """(how many records there are, the highest id of a record or of a fact whose record is gone)."""
        stored = SQL(", ").join(
            SQL("(SELECT COALESCE(MAX(record_id), 0) FROM %s WHERE measure_id = ANY(%s))", SQL.identifier(table),
                self.env["triangle.engine"]._measure_ids(source))
            for table in ("triangle_fact", "triangle_presence"))
        self.env.cr.execute(SQL(
            "SELECT COUNT(*), GREATEST(COALESCE(MAX(%s), 0), %s) FROM %s WHERE %s",
            source.id, stored, source.tables, self._scope(source, company_id)))
        return self.env.cr.fetchone()

    @staticmethod
    def _scope(source, company_id):
        return SQL("%s = %s", source.company, company_id) if company_id else SQL("TRUE")

    @api.model
    def _next(self, source):
        """Ids of the next range of a source: (of what has facts, with a record or without, of what has none yet)."""
        row = self._of(source.name)
        if not row:
            return set(), set()
        self.env.cr.execute(SQL(
            "SELECT %(id)s FROM %(tables)s WHERE %(id)s > %(position)s AND %(scope)s ORDER BY 1 LIMIT %(limit)s",
            id=source.id, tables=source.tables, position=row.position, limit=RANGE,
            scope=self._scope(source, row.company_id)))
        ids = {record for (record,) in self.env.cr.fetchall()}
        is_last = len(ids) < RANGE
        upto = max(row.last_id, *ids, 0) if is_last else max(ids)
        stored = row._stored(source, ids, upto)
        row.write({"position": upto, "done": row.done + len(ids)})
        if is_last:
            row._finish(source)
        return stored, ids - stored

    def _stored(self, source, ids, upto):
        """Records of the range that have facts: those looked at, and those that are not there any more."""
        mine = SQL("company_id = %s", self.company_id) if self.company_id else SQL("TRUE")
        self.env.cr.execute(SQL(" UNION ").join(
            SQL("SELECT record_id, %s FROM %s WHERE measure_id = ANY(%s) AND record_id > %s AND record_id <= %s",
                mine, SQL.identifier(table), self.env["triangle.engine"]._measure_ids(source), self.position, upto)
            for table in ("triangle_fact", "triangle_presence")))
        return {record for record, is_mine in self.env.cr.fetchall() if is_mine or record in ids}

    def _finish(self, source):
        """All records have been looked at: sum every day that has anything to sum, or had."""
        self.finished_at = fields.Datetime.now()
        self.env["triangle.dirty"]._mark_sums(source.name, self._days_of(source))

    def _days_of(self, source):
        """{(company, day)} that have facts or sums of a source: from one to the next along the index, not all rows."""
        company = SQL("AND company_id = %s", self.company_id) if self.company_id else SQL()
        measures = self.env["triangle.engine"]._measure_ids(source)
        self.env.cr.execute(SQL(
            """WITH RECURSIVE d AS (
                      SELECT m.id, x.* FROM unnest(%(measures)s::int[]) m(id) CROSS JOIN LATERAL (
                             SELECT company_id, day FROM triangle_fact WHERE measure_id = m.id %(company)s
                              ORDER BY company_id, day LIMIT 1) x
                      UNION ALL
                      SELECT d.id, x.* FROM d CROSS JOIN LATERAL (
                             SELECT company_id, day FROM triangle_fact WHERE measure_id = d.id %(company)s
                                AND (company_id, day) > (d.company_id, d.day) ORDER BY company_id, day LIMIT 1) x)
               SELECT company_id, day FROM d UNION
               SELECT company_id, day FROM triangle_cell
                WHERE gset = 0 AND level = 0 AND measure_id = ANY(%(measures)s) %(company)s""",
            measures=measures, company=company))
        return set(self.env.cr.fetchall())

    @api.model
    def action_start(self):
        """“Count everything again”, for managers."""
        if not self.env.user.has_group("triangle_kpis.group_manager"):
            raise AccessError(self.env._("Only managers of the Service Triangle may have everything counted again."))
        self._start()
        self.env.ref("triangle_kpis.cron_refresh").sudo()._trigger()
        return self.env["ir.actions.act_window"]._for_xml_id("triangle_kpis.action_rebuild")

    @api.autovacuum
    def _gc_old(self):
        """The last finished one of a source stays."""
        rows = self.search([("finished_at", "<", fields.Datetime.subtract(fields.Datetime.now(), days=30))])
        rows.unlink()
