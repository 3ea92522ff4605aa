from odoo import fields, models


class BackofficeService(models.Model):
    _inherit = "backoffice.service"

    project_id = fields.Many2one(
        "project.project", "Done as a task in", check_company=True, ondelete="set null",
        help="A request of this type becomes a task of this project with one button.",
    )
