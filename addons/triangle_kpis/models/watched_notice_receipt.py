from odoo import models


class BackofficeNoticeReceipt(models.Model):
    _name = "backoffice.notice.receipt"
    _inherit = ["backoffice.notice.receipt", "triangle.watched"]
