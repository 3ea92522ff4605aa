from odoo import api, fields, models

MISSED_HOURS = 24


class DeskCaller(models.AbstractModel):
    """Who is on the telephone: the desk opens on the caller."""

    _inherit = "frontoffice.desk"

    @api.model
    def caller(self, number):
        """{number, hits}: the number as it is written, and lines as of ``find`` of whose it is."""
        self._check_agent()
        number = self.env["frontoffice.call"]._clean_number(number)
        if not number:
            return {"number": "", "hits": []}
        partners = self.env["res.partner"]._find_by_contact(
            phone=number, company=self.env.company, limit=None
        ).filtered_domain(self._customer_domain())
        return {"number": number, "hits": self._count_hits([self._hit(partner) for partner in partners[:8]])}

    @api.model
    def call_seen(self, call_id):
        """Somebody sees to a missed call of hers; it is no longer shown."""
        self._check_agent()
        call = self._own_call(call_id)
        call.sudo().called_back = True  # sudo: calls are written by the telephone alone
        return self.refresh()

    @api.model
    def _own_call(self, call_id):
        return self.env["frontoffice.call"].search([("id", "=", call_id or 0), ("user_id", "=", self.env.uid)])

    @api.model
    def _log_extras(self):
        return [*super()._log_extras(), "_log_call"]

    @api.model
    def _log_call(self, entry):
        """The call this contact was; a missed one stays the interaction that got no answer."""
        call = self._own_call(entry.values.get("call_id"))
        if not call:
            return
        values = {"called_back": True}
        if not call.encounter_id:
            values["encounter_id"] = entry.encounter.id
        if not call.partner_id and entry.partner:
            values["partner_id"] = entry.partner.id
        call.sudo().write(values)  # sudo: as above

    @api.model
    def _notices(self):
        """Missed calls of this person today, until she has called back or spoken to them."""
        since = fields.Datetime.subtract(fields.Datetime.now(), hours=MISSED_HOURS)
        Call = self.env["frontoffice.call"]
        mine = [("user_id", "=", self.env.uid), ("company_id", "=", self.env.company.id), ("rang_at", ">=", since)]
        missed = Call.search([*mine, ("state", "=", "missed"), ("called_back", "=", False)], limit=5)
        later = Call.search([*mine, ("state", "!=", "missed"), ("normalized", "in", missed.mapped("normalized"))])
        lines = []
        for call in missed:
            if not any(c.normalized == call.normalized and c.id > call.id for c in later):
                lines.append({
                    "text": self.env._("Missed call"), "model": call._name, "id": call.id, "tone": "warning",
                    "detail": " · ".join(filter(None, (call.partner_id.name, call.number))),
                    "number": call.number, "at": self._text(call.rang_at),
                })
        return lines + super()._notices()
