from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ChecklistLine(models.Model):
    """One step of a request, ticked by somebody at some time. Only its department sees it."""

    _name = "backoffice.checklist.line"
    _description = "Step of a request"
    _order = "handoff_id, sequence, id"
    _check_company_auto = True

    handoff_id = fields.Many2one(
        "backoffice.handoff", "Request", required=True, index=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    code = fields.Char(readonly=True)
    name = fields.Char("Step", required=True, readonly=True)
    required = fields.Boolean(readonly=True)
    sequence = fields.Integer(default=10, readonly=True)
    done = fields.Boolean()
    done_by_id = fields.Many2one("res.users", "By", readonly=True, index="btree_not_null", ondelete="set null")
    done_at = fields.Datetime("When", readonly=True)

    _handoff_code_uniq = models.UniqueIndex("(handoff_id, code)")

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and self.ids and field.name not in (
                "done", *models.MAGIC_COLUMNS):
            return False  # people tick; who and when is written by the system
        return super()._has_field_access(field, operation)

    def write(self, vals):
        if "done" not in vals:
            return super().write(vals)
        changed = self.filtered(lambda line: line.done != bool(vals["done"]))
        changed._check_tick()
        result = super().write(vals)
        now = fields.Datetime.now() if vals["done"] else False
        # sudo: part of ticking, nobody types it
        super(ChecklistLine, changed.sudo()).write({"done_by_id": vals["done"] and self.env.uid, "done_at": now})
        return result

    def _check_tick(self):
        """The department ticks while it works on the request."""
        handoffs = self.handoff_id
        handoffs._check_receiver()
        for handoff in handoffs:
            if handoff.state not in ("accepted", "in_progress", "paused") and not self.env.su:
                raise UserError(self.env._("%s is not in work, so its checklist stays as it is.", handoff.name))

    def action_toggle(self):
        """Tick it, or take the tick away."""
        for line in self:
            line.done = not line.done
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ticked(self):
        if not self.env.su and any(line.done for line in self):
            raise AccessError(self.env._("What was ticked stays."))
