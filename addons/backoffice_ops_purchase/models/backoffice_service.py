from odoo import fields, models


class BackofficeService(models.Model):
    _inherit = "backoffice.service"

    makes_rfq = fields.Boolean(
        "Ends in an order to a vendor",
        help="Who does it makes the request for quotation from the request; it is ready when all is received.",
    )
