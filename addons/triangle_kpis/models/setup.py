from odoo import api, models


class Setup(models.AbstractModel):
    """Figures and targets in the set-up file."""

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_sections(self):
        _ = self.env._
        return super()._setup_sections() + [
            {"key": "figures", "label": _("Figures"), "model": "triangle.kpi", "create": False, "fields": (
                "target", "target_source", "floor", "weight", "min_n", "owner_id")},
            {"key": "targets", "label": _("Targets"), "model": "triangle.target", "fields": (
                "kpi_id", "team_id", "department_id", "date_from", "date_to", "value", "reason")},
            {"key": "alert_rules", "label": _("Alert rules"), "model": "triangle.alert.rule", "fields": (
                "kpi_id", "watched", "by_team", "by_department", "owner_id", "days")},
        ]
