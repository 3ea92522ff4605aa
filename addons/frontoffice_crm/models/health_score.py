from markupsafe import Markup

from odoo import api, fields, models

from ..tools import mood as pure


class HealthScore(models.Model):
    """The mood of one customer on one day, with what made it. Written when it changes."""

    _name = "frontoffice.health.score"
    _description = "Customer mood"
    _order = "day desc, id desc"

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    policy_version_id = fields.Many2one(
        "frontoffice.health.policy.version", readonly=True, required=True, index=True, ondelete="restrict"
    )
    day = fields.Date(required=True, readonly=True)
    mood = fields.Float(readonly=True, aggregator="avg", digits=(4, 0))
    change = fields.Float("Since the last", readonly=True, aggregator=None, digits=(4, 0))
    is_unhappy = fields.Boolean("Unhappy", readonly=True)
    is_latest = fields.Boolean(readonly=True)
    drivers = fields.Json(readonly=True)
    why = fields.Html(compute="_compute_why")

    _partner_day_uniq = models.UniqueIndex("(partner_id, company_id, day)")
    _latest_idx = models.Index("(company_id, mood) WHERE is_latest")

    @api.depends("partner_id", "mood")
    def _compute_display_name(self):
        for score in self:
            score.display_name = f"{score.partner_id.name} · {score.mood:.0f}"

    def _driver_words(self):
        fields_of = self.env["frontoffice.health.policy"].fields_get(allfields=[f"weight_{n}" for n in pure.DRIVERS])
        return {name: fields_of[f"weight_{name}"]["string"] for name in pure.DRIVERS}

    @api.depends("drivers")
    def _compute_why(self):
        words = self._driver_words()
        for score in self:
            rows = sorted(score.drivers or [], key=lambda row: row[1])
            cells = [
                Markup('<tr><td>%s</td><td class="text-end">%+.0f</td></tr>') % (words.get(name, name), points)
                for name, points in rows
            ]
            score.why = Markup('<table class="table table-sm mb-0">%s</table>') % Markup("").join(cells)
