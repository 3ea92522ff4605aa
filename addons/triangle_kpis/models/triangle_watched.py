from odoo import api, models

from ..sources.base import watch


class TriangleWatched(models.AbstractModel):
    """Hooks that tell the fact engine which records changed.

    Collected in memory and written as one statement per source before the transaction
    commits, so a batch of a thousand changes costs what one does. Changes made in plain SQL
    are found by the nightly rescan.
    """

    _name = "triangle.watched"
    _inherit = ["triangle.drilled"]
    _description = "Counted by the Service Triangle"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._triangle_mark()
        return records

    def _write_multi(self, vals_list):
        # Not write(): stored computed fields reach the database through here only.
        watched = watch(self._name)
        changed = self._triangle_changed(vals_list, watched.fields)
        self._triangle_mark_left(
            [(source, follow, self._triangle_changed(vals_list, links)) for source, follow, links in watched.links])
        super()._write_multi(vals_list)
        self.browse(changed)._triangle_mark()

    def _triangle_changed(self, vals_list, names):
        return [r.id for r, vals in zip(self, vals_list, strict=True) if not names.isdisjoint(vals)]

    def unlink(self):
        ids = self.ids
        self.flush_recordset()  # what followed is looked up in the database
        self._triangle_mark_left([(source, follow, ids) for source, follow, _links in watch(self._name).links])
        done = super().unlink()
        self.browse(ids)._triangle_mark()
        return done

    def _triangle_mark_left(self, left):
        """Mark what depends on records as they still are: after the change nothing leads there any more."""
        known = self.env["triangle.measure"]._sources() if any(ids for _source, _follow, ids in left) else {}
        self.env["triangle.dirty"]._insert_all(
            [(source.name, follow(sorted(ids))) for source, follow, ids in left if ids and source.name in known])

    def _triangle_mark(self):
        """Remember that facts depending on these records must be looked at again."""
        if self.ids:
            self.env["triangle.engine"]._note(self._name, self.ids)
