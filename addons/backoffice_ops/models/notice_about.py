from odoo import api, fields, models


class Notice(models.Model):
    """What an announcement is about: a goal of the company, or another way of working."""

    _inherit = "backoffice.notice"

    kind = fields.Selection(
        [("news", "News"), ("goal", "Goal of the company"), ("change", "Change of how we work")], "About",
        default="news", required=True, help="Goals and changes are found and counted apart.",
    )
    service_id = fields.Many2one(
        "backoffice.service", "Request type", index="btree_not_null", ondelete="set null", check_company=True,
        help="Publishing notes which terms of it were told.",
    )


class NoticeVersion(models.Model):
    """Which terms of a request type were told with these words."""

    _inherit = "backoffice.notice.version"

    service_version_id = fields.Many2one(
        "backoffice.service.version", "Terms told", readonly=True, index="btree_not_null", ondelete="set null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")  # before anything is looked up for somebody who may not
        about = self.env["backoffice.notice"].browse([vals["notice_id"] for vals in vals_list])
        told = about.filtered(lambda notice: notice.kind == "change").service_id._current_versions()
        return super().create([
            {**vals, "service_version_id": told.get(notice.kind == "change" and notice.service_id.id, self.browse()).id}
            for notice, vals in zip(about, vals_list, strict=True)
        ])
