from odoo import fields, models


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "triangle.watched"]

    # As for every field that is not in the public profile: without it nobody outside HR can read an employee at all.
    triangle_drill = fields.Char(groups="hr.group_hr_user")
