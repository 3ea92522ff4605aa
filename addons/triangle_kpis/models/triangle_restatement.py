from odoo import api, fields, models
from odoo.tools import SQL

REASONS = [("history", "Records changed later"), ("definition", "The definition changed")]


class TriangleRestatement(models.Model):
    """A figure of the past that is not what it was: what it was, what it is, and why.

    Written at night for figures that had been kept (``triangle.snapshot``). Counts are records:
    added to the period, gone from it, or counted differently.
    """

    _name = "triangle.restatement"
    _description = "Changed figure of the past"
    _order = "at desc, id desc"
    _log_access = False

    kpi_id = fields.Many2one("triangle.kpi", "Figure", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("To", required=True, readonly=True)
    at = fields.Datetime("Found", required=True, readonly=True)
    reason = fields.Selection(REASONS, required=True, readonly=True)
    old_value = fields.Float("Was", digits=False, readonly=True)
    new_value = fields.Float("Is", digits=False, readonly=True)
    is_gone = fields.Boolean("Has no value any more", readonly=True)
    old_n = fields.Integer("Was of", readonly=True)
    new_n = fields.Integer("Is of", readonly=True)
    old_version = fields.Integer(readonly=True)
    new_version = fields.Integer(readonly=True)
    added = fields.Integer("Records added", readonly=True)
    removed = fields.Integer("Records gone", readonly=True)
    recalculated = fields.Integer("Records counted differently", readonly=True)
    note = fields.Char(compute="_compute_note")

    @api.depends("reason", "added", "removed", "recalculated", "old_version", "new_version", "at")
    @api.depends_context("lang")
    def _compute_note(self):
        for line in self:
            words = {"day": fields.Date.to_string(line.at), "old": line.old_version, "new": line.new_version,
                     "added": line.added, "removed": line.removed, "other": line.recalculated}
            if line.reason == "definition":
                line.note = self.env._(
                    "Found %(day)s: the definition changed from version %(old)s to %(new)s.", **words)
            else:
                line.note = self.env._(
                    "Found %(day)s: %(added)s records added, %(removed)s gone, %(other)s counted differently.", **words)

    @api.model
    def _why(self, kpi, window):
        """Why a past figure of the current company is not what it once was, or None if it is."""
        lines = self.search([
            ("kpi_id", "=", kpi.id), ("company_id", "=", self.env.company.id),
            ("date_from", "=", window[0]), ("date_to", "=", window[1])])
        if not lines:
            return None
        return {
            "added": sum(lines.mapped("added")), "removed": sum(lines.mapped("removed")),
            "recalculated": sum(lines.mapped("recalculated")), "note": lines[0].note,
            "was": lines[-1].old_value, "is": None if lines[0].is_gone else lines[0].new_value,
        }

    # -- what changed ------------------------------------------------------------------------------

    @api.model
    def _closed(self):
        """[(company, last day of the windows whose figures are kept)]."""
        self.env.cr.execute(SQL("SELECT company_id, MAX(date_to) FROM triangle_snapshot GROUP BY 1"))
        return self.env.cr.fetchall()

    @api.model
    def _note_sql(self, closed, columns, existed, rows="moved"):
        """A part of the engine's statement that notes which of its ``rows`` lie on days that are closed."""
        return SQL(
            """, %s AS (INSERT INTO triangle_change (measure_id, record_id, company_id, day, existed, num, den, value)
               SELECT m.measure_id, m.record_id, m.company_id, m.day, %s, %s FROM %s m
                 JOIN (VALUES %s) closed(company_id, day) ON closed.company_id = m.company_id AND m.day <= closed.day
                   ON CONFLICT (record_id, measure_id) DO NOTHING)""",
            SQL.identifier(f"note_{rows}"), existed, columns, SQL.identifier(rows),
            SQL(", ").join(SQL("(%s, %s::date)", *pair) for pair in closed))

    @api.model
    def _counts(self, kpis, windows, company):
        """{(figure, window): (added, removed, recalculated)} since the figures of a company were kept."""
        pairs = self._measures_of(kpis)
        if not pairs or not windows:
            return {}
        self.env.cr.execute(SQL(
            """SELECT k.kpi_id, seg.name,
                      COUNT(DISTINCT (k.source, ch.record_id)) FILTER (WHERE s.is_in AND NOT s.was_in),
                      COUNT(DISTINCT (k.source, ch.record_id)) FILTER (WHERE s.was_in AND NOT s.is_in),
                      COUNT(DISTINCT (k.source, ch.record_id)) FILTER (WHERE s.is_in AND s.was_in AND s.differs)
                 FROM (VALUES %(pairs)s) k(kpi_id, measure_id, source)
                 JOIN triangle_change ch ON ch.measure_id = k.measure_id
                CROSS JOIN (VALUES %(windows)s) seg(name, a, b)
                 LEFT JOIN (SELECT measure_id, record_id, company_id, day, num, den, value FROM triangle_fact
                             WHERE record_id > 0
                            UNION ALL SELECT measure_id, record_id, company_id, day, NULL, NULL, key_id
                              FROM triangle_presence) f
                   ON f.measure_id = ch.measure_id AND f.record_id = ch.record_id
                CROSS JOIN LATERAL (SELECT
                      COALESCE(f.company_id = %(company)s AND f.day BETWEEN seg.a AND seg.b, FALSE) AS is_in,
                      ch.existed AND ch.company_id = %(company)s AND ch.day BETWEEN seg.a AND seg.b AS was_in,
                      (f.num, f.den, f.value) IS DISTINCT FROM (ch.num, ch.den, ch.value) AS differs) s
                WHERE s.is_in OR s.was_in GROUP BY 1, 2""",
            pairs=SQL(", ").join(SQL("(%s, %s, %s)", *pair) for pair in pairs), company=company.id,
            windows=SQL(", ").join(SQL("(%s, %s::date, %s::date)", name, *days) for name, days in windows.items())))
        return {(kpi, name): tuple(counts) for kpi, name, *counts in self.env.cr.fetchall()}

    def _measures_of(self, kpis):
        """[(figure, measure, source)] that figures are counted from."""
        reader, Measure = self.env["triangle.reader"], self.env["triangle.measure"]
        names, ids = reader._names(), Measure._ids_by_code()
        sources = {line.code: name for name, source in Measure._sources().items() for line in source.measures}
        found = set()
        for kpi in kpis:
            codes = {names[name][0] for name in reader._names_of(kpi) if name in names} - {None}
            found |= {(kpi.id, ids[code], sources[code]) for code in codes}
        return sorted(found)
