from odoo import models

from .triangle_sure import NOTHING

SHOWN_LAGS = (0, 3, 6)  # chosen beforehand: whoever looks for the best of seven always finds one


class TriangleSurePays(models.AbstractModel):
    """Does it pay? The link of better service with what it is meant to lead to, in words and with its warning."""

    _inherit = "triangle.sure"

    def _sure_pays(self, filters):
        board = self.env["triangle.dashboard"]
        kpis, context, _tiles = board._scored(filters)
        link = board._link(kpis, context["kpis"], context)
        if not link["rows"]:
            return {"text": self._too_early(link), "note": link["warning"]}
        return {"text": [self._link_text(link), *self._link_lines(link)], "note": link["warning"],
                "tables": [self._link_table(link)]}

    def _too_early(self, link):
        months, missing = link["months"], link["needed"] - link["months"]
        text = self.env._("Too early to say: %(months)s of %(needed)s months can be compared, missing: %(missing)s.",
                          months=months, needed=link["needed"], missing=missing)
        return [text, self.env._(
            "It compares the three sides, month by month, with “Would recommend us” and, where invoices are written"
            " here, with what customers bring and whether they stay.")]

    def _lags(self, row):
        return {lag["lag"]: lag for lag in row["lags"] if lag["lag"] in SHOWN_LAGS}

    def _beyond_chance(self, link):
        """[(row, lag)] whose range leaves out zero, the strongest first."""
        found = [(row, lag) for row in link["rows"] for lag in self._lags(row).values()
                 if lag["low"] > 0 or lag["high"] < 0]
        return sorted(found, key=lambda pair: -abs(pair[1]["rho"]))

    def _link_text(self, link):
        many = sum(len(self._lags(row)) for row in link["rows"])
        return self.env._(
            "Over %(months)s months %(n)s of %(of)s comparisons show a link whose range leaves out zero.",
            months=link["months"], n=len(self._beyond_chance(link)), of=many)

    def _link_lines(self, link):
        """The strongest link as a sentence; none where no range leaves out zero."""
        if not self._beyond_chance(link):
            return []
        row, lag = self._beyond_chance(link)[0]
        words = {"side": row["label"], "outcome": row["outcome"], "months": lag["lag"]}
        if lag["rho"] > 0 and not lag["lag"]:
            return [self.env._("In months in which %(side)s was higher, “%(outcome)s” was mostly higher.", **words)]
        if lag["rho"] > 0:
            return [self.env._("When %(side)s was higher, “%(outcome)s” was mostly higher %(months)s months later.",
                               **words)]
        if not lag["lag"]:
            return [self.env._("In months in which %(side)s was higher, “%(outcome)s” was mostly lower.", **words)]
        return [self.env._("When %(side)s was higher, “%(outcome)s” was mostly lower %(months)s months later.",
                           **words)]

    def _link_table(self, link):
        _ = self.env._
        rows = []
        for row in link["rows"]:
            lags = self._lags(row)
            rows.append(self._row(row["label"], row["outcome"], *(
                self._link_cell(lags.get(lag)) for lag in SHOWN_LAGS), kpi=row["kpi"]))
        return {"title": _("Link from −1 to 1, with its likely range"), "rows": rows, "head": [
            _("Side"), _("Goes with"), _("Same month"), _("3 months later"), _("6 months later")]}

    def _link_cell(self, lag):
        if not lag:
            return NOTHING
        value, low, high = (self._signed(lag[name]) for name in ("rho", "low", "high"))
        return self.env._("%(value)s (%(low)s to %(high)s)", value=value, low=low, high=high)

    def _signed(self, value):
        return f"{value:.2f}".replace("-", "−")
