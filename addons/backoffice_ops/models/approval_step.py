from odoo import api, fields, models
from odoo.exceptions import ValidationError

WHO = [
    ("person", "A person"), ("group", "Anybody with a role"), ("head", "Head of a department"),
    ("manager", "Manager of the one who asks"), ("chain", "Managers up the line"),
]
GATES = [("start", "Before the work starts"), ("deliver", "Before it is ready")]
MODES = [("any", "One of them decides"), ("all", "Everybody agrees")]
NEEDS = {"person": "user_id", "group": "group_id"}


class ApprovalStep(models.Model):
    """One step of the way to a yes: who decides, from which amount, within what time."""

    _name = "backoffice.service.approval.step"
    _description = "Approval step"
    _order = "sequence, id"

    service_id = fields.Many2one("backoffice.service", "Request type", index="btree_not_null", ondelete="cascade")
    rule_id = fields.Many2one("backoffice.approval.rule", index="btree_not_null", ondelete="cascade")
    company_id = fields.Many2one("res.company", compute="_compute_company", store=True, index=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency")
    sequence = fields.Integer(default=10)
    name = fields.Char("Step", required=True, translate=True)
    who = fields.Selection(WHO, "Who decides", required=True, default="head")
    user_id = fields.Many2one(
        "res.users", "Person", domain=[("share", "=", False)], index="btree_not_null", ondelete="restrict"
    )
    group_id = fields.Many2one("res.groups", "Role", ondelete="restrict")
    department_id = fields.Many2one(
        "hr.department", index="btree_not_null", ondelete="restrict", help="Empty: the department that is asked."
    )
    levels = fields.Integer("Managers up the line", default=2)
    amount_from = fields.Monetary(
        "From", help="In the company's currency. 0: always. Below this amount the step is left out."
    )
    mode = fields.Selection(MODES, "If several are asked", default="any", required=True)
    gate = fields.Selection(GATES, "Needed", default="deliver", required=True)
    within_hours = fields.Float("Within (working hours)", default=8.0)
    by_mail = fields.Boolean("Also by mail", help="The approver gets a mail with a link that works once.")

    _belongs = models.Constraint(
        "CHECK (num_nonnulls(service_id, rule_id) = 1)", "A step belongs to one request type or to one approval rule."
    )
    _numbers = models.Constraint(
        "CHECK (amount_from >= 0 AND within_hours >= 0 AND levels BETWEEN 1 AND 9)",
        "Amount and hours cannot be negative, and 1 to 9 managers can be asked.",
    )

    @api.depends("service_id.company_id", "rule_id.company_id")
    def _compute_company(self):
        for step in self:
            step.company_id = step.service_id.company_id or step.rule_id.company_id

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency(self):
        for step in self:
            step.currency_id = (step.company_id or self.env.company).currency_id

    @api.constrains("who", "user_id", "group_id")
    def _check_who(self):
        for step in self:
            if step.who in NEEDS and not step[NEEDS[step.who]]:
                raise ValidationError(self.env._("“%s”: say who decides.", step.name))

    def _snapshot(self):
        """What a version freezes of a step, as plain JSON."""
        self.ensure_one()
        return {
            "name": self.name, "who": self.who, "user_id": self.user_id.id, "group_id": self.group_id.id,
            "department_id": self.department_id.id, "levels": self.levels, "amount_from": self.amount_from,
            "mode": self.mode, "gate": self.gate, "within_hours": self.within_hours, "by_mail": self.by_mail,
        }
