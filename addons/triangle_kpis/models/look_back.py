import time

from odoo import models

PATIENCE = 30  # seconds of counting before the rest is left to the scheduler


class LookBack(models.TransientModel):
    """What was found is counted at once: who looked back sees her own triangle, not an empty one."""

    _inherit = "frontoffice.look.back"

    def action_look_back(self):
        action = super().action_look_back()
        until = time.monotonic() + PATIENCE
        Fact = self.env["triangle.fact"].sudo()  # facts belong to nobody, and she may look back
        for name in self.env["triangle.measure"]._sources():
            if time.monotonic() > until:
                self.env.ref("triangle_kpis.cron_refresh").sudo()._trigger()  # as above
                break
            Fact._refresh([name])
        return action
