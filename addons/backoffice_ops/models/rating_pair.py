from odoo import fields, models
from odoo.tools import SQL

FEWEST = 5  # fewer in a cell are shown to nobody
RATERS = 2  # and not if a single person gave them all
DAYS = 90


class RatingPair(models.Model):
    """How two sides found working with each other: cells that are large enough, and nothing below them.

    Counted over whole days up to yesterday, so that nobody learns one answer from the difference of two looks.
    """

    _name = "backoffice.rating.pair"
    _description = "How the sides rate each other"
    _auto = False
    _order = "to_department_id, from_team_id, from_department_id, side"
    _rec_name = "department"
    _depends = {"backoffice.handoff.rating": [
        "at", "company_id", "face", "from_department_id", "from_team_id", "side", "to_department_id", "user_id",
    ]}

    company_id = fields.Many2one("res.company", readonly=True)
    from_team_id = fields.Many2one("crm.team", readonly=True)
    from_department_id = fields.Many2one("hr.department", readonly=True)
    to_department_id = fields.Many2one("hr.department", readonly=True)
    asked_by = fields.Char("Who asked", compute="_compute_names")
    department = fields.Char(compute="_compute_names")
    side = fields.Selection(
        [("sender", "Who asked says"), ("receiver", "The department says")], "Direction", readonly=True
    )
    count = fields.Integer("Ratings", readonly=True)
    good = fields.Integer("🙂", readonly=True)
    fair = fields.Integer("😐", readonly=True)
    poor = fields.Integer("🙁", readonly=True)

    @property
    def _table_query(self):
        # an aggregate with a floor: the ORM cannot say HAVING before anybody reads a row
        return SQL(
            """SELECT min(id) AS id, company_id, from_team_id, from_department_id, to_department_id, side,
                      count(*)::int AS count, count(*) FILTER (WHERE face = 'good')::int AS good,
                      count(*) FILTER (WHERE face = 'fair')::int AS fair,
                      count(*) FILTER (WHERE face = 'poor')::int AS poor
                 FROM backoffice_handoff_rating
                WHERE at >= date_trunc('day', now() AT TIME ZONE 'UTC') - make_interval(days => %s)
                  AND at < date_trunc('day', now() AT TIME ZONE 'UTC')
             GROUP BY company_id, from_team_id, from_department_id, to_department_id, side
               HAVING count(*) >= %s AND count(DISTINCT user_id) >= %s""",
            DAYS, FEWEST, RATERS,
        )

    def _compute_names(self):
        for pair in self:
            names = pair.sudo()  # names of teams and departments alone
            pair.asked_by = names.from_team_id.name or names.from_department_id.name or ""
            pair.department = names.to_department_id.name or ""
