from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .desk_say import TALK_SECONDS


class Promise(models.Model):
    """The safe date on the form, and the reason asked from those who promise sooner."""

    _inherit = "frontoffice.promise"

    safe_due_at = fields.Datetime("Safe date", compute="_compute_safe", help="What we manage 8 times out of 10.")
    is_tight = fields.Boolean(compute="_compute_safe")
    safe_text = fields.Char("Experience", compute="_compute_safe")

    @api.depends("standard_id", "due_at", "company_id", "made_at")
    def _compute_safe(self):
        """Only while it is being written: afterwards the record shows what was frozen."""
        for promise in self:
            standard = promise.standard_id
            promise.safe_due_at, promise.is_tight, promise.safe_text = False, False, False
            if standard and not promise.made_at:
                company = promise.company_id or self.env.company
                safe = standard._safe(company)
                promise.safe_due_at = safe["due_at"]
                judged = standard._judge(promise.due_at, company, usual=safe["hours"]) if promise.due_at else {}
                promise.is_tight = bool(judged) and not judged["safe"]
                promise.safe_text = promise._safe_words(judged)

    def _safe_words(self, judged):
        if not judged.get("of"):
            return False
        return self.env._("This tight was kept %(kept)s of %(of)s times.", kept=judged["kept"], of=judged["of"])

    @api.model_create_multi
    def create(self, vals_list):
        promises = super().create(vals_list)
        if not self.env.su:
            promises._check_reason()
        return promises

    def _check_reason(self):
        """Who promises sooner than is safe says why, at the desk, on the form and by the API alike.

        Judged from half an hour ago: what was safe when the talk began is not refused at its end.
        """
        for promise in self.filtered(lambda p: p.standard_id and p.origin_kind == "person" and p.source == "person"):
            began = fields.Datetime.subtract(promise.made_at, seconds=TALK_SECONDS)
            if (promise.override_reason or "").strip():
                continue
            if not promise.standard_id._judge(promise.due_at, promise.company_id, began)["safe"]:
                raise ValidationError(self.env._(
                    "This is sooner than is safe for “%(name)s”. Choose the safe date, or say why you promise"
                    " it anyway.", name=promise.standard_id.name,
                ))
