from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Switches that reveal more of the Service Triangle. Off costs nothing: everything is counted anyway."""

    _inherit = "res.config.settings"

    group_feature_figures = fields.Boolean("All figures", implied_group="triangle_kpis.group_feature_figures")
    group_feature_alert = fields.Boolean("Alerts", implied_group="triangle_kpis.group_feature_alert")
    group_feature_forecast = fields.Boolean("Forecast", implied_group="triangle_kpis.group_feature_forecast")
    group_feature_builder = fields.Boolean("Own figures", implied_group="triangle_kpis.group_feature_builder")
    group_feature_personal = fields.Boolean("Personal figures", implied_group="triangle_kpis.group_feature_personal")
