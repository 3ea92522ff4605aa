from odoo import api, models
from odoo.exceptions import UserError

from ..tools import index, statistics
from .triangle_dashboard_score import SIDES

BLOCKS = ("moved", "weights", "topics", "pays")
NOTHING = "–"
SHOWN = 0.05  # points below this read as 0.0


class TriangleSure(models.AbstractModel):
    """"How sure are we?" in words: four questions to the score, each asked only when somebody wants to know.

    A block is {"text": [sentence], "note": a warning or None, "tables": [{"title", "head": [words], "rows": [{"cells":
    [words], "kpi": figure to open, "drill": records to open, "total"}]}]}: page and printed report draw the same.
    """

    _name = "triangle.sure"
    _description = "How sure the Service Triangle score is"

    @api.model
    def _block(self, block, filters=None):
        """One block of ``BLOCKS``; UserError for one that does not exist."""
        if block not in BLOCKS:
            raise UserError(self.env._("There is no such question to the score."))
        return {"block": block, "note": None, "tables": [], **getattr(self, f"_sure_{block}")(filters)}

    def _row(self, *cells, kpi=None, drill=None, total=False):
        return {"cells": list(cells), "kpi": kpi, "drill": drill, "total": total}

    def _score_words(self, value):
        """A score as the page writes it: a whole number."""
        return NOTHING if value is None else self._plain(round(value))

    def _plain(self, value):
        return self.env["triangle.alert.words"]._number(value)

    def _share(self, value):
        return NOTHING if value is None else self.env._("%s %%", self._plain(round(100 * value)))

    def _points(self, value):
        """+6.1 or −6.1, always with one decimal: what stands below each other must be easy to add up."""
        sign = "+" if value >= SHOWN else "−" if value <= -SHOWN else ""
        return sign + self.env["ir.qweb.field.float"].value_to_html(abs(round(value, 1)), {"precision": 1})

    # -- what moved the score ----------------------------------------------------------------------

    def _sure_moved(self, filters):
        _ = self.env._
        board = self.env["triangle.dashboard"]
        kpis, context, tiles = board._scored(filters)
        weighted, period = context["kpis"], context["period"]
        score = board._score(weighted, tiles, context)["score"]
        if score["value"] is None:
            return {"text": [self._too_little(score)]}
        if score["prev"] is None:
            return {"text": [_("There is nothing to compare with: the period before has no score.") if period["compare"]
                             else _("Choose a period to compare with, then this says what moved.")]}
        parts = index.moved_points(*(
            board._members(board._ripe(weighted, context, window), tiles, which)
            for which, window in (("figure", "now"), ("before", "then"))))
        found = self._moved_rows(parts, {kpi.code: kpi.name for kpi in kpis})
        whole = self._row(_("Together"), "", self._points(score["value"] - score["prev"]), total=True)
        return {"text": self._moved_text(score, period, found), "tables": [{
            "title": _("The largest first"), "head": [_("Figure"), _("Side"), _("Points of the score")],
            "rows": [*(row for _size, row in found), whole]}] if found else []}

    def _moved_rows(self, parts, names):
        """[(points, row)], the largest first; what reads as 0.0 is left out."""
        labels, found = self._side_labels(), []
        for side, (points, rest) in parts.items():
            found += [(size, self._row(names[code], labels[side], self._points(size), kpi=code))
                      for code, size in points.items()]
            found.append((rest, self._row(
                self.env._("Figures that began or ceased to count"), labels[side], self._points(rest))))
        return sorted((pair for pair in found if abs(pair[0]) >= SHOWN), key=lambda pair: -abs(pair[0]))

    def _moved_text(self, score, period, found):
        _ = self.env._
        text = [_("The score went from %(before)s to %(now)s against %(then)s.", now=self._score_words(score["value"]),
                  before=self._score_words(score["prev"]), then=period["compare"]["label"])]
        if found:
            name, side, points = found[0][1]["cells"]
            figure = name if name == side else f"{name} ({side})"
            text.append(_("Most of it: %(figure)s, %(points)s points.", figure=figure, points=points))
        if score["moved"] is not None:
            text.append(_("That is more than chance explains.") if score["moved"] else _("It may be chance."))
        return text

    def _too_little(self, score):
        """Why there is no score: the sides of which too little is known."""
        labels = self._side_labels()
        missing = [labels[side] for side in SIDES if score["coverage"][side] < statistics.MIN_COVERAGE - 1e-9]
        return self.env._("There is no score: too little is known of %s.", ", ".join(missing))

    def _side_labels(self):
        return {"external": self.env._("Made"), "internal": self.env._("Enabled"), "interactive": self.env._("Kept")}

    # -- with other weights ------------------------------------------------------------------------

    def _sure_weights(self, filters):
        board = self.env["triangle.dashboard"]
        _kpis, context, tiles = board._scored(filters)
        found = board._score(context["kpis"], tiles, context)
        if found["score"]["value"] is None:
            return {"text": [self._too_little(found["score"])], "tables": [self._side_table(found["sides"])]}
        teams = [team for team in board._score_teams(context["kpis"], context) if team["rank"]]
        return {"text": self._weights_text(found["score"]), "tables": [
            self._side_table(found["sides"]), *([self._team_table(teams)] if len(teams) > 1 else [])]}

    def _weights_text(self, score):
        _, labels, found = self.env._, self._side_labels(), score["sensitivity"]
        low, high = self._score_words(found["low"]), self._score_words(found["high"])
        text = [_("With any weight a fifth more or less the score stays %s.", low) if low == high else
                _("With any weight a fifth more or less the score lies between %(low)s and %(high)s.",
                  low=low, high=high)]
        weakest = [labels[side] for side in SIDES if side in found["weakest"]]
        if len(weakest) > 1:
            text.append(_("Which side is the weakest hangs on the weights: %s.", ", ".join(weakest)))
        else:
            text.append(_("The weakest side stays %s.", weakest[0]))
        if score["balance"] is not None:
            text.append(_("Balance of the three sides: %s (100 %% means equally strong).",
                          self._share(score["balance"])))
        return [*text, _("A plain mean, in which a strong side makes up for a weak one, would say %s.",
                         self._score_words(found["mean"]))]

    def _side_table(self, sides):
        _ = self.env._
        weights, labels = statistics.EDGE_WEIGHTS, self._side_labels()
        return {"title": _("The three sides"), "head": [_("Side"), _("Score"), _("Weight"), _("Known")], "rows": [
            self._row(labels[side], self._score_words(sides[side]["score"]),
                      self._share(weights[side] / sum(weights.values())), self._share(sides[side]["coverage"]),
                      kpi=sides[side]["kpi"]) for side in SIDES]}

    def _team_table(self, teams):
        """Teams by name, not by place: a place that hangs on the weights is a range."""
        _ = self.env._
        return {"title": _("Teams, and the place other weights would give them"),
                "head": [_("Team"), _("Score"), _("Place")], "rows": [
                    self._row(team["name"], self._score_words(team["score"]), self._place(*team["rank"]))
                    for team in teams]}

    def _place(self, best, worst):
        return str(best) if best == worst else f"{best}–{worst}"

    # -- topics ------------------------------------------------------------------------------------

    def _sure_topics(self, filters):
        found = self.env["triangle.dashboard"].get_topics(filters)
        return {"text": self._topics_text(found), "tables": [
            table for table in (self._rising_table(found["rising"]), self._unowned_table(found["unowned"]))
            if table["rows"]]}

    def _topics_text(self, found):
        _, rising, unowned = self.env._, found["rising"], found["unowned"]
        if not found["compared"]:
            text = _("Nothing was recorded in the period before, so nobody can say yet what rises.")
        elif rising:
            text = _("Asked clearly more often than before: %s.", ", ".join(row["name"] for row in rising[:3]))
        else:
            text = _("No topic is asked clearly more often than before.")
        nobody = _("Belongs to nobody: %s.", ", ".join(row["name"] for row in unowned[:3])) if unowned else _(
            "Every topic that was asked for has an owner and a promise.")
        return [text, nobody]

    def _rising_table(self, rows):
        _ = self.env._
        return {"title": _("Rising"), "head": [_("Topic"), _("Now"), _("Before"), _("Times as often")], "rows": [
            self._row(row["name"], self._plain(row["n"]), self._plain(row["before"]),
                      _("new") if row["times"] is None else self._plain(row["times"]), drill=row["drill"])
            for row in rows]}

    def _unowned_table(self, rows):
        _ = self.env._
        return {"title": _("Belongs to nobody"), "head": [
            _("Topic"), _("Asked"), _("Without owner or promise")], "rows": [
            self._row(row["name"], self._plain(row["n"]), self._share(row["share"]), drill=row["drill"])
            for row in rows]}
