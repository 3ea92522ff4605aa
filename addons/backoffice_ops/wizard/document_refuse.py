from odoo import fields, models


class DocumentRefuse(models.TransientModel):
    """Why a document is not the right one, in words the other side reads."""

    _name = "backoffice.document.refuse"
    _description = "Document is not right"

    document_id = fields.Many2one(
        "backoffice.document.request", required=True, default=lambda self: self.env.context.get("active_id")
    )
    note = fields.Text("What is not right", required=True)

    def action_refuse(self):
        """Ask again, with the reason."""
        self.ensure_one()
        self.document_id.action_refuse(self.note)
        return {"type": "ir.actions.act_window_close"}
