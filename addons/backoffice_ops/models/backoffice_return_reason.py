from odoo import fields, models


class BackofficeReturnReason(models.Model):
    """Why a request could not start."""

    _name = "backoffice.return.reason"
    _description = "What is missing"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    fault = fields.Selection(
        [
            ("sender", "The sender left it out"), ("receiver", "Our own mistake"),
            ("customer", "The customer has to bring it"), ("nobody", "Nobody's"),
        ],
        default="sender", required=True, string="Whose turn",
    )
    company_id = fields.Many2one("res.company", index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(code, COALESCE(company_id, 0))", "This code is already used.")
