from odoo import models


class HrAttendanceOvertimeLine(models.Model):
    _name = "hr.attendance.overtime.line"
    _inherit = ["hr.attendance.overtime.line", "triangle.watched"]
