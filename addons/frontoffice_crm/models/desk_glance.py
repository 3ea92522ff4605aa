from odoo import api, fields, models

MORNING_ENDS, EVENING_BEGINS = 12, 18


class DeskGlance(models.AbstractModel):
    """Courtesy: how to greet the customer, how to reach her, and what may be given."""

    _inherit = "frontoffice.desk"

    @api.model
    def customer(self, partner_id):
        partner = self._partner(partner_id)
        numbers = partner._contact_numbers()
        return {
            **super().customer(partner_id),
            "called": partner.preferred_name or "", "greeting": self._greeting(partner),
            "numbers": [{"label": label, "number": number} for label, number in numbers],
            "emails": partner._contact_addresses(),
        }

    @api.model
    def _greeting(self, partner):
        """Hook: the first words to this customer, in her language where we have it. A call guide may
        say more."""
        desk = self.with_context(lang=self._spoken_language(partner))
        name = partner.preferred_name or ("" if partner.is_company else partner.name) or ""
        hour = fields.Datetime.context_timestamp(self, fields.Datetime.now()).hour
        if hour < MORNING_ENDS:
            words = desk.env._("Good morning")
        else:
            words = desk.env._("Good afternoon") if hour < EVENING_BEGINS else desk.env._("Good evening")
        return ", ".join(filter(None, (words, name)))

    @api.model
    def goodwill(self, values):
        """One line on what may still be given without asking, for a complaint; None otherwise.

        ``values``: the form as for ``log``.
        """
        self._check_agent()
        if not self.env.user.has_group("frontoffice_crm.group_feature_goodwill"):
            return None
        case = self.env["frontoffice.case"].browse(values.get("case_id") or []).exists()
        kind = case.type or (values.get("case") or {}).get("type")
        if kind != "complaint":
            return None
        return self._goodwill_line(case or {"type": kind, "company_id": self.env.company.id})

    @api.model
    def _goodwill_line(self, case_or_vals):
        """Words for the remaining decision limit of this person, None when there is none."""
        return self.env["frontoffice.mandate"]._remaining_line(case_or_vals)

    @api.model
    def open(self):
        return {**super().open(), "goodwill": self.env.user.has_group("frontoffice_crm.group_feature_goodwill")}
