from odoo import api, fields, models
from odoo.tools import SQL


class TriangleDrilled(models.AbstractModel):
    """For models whose records stand behind figures: a list of any length opens by a name, not by its ids.

    ``triangle_drill = token`` in a domain means "the records behind this part of this figure"; the
    token says figure, days, filters and part (``triangle.dashboard._token``). The server finds them
    in the stored facts; ``triangle_drill in ids`` names them one by one. Record rules hold as for any
    other domain.
    """

    _name = "triangle.drilled"
    _description = "Opened from a figure"

    triangle_drill = fields.Char(compute="_compute_triangle_drill", search="_search_triangle_drill", store=False)

    def _compute_triangle_drill(self):
        self.triangle_drill = False

    @api.model
    def search_count(self, domain, limit=None):
        """As Odoo's. Of a long list the client asks "are there as many as this?": the first of them can tell."""
        leaf = fields.Domain(domain)
        named = limit and getattr(leaf, "field_expr", "") == "triangle_drill" and isinstance(leaf.value, str)
        if named and leaf.operator == "=":
            first = self.env["triangle.dashboard"]._token_domain(self._name, leaf.value, limit)
            if super().search_count(first, limit) == limit:
                return limit
        return super().search_count(domain, limit)

    def _search_triangle_drill(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = fields.Domain.FALSE
        if ids := [id_ for id_ in value if isinstance(id_, int)]:
            # An array the planner cannot look into: it fetches these records and sorts them. With a bare list it
            # walks the index of the order instead, past all that came before the period.
            found |= fields.Domain.custom(to_sql=lambda _model, alias, _query: SQL(
                "%s = ANY(ARRAY(SELECT unnest(%s::int[])))", SQL.identifier(alias, "id"), ids))
        for token in (token for token in value if isinstance(token, str)):
            found |= self.env["triangle.dashboard"]._token_domain(self._name, token)
        return found
