from odoo import api, models


class TriangleEngine(models.AbstractModel):
    """What a source needs worked out before SQL can count its records: working time, mostly."""

    _inherit = "triangle.engine"

    @api.model
    def _run(self, name, first=True):
        """A source of levels alone has nothing to count between two nights."""
        source = self.env["triangle.measure"]._sources()[name]
        if self._measure_ids(source):
            return super()._run(name, first)
        # sudo: the engine's own queue
        self.env["triangle.dirty"].sudo().search([("source", "=", name)]).unlink()
        self.env["triangle.rebuild"].sudo().search([("source", "=", name)]).unlink()
        return 0, None

    def _replace(self, source, ids, now, is_new=False):
        if prepare := getattr(source, "prepare", None):
            prepare(self.env, ids)
        return super()._replace(source, ids, now, is_new)
