from odoo import api, models


class Personal(models.AbstractModel):
    """Links are about who got them; the address goes, when and for what stays."""

    _inherit = "frontoffice.personal"

    @api.model
    def _personal_data(self):
        entries = super()._personal_data()
        for entry in entries:
            if entry["model"] == "backoffice.handoff":  # the mailbox of a department is nobody's own
                entry["kept"] = [*entry.get("kept", ()), "performer_email", "origin_model"]
            if entry["model"] == "frontoffice.promise":
                entry["kept"] = [*entry.get("kept", ()), "relay"]  # seconds and departments
        return [
            *entries,
            # who performs a type of work; its words are the company's own
            {"model": "backoffice.service", "links": ["performer_id"], "export": ["name"], "blank": {},
             "kept": ["name", "code", "instructions", "performer_email"]},
            {"model": "backoffice.link", "links": ["partner_id"], "emails": ["email"],
             "export": ["purpose", "issued_at", "expires_at", "answered_at"], "rights": True,
             "blank": {"email": False}, "kept": ["res_model", "token_hash"]},
            {"model": "backoffice.document.request", "links": ["partner_id"], "rights": True,
             "through": {"handoff_id": "backoffice.handoff", "case_id": "frontoffice.case"},
             "export": ["type_id", "state", "asked_at", "received_at", "expiry_date"],
             "blank": {"note": False, "refusal": False}},
        ]


class MergeJournal(models.Model):
    _inherit = "frontoffice.merge.journal"

    def _partner_relations(self):
        return [
            *super()._partner_relations(), ("backoffice.handoff", "performer_id"), ("backoffice.link", "partner_id"),
            ("backoffice.document.request", "partner_id"),
        ]
