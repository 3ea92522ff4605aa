from odoo import api, models


class Personal(models.AbstractModel):
    """Requests about a person: their words go, numbers, times and events stay."""

    _inherit = "frontoffice.personal"

    @api.model
    def _personal_data(self):
        gone = self._erased()
        return [
            *super()._personal_data(),
            {"model": "backoffice.handoff", "links": ["partner_id"],
             "through": {"case_id": "frontoffice.case", "promise_id": "frontoffice.promise",
                         "encounter_id": "frontoffice.encounter"},
             "export": ["name", "service_id", "state", "sent_at", "done_at"], "rights": True,
             "blank": {
                 "subject": lambda handoff: handoff.service_id.name or gone, "note": False, "outcome_note": False,
                 # what was answered goes, that it was answered stays
                 "answers": lambda handoff: dict.fromkeys(handoff.answers or {}, gone)}},
            {"model": "backoffice.handoff.desk", "through": {"handoff_id": "backoffice.handoff"}, "rights": True,
             "export": ["handoff_id"], "blank": {"note": False}},
        ]
