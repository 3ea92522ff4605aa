from odoo import api, fields, models
from odoo.exceptions import AccessError

FACES = [("good", "Good"), ("fair", "Fair"), ("poor", "Poor")]


class HandoffRating(models.Model):
    """How one side found working with the other. Nobody reads a rating of somebody else, no manager either."""

    _name = "backoffice.handoff.rating"
    _description = "Rating of a request among colleagues"
    _log_access = False
    _order = "id desc"

    handoff_id = fields.Many2one("backoffice.handoff", required=True, readonly=True, ondelete="cascade")
    side = fields.Selection([("sender", "Who asked"), ("receiver", "Who did it")], required=True, readonly=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="cascade")
    face = fields.Selection(FACES, required=True, readonly=True)
    reason = fields.Selection(
        [("clear", "It was clear what is needed"), ("unclear", "It was unclear what is needed"),
         ("quick", "It was quick"), ("slow", "It was slow"), ("kind", "It was a pleasure"),
         ("again", "It had to be done again"), ("word", "I had to ask how it stands")], readonly=True,
    )
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    from_team_id = fields.Many2one("crm.team", readonly=True, index="btree_not_null", ondelete="set null")
    from_department_id = fields.Many2one("hr.department", readonly=True, ondelete="set null")
    to_department_id = fields.Many2one("hr.department", readonly=True, ondelete="set null")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _handoff_side_uniq = models.Constraint("UNIQUE (handoff_id, side)", "This side has rated it.")
    _pair_idx = models.Index("(company_id, at)")

    @api.model
    def pairs(self):
        """Ratings of the last 90 days for each pair of sides and direction, where there are enough of them.

        [{"from", "department", "side", "count", "good", "fair", "poor"}]; ``from`` is the team or department
        that asked. Cells of fewer than five ratings, or of one person alone, never leave the database.
        """
        Pair = self.env["backoffice.rating.pair"]
        if not Pair.has_access("read"):
            raise AccessError(self.env._("How the sides work together is for those who work on requests."))
        names = ("count", "good", "fair", "poor")
        return [
            {"from": pair.asked_by, "department": pair.department, "side": pair.side, **{n: pair[n] for n in names}}
            for pair in Pair.search([])
        ]
