import hashlib

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ..sources.base import REGISTRY

KINDS = [
    ("A", "Count"), ("R", "Ratio"), ("Q", "Duration"), ("D", "Distinct count"), ("S", "Level"),
    ("C", "Cohort"), ("X", "Recomputed"),
]


class TriangleMeasure(models.Model):
    """A number that can be added up: what KPI formulas are made of.

    The record carries the words and the aggregation class; the SQL of a measure is code
    (``triangle_kpis/sources``) and is found by its ``code``.
    """

    _name = "triangle.measure"
    _description = "Measure"
    _order = "source, code"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char("Label", required=True, translate=True)
    kind = fields.Selection(KINDS, "Adds up as", required=True, readonly=True)
    source = fields.Char(required=True, readonly=True, index=True)
    digest = fields.Char(readonly=True, help="Of the SQL the stored facts were counted with.")

    _code_uniq = models.UniqueIndex("(code)", "A measure with this code exists.")

    @api.model
    @tools.ormcache()
    def _ids_by_code(self):
        """{code: id}; the caller must not change it."""
        return {measure.code: measure.id for measure in self.sudo().search_fetch([], ["code"])}  # no secrets in codes

    @api.model
    @tools.ormcache()
    def _sources(self):
        """{name: source} of this database. The process may know more: add-ons another database has. Not to be changed.
        """
        known = self._ids_by_code()
        return {
            name: source for name, source in REGISTRY.items()
            if source.model in self.env and any(line.code in known for line in source.measures)
        }

    @api.model
    def _lines_of(self, source):
        """The measures of a source this database knows."""
        known = self._ids_by_code()
        return [line for line in source.measures if line.code in known]

    @api.model
    @tools.ormcache()
    def _lines(self):
        """{code: measure, as its source declares it}; the caller must not change it."""
        return {line.code: line for source in self._sources().values() for line in self._lines_of(source)}

    @api.model
    def _sync_definitions(self):
        """After an installation or upgrade: what has another SQL is counted again, and its figures get a version."""
        known = {measure.code: measure for measure in self.sudo().search([])}  # at upgrade, nobody in particular
        changed, revised = set(), set()
        for source in self._sources().values():
            for line in self._lines_of(source):
                digest, measure = self._digest(source, line), known.get(line.code)
                if measure and measure.digest != digest:
                    if measure.digest and measure.digest != self._first_digest(source, line):
                        revised.add(line.code)
                    measure.digest = digest
                    changed.add(source.name)
        if changed:
            self.env["triangle.dirty"]._mark_all(sources=changed)
        if revised:
            self.env["triangle.kpi"]._revise(revised)

    @classmethod
    def _digest(cls, source, line):
        text = f"{cls._digested(source, line, line.extra)}\n{line.kind} {line.money}"
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def _first_digest(cls, source, line):
        """The digest as releases up to 19.0.2.1.0 made it: equal to it means the SQL did not change since."""
        return hashlib.sha256(cls._digested(source, line).encode()).hexdigest()

    @staticmethod
    def _digested(source, line, *more):
        parts = [source.tables, source.id, source.company, *source.dimensions.values(), line.anchor, line.where,
                 line.num, line.den, line.value, line.key, line.visible_at, *more]
        return "\n".join(f"{part.code} {part.params}" if part is not None else "" for part in parts)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def unlink(self):
        self.env.registry.clear_cache()
        self._forget()
        return super().unlink()

    def _forget(self):
        """Facts go with their measure, and runs with their source: an add-on that goes leaves nothing behind."""
        for table in ("triangle_fact", "triangle_presence", "triangle_cell", "triangle_distinct", "triangle_change"):
            self.env.cr.execute(SQL("DELETE FROM %s WHERE measure_id = ANY(%s)", SQL.identifier(table), self.ids))
        rest = self.sudo().search([("id", "not in", self.ids)]).mapped("source")  # which are left, whoever asks
        gone = sorted({*self.mapped("source")} - {*rest})
        for table in ("triangle_dirty", "triangle_rebuild", "triangle_job_run"):
            self.env.cr.execute(SQL("DELETE FROM %s WHERE source = ANY(%s)", SQL.identifier(table), gone))
