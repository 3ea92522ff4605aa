from odoo import models


class Promise(models.Model):
    _inherit = "frontoffice.promise"

    def _praise_chain(self):
        """Hook: everybody who had a part in these promises; upper addons add their workers."""
        # sudo: who worked on it is read, nothing else
        promises = self.sudo()
        kept = promises.event_ids.filtered(lambda e: e.kind == "fulfilled").mapped("actor_id")
        return promises.made_by_id | promises.user_id | self.env["res.users"].sudo().browse(kept).exists()
