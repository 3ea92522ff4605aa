from odoo import api, models


class Personal(models.AbstractModel):
    """The models of the Front Office that hold names, addresses or free text about a customer."""

    _inherit = "frontoffice.personal"

    @api.model
    def _personal_data(self):
        return [
            *super()._personal_data(), *self._data_service(), *self._data_beside(), *self._data_stock(),
            *self._data_after(),
        ]

    @api.model
    def _erased(self):
        """What stands where a text is required."""
        return self.env._("(erased)")

    @api.model
    def _data_service(self):
        """Contacts, cases, interactions and promises."""
        gone = self._erased()
        person = {"links": ["partner_id"], "emails": ["email"], "phones": ["phone"]}
        named = {"partner_name": False, "email": False, "phone": False}
        return [
            {"model": "frontoffice.contact.point", "links": ["partner_id"], "delete": True,
             "export": ["kind", "value", "label"]},
            {"model": "frontoffice.case", **person, "export": [
                "name", "type", "state", "opened_at", "resolved_at", "need_id"],
             "blank": {**named, "subject": gone, "description": False, "phone_sanitized": False, "email_cc": False,
                       "answer_text": False, "access_token": False}},
            {"model": "frontoffice.encounter", **person, "through": {"case_id": "frontoffice.case"}, "export": [
                "arrived_at", "channel_id", "direction", "need_id", "outcome", "case_id"],
             "blank": {**named, "note": False, "directed_to": False, "said_back": False, "said_to": False,
                       "outlet": False, "jump_reason": False}},
            {"model": "frontoffice.promise", "links": ["partner_id"],
             "through": {"case_id": "frontoffice.case", "encounter_id": "frontoffice.encounter"},
             "export": ["made_at", "due_at", "fulfilled_at", "state"],
             "blank": {"name": lambda promise: promise.standard_id.name or gone, "override_reason": False}},
        ]

    @api.model
    def _data_beside(self):
        """What lies beside interactions and cases: drafts, goodwill, thanks, calls, what was refused."""
        gone = self._erased()
        return [
            {"model": "frontoffice.case.draft", "through": {"case_id": "frontoffice.case"}, "delete": True,
             "company": None, "export": ["body"]},
            {"model": "frontoffice.desk.draft", "find": "_draft_ids", "delete": True, "export": ["label"]},
            {"model": "frontoffice.gesture", "links": ["partner_id"], "through": {"case_id": "frontoffice.case"},
             "export": ["kind", "amount", "given_at", "state"], "blank": {"note": False, "decision_note": False}},
            {"model": "frontoffice.thanks", "through": {"case_id": "frontoffice.case"}, "export": ["date"],
             "blank": {"text": gone}},
            {"model": "frontoffice.call", "links": ["partner_id"], "phones": ["number"],
             "through": {"encounter_id": "frontoffice.encounter"}, "export": ["rang_at", "direction", "state"],
             "blank": {"number": gone, "normalized": False}},
            {"model": "frontoffice.intake.log", "emails": ["email_from"], "export": ["received_at", "reason"],
             "blank": {"email_from": False, "subject": False, "detail": False, "body_excerpt": False}},
            {"model": "frontoffice.merge.journal", "links": ["partner_id"], "export": ["kind", "done_at"],
             "blank": {"snapshot": False}},
        ]

    @api.model
    def _data_after(self):
        """What is asked, planned and scored."""
        gone = self._erased()
        invitation = "frontoffice.feedback.invitation"
        return [
            {"model": invitation, "links": ["partner_id"], "emails": ["email"],
             "export": ["sent_at", "state", "score"], "blank": {"email": False, "token": False}},
            {"model": "survey.user_input", "of": [(invitation, "user_input_id")], "company": None,
             "export": ["start_datetime", "state"], "blank": {"email": False, "nickname": False}},
            {"model": "survey.user_input.line", "through": {"user_input_id": "survey.user_input"}, "company": None,
             "export": ["question_id"], "blank": {"value_char_box": False, "value_text_box": False}},
            {"model": "frontoffice.playbook.run", "blank": {}, "export": ["playbook_id", "finished_at"], "through": {
                "encounter_id": "frontoffice.encounter", "case_id": "frontoffice.case", "lead_id": "crm.lead"}},
            {"model": "frontoffice.playbook.answer", "through": {"run_id": "frontoffice.playbook.run"},
             "export": ["name"], "blank": {"value": False}},
            {"model": "frontoffice.success.plan", "links": ["partner_id"], "export": ["state", "date_start"],
             "blank": {"name": gone, "lost_reason": False}},
            {"model": "frontoffice.success.training", "through": {"plan_id": "frontoffice.success.plan"},
             "export": ["date", "hours"], "blank": {"name": gone}},
            {"model": "frontoffice.health.score", "links": ["partner_id"], "export": ["day", "mood"], "blank": {}},
        ]

    @api.model
    def _data_stock(self):
        """Stock models our screens write a customer's words into: visits and leads."""
        gone = self._erased()
        address = ("street", "street2", "zip", "city", "website", "function")
        return [
            {"model": "calendar.event", "links": ["visitor_partner_id"], "emails": ["visitor_email"],
             "phones": ["visitor_phone"], "company": "appointment_company_id",
             "of": [("frontoffice.encounter", "calendar_event_id")], "export": ["name", "start", "stop"],
             "blank": {
                 "name": lambda visit: visit.appointment_type_id.name or gone, "visitor_name": False,
                 "visitor_email": False, "visitor_phone": False, "description": False, "notes": False,
                 "location": lambda visit: visit.appointment_type_id.location, "booking_token": False,
                 "access_token": False}},
            {"model": "crm.lead", "links": ["partner_id"], "emails": ["email_from"], "phones": ["phone"],
             "of": [("frontoffice.encounter", "lead_id")], "export": ["create_date", "stage_id"],
             "blank": {"name": gone, **dict.fromkeys((
                 "contact_name", "partner_name", "email_from", "email_normalized", "email_cc",
                 "email_domain_criterion", "phone", "phone_sanitized", "description", "referred", "lead_properties",
                 *address), False)}},
            {"model": "frontoffice.asset.share", "through": {"lead_id": "crm.lead"}, "blank": {"token": False}},
        ]
