from odoo import fields, models


class TriangleChange(models.Model):
    """A fact of a past day as it was before it changed, until the next night tells what that moved.

    Only days of windows whose figures have been kept (``triangle.snapshot``) are noted, and of
    each fact only the first change: what it was when the figure was kept.
    """

    _name = "triangle.change"
    _inherit = ["triangle.company.number.mixin"]
    _description = "Changed fact of a past day"
    _log_access = False

    measure_id = fields.Integer(required=True, readonly=True)
    record_id = fields.Integer(required=True, readonly=True)
    company_id = fields.Integer(required=True, readonly=True, index=True)
    day = fields.Date(required=True, readonly=True)
    existed = fields.Boolean(readonly=True)
    num = fields.Float(readonly=True)
    den = fields.Float(readonly=True)
    value = fields.Float(readonly=True)

    _record_measure_uniq = models.UniqueIndex("(record_id, measure_id)")
