from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    """Switches that reveal more of the Service Triangle. Off costs nothing: everything is counted anyway."""

    _inherit = "res.config.settings"

    group_feature_figures = fields.Boolean("All figures", implied_group="triangle_kpis.group_feature_figures")
    group_feature_alert = fields.Boolean("Alerts", implied_group="triangle_kpis.group_feature_alert")
    group_feature_forecast = fields.Boolean("Forecast", implied_group="triangle_kpis.group_feature_forecast")
    group_feature_builder = fields.Boolean("Own figures", implied_group="triangle_kpis.group_feature_builder")
    triangle_personal_days = fields.Integer(related="company_id.triangle_personal_days", readonly=False)
    group_feature_personal = fields.Boolean("Personal figures", implied_group="triangle_kpis.group_feature_personal")
    triangle_subscribed = fields.Boolean(compute="_compute_triangle_subscribed")

    @api.depends("company_id")
    @api.depends_context("uid")
    def _compute_triangle_subscribed(self):
        digest = self.env.ref("triangle_kpis.digest_weekly", raise_if_not_found=False)
        self.triangle_subscribed = bool(digest) and digest.is_subscribed

    def action_triangle_digest(self):
        """One button: the weekly digest for oneself, or no longer."""
        digest = self.env.ref("triangle_kpis.digest_weekly")
        if digest.is_subscribed:
            digest.action_unsubscribe()
        else:
            digest.action_subscribe()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
