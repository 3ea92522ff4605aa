from odoo import fields, models

# The declared grouping sets. A cell of a set carries 0 in every other dimension.
COMPANY, TEAM_CHANNEL, DEPARTMENT, CAMPAIGN, EMPLOYEE = range(5)
DAY, MONTH = range(2)
BINS = [f"b{i:02d}" for i in range(16)]
SUMS = ["num", "den", "n", "sum", "sumsq", *BINS]


class TriangleCell(models.Model):
    """Facts summed over one grouping set, for a day or a month. What pages read.

    ``n`` facts, ``sum`` and ``sumsq`` of their values, sixteen mergeable bins of minutes
    (edges in ``tools/statistics.py``). A month is always the sum of its days.
    """

    _name = "triangle.cell"
    _inherit = ["triangle.company.number.mixin"]
    _description = "Sum of facts"
    _log_access = False
    _order = "day desc, id desc"

    measure_id = fields.Integer(required=True, readonly=True)
    level = fields.Integer(required=True, readonly=True)
    gset = fields.Integer(required=True, readonly=True)
    day = fields.Date(required=True, readonly=True)
    company_id = fields.Integer(required=True, readonly=True)
    team_id = fields.Integer(required=True, readonly=True)
    channel_id = fields.Integer(required=True, readonly=True)
    department_id = fields.Integer(required=True, readonly=True)
    campaign_id = fields.Integer(required=True, readonly=True)
    employee_id = fields.Integer(required=True, readonly=True, groups=fields.NO_ACCESS)
    num = fields.Float(readonly=True)
    den = fields.Float(readonly=True)
    n = fields.Integer(readonly=True)
    sum = fields.Float(readonly=True)
    sumsq = fields.Float(readonly=True)
    b00 = fields.Integer(readonly=True)
    b01 = fields.Integer(readonly=True)
    b02 = fields.Integer(readonly=True)
    b03 = fields.Integer(readonly=True)
    b04 = fields.Integer(readonly=True)
    b05 = fields.Integer(readonly=True)
    b06 = fields.Integer(readonly=True)
    b07 = fields.Integer(readonly=True)
    b08 = fields.Integer(readonly=True)
    b09 = fields.Integer(readonly=True)
    b10 = fields.Integer(readonly=True)
    b11 = fields.Integer(readonly=True)
    b12 = fields.Integer(readonly=True)
    b13 = fields.Integer(readonly=True)
    b14 = fields.Integer(readonly=True)
    b15 = fields.Integer(readonly=True)

    # One small index per set: a filtered page reads its member only (see readme/DESIGN_FACTS.md).
    _measure_idx = models.Index("(company_id, measure_id, level, day)")
    _company_idx = models.Index("(company_id, level, day) WHERE gset = 0")
    _team_idx = models.Index("(company_id, team_id, level, day) WHERE gset = 1")
    _channel_idx = models.Index("(company_id, channel_id, level, day) WHERE gset = 1")
    _department_idx = models.Index("(company_id, department_id, level, day) WHERE gset = 2")
    _campaign_idx = models.Index("(company_id, campaign_id, level, day) WHERE gset = 3")
