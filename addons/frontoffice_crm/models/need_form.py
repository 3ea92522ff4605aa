from odoo import fields, models


class FrontofficeNeed(models.Model):
    _inherit = "frontoffice.need"

    is_published = fields.Boolean(
        "Customers may choose it",
        help="Offered on public forms and in the portal. Its name is then seen by everybody.",
    )
