from odoo import models


class BackofficeHandoff(models.Model):
    _name = "backoffice.handoff"
    _inherit = ["backoffice.handoff", "triangle.watched"]

    def _message_post_after_hook(self, message, msg_values):
        """Words of both sides count, and are written down on no field of the request."""
        done = super()._message_post_after_hook(message, msg_values)
        self._triangle_mark()
        return done
