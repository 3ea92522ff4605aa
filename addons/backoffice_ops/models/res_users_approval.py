from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    approvals_by_mail = fields.Boolean(
        "Approvals by mail as well", help="A mail with a link that works once, besides the list “To decide”."
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "approvals_by_mail"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "approvals_by_mail"]
