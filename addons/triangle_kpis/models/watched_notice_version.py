from odoo import models


class BackofficeNoticeVersion(models.Model):
    _name = "backoffice.notice.version"
    _inherit = ["backoffice.notice.version", "triangle.watched"]
