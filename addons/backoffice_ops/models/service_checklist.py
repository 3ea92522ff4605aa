from odoo import fields, models


class ServiceChecklist(models.Model):
    """One step people of the department tick; copied to each request when it is accepted."""

    _name = "backoffice.service.checklist"
    _description = "Step of a checklist"
    _inherit = ["backoffice.condition.mixin"]
    _order = "sequence, id"

    service_id = fields.Many2one("backoffice.service", required=True, index=True, ondelete="cascade")
    name = fields.Char("Step", required=True, translate=True)
    required = fields.Boolean(default=True, help="Not ready before it is ticked.")
    sequence = fields.Integer(default=10)

    def _frozen(self):
        """The step as a version keeps it."""
        self.ensure_one()
        when = self._when()
        return {"code": self.code, "name": self.name, "required": self.required, **({"when": when} if when else {})}
