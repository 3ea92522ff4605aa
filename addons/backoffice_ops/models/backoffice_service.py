from odoo import fields, models

from ..tools import intake


class BackofficeServiceVersion(models.Model):
    """What a request type asked for and promised when a request was sent."""

    _name = "backoffice.service.version"
    _description = "Version of a request type"
    _inherit = ["frontoffice.version.mixin"]

    service_id = fields.Many2one(
        "backoffice.service", required=True, index=True, readonly=True, ondelete="restrict"
    )
    _service_number_uniq = models.UniqueIndex("(service_id, number)")


class BackofficeService(models.Model):
    """What a department offers, what it needs, and how long it takes in working hours."""

    _name = "backoffice.service"
    _description = "Request type"
    _inherit = ["frontoffice.versioned.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True
    _version_model = "backoffice.service.version"
    _version_owner = "service_id"
    _version_fields = (
        "name", "department_id", "accept_hours", "deliver_hours", "calendar_id", "confidential", "instructions",
        "allow_incomplete", "outcome_required", "cost_revision",
    )

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    department_id = fields.Many2one("hr.department", required=True, index=True, ondelete="restrict")
    accept_hours = fields.Float("Accept within (working hours)", default=4.0, required=True)
    deliver_hours = fields.Float("Ready within (working hours)", default=16.0, required=True)
    derived = fields.Boolean(
        "Time taken from data", help="The time was worked out from past records, nobody has agreed to it yet."
    )
    calendar_id = fields.Many2one(
        "resource.calendar", check_company=True, string="Working hours", help="Empty: those of the company."
    )
    requirement_ids = fields.One2many("backoffice.service.requirement", "service_id", "What it needs", copy=True)
    instructions = fields.Html()
    confidential = fields.Boolean(
        help="Seen by the sender, the person who does it and the department's head and deputies alone."
    )
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company, help="Empty: shared by all companies."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    version_ids = fields.One2many("backoffice.service.version", "service_id", readonly=True)
    batch_id = fields.Many2one("frontoffice.batch", index="btree_not_null", ondelete="set null", readonly=True)

    _hours_positive = models.Constraint(
        "CHECK (accept_hours >= 0 AND deliver_hours >= 0)", "Times cannot be negative."
    )

    def _version_values(self):
        values = super()._version_values()
        values["requirements"] = [needed._frozen() for needed in self.requirement_ids]
        values["checklist"] = [step._frozen() for step in self.checklist_ids]
        return values

    def _calendar(self, company):
        """Working hours of the department that performs it."""
        return self.calendar_id or company.resource_calendar_id

    def _questions(self):
        """What it asks for, as screens and the pure tools read it; what is required comes first."""
        self.ensure_one()
        return [r._question() for r in self.requirement_ids.sorted(lambda r: (not r.required, r.sequence))]

    def _missing(self, answers, files=()):
        """Required items of the intake without an answer that will do. ``files``: ids of what is attached."""
        self.ensure_one()
        if not self.requirement_ids:
            return self.requirement_ids
        keys = set(intake.missing(self._questions(), answers or {}, files))
        return self.requirement_ids.filtered(lambda r: r._key() in keys)


class BackofficeServiceRequirement(models.Model):
    """One thing a request type cannot start without."""

    _name = "backoffice.service.requirement"
    _description = "What a request needs"
    _order = "sequence, id"

    service_id = fields.Many2one("backoffice.service", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    required = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)

    def _key(self):
        """Stable key of the answer in a request."""
        self.ensure_one()
        return self.code or f"r{self.id}"
