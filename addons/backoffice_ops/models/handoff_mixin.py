from odoo import fields, models


class HandoffMixin(models.AbstractModel):
    """For documents from which people ask a department."""

    _name = "backoffice.handoff.mixin"
    _description = "Can ask a department"
    _handoff_link = None  # field of a request that points here

    handoff_count = fields.Integer("Number of requests", compute="_compute_handoff_count", groups="base.group_user")

    def _compute_handoff_count(self):
        domain = [(self._handoff_link, "in", self.ids), ("column", "!=", False)]
        rows = dict(self.env["backoffice.handoff"]._read_group(domain, [self._handoff_link], ["__count"]))
        for record in self:
            record.handoff_count = rows.get(record._origin, 0)

    def action_view_handoffs(self):
        """Requests asked from here, as far as this person may see them."""
        action = self.env["ir.actions.actions"]._for_xml_id("backoffice_ops.department_action")
        return {**action, "name": self.env._("Requests"), "context": {},
                "domain": [(self._handoff_link, "in", self.ids), ("column", "!=", False)]}

    def action_hand_off(self):
        """Open a new request filled from this record."""
        self.ensure_one()
        context = {f"default_{name}": value for name, value in self._prepare_handoff_vals().items() if value}
        return {"type": "ir.actions.act_window", "res_model": "backoffice.handoff", "view_mode": "form",
                "target": "new", "name": self.env._("Ask a department"), "context": context}

    def action_bundle(self):
        """Ask several departments at once, for this record."""
        self.ensure_one()
        vals = self._prepare_handoff_vals()
        vals |= {"name": vals.get("subject"), "team_id": vals.get("from_team_id")}
        known = self.env["backoffice.bundle.ask"]._fields
        context = {f"default_{name}": value for name, value in vals.items() if value and name in known}
        return {"type": "ir.actions.act_window", "res_model": "backoffice.bundle.ask", "view_mode": "form",
                "target": "new", "name": self.env._("Ask several departments"), "context": context}

    def _prepare_handoff_vals(self):
        """Default values of a request asked from this record."""
        return {"company_id": self.company_id.id if "company_id" in self else False}

    def _handoff_delivered(self, handoffs):
        """Requests asked from this record are ready. Runs as the system, in the same transaction."""

    def _handoff_returned(self, handoffs):
        """They came back: something is missing. Runs as the system."""
