from odoo import api, fields, models
from odoo.exceptions import AccessError


class HandoffAsk(models.Model):
    """What the forms need: questions of the type, and which side the reader stands on."""

    _inherit = "backoffice.handoff"

    questions = fields.Json(compute="_compute_questions", help="Items the request type asks for.")
    can_receive = fields.Boolean(compute="_compute_sides")
    can_send = fields.Boolean(compute="_compute_sides")

    @api.depends("service_id.requirement_ids.name", "service_id.requirement_ids.required",
                 "service_id.requirement_ids.kind", "service_id.requirement_ids.when_item")
    def _compute_questions(self):
        for handoff in self:
            handoff.questions = handoff.service_id._questions() if handoff.service_id else []

    @api.depends("state", "user_id", "from_user_id", "to_department_id")
    @api.depends_context("uid")
    def _compute_sides(self):
        for handoff in self:
            handoff.can_receive = handoff._allows(handoff._check_receiver)
            handoff.can_send = handoff._allows(handoff._check_sender)

    def _allows(self, check):
        """Whether a check that raises would let this person pass."""
        try:
            check()
        except AccessError:
            return False
        return True

    def action_open_work(self):
        """Open this request in My work, where every step can be taken."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("backoffice_ops.work_action")
        return {**action, "params": {"handoff_id": self.id}}


class HandoffMixin(models.AbstractModel):
    _inherit = "backoffice.handoff.mixin"

    def action_hand_off(self):
        """Open the short form, not the full record."""
        return {
            **super().action_hand_off(),
            "views": [(self.env.ref("backoffice_ops.handoff_ask_form").id, "form")],
        }


class ServiceVersion(models.Model):
    _inherit = "backoffice.service.version"

    summary = fields.Char("What was agreed", compute="_compute_summary")

    def _compute_summary(self):
        """The frozen values in one readable line."""
        # sudo: the department's name only
        departments = self.env["hr.department"].sudo()
        for version in self:
            values = version.values or {}
            needs = ", ".join(r["name"] for r in values.get("requirements") or [] if r.get("required"))
            version.summary = self.env._(
                "%(name)s · %(department)s · accept within %(accept)g h, ready within %(ready)g h · needs: %(needs)s",
                name=values.get("name") or "–",
                department=departments.browse(values.get("department_id") or []).exists().name or "–",
                accept=values.get("accept_hours") or 0, ready=values.get("deliver_hours") or 0,
                needs=needs or self.env._("nothing"),
            )
