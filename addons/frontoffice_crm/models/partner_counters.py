from odoo import api, fields, models


class ResPartner(models.Model):
    """Three numbers of a customer at a glance, as the user may see them; the people of a company included."""

    _inherit = "res.partner"

    service_case_count = fields.Integer("Open cases", compute="_compute_service_counters")
    service_promise_count = fields.Integer("Open promises", compute="_compute_service_counters")
    service_broken_count = fields.Integer("Not kept in a year", compute="_compute_service_counters")
    service_last_at = fields.Datetime("Last contact", compute="_compute_service_counters")
    service_mood = fields.Integer("Mood", compute="_compute_service_mood")
    service_has_mood = fields.Boolean(compute="_compute_service_mood")

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("child_ids")
    def _compute_service_counters(self):
        """Five queries for any number of customers. Who may not see interactions sees no numbers."""
        values = self._service_counters() if self.env["frontoffice.encounter"].has_access("read") else {}
        for partner in self:
            cases, open_ones, broken, last = values.get(partner.id, (0, 0, 0, False))
            partner.service_case_count, partner.service_promise_count = cases, open_ones
            partner.service_broken_count, partner.service_last_at = broken, last

    def _service_counters(self):
        # one query for the families: a contact counts for itself and for its company
        people = self.env["res.partner"].with_context(active_test=False).search_fetch(
            ["|", ("id", "in", self.ids), ("commercial_partner_id", "in", self.ids)], ["commercial_partner_id"]
        )
        year = fields.Datetime.subtract(fields.Datetime.now(), years=1)
        Promise = self.env["frontoffice.promise"]
        own = [("partner_id", "in", people.ids)]
        given = [*own, ("origin_kind", "!=", "auto")]
        figures = [
            self._counted(self.env["frontoffice.case"], [*own, ("state", "in", (
                "new", "open", "waiting_customer", "waiting_backoffice"))], "__count"),
            self._counted(Promise, [*given, ("state", "in", ("made", "enabled"))], "__count"),
            self._counted(Promise, [*given, ("state", "in", ("late", "broken")), ("due_at", ">=", year)], "__count"),
            self._counted(self.env["frontoffice.encounter"], own, "arrived_at:max"),
        ]
        return {partner.id: self._family_figures(partner, people, figures) for partner in self}

    @api.model
    def _counted(self, model, domain, aggregate):
        return {partner.id: value for partner, value in model._read_group(domain, ["partner_id"], [aggregate])}

    @api.model
    def _family_figures(self, partner, people, figures):
        whole = partner.commercial_partner_id == partner
        ids = [p.id for p in people if p == partner or (whole and p.commercial_partner_id == partner)]
        cases, given, broken, last = figures
        return (
            sum(cases.get(i, 0) for i in ids), sum(given.get(i, 0) for i in ids),
            sum(broken.get(i, 0) for i in ids), max((last[i] for i in ids if last.get(i)), default=False),
        )

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("commercial_partner_id")
    def _compute_service_mood(self):
        """The latest mood in the user's company; none for who may not see moods."""
        Score = self.env["frontoffice.health.score"]
        scores = Score.search([
            ("partner_id", "in", self.commercial_partner_id.ids), ("is_latest", "=", True),
            ("company_id", "=", self.env.company.id),
        ]) if Score.has_access("read") else Score
        known = {score.partner_id.id: score.mood for score in scores}
        for partner in self:
            mood = known.get(partner.commercial_partner_id.id)
            partner.service_mood, partner.service_has_mood = round(mood or 0), mood is not None

    def action_view_service_cases(self):
        """Open cases of this customer and its people."""
        action = self.env["ir.actions.act_window"]._for_xml_id("frontoffice_crm.case_action")
        return {**action, "domain": [("partner_id", "child_of", self.ids)], "context": {"default_partner_id": self.id}}

    def action_view_service_promises(self):
        """Promises to this customer and its people."""
        action = self.env["ir.actions.act_window"]._for_xml_id("frontoffice_crm.promise_action")
        return {**action, "domain": [("partner_id", "child_of", self.ids)]}

    def action_view_mood(self):
        """The mood, its reasons and its history."""
        action = self.env["ir.actions.act_window"]._for_xml_id("frontoffice_crm.health_score_action")
        return {**action, "domain": [("partner_id", "=", self.commercial_partner_id.id)], "context": {}}
