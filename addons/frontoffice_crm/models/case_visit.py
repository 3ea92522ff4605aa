from odoo import api, fields, models
from odoo.fields import Domain


class Case(models.Model):
    """Visits agreed for a case: entries of the stock calendar that point to it."""

    _inherit = "frontoffice.case"

    visit_count = fields.Integer(compute="_compute_visit_count", groups="base.group_user")

    @api.depends_context("uid")
    def _compute_visit_count(self):
        counts = dict(self.env["calendar.event"]._read_group(self._visit_domain(), ["res_id"], ["__count"]))
        for case in self:
            case.visit_count = counts.get(case._origin.id, 0)

    def _visit_domain(self):
        return Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)

    def action_view_visits(self):
        """The visits of this case; a new one there knows whom, what and where it is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Visits"), "res_model": "calendar.event",
            "views": [(False, "list"), (False, "calendar"), (False, "form")],
            "domain": list(self._visit_domain()), "context": self._visit_defaults(),
        }

    def action_plan_visit(self):
        """A new visit for this case. It comes with the customer, the case and the address."""
        return {**self.action_view_visits(), "views": [(False, "form")]}

    def _visit_defaults(self):
        """Stock's own defaults of a calendar entry. What is said about the customer stays in the case."""
        partner = self.partner_id
        who = partner.name or self.partner_name
        address = partner._display_address(without_company=True).split("\n") if partner else []
        return {
            "default_res_model": self._name, "default_res_id": self.id,
            "default_name": " · ".join(filter(None, (who, self.subject))),
            "default_location": ", ".join(filter(None, address)),
            "default_partner_ids": (self.env.user.partner_id | partner).ids,
            "default_visitor_partner_id": partner.id,
        }
