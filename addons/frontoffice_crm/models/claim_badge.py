from odoo import api, fields, models

COLOURS = {"true": 10, "risk": 3, "untrue": 1, "unproven": 0}  # Odoo's tag palette: green, yellow, red, none


class Claim(models.Model):
    """What is advertised, with its badge, wherever somebody is about to say it again."""

    _inherit = "frontoffice.claim"

    badge_color = fields.Integer(compute="_compute_badge_color")

    @api.depends("status")
    def _compute_badge_color(self):
        for claim in self:
            claim.badge_color = COLOURS[claim.status]

    @api.depends("name", "status", "kept", "of")
    @api.depends_context("claim_badge")
    def _compute_display_name(self):
        """With ``claim_badge`` in the context the status in words, for who does not see colours."""
        if not self.env.context.get("claim_badge"):
            return super()._compute_display_name()
        labels = dict(self._fields["status"]._description_selection(self.env))
        for claim in self:
            claim.display_name = self.env._(
                "%(name)s – %(status)s, kept %(kept)s of %(of)s", name=claim.name, status=labels[claim.status],
                kept=claim.kept, of=claim.of,
            ) if claim.of else self.env._("%(name)s – %(status)s", name=claim.name, status=labels[claim.status])


class Campaign(models.Model):
    _inherit = "utm.campaign"

    claim_ids = fields.One2many(
        "frontoffice.claim", "campaign_id", "Advertised promises", groups="frontoffice_crm.group_agent"
    )
