from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models

from ..tools import decompose, intervals
from .triangle_alert import QUALITY

DIMENSIONS = {"team_id": "crm.team", "department_id": "hr.department", "channel_id": "frontoffice.channel",
              "campaign_id": "utm.campaign"}


class TriangleAlert(models.Model):
    """What the form of an alert shows beside its columns: the chart, who contributed, words."""

    _inherit = "triangle.alert"

    chart = fields.Json(compute="_compute_chart")
    members = fields.Json(compute="_compute_members")
    words = fields.Html("What it means", compute="_compute_words", sanitize=False)
    unit_name = fields.Char("Where", compute="_compute_unit_name")
    about_data = fields.Boolean(compute="_compute_about_data")

    @api.depends("family")
    def _compute_about_data(self):
        for alert in self:
            alert.about_data = alert.family in QUALITY

    @api.depends("company_id", "team_id", "department_id")
    def _compute_unit_name(self):
        for alert in self:
            alert.unit_name = alert.team_id.name or alert.department_id.name or alert.company_id.name

    def _here(self):
        """Figures as they are in the company of the alert, whatever is switched on."""
        return self.env["triangle.chart"].with_company(self.company_id).with_context(
            allowed_company_ids=self.company_id.ids)

    @api.depends("kpi_id", "last_day")
    @api.depends_context("lang")
    def _compute_chart(self):
        for alert in self:
            here = alert._here()
            until = here.env["triangle.dashboard"]._today() - timedelta(days=1)  # today is not over
            chart = alert.kpi_id and alert.family != "miss" and here._chart(alert.kpi_id, alert._filters(), until)
            alert.chart = chart and {
                **chart, "unit": alert.kpi_id.unit, "label": alert.kpi_id.name,
                "currency": alert.company_id.currency_id.id if alert.kpi_id.unit == "money" else None,
                "target": alert.kpi_id.target if alert.kpi_id.target_source else None}

    @api.depends("kpi_id", "first_day", "last_day")
    @api.depends_context("lang")
    def _compute_members(self):
        for alert in self:
            alert.members = alert._contributions() if alert.family in ("spc", "target") else False

    # -- who contributed ---------------------------------------------------------------------------

    def _contributions(self):
        """[{by, rows: [{id, name, before, after, n, rate, mix, stands_out}]}] against the usual range; shares only.

        Rate and mix are Kitagawa's; ``stands_out`` holds at a false discovery rate of 10 % over all rows
        (Benjamini-Hochberg on two-proportion z tests).
        """
        self.ensure_one()
        kpi = self.kpi_id
        unit = (self.company_id.id, self.team_id.id or 0, self.department_id.id or 0)
        baseline = self.env["triangle.alert.baseline"]._of(kpi, unit)
        if not baseline or kpi.num_measure != kpi.den_measure or kpi.interval_kind not in ("wilson", "clopper"):
            return []
        spans = {"then": (baseline.first_day, baseline.last_day), "now": (self.first_day, self.last_day)}
        found = [self._dimension(column, spans) for column in self._dimensions()]
        return self._stand_out([block for block in found if block])

    def _dimensions(self):
        """What the figure can be told apart by, beyond what the alert already is about."""
        source = next((s for s in self.env["triangle.measure"]._sources().values() if any(
            m.code == self.kpi_id.num_measure for m in s.measures)), None)
        return [column for column in DIMENSIONS if source and column in source.dimensions and not (
            column in self._fields and self[column])]

    def _dimension(self, column, spans):
        code = self.kpi_id.num_measure
        sums = self._here().env["triangle.reader"]._sums(spans, {code}, self._filters(), by=column)
        sides = {name: {key: (line.num, line.den) for (key, _code), line in found.items() if line.den}
                 for name, found in sums.items()}
        split = decompose.kitagawa(sides["now"], sides["then"])
        if split is None or len(split.rows) < 2:
            return None
        # sudo: shown with an aggregate that is open to viewers
        names = {r.id: r.display_name for r in self.env[DIMENSIONS[column]].sudo().with_context(
            active_test=False).browse([key for key in split.rows if key]).exists()}
        rows = [self._row(key, names, sides, split.rows[key]) for key in split.rows]
        rows.sort(key=lambda row: -abs(row["rate"] + row["mix"]))
        return {"by": column, "label": self._label_of(column), "rows": rows[:8]}

    def _label_of(self, column):
        _ = self.env._
        return {"team_id": _("Team"), "department_id": _("Department"), "channel_id": _("Channel"),
                "campaign_id": _("Campaign")}[column]

    def _row(self, key, names, sides, parts):
        (k2, n2), (k1, n1) = sides["now"].get(key, (0, 0)), sides["then"].get(key, (0, 0))
        return {
            "id": key, "name": names.get(key) or (self.env._("(deleted)") if key else self.env._("Unassigned")),
            "before": k1 / n1 if n1 else None, "after": k2 / n2 if n2 else None, "n": n2, "rate": parts[0],
            "mix": parts[1], "p": intervals.two_proportions(k2, n2, k1, n1), "stands_out": False}

    def _stand_out(self, blocks):
        rows = [row for block in blocks for row in block["rows"]]
        for row, clear in zip(rows, intervals.benjamini_hochberg([row["p"] for row in rows]), strict=True):
            row["stands_out"] = clear
        return blocks

    # -- words -------------------------------------------------------------------------------------

    @api.depends("family", "rules", "capable", "effect_detail", "detail")
    @api.depends_context("lang")
    def _compute_words(self):
        words = self.env["triangle.alert.words"]
        for alert in self:
            lines = words._rules(alert) + words._about(alert)
            alert.words = Markup("<ul class='mb-0'>%s</ul>") % Markup("").join(
                Markup("<li>%s</li>") % line for line in lines)
