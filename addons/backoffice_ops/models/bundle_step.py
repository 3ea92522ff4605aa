from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .bundle import CLOSED

LOCKED = frozenset({"handoff_id", "predicted_from", "predicted_to", "first_to", "is_critical", "blocked"})


class BundleStep(models.Model):
    _name = "backoffice.bundle.step"
    _description = "Step of a bundle"
    _inherit = ["backoffice.bundle.step.mixin"]
    _check_company_auto = True
    _step_owner = "bundle_id"

    bundle_id = fields.Many2one("backoffice.bundle", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="bundle_id.company_id", store=True, index=True, precompute=True)
    user_id = fields.Many2one(related="bundle_id.user_id", store=True, index=True)
    confidential = fields.Boolean(related="bundle_id.confidential", store=True)
    with_case = fields.Boolean(compute="_compute_with_case", store=True)
    after_ids = fields.Many2many(
        "backoffice.bundle.step", "backoffice_bundle_step_after", "step_id", "after_id",
        domain="[('bundle_id', '=', bundle_id), ('id', '!=', id)]",
    )
    handoff_id = fields.Many2one(
        "backoffice.handoff", "Request", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    answers = fields.Json(
        compute="_compute_answers", store=True, readonly=False, precompute=True, copy=False,
        help="What was said when the departments were chosen; the request takes it over.",
    )
    department_id = fields.Many2one(related="service_id.department_id")
    state = fields.Selection(related="handoff_id.state")
    predicted_from = fields.Datetime("Begins", readonly=True, copy=False)
    predicted_to = fields.Datetime("Ready", readonly=True, copy=False)
    first_to = fields.Datetime("Ready, as planned first", readonly=True, copy=False)
    is_critical = fields.Boolean("Decides the date", readonly=True, copy=False)
    blocked = fields.Boolean(
        "Could not be sent", readonly=True, copy=False, help="Something is missing. Complete the request and send it."
    )

    @api.model
    def _has_field_access(self, field, operation):
        """The request and the expected times are the system's to write."""
        if operation == "write" and not self.env.su and field.name in LOCKED:
            return False
        return super()._has_field_access(field, operation)

    @api.depends("bundle_id.case_id")
    def _compute_with_case(self):
        for step in self:
            step.with_case = bool(step.bundle_id.case_id)

    @api.depends("service_id")
    def _compute_answers(self):
        self.answers = False  # another request type asks something else

    @api.constrains("service_id", "bundle_id")
    def _check_started(self):
        if any(step.handoff_id and step.handoff_id.service_id != step.service_id for step in self):
            raise ValidationError(
                self.env._("The request of this step exists already. Cancel it and add another step."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(step.handoff_id.ledger_seq or step.bundle_id.state != "draft" for step in self):
            raise UserError(self.env._("This bundle has begun: cancel the request instead of deleting its step."))

    def _draft_requests(self):
        """One draft request per step, in the name of who asks."""
        Handoff = self.env["backoffice.handoff"]
        drafts = Handoff.create([step._request_vals() for step in self])
        for step, draft in zip(self.sudo(), drafts, strict=True):  # the link is set by the system alone
            step.write({"handoff_id": draft.id, "answers": False})

    def _request_vals(self):
        bundle = self.bundle_id
        own = bundle.user_id == self.env.user  # files that wait for a request are open to whoever chose them alone
        answers = {key: said for key, said in (self.answers or {}).items() if own or not isinstance(said, list)}
        return {
            "answers": answers or False,
            "subject": self.name, "service_id": self.service_id.id, "company_id": bundle.company_id.id,
            "bundle_id": bundle.id, "promise_id": bundle.promise_id.id, "case_id": bundle.case_id.id,
            "encounter_id": bundle.encounter_id.id, "lead_id": bundle.lead_id.id,
            "partner_id": bundle.partner_id.id, "from_user_id": bundle.user_id.id, "from_team_id": bundle.team_id.id,
        }

    def _send_ready(self):
        """Send the drafts that wait for nobody any more; one that cannot be sent is marked, not lost."""
        ready = self.filtered(
            lambda s: s.bundle_id.state == "running" and s.handoff_id.state == "draft"
            and all(other.handoff_id.state in CLOSED for other in s.after_ids)
        )
        for step in ready:
            try:
                with self.env.cr.savepoint():
                    # sudo: who asked for the bundle asked for all of it, whoever finished the step before
                    step.handoff_id.with_user(step.user_id).sudo().action_send()
                step.blocked = False
            except (UserError, AccessError):
                step.blocked = True  # asking to complete it is better than refusing the colleague's “Ready”
