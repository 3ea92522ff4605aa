from odoo import models
from odoo.tools import SQL


class TriangleDimension(models.AbstractModel):
    """For models that facts are told apart by, such as campaigns, teams and people.

    When one is deleted the database empties the columns that point to it, past every hook of the
    counted records: so these are marked before, while they can still be found.
    """

    _name = "triangle.dimension"
    _description = "Tells facts of the Service Triangle apart"
    _triangle_column = None  # column of the fact

    def unlink(self):
        self._triangle_mark_members()
        return super().unlink()

    def _triangle_mark_members(self):
        """Mark every record counted under these. Found in the sources: facts may lag behind them."""
        if not self.ids:
            return
        self.env.flush_all()
        for source in self.env["triangle.measure"]._sources().values():
            member = source.dimensions.get(self._triangle_column)
            if member is not None:
                self.env["triangle.dirty"]._insert(source.name, SQL(
                    "SELECT %s AS id FROM %s WHERE %s = ANY(%s)", source.id, source.tables, member, self.ids))
