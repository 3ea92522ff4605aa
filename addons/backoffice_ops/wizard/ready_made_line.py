from odoo import fields, models


class ReadyMadeLine(models.TransientModel):
    """One ready-made request type: what it asks, what is ticked, how long it takes."""

    _name = "backoffice.ready.line"
    _description = "Ready-made request type"
    _order = "id"

    page_id = fields.Many2one("backoffice.ready", required=True, index=True, ondelete="cascade")
    picked = fields.Boolean("Add")
    code = fields.Char(readonly=True)
    name = fields.Char("Request type", readonly=True)
    department = fields.Char(readonly=True)
    accept_hours = fields.Float("Accept in (h)", readonly=True)
    deliver_hours = fields.Float("Ready in (h)", readonly=True)
    confidential = fields.Boolean(readonly=True)
    questions = fields.Text("What it needs", readonly=True)
    steps = fields.Text("Checklist", readonly=True)
    instructions = fields.Html(readonly=True)
    service_id = fields.Many2one("backoffice.service", "Here already", readonly=True, ondelete="cascade")
