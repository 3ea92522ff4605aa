from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Switches that reveal more of Back Office. Off costs nothing: the records are there anyway."""

    _inherit = "res.config.settings"

    group_feature_approval = fields.Boolean(
        "Approvals and documents", implied_group="backoffice_ops.group_feature_approval"
    )
    group_feature_reminder = fields.Boolean("Reminder steps", implied_group="backoffice_ops.group_feature_reminder")
    group_feature_notice = fields.Boolean("Announcements", implied_group="backoffice_ops.group_feature_notice")
    group_feature_obligation = fields.Boolean(
        "Compliance deadlines", implied_group="backoffice_ops.group_feature_obligation"
    )
    group_feature_assignment = fields.Boolean(
        "Assignment of requests", implied_group="backoffice_ops.group_feature_assignment"
    )
    group_feature_bundle = fields.Boolean(
        "Bundles and time budgets", implied_group="backoffice_ops.group_feature_bundle"
    )
    group_feature_improve = fields.Boolean(
        "Causes and corrective actions", implied_group="backoffice_ops.group_feature_improve"
    )
    group_feature_people = fields.Boolean(
        "Skill coverage and pulse", implied_group="backoffice_ops.group_feature_people"
    )
    group_feature_process = fields.Boolean("Process map", implied_group="backoffice_ops.group_feature_process")
