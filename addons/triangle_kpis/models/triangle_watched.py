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
        watched = watch(self._name).fields
        changed = [r.id for r, vals in zip(self, vals_list, strict=True) if not watched.isdisjoint(vals)]
        super()._write_multi(vals_list)
        self.browse(changed)._triangle_mark()

    def unlink(self):
        ids = self.ids
        done = super().unlink()
        self.browse(ids)._triangle_mark()
        return done

    def _triangle_mark(self):
        """Remember that facts depending on these records must be looked at again."""
        if self.ids:
            self.env["triangle.engine"]._note(self._name, self.ids)
