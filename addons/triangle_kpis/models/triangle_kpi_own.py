from odoo import api, fields, models
from odoo.exceptions import UserError


class TriangleKpi(models.Model):
    """Figures of one's own may be put away; those that came with the add-ons stay."""

    _inherit = "triangle.kpi"
    _rec_names_search = ["name", "code"]

    own = fields.Boolean("Our own", readonly=True, copy=False, help="Put together here, not shipped.")

    def write(self, vals):
        if vals.get("active") is False and any(not kpi.own for kpi in self):
            raise UserError(self.env._("Only figures of your own can be archived; the others come with the add-ons."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A figure is archived, never deleted: past pages would lose their words."))

    def action_preview(self):
        """Open the builder on this figure, to look at its last twelve months or to change its formula."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "triangle.kpi.builder", "view_mode": "form",
            "name": self.env._("Own figure"), "target": "new", "views": [[False, "form"]],
            "res_id": self.env["triangle.kpi.builder"]._of(self).id,
        }
