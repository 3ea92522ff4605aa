from odoo import api, models
from odoo.tools import SQL

from odoo.addons.backoffice_ops.tools import pulse

from ..tools import statistics
from .triangle_recompute import Figure

FEWEST = 5  # ratings and people in a cell, and in what is left when the cell is taken from the whole
PAIRED = 30  # requests both sides rated, before we say whether they rate each other the same
POINTS = {"good": 1, "fair": 0, "poor": -1}


class TriangleRecompute(models.AbstractModel):
    """What colleagues say about working together.

    Counted from the ratings themselves and kept nowhere: a stored number per rating could be led
    back to the person who gave it. Nothing is told about fewer than five ratings or people.
    """

    _inherit = "triangle.recompute"

    @api.model
    def _x_k44(self, window, filters):
        """Good ratings of departments by those who asked them."""
        return self._rating_figure(window, filters, "sender")

    @api.model
    def _x_k44_back(self, window, filters):
        """Good ratings of those who asked by the departments."""
        return self._rating_figure(window, filters, "receiver")

    def _x_k44_ids(self, window, filters, part):
        return self._rating_ids(window, filters, part, "sender")

    def _x_k44_back_ids(self, window, filters, part):
        return self._rating_ids(window, filters, part, "receiver")

    def _rating_figure(self, window, filters, side):
        if {"channel_id", "campaign_id"} & {name for name in filters if filters[name]}:
            return Figure()  # ratings among colleagues carry neither
        n, good, people = self._rating_cell(window, filters, side)
        if min(n, people) < FEWEST or not self._rest_is_safe(window, filters, side, n):
            return Figure(n=n if n >= FEWEST else 0)
        low, high = statistics.wilson(good, n)
        return Figure(good / n, good, n, low, high)

    def _rest_is_safe(self, window, filters, side, n):
        """Whether taking this cell from the whole leaves nothing or enough to hide in."""
        if not (filters.get("team_id") or filters.get("department_id")):
            return True
        rest = self._rating_cell(window, {}, side)[0] - n
        return not 0 < rest < FEWEST

    def _rating_cell(self, window, filters, side):
        """(ratings, good ones, people who rated)."""
        self.env.cr.execute(SQL(
            "SELECT COUNT(*), COUNT(*) FILTER (WHERE r.face = 'good'), COUNT(DISTINCT r.user_id) FROM %s",
            self._ratings_sql(window, filters, side)))
        return self.env.cr.fetchone()

    def _rating_ids(self, window, filters, part, side):
        faces = {"num": SQL("r.face = 'good'"), "miss": SQL("r.face <> 'good'")}.get(part, SQL("TRUE"))
        self.env.cr.execute(SQL(
            "SELECT r.id FROM %s AND %s ORDER BY 1", self._ratings_sql(window, filters, side), faces))
        return "backoffice.handoff.rating", [row[0] for row in self.env.cr.fetchall()]

    def _ratings_sql(self, window, filters, side):
        """FROM and WHERE of the ratings of a window of local days. SQL: local days are nothing the ORM knows."""
        self.env["backoffice.handoff.rating"].flush_model()
        return SQL(
            "%s AND r.side = %s AND %s AND %s",
            self._in_window(SQL("backoffice_handoff_rating r"), SQL("r.at"), SQL("r.company_id"), window), side,
            SQL("r.from_team_id = %s", filters["team_id"]) if filters.get("team_id") else SQL("TRUE"),
            SQL("r.to_department_id = %s", filters["department_id"]) if filters.get("department_id") else SQL("TRUE"),
        )

    def _in_window(self, table, moment, company, window):
        """FROM … WHERE of rows whose local day lies in a window, of the companies switched on."""
        zones = SQL(", ").join(SQL("(%s, %s)", *zone) for zone in self.env["triangle.engine"]._zones())
        return SQL(
            "%s JOIN (VALUES %s) co(id, tz) ON co.id = %s"
            " WHERE co.id = ANY(%s) AND (%s AT TIME ZONE 'UTC' AT TIME ZONE co.tz)::date BETWEEN %s AND %s",
            table, zones, company, self.env.companies.ids, moment, *window)

    # -- whether they rate each other the same -------------------------------------------------------

    @api.model
    def _x_k44_same(self, window, filters):
        """Correlation of what both sides of a request said: above 0.8 they may be returning a favour."""
        if any(filters.get(name) for name in ("team_id", "department_id", "channel_id", "campaign_id")):
            return Figure()
        self.env["backoffice.handoff.rating"].flush_model()
        self.env.cr.execute(SQL(
            "SELECT r.face, o.face FROM %s AND r.side = 'sender' AND o.side = 'receiver'",
            self._in_window(SQL(
                "backoffice_handoff_rating r JOIN backoffice_handoff_rating o ON o.handoff_id = r.handoff_id"),
                SQL("r.at"), SQL("r.company_id"), window)))
        pairs = [(POINTS[a], POINTS[b]) for a, b in self.env.cr.fetchall()]
        if len(pairs) < PAIRED:
            return Figure(n=len(pairs))
        return Figure(_correlation(pairs), None, len(pairs))

    # -- would they recommend working here -----------------------------------------------------------

    @api.model
    def _x_k53(self, window, filters):
        """eNPS of the last round of each quarter; in cells of five people or more, and only once it is over."""
        if any(filters.get(name) for name in ("team_id", "channel_id", "campaign_id")):
            return Figure()  # answers know their department and nothing else
        scores, asked = [], 0
        for round_ in self._enps_rounds(window):
            found = self._enps_scores(round_, filters.get("department_id"))
            scores += found
            asked += round_.asked if found else 0
        n = len(scores)
        if n < pulse.LEAST:
            return Figure()
        likes, dislikes = sum(s >= 9 for s in scores), sum(s <= 6 for s in scores)
        value, error = statistics.nps(likes, dislikes, n), statistics.nps_moe(likes, dislikes, n)
        if not filters.get("department_id") and asked > 1:
            error *= (max(asked - n, 0) / (asked - 1)) ** 0.5  # not a sample of many: nearly everybody was asked
        return Figure(value, None, n, max(value - error, -100), min(value + error, 100))

    def _x_k53_ids(self, window, filters, part):
        """The rounds: single answers are nobody's to open."""
        return "backoffice.pulse", self._enps_rounds(window).ids

    def _enps_rounds(self, window):
        """The last round of each company and quarter that is over, by its month."""
        rounds = self.env["backoffice.pulse"].sudo().search([  # sudo: only cells of five leave this model
            ("kind", "=", "enps"), ("company_id", "in", self.env.companies.ids),
            ("month", ">=", window[0]), ("month", "<=", window[1]),
        ], order="month, id").filtered(lambda p: p._is_over())
        latest = {(p.company_id, p.month.year, (p.month.month - 1) // 3): p.id for p in rounds}
        return rounds.browse(latest.values())

    def _enps_scores(self, round_, department):
        """Scores of a round, or of the department in it where that is a cell of its own."""
        answers = round_._answers()
        groups = answers.grouped("pulse_department_id")
        cells = pulse.cells({key.id: len(found) for key, found in groups.items()})
        if not cells:
            return []
        if department:
            if cells.get(department) != department:
                return []
            answers = groups[self.env["hr.department"].sudo().browse(department)]
        question = round_._questions().filtered(lambda q: q.feedback_code == "enps")
        return answers.user_input_line_ids.filtered(
            lambda line: line.question_id in question and not line.skipped).mapped("value_scale")


def _correlation(pairs):
    """Pearson's r; None where one side always says the same."""
    n = len(pairs)
    left, right = sum(a for a, _b in pairs) / n, sum(b for _a, b in pairs) / n
    over = sum((a - left) * (b - right) for a, b in pairs)
    spread = (sum((a - left) ** 2 for a, _b in pairs) * sum((b - right) ** 2 for _a, b in pairs)) ** 0.5
    return over / spread if spread else None
