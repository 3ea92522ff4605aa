from odoo import models


class HrResumeLine(models.Model):
    _name = "hr.resume.line"
    _inherit = ["hr.resume.line", "triangle.watched"]
