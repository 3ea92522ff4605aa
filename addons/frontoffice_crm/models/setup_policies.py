from odoo import api, models


class Setup(models.AbstractModel):
    """Sections of the policies: rules, limits, deadlines, words to send, reception."""

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_sections(self):
        return super()._setup_sections() + self._service_sections() + self._policy_sections() + self._sales_sections()

    def _service_sections(self):
        _ = self.env._
        return [
            {"key": "snippets", "label": _("Snippets"), "model": "frontoffice.snippet", "fields": (
                "shortcut", "text", "team_id", "need_id", "question", "is_public")},
            {"key": "causes", "label": _("Causes"), "model": "frontoffice.cause", "fields": (
                "name", "parent_id", "sequence")},
            {"key": "answer_times", "label": _("Answer times"), "model": "frontoffice.case.policy", "fields": (
                "name", "type", "priority", "team_id", "first_reply_hours", "next_reply_hours",
                "resolution_hours", "calendar_id", "sequence")},
            {"key": "complaint_deadlines", "label": _("Complaint deadlines"), "model": "frontoffice.complaint.policy",
             "fields": ("severity", "ack_days", "answer_days", "calendar_id")},
            {"key": "waiting_lines", "label": _("Waiting lines"), "model": "frontoffice.queue", "fields": (
                "name", "prefix", "channel_ids", "team_ids", "need_ids", "calendar_id", "ticket_text",
                "closed_text", "sequence")},
            {"key": "appointments", "label": _("Appointments"), "model": "frontoffice.appointment.type", "fields": (
                "name", "description", "need_id", "minutes", "buffer", "step", "user_ids", "team_id",
                "calendar_id", "min_notice_hours", "horizon_days", "change_hours", "reminder_hours",
                "standard_id", "queue_id", "location", "self_booking", "sequence")},
        ]

    def _policy_sections(self):
        _ = self.env._
        return [
            {"key": "assignment_rules", "label": _("Assignment rules"), "model": "frontoffice.route", "fields": (
                "name", "sequence", "channel_ids", "need_ids", "case_type", "lang_ids", "words", "segment",
                "team_id", "policy", "user_id", "set_type", "set_priority", "match_language", "reoffer_minutes")},
            {"key": "decision_limits", "label": _("Decision limits"), "model": "frontoffice.mandate", "fields": (
                "group_id", "case_type", "kind", "currency_id", "per_case", "per_month", "budget_of")},
            {"key": "advertised_promises", "label": _("Advertised promises"), "model": "frontoffice.claim",
             "fields": ("name", "standard_id", "place", "place_note", "campaign_id", "owner_id", "date_from",
                        "date_to", "proof_share", "proof_count", "proof_days")},
            {"key": "survey_rules", "label": _("Survey rules"), "model": "frontoffice.feedback.policy", "fields": (
                "name", "sequence", "instrument", "survey_id", "trigger", "case_type", "channel_ids", "need_ids",
                "percent", "delay_hours", "rest_days", "answer_days", "owner_id")},
        ]

    def _sales_sections(self):
        _ = self.env._
        return [
            {"key": "materials", "label": _("Material"), "model": "frontoffice.asset",
             "domain": [("url", "!=", False)],  # files do not travel
             "fields": ("name", "url", "need_ids", "claim_ids", "sequence")},
            {"key": "call_guides", "label": _("Call guides"), "model": "frontoffice.playbook", "fields": (
                "name", "kind", "need_ids", "greeting", "step_ids", "asset_ids", "claim_ids", "sequence"),
             "lines": {"step_ids": ("name", "hint", "kind", "choices", "required")}},
            {"key": "lead_scores", "label": _("Lead scores"), "model": "frontoffice.score.rule", "fields": (
                "name", "sequence", "kind", "domain", "points", "half_life_days", "cap")},
            {"key": "customer_mood", "label": _("Customer mood"), "model": "frontoffice.health.policy", "fields": (
                "name", "sequence", "segment", "days", "unhappy_below", "weight_kept", "weight_late_now",
                "weight_complaints", "weight_answers", "weight_contact", "weight_silent_breaks")},
        ]
