from odoo import api, fields, models


class PersonalLog(models.Model):
    """Who exported or erased a person, when, and how many records. Not whom."""

    _name = "frontoffice.personal.log"
    _description = "Exported and erased people"
    _order = "id desc"

    at = fields.Datetime("When", required=True, readonly=True)
    kind = fields.Selection([("export", "Exported"), ("erase", "Erased")], "What", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True, ondelete="set null")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    counts = fields.Json(readonly=True)
    total = fields.Integer("Records", compute="_compute_text")
    text = fields.Text("How many", compute="_compute_text")

    @api.depends("kind", "at")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for log in self:
            log.display_name = f"{labels.get(log.kind, '')} {log.at or ''}".strip()

    @api.depends("counts")
    def _compute_text(self):
        for log in self:
            counts = log.counts or {}
            log.total = sum(counts.values())
            log.text = "\n".join(f"{label}: {count}" for label, count in self._labelled(counts))

    @api.model
    def _labelled(self, counts):
        """[(what people call the model, count)], by name."""
        # sudo: names of models are no secret
        names = {m.model: m.name for m in self.env["ir.model"].sudo().search([("model", "in", list(counts))])}
        return sorted((names.get(model, model), count) for model, count in counts.items())
