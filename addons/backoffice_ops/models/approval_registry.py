from odoo import api, models


class Personal(models.AbstractModel):
    """What was said about a person in decisions."""

    _inherit = "frontoffice.personal"

    @api.model
    def _personal_data(self):
        return [
            *super()._personal_data(),
            {"model": "backoffice.approval", "rights": True, "export": ["name", "state", "asked_at", "decided_at"],
             "through": {"handoff_id": "backoffice.handoff", "gesture_id": "frontoffice.gesture",
                         "case_id": "frontoffice.case"}, "blank": {}, "kept": ("name",)},
            {"model": "backoffice.approval.seat", "rights": True, "export": ["state", "decided_at"],
             "through": {"approval_id": "backoffice.approval"}, "blank": {"note": False}},
        ]


class FrontofficeBatch(models.Model):
    _inherit = "frontoffice.batch"

    @api.model
    def _batch_models(self):
        return ["backoffice.approval", *super()._batch_models()]


class Setup(models.AbstractModel):
    _inherit = "frontoffice.setup"

    @api.model
    def _setup_sections(self):
        steps = ("name", "who", "user_id", "group_id", "department_id", "levels", "amount_from", "mode", "gate",
                 "within_hours", "by_mail")
        sections = super()._setup_sections()
        types = next(section for section in sections if section["key"] == "request_types")
        types["fields"] = (*types["fields"], "approval_step_ids")
        types["lines"] = {**types.get("lines", {}), "approval_step_ids": steps}
        return sections + [
            {"key": "approval_rules", "label": self.env._("Approval rules"), "model": "backoffice.approval.rule",
             "fields": ("name", "subject", "step_ids", "sequence"), "lines": {"step_ids": steps}},
        ]
