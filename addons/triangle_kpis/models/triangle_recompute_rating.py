from odoo import api, models
from odoo.tools import SQL

from odoo.addons.backoffice_ops.tools import pulse

from ..tools import statistics
from .triangle_recompute import Figure

FEWEST = 5  # ratings and people in a cell, and in what is left when the cell is taken from the whole
PAIRED = 30  # requests both sides rated, before we say whether they rate each other the same
LOCAL_DAY = SQL("(r.at AT TIME ZONE 'UTC' AT TIME ZONE co.tz)::date")
TOP_TWO = 4  # of five
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
        return self._xs_k44({"now": window}, filters)["now"]

    @api.model
    def _x_k44_back(self, window, filters):
        """Good ratings of those who asked by the departments."""
        return self._xs_k44_back({"now": window}, filters)["now"]

    def _xs_k44(self, windows, filters):
        return self._rating_figures(windows, filters, "sender")

    def _xs_k44_back(self, windows, filters):
        return self._rating_figures(windows, filters, "receiver")

    def _x_k44_ids(self, window, filters, part):
        return self._rating_ids(window, filters, part, "sender")

    def _x_k44_back_ids(self, window, filters, part):
        return self._rating_ids(window, filters, part, "receiver")

    def _rating_figures(self, windows, filters, side):
        """{window: figure}; two queries however many windows there are."""
        if any(filters.get(name) for name in ("channel_id", "campaign_id")):
            return dict.fromkeys(windows, Figure())  # ratings among colleagues carry neither
        cells = self._rating_cells(windows, filters, side)
        split = any(filters.get(name) for name in ("team_id", "department_id"))
        whole = self._rating_cells(windows, {}, side) if split else cells
        return {name: self._rating_figure(cells[name], whole[name]) for name in windows}

    @staticmethod
    def _rating_figure(cell, whole):
        """The figure of (ratings, good ones, people); absent where too few, or where the rest would be too few."""
        n, good, people = cell
        if min(n, people) < FEWEST or 0 < whole[0] - n < FEWEST:
            return Figure(n=n if n >= FEWEST else 0)
        return Figure(good / n, good, n, *statistics.wilson(good, n))

    def _rating_cells(self, windows, filters, side):
        """{window: (ratings, good ones, people who rated)}."""
        sides = SQL(", ").join(SQL("(%s, %s::date, %s::date)", name, *window) for name, window in windows.items())
        ever = (min(first for first, _last in windows.values()), max(last for _first, last in windows.values()))
        self.env.cr.execute(SQL(
            """SELECT seg.name, COUNT(*), COUNT(*) FILTER (WHERE x.face = 'good'), COUNT(DISTINCT x.user_id)
                 FROM (SELECT r.face, r.user_id, %s AS day FROM %s) x
                 JOIN (VALUES %s) seg(name, a, b) ON x.day BETWEEN seg.a AND seg.b GROUP BY 1""",
            LOCAL_DAY, self._ratings_sql(ever, filters, side), sides))
        found = {name: tuple(cell) for name, *cell in self.env.cr.fetchall()}
        return {name: found.get(name, (0, 0, 0)) for name in windows}

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
            self._in_window(SQL("backoffice_handoff_rating r"), window), side,
            SQL("r.from_team_id = %s", filters["team_id"]) if filters.get("team_id") else SQL("TRUE"),
            SQL("r.to_department_id = %s", filters["department_id"]) if filters.get("department_id") else SQL("TRUE"),
        )

    def _in_window(self, table, window):
        """FROM … WHERE of ratings ``r`` whose local day lies in a window, of the companies switched on."""
        zones = SQL(", ").join(SQL("(%s, %s)", *zone) for zone in self.env["triangle.engine"]._zones())
        return SQL(
            "%s JOIN (VALUES %s) co(id, tz) ON co.id = r.company_id WHERE co.id = ANY(%s) AND %s BETWEEN %s AND %s",
            table, zones, self.env.companies.ids, LOCAL_DAY, *window)

    # -- whether they rate each other the same -------------------------------------------------------

    @api.model
    def _x_k44_same(self, window, filters):
        """Correlation of what both sides of a request said: above 0.8 they may be returning a favour."""
        if any(filters.get(name) for name in ("team_id", "department_id", "channel_id", "campaign_id")):
            return Figure()
        pairs = [(POINTS[a], POINTS[b]) for a, b, _id in self._pairs(window)]
        if len(pairs) < PAIRED:
            return Figure(n=len(pairs))
        return Figure(_correlation(pairs), None, len(pairs))

    def _x_k44_same_ids(self, window, filters, part):
        """What senders said of requests both sides rated; nobody reads another's, so most see how many."""
        return "backoffice.handoff.rating", sorted(id_ for _a, _b, id_ in self._pairs(window))

    def _pairs(self, window):
        """[(said by the sender, said by the receiver, id of the first)] of requests both rated. SQL: local days."""
        self.env["backoffice.handoff.rating"].flush_model()
        self.env.cr.execute(SQL(
            "SELECT r.face, o.face, r.id FROM %s AND r.side = 'sender' AND o.side = 'receiver'",
            self._in_window(SQL(
                "backoffice_handoff_rating r JOIN backoffice_handoff_rating o ON o.handoff_id = r.handoff_id"
            ), window)))
        return self.env.cr.fetchall()

    # -- would they recommend working here -----------------------------------------------------------

    @api.model
    def _x_k53(self, window, filters):
        """eNPS of the last round of each quarter; in cells of five people or more, and only once it is over."""
        return self._xs_k53({"now": window}, filters)["now"]

    def _xs_k53(self, windows, filters):
        if any(filters.get(name) for name in ("team_id", "channel_id", "campaign_id")):
            return dict.fromkeys(windows, Figure())  # answers know their department and nothing else
        rounds = self._enps_rounds((min(w[0] for w in windows.values()), max(w[1] for w in windows.values())))
        scores = {found: self._enps_scores(found, filters.get("department_id")) for found in rounds}
        whole = not filters.get("department_id")
        return {name: self._enps_figure(self._last_of_quarter(rounds, window), scores, whole)
                for name, window in windows.items()}

    @staticmethod
    def _enps_figure(rounds, scores, whole):
        values = [score for found in rounds for score in scores[found]]
        n, asked = len(values), sum(found.asked for found in rounds if scores[found])
        if n < pulse.LEAST:
            return Figure()
        likes, dislikes = sum(s >= 9 for s in values), sum(s <= 6 for s in values)
        value, error = statistics.nps(likes, dislikes, n), statistics.nps_moe(likes, dislikes, n)
        if whole and asked > 1:
            error *= (max(asked - n, 0) / (asked - 1)) ** 0.5  # not a sample of many: nearly everybody was asked
        return Figure(value, None, n, max(value - error, -100), min(value + error, 100))

    def _x_k53_ids(self, window, filters, part):
        """The rounds: single answers are nobody's to open."""
        return "backoffice.pulse", self._last_of_quarter(self._enps_rounds(window), window).ids

    def _enps_rounds(self, window):
        """The rounds of a window that are over, by their month."""
        return self.env["backoffice.pulse"].sudo().search([  # sudo: only cells of five leave this model
            ("kind", "=", "enps"), ("company_id", "in", self.env.companies.ids),
            ("month", ">=", window[0]), ("month", "<=", window[1]),
        ], order="month, id").filtered(lambda found: found._is_over())

    @staticmethod
    def _last_of_quarter(rounds, window):
        """One answer a person and quarter: the last round of each company and quarter of a window."""
        latest = {}
        for found in rounds.filtered(lambda r: window[0] <= r.month <= window[1]):
            latest[found.company_id, found.month.year, (found.month.month - 1) // 3] = found.id
        return rounds.browse(latest.values())

    def _enps_scores(self, round_, department, code="enps"):
        """What was answered to a question of a round, or by the department in it where that is a cell of its own."""
        questions = round_._questions().filtered(lambda q: q.feedback_code == code)
        lines = round_._answers().user_input_line_ids.filtered(
            lambda line: line.question_id in questions and not line.skipped)
        groups = lines.grouped(lambda line: line.user_input_id.pulse_department_id)
        cells = pulse.cells({key.id: len(found) for key, found in groups.items()})
        if not cells:
            return []
        if department:
            if cells.get(department) != department:
                return []
            lines = groups[self.env["hr.department"].sudo().browse(department)]
        return lines.mapped("value_scale")

    # -- and what drives it --------------------------------------------------------------------------

    def _driver_figure(self, name, window, filters):
        """Share of 4 and 5 of 5 among the answers to one statement; rounds, cells and silence as of the eNPS."""
        if any(filters.get(key) for key in ("team_id", "channel_id", "campaign_id")):
            return Figure()
        department = filters.get("department_id")
        values = [score for found in self._last_of_quarter(self._enps_rounds(window), window)
                  for score in self._enps_scores(found, department, f"driver_{name}")]
        n, well = len(values), sum(score >= TOP_TWO for score in values)
        return Figure(well / n, well, n, *statistics.wilson(well, n)) if n >= pulse.LEAST else Figure()

    def _x_k53_motivation(self, window, filters):
        return self._driver_figure("motivation", window, filters)

    def _x_k53_pay(self, window, filters):
        return self._driver_figure("pay", window, filters)

    def _x_k53_training(self, window, filters):
        return self._driver_figure("training", window, filters)

    def _x_k53_tools(self, window, filters):
        return self._driver_figure("tools", window, filters)

    def _x_k53_change(self, window, filters):
        return self._driver_figure("change", window, filters)

    _x_k53_motivation_ids = _x_k53_pay_ids = _x_k53_training_ids = _x_k53_tools_ids = _x_k53_change_ids = _x_k53_ids


def _correlation(pairs):
    """Pearson's r; None where one side always says the same."""
    n = len(pairs)
    left, right = sum(a for a, _b in pairs) / n, sum(b for _a, b in pairs) / n
    over = sum((a - left) * (b - right) for a, b in pairs)
    spread = (sum((a - left) ** 2 for a, _b in pairs) * sum((b - right) ** 2 for _a, b in pairs)) ** 0.5
    return over / spread if spread else None
