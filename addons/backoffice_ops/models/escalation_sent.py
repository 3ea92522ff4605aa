from odoo import fields, models


class EscalationSent(models.Model):
    """That a step of a clock was reached, written once: the key that makes a reminder exactly one."""

    _name = "backoffice.escalation.sent"
    _description = "Reminder given"
    _log_access = False
    _order = "id desc"

    handoff_id = fields.Many2one("backoffice.handoff", required=True, readonly=True, ondelete="cascade")
    clock = fields.Char(required=True, readonly=True)
    step = fields.Char(required=True, readonly=True)
    stint = fields.Integer(required=True, readonly=True)
    due_at = fields.Datetime(readonly=True)
    at = fields.Datetime(readonly=True)  # empty: nobody did it then, and there was nobody else to tell
    version_id = fields.Many2one(
        "backoffice.escalation.version", readonly=True, index="btree_not_null", ondelete="set null"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _key_uniq = models.Constraint("UNIQUE (handoff_id, clock, step, stint)", "This was told already.")
