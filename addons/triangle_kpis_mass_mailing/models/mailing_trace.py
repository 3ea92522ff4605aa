from odoo import models


class MailingTrace(models.Model):
    _name = "mailing.trace"
    _inherit = ["mailing.trace", "triangle.watched"]
