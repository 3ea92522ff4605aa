from odoo import api, models

SALES = ("question", "order")  # a question that became a lead is answered; trouble stays until it is solved


class DeskRecognise(models.AbstractModel):
    """What was logged at the desk beside what the customer already told us elsewhere."""

    _inherit = "frontoffice.desk"

    @api.model
    def _log_extras(self):
        return [*super()._log_extras(), "_log_recognise"]

    @api.model
    def _log_recognise(self, entry):
        """Point to the case this may be about. The clerk saw it and went on, so nothing is joined."""
        if entry.values.get("case_id"):
            return
        if entry.case:
            entry.encounter._suggest_same()
        else:
            entry.encounter._recognise(sure=False)

    @api.model
    def _log_follow_lead(self, entry):
        """Sales goes on with it: a question without an open promise is not left behind as an open case."""
        case = entry.case
        owed = case.promise_ids.filtered(lambda p: p.origin_kind == "person" and p.state in ("made", "enabled"))
        if case and case.type in SALES and not owed:
            case._record("resolved")
