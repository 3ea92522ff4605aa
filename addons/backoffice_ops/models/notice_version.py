from odoo import fields, models


class NoticeVersion(models.Model):
    """The words as they were read."""

    _name = "backoffice.notice.version"
    _description = "Version of an announcement"
    _inherit = ["frontoffice.version.mixin"]

    notice_id = fields.Many2one("backoffice.notice", required=True, index=True, readonly=True, ondelete="cascade")
    _notice_number_uniq = models.UniqueIndex("(notice_id, number)")
