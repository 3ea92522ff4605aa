from odoo import fields, models


class TriangleDrilled(models.AbstractModel):
    """For models whose records stand behind figures: a list of any length opens by a name, not by its ids.

    ``triangle_drill = token`` in a domain means "the records behind this part of this figure"; the
    token says figure, days, filters and part (``triangle.dashboard._token``). The server finds them
    in the stored facts; record rules hold as for any other domain.
    """

    _name = "triangle.drilled"
    _description = "Opened from a figure"

    triangle_drill = fields.Char(compute="_compute_triangle_drill", search="_search_triangle_drill", store=False)

    def _compute_triangle_drill(self):
        self.triangle_drill = False

    def _search_triangle_drill(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = fields.Domain.FALSE
        for token in value:
            found |= self.env["triangle.dashboard"]._token_domain(self._name, token)
        return found
