from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from ..tools.handoff import OPEN

SHOWN = 80


class Replan(models.TransientModel):
    """Working hours changed: what would move if running clocks were planned again. They never move by themselves."""

    _name = "backoffice.replan"
    _description = "Plan again"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    department_ids = fields.Many2many("hr.department", string="Departments", readonly=True)
    looked_at = fields.Integer("Running clocks", readonly=True)
    count = fields.Integer("Would move", readonly=True)
    line_ids = fields.One2many("backoffice.replan.line", "replan_id", "Some of them", readonly=True)

    @api.model
    def action_open(self):
        """Look at the departments this person leads."""
        page = self.create({"department_ids": [Command.set(self._led_departments().ids)]})
        page._look()
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": page.id, "view_mode": "form",
            "target": "new", "name": self.env._("Plan again"),
        }

    @api.model
    def _led_departments(self):
        """Departments whose clocks this person may plan again: those one heads, for a manager all."""
        # sudo: who leads what
        members = self.env["backoffice.member"].sudo().search([("company_id", "=", self.env.company.id)])
        if not self.env.user.has_group("backoffice_ops.group_manager"):
            members = members.filtered(lambda m: m.user_id == self.env.user and m.role in ("head", "deputy"))
            if not members:
                raise AccessError(self.env._("Only the head of a department plans its clocks again."))
        return members.department_id

    def _running(self):
        """Open requests of these departments that this person may see."""
        return self.env["backoffice.handoff"].search([
            ("to_department_id", "in", self.department_ids.ids), ("company_id", "=", self.company_id.id),
            ("state", "in", OPEN), ("due_at", "!=", False),
        ])

    def _look(self):
        handoffs = self._running()
        moves = handoffs._would_move()
        names = handoffs.browse(list(moves)[:SHOWN])
        self.write({
            "looked_at": len(handoffs), "count": len(moves),
            "line_ids": [Command.clear(), *(Command.create({
                "handoff_id": h.id, "old_due_at": h.due_at, "new_due_at": moves[h.id]}) for h in names)],
        })

    def action_replan(self):
        """Plan again what would move now. Each gets an event in its history."""
        self._check_owner()
        handoffs = self._running()
        handoffs.browse(list(handoffs._would_move()))._record("replanned")
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _check_owner(self):
        if self.department_ids - self._led_departments():
            raise AccessError(self.env._("Only the head of a department plans its clocks again."))


class ReplanLine(models.TransientModel):
    _name = "backoffice.replan.line"
    _description = "Clock that would move"

    replan_id = fields.Many2one("backoffice.replan", required=True, ondelete="cascade", index=True)
    handoff_id = fields.Many2one("backoffice.handoff", "Request", readonly=True)
    to_department_id = fields.Many2one(related="handoff_id.to_department_id")
    old_due_at = fields.Datetime("Due by now", readonly=True)
    new_due_at = fields.Datetime("Planned again", readonly=True)
