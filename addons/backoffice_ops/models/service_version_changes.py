from odoo import api, fields, models


class ServiceVersionChanges(models.Model):
    """What a version changed, in words: read from top to bottom, newest first."""

    _inherit = "backoffice.service.version"

    changes = fields.Text("What changed", compute="_compute_changes")
    cost_changes = fields.Text("Costs changed", compute="_compute_cost_changes", groups="backoffice_ops.group_head")

    def _previous(self):
        """{version id: the one before it, or an empty record}; one query."""
        ordered = self.search([("service_id", "in", self.service_id.ids)], order="service_id, number")
        before, last = {}, self.browse()
        for version in ordered:
            before[version.id] = last if last.service_id == version.service_id else self.browse()
            last = version
        return before

    @api.depends("values")
    def _compute_changes(self):
        before = self._previous()
        for version in self:
            old = before.get(version.id, self.browse())
            version.changes = "\n".join(version._differences(old)) if old else self.env._("First terms")

    def _differences(self, old):
        change = models.BaseModel.new(self.env["frontoffice.policy.change"], {
            "model": "backoffice.service", "res_id": self.service_id.id, "old": old.values, "new": self.values,
        })
        lines = change._differences()
        if lines:
            return lines
        return [self.env._("Costs only, seen by heads")] if self._cost_moved(old) else [self.env._("Nothing one reads")]

    def _cost_moved(self, old):
        return (old.values or {}).get("cost_revision", 0) != (self.values or {}).get("cost_revision", 0)

    @api.depends("costs")
    def _compute_cost_changes(self):
        before = self._previous()
        Service = self.env["backoffice.service"]
        for version in self:
            old, new = before.get(version.id, self.browse()).costs or {}, version.costs or {}
            version.cost_changes = "\n".join(
                f"{Service._fields[name]._description_string(self.env)}: {old.get(name, 0):g} → {value:g}"
                for name, value in new.items() if old and value != old.get(name)
            )
