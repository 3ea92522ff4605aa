from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    desk_extension = fields.Char(
        "Extension", index="btree_not_null",
        help="The number inside the house. The telephone system tells it, and the desk of this person opens.",
    )
