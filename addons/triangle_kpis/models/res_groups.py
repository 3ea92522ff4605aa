from odoo import models


class ResGroups(models.Model):
    _inherit = "res.groups"

    def write(self, vals):
        """Personal figures switched on or off, in whatever way: what was kept follows at once."""
        if not {"implied_ids", "implied_by_ids"} & set(vals):
            return super().write(vals)
        engine = self.env["triangle.engine"]
        before = engine._personal_on()
        done = super().write(vals)
        if engine._personal_on() != before:
            engine._personal_switched()
        return done
