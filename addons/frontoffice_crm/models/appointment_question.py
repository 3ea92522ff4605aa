from odoo import fields, models


class AppointmentQuestion(models.Model):
    """Something to know before somebody comes."""

    _name = "frontoffice.appointment.question"
    _description = "Question of an appointment"
    _order = "sequence, id"

    type_id = fields.Many2one("frontoffice.appointment.type", required=True, index=True, ondelete="cascade")
    name = fields.Char("Question", required=True, translate=True)
    required = fields.Boolean("Must be answered")
    sequence = fields.Integer(default=10)
