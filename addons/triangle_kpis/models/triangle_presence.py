from odoo import fields, models


class TrianglePresence(models.Model):
    """Who was there on a day: what distinct counts are counted from, never summed.

    One row per record, so that a changed or merged customer is a changed row like any other.
    """

    _name = "triangle.presence"
    _inherit = ["triangle.company.number.mixin"]
    _description = "Presence"
    _log_access = False
    _order = "day desc, id desc"

    measure_id = fields.Integer(required=True, readonly=True)
    record_id = fields.Integer(required=True, readonly=True)
    key_id = fields.Integer(required=True, readonly=True)
    day = fields.Date(required=True, readonly=True)
    company_id = fields.Integer(required=True, readonly=True)
    team_id = fields.Integer(required=True, readonly=True)
    channel_id = fields.Integer(required=True, readonly=True)
    department_id = fields.Integer(required=True, readonly=True)
    campaign_id = fields.Integer(required=True, readonly=True)

    _record_measure_uniq = models.UniqueIndex("(record_id, measure_id)")
    _measure_company_day_idx = models.Index("(measure_id, company_id, day, key_id)")
    _measure_key_idx = models.Index("(measure_id, key_id, day)")
