from odoo import api, fields, models

CASE = "frontoffice.case"


class MailComposeMessage(models.TransientModel):
    """The large mail form knows what its writer had seen of the case, as the small one does."""

    _inherit = "mail.compose.message"

    case_seen = fields.Json(help="Version of the case when the form was opened.")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        case_ids = self._evaluate_case_ids(values)
        if "case_seen" in fields_list and len(case_ids) == 1:
            values["case_seen"] = self.env[CASE].browse(case_ids)._version_now()
        return values

    @api.model
    def _evaluate_case_ids(self, values):
        """Ids of the cases a new form is about."""
        model = values.get("model") or self.env.context.get("default_model")
        ids = values.get("res_ids") or self.env.context.get("default_res_ids") or []
        if model != CASE:
            return []
        return [int(part) for part in str(ids).strip("[]()").split(",") if part.strip().isdigit()]

    def _action_send_mail_comment(self, res_ids):
        if self.model == CASE and self.case_seen and len(res_ids) == 1:
            self.env[CASE].browse(res_ids)._check_seen(self.case_seen)
        return super()._action_send_mail_comment(res_ids)
