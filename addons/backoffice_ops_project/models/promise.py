from odoo import fields, models


class Promise(models.Model):
    _inherit = "frontoffice.promise"

    task_id = fields.Many2one("project.task", index="btree_not_null", ondelete="set null", readonly=True)
