from odoo import api, fields, models

from ..models.frontoffice_mandate import GOODWILL_KINDS


class Goodwill(models.TransientModel):
    """What and how much; the rest is known."""

    _name = "frontoffice.goodwill"
    _description = "Give goodwill"

    case_id = fields.Many2one("frontoffice.case", required=True)
    company_id = fields.Many2one(related="case_id.company_id")
    kind = fields.Selection(GOODWILL_KINDS, "What", required=True, default="refund")
    amount = fields.Monetary("How much")
    currency_id = fields.Many2one(
        "res.currency", required=True, compute="_compute_currency", store=True, readonly=False, precompute=True
    )
    note = fields.Char("Why")
    standard_id = fields.Many2one(
        "frontoffice.promise.standard", "Promise it as", check_company=True,
        help="For instance: money back within two days. The customer gets the safe date.",
    )
    line = fields.Char(compute="_compute_room")
    inside = fields.Boolean(compute="_compute_room")

    @api.depends("case_id")
    def _compute_currency(self):
        for wizard in self:
            wizard.currency_id = wizard.case_id.company_id.currency_id or self.env.company.currency_id

    @api.depends("case_id", "kind", "amount", "currency_id")
    def _compute_room(self):
        Mandate = self.env["frontoffice.mandate"]
        for wizard in self:
            company = wizard.case_id.company_id or self.env.company
            room = Mandate._room(company, {
                "case": wizard.case_id, "case_type": wizard.case_id.type, "kind": wizard.kind,
                "currency": wizard.currency_id,
            }) if wizard.case_id else None
            wizard.line = Mandate._room_sentence(room, company) if room else False
            worth = (wizard.currency_id or company.currency_id)._convert(
                wizard.amount or 0.0, company.currency_id, company, Mandate._today(company)
            )
            boss = self.env.user.has_group("frontoffice_crm.group_manager")
            wizard.inside = boss or bool(room) and company.currency_id.compare_amounts(room["room"], worth) >= 0

    def _values(self):
        return {
            "kind": self.kind, "amount": self.amount, "currency_id": self.currency_id.id, "note": self.note,
            "standard_id": self.standard_id.id,
        }

    def action_give(self):
        """Give it; what is beyond the limit goes to the team leader."""
        gesture = self.case_id._give_goodwill(self._values())
        return self._answer(gesture)

    def action_ask(self):
        """Ask, though it could be given."""
        return self._answer(self.case_id._give_goodwill(self._values(), ask=True))

    def _answer(self, gesture):
        """Say in one line what happened, and close."""
        given = gesture.state == "given"
        text = self.env._("Given: %s", gesture.display_name) if given else self.env._(
            "Asked for: %s. You hear as soon as it is decided.", gesture.display_name
        )
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success" if given else "info", "message": text,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
