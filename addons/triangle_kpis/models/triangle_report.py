from odoo import fields, models
from odoo.tools import SQL


class TriangleReport(models.Model):
    """Additive measures with raw numerators and denominators, by day: for lists, pivots and graphs.

    Shares are not in it on purpose: a share must never be added up.
    """

    _name = "triangle.report"
    _description = "Service Triangle analysis"
    _auto = False
    _order = "day desc, id desc"

    measure_id = fields.Many2one("triangle.measure", readonly=True)
    day = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    team_id = fields.Many2one("crm.team", readonly=True)
    channel_id = fields.Many2one("frontoffice.channel", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    campaign_id = fields.Many2one("utm.campaign", readonly=True)
    num = fields.Float("Counted", readonly=True, aggregator="sum")
    den = fields.Float("Out of", readonly=True, aggregator="sum")
    n = fields.Integer("Records", readonly=True, aggregator="sum")

    @property
    def _table_query(self):
        """Facts by day and dimension; employees are left out. Durations and distinct counts do not add up.

        What is confidential is under no team and no department; what requests cost is in the figure alone.
        """
        return SQL(
            """SELECT MIN(f.id) AS id, f.measure_id, f.day, f.company_id, NULLIF(f.team_id, 0) AS team_id,
                      NULLIF(f.channel_id, 0) AS channel_id, NULLIF(f.department_id, 0) AS department_id,
                      NULLIF(f.campaign_id, 0) AS campaign_id, SUM(f.num) AS num, SUM(f.den) AS den, COUNT(*) AS n
                 FROM (SELECT id, measure_id, day, company_id, channel_id, campaign_id, num, den,
                              CASE WHEN extra_key = 'confidential' THEN 0 ELSE team_id END AS team_id,
                              CASE WHEN extra_key = 'confidential' THEN 0 ELSE department_id END AS department_id
                         FROM triangle_fact) f
                 JOIN triangle_measure m ON m.id = f.measure_id AND m.kind IN ('A', 'R') AND m.code <> 'handoff_cost'
                GROUP BY f.measure_id, f.day, f.company_id, f.team_id, f.channel_id, f.department_id, f.campaign_id""")
