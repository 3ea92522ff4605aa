from odoo import models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "triangle.watched"]

    def message_post(self, **kwargs):
        """A colleague's letter or finished activity may be the first answer."""
        message = super().message_post(**kwargs)
        self._triangle_mark()
        return message
