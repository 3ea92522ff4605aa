from odoo import fields, models


class LookBack(models.TransientModel):
    """Leads: each is a contact of its day; an expected date that has passed is a promise."""

    _inherit = "frontoffice.look.back"

    def _lead_domain(self):
        """Leads of the company: by their own company, else by their owner's or their team's."""
        own = fields.Domain("company_id", "=", self.company_id.id)
        shared = fields.Domain("user_id.company_id", "=", self.company_id.id) | (
            fields.Domain("user_id", "=", False) & fields.Domain("team_id.company_id", "=", self.company_id.id)
        )
        if self.env["res.company"].search_count([]) == 1:
            shared = fields.Domain.TRUE  # nobody else's
        own |= fields.Domain("company_id", "=", False) & shared
        return own & fields.Domain("create_date", ">=", self._from())

    def _count_leads(self):
        return self.env["crm.lead"].search_count(self._lead_domain())

    def _load_leads(self, batch):
        leads = self.env["crm.lead"].search(self._lead_domain(), order="id")
        made = {"encounters": 0, "promises": 0}
        for chunk in self._in_chunks(leads):
            fresh = self._fresh(chunk, "frontoffice.encounter", "lead_id")
            values = [self._lead_encounter_vals(lead, batch) for lead in fresh]
            made["encounters"] += len(self._make_encounters(batch, values))
            made["promises"] += len(self._load_lead_promises(batch, chunk))
        return made

    def _lead_encounter_vals(self, lead, batch):
        channel = self._history_channel(batch, "email" if lead.email_from else "phone")
        return {
            "channel_id": channel.id, "lead_id": lead.id, "arrived_at": lead.create_date.replace(microsecond=0),
            "partner_id": lead.partner_id.id, "partner_name": lead.contact_name or lead.partner_name,
            "email": lead.email_normalized, "phone": lead.phone, "user_id": lead.user_id.id,
            "team_id": lead.team_id.id, "outcome": "sold" if lead.won_status == "won" else "lead",
            "campaign_id": lead.campaign_id.id, "medium_id": lead.medium_id.id,
            "utm_source_id": lead.source_id.id,
        }

    def _load_lead_promises(self, batch, leads):
        fresh = self._fresh(leads.filtered("date_deadline"), "frontoffice.promise", "lead_id", source="history")
        now = fields.Datetime.now()
        pairs = []
        for lead in fresh:
            due = self._end_of_day(lead.date_deadline)
            if lead.create_date <= due < now:  # what is still running belongs to the people at work
                pairs.append((self._lead_promise_vals(lead, due), self._lead_events(lead, due)))
        return self._make_promises(batch, pairs)

    def _lead_promise_vals(self, lead, due):
        made_at = lead.create_date.replace(microsecond=0)
        return {
            "name": lead.name, "lead_id": lead.id, "partner_id": lead.partner_id.id, "made_at": made_at,
            "due_at": due, "user_id": lead.user_id.id, "made_by_id": lead.user_id.id,
            "team_id": lead.team_id.id, "campaign_id": lead.campaign_id.id,
        }

    def _lead_events(self, lead, due):
        """Won by its date is kept, later is late. Lost in time was the customer's decision."""
        closed = lead.date_closed and max(lead.date_closed, lead.create_date).replace(microsecond=0)
        if closed and closed <= due:
            if lead.won_status == "lost":
                return [("withdrawn", closed, {"by": "customer"})]
            return [("fulfilled", closed, {})]
        events = [("lapsed", due, {})]
        if closed and lead.won_status == "won":
            events.append(("fulfilled", closed, {}))
        return events
