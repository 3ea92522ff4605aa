from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Switches that reveal more of Front Office. Off costs nothing: the records are there anyway."""

    _inherit = "res.config.settings"

    group_feature_reception = fields.Boolean(
        "Waiting queue and kiosk", implied_group="frontoffice_crm.group_feature_reception"
    )
    group_feature_complaint = fields.Boolean(
        "Complaint register", implied_group="frontoffice_crm.group_feature_complaint"
    )
    group_feature_goodwill = fields.Boolean(
        "Decision limits and goodwill", implied_group="frontoffice_crm.group_feature_goodwill"
    )
    group_feature_appointment = fields.Boolean(
        "Appointments customers book", implied_group="frontoffice_crm.group_feature_appointment"
    )
    group_feature_survey = fields.Boolean(
        "Surveys beyond the rating", implied_group="frontoffice_crm.group_feature_survey"
    )
    group_feature_score = fields.Boolean(
        "Lead scores and nurture plans", implied_group="frontoffice_crm.group_feature_score"
    )
    group_feature_claim = fields.Boolean(
        "Advertised promises", implied_group="frontoffice_crm.group_feature_claim"
    )
    group_feature_guide = fields.Boolean("Call guides", implied_group="frontoffice_crm.group_feature_guide")
    group_feature_mood = fields.Boolean(
        "Customer mood and success plans", implied_group="frontoffice_crm.group_feature_mood"
    )
    group_feature_routing = fields.Boolean(
        "Assignment rules", implied_group="frontoffice_crm.group_feature_routing"
    )
    group_feature_outcome = fields.Boolean(
        "Sold, could not help", implied_group="frontoffice_crm.group_feature_outcome"
    )
