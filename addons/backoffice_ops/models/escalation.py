from odoo import fields, models


class Escalation(models.Model):
    """Who is told when time runs out, step by step. The narrowest one that fits a request counts.

    Without any, only who does it is told, once, two working hours before it is due.
    """

    _name = "backoffice.escalation"
    _description = "Reminder steps"
    _inherit = ["frontoffice.versioned.mixin", "frontoffice.coded.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    _version_model = "backoffice.escalation.version"
    _version_owner = "escalation_id"
    _version_fields = ("name",)

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company, help="Empty: shared by all companies."
    )
    department_id = fields.Many2one(
        "hr.department", "For department", index=True, check_company=True, ondelete="cascade", help="Empty: all."
    )
    service_id = fields.Many2one(
        "backoffice.service", "For request type", index=True, check_company=True, ondelete="cascade",
        help="Empty: all.",
    )
    step_ids = fields.One2many("backoffice.escalation.step", "escalation_id", "Steps", copy=True)
    version_ids = fields.One2many("backoffice.escalation.version", "escalation_id", readonly=True)

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL", "This code is already used by other reminder steps."
    )

    def _code_source(self):
        return self.name

    def _version_values(self):
        return {**super()._version_values(), "steps": [step._values() for step in self.step_ids]}

    def _narrowness(self):
        return 4 * bool(self.service_id) + 2 * bool(self.department_id) + bool(self.company_id)

    def _fits(self, service_id, department_id, company_id):
        return (
            self.company_id.id in (False, company_id) and self.service_id.id in (False, service_id)
            and self.department_id.id in (False, department_id)
        )

    def _best(self, service_id, department_id, company_id):
        """The ladder of this set that counts for such a request, or an empty one."""
        fitting = self.filtered(lambda e: e._fits(service_id, department_id, company_id))
        return fitting.sorted(lambda e: (-e._narrowness(), e.sequence, e.id))[:1]
