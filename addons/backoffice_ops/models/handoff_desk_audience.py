from odoo import models


class HandoffDesk(models.Model):
    _name = "backoffice.handoff.desk"
    _inherit = ["backoffice.internal.audience", "backoffice.handoff.desk"]
