from odoo import api, fields, models
from odoo.fields import Domain


class BackofficeService(models.Model):
    """A request type may end in an invoice or a credit note."""

    _inherit = "backoffice.service"

    move_kind = fields.Selection(
        [("out_invoice", "An invoice"), ("out_refund", "A credit note")], "Ends in",
        help="Who does it makes the draft from the request; the request is ready when it is posted.",
    )
    for_goodwill = fields.Boolean(
        "Asked for by goodwill", help="A refund or credit given as goodwill asks for this by itself."
    )

    @api.model
    def _goodwill_service(self, company):
        """The request type goodwill of a company asks for, its own before a shared one; one query."""
        # sudo: whoever gives goodwill follows Finance's rule
        return self.sudo().search(
            Domain("for_goodwill", "=", True) & Domain("move_kind", "=", "out_refund")
            & Domain("company_id", "in", [False, company.id]), order="company_id, sequence, id", limit=1,
        )
