from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EscalationStep(models.Model):
    """One step: at a share of the time, or some working hours before or after it is due, somebody is told."""

    _name = "backoffice.escalation.step"
    _description = "Reminder step"
    _order = "clock, basis desc, value, id"

    escalation_id = fields.Many2one("backoffice.escalation", required=True, index=True, ondelete="cascade")
    clock = fields.Selection(
        [("accept", "Accepting it"), ("deliver", "Getting it ready"), ("answer", "Answering what was sent back")],
        "Time for", required=True, default="deliver",
    )
    basis = fields.Selection(
        [("percent", "% of the time used"), ("before", "working hours before it is due"),
         ("after", "working hours after it is due")], "Measured in", required=True, default="percent",
    )
    value = fields.Float("At", required=True, default=75.0)
    tells = fields.Selection(
        [("doer", "Who does it"), ("deputy", "Deputy"), ("head", "Head of the department"),
         ("chain", "Manager of the head"), ("sender", "Who asked")], required=True, default="doer",
    )
    levels = fields.Integer("Levels up", default=1, help="1: the manager of the head. 2: that one's manager.")
    channel = fields.Selection(
        [("app", "On the screen"), ("mail", "By mail too"), ("urgent", "By mail at once, even at night")], "How",
        required=True, default="app",
    )

    _value_positive = models.Constraint("CHECK (value >= 0 AND levels BETWEEN 1 AND 9)", "Steps cannot be negative.")

    @api.constrains("clock", "basis", "value")
    def _check_value(self):
        for step in self:
            if step.basis == "percent" and not 0 < step.value <= 1000:
                raise ValidationError(self.env._("A share of the time lies between 1 and 1,000 %."))

    def _values(self):
        self.ensure_one()
        names = ("clock", "basis", "value", "tells", "levels", "channel")
        return {"key": f"s{self.id}", **{name: self[name] for name in names}}
