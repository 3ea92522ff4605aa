from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [("draft", "Not started"), ("running", "In work"), ("done", "Everything ready"), ("cancelled", "Cancelled")]
CLOSED = ("delivered", "done", "cancelled")
LOCKED = frozenset({"state", "predicted_at", "first_predicted_at", "batch_id"})


class Bundle(models.Model):
    """Requests of several departments for one promise, some side by side, some one after the other."""

    _name = "backoffice.bundle"
    _description = "Bundle of requests"
    _order = "need_by, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, readonly=False, precompute=True, required=True)
    template_id = fields.Many2one(
        "backoffice.bundle.template", index="btree_not_null", check_company=True, ondelete="set null"
    )
    promise_id = fields.Many2one(
        "frontoffice.promise", "For the promise", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    case_id = fields.Many2one(
        "frontoffice.case", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    encounter_id = fields.Many2one(
        "frontoffice.encounter", index="btree_not_null", check_company=True, ondelete="set null"
    )
    lead_id = fields.Many2one("crm.lead", index="btree_not_null", check_company=True, ondelete="set null")
    partner_id = fields.Many2one(
        "res.partner", "Customer", index="btree_not_null", ondelete="restrict",
        compute="_compute_partner", store=True, readonly=False, precompute=True,
    )
    user_id = fields.Many2one(
        "res.users", "Asked by", required=True, index=True, ondelete="restrict", default=lambda self: self.env.uid
    )
    team_id = fields.Many2one("crm.team", index="btree_not_null", ondelete="set null")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    step_ids = fields.One2many("backoffice.bundle.step", "bundle_id", "Steps")
    handoff_ids = fields.One2many("backoffice.handoff", "bundle_id", "Requests")
    confidential = fields.Boolean(compute="_compute_confidential", store=True)
    need_by = fields.Datetime(
        "Needed by", compute="_compute_need_by", store=True, readonly=False, precompute=True,
        help="When everything must be ready. That of the promise, where there is one.",
    )
    predicted_at = fields.Datetime("Ready, as things stand", readonly=True, copy=False)
    first_predicted_at = fields.Datetime("Ready, as planned first", readonly=True, copy=False)
    is_too_late = fields.Boolean("Will be too late", compute="_compute_is_too_late", search="_search_is_too_late")
    state = fields.Selection(STATES, default="draft", readonly=True, required=True, index=True, copy=False)
    batch_id = fields.Many2one("frontoffice.batch", index="btree_not_null", ondelete="restrict", readonly=True)
    active = fields.Boolean(default=True)

    @api.model
    def _has_field_access(self, field, operation):
        """State and dates are written by the buttons; whose bundle it is stays."""
        if operation == "write" and not self.env.su:
            if field.name in LOCKED or field.name == "user_id" and self.ids:
                return False
        return super()._has_field_access(field, operation)

    @api.depends("template_id")
    def _compute_name(self):
        for bundle in self:
            bundle.name = bundle.name or bundle.template_id.name or self.env._("Bundle")

    @api.depends("promise_id", "case_id", "encounter_id", "lead_id")
    def _compute_partner(self):
        for bundle in self:
            bundle.partner_id = (
                bundle.partner_id or bundle.promise_id.partner_id or bundle.case_id.partner_id
                or bundle.encounter_id.partner_id or bundle.lead_id.partner_id
            )

    @api.depends("promise_id.need_by", "promise_id.due_at")
    def _compute_need_by(self):
        for bundle in self:
            promise = bundle.promise_id
            bundle.need_by = promise.need_by or promise.due_at or bundle.need_by

    @api.depends("step_ids.service_id.confidential")
    def _compute_confidential(self):
        for bundle in self:
            bundle.confidential = any(bundle.step_ids.service_id.mapped("confidential"))

    @api.depends("predicted_at", "need_by", "state")
    def _compute_is_too_late(self):
        for bundle in self:
            bundle.is_too_late = bundle.state == "running" and bool(bundle.need_by and bundle.predicted_at) and (
                bundle.predicted_at > bundle.need_by)

    def _search_is_too_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = self.search([("state", "=", "running"), ("need_by", "!=", False)]).filtered("is_too_late")
        return fields.Domain("id", "in", late.ids)

    # -- its life ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        bundles = super().create(vals_list)
        for bundle in bundles.filtered(lambda b: b.template_id and not b.step_ids):
            bundle.template_id.step_ids._copy_to(bundle.step_ids, {"bundle_id": bundle.id})
        return bundles

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(bundle.state != "draft" for bundle in self):
            raise UserError(self.env._("A bundle that has begun is cancelled, not deleted."))

    def action_start(self):
        """Draft every request and send those that wait for nothing."""
        self.check_access("write")
        for bundle in self:
            if bundle.state != "draft":
                raise UserError(self.env._("“%s” has begun already.", bundle.name))
            if not bundle.step_ids:
                raise UserError(self.env._("Add the steps first: which departments are needed?"))
            bundle.step_ids._draft_requests()
        self.sudo().state = "running"  # the state is set by the buttons alone
        self._step_closed()
        for bundle in self.sudo():  # as above
            bundle.first_predicted_at = bundle.predicted_at
            for step in bundle.step_ids:
                step.first_to = step.predicted_to
        return True

    def _step_closed(self, at=None):
        """A step ended: send what waited for it, see where the bundle stands, and what is expected now."""
        running = self.sudo().filtered(lambda b: b.state in ("running", "done"))  # whoever closes a step
        running.step_ids._send_ready()
        for bundle in running:
            open_ones = bundle.step_ids.filtered(lambda s: s.handoff_id.state not in CLOSED)
            state = "running" if open_ones else "done"
            if bundle.state != state:
                bundle.state = state
        running._forecast(at)

    def action_predict(self):
        """Work the expected date out again, as of now."""
        self.check_access("write")
        self.sudo()._forecast()  # dates are written by the system alone
        return True

    def action_cancel(self):
        """Cancel what is not sent yet, and ask what becomes of the rest."""
        self.check_access("write")
        for bundle in self:
            if bundle.state not in ("draft", "running"):
                raise UserError(self.env._("“%s” is over already.", bundle.name))
        self.sudo().state = "cancelled"  # as above
        self.handoff_ids.filtered(lambda h: h.state == "draft")._record("cancelled")
        rest = self.handoff_ids.filtered(lambda h: h.state not in CLOSED)
        if not rest:
            return True
        ask = self.env["backoffice.bundle.rest"].create({"handoff_ids": [fields.Command.set(rest.ids)]})
        return {
            "type": "ir.actions.act_window", "res_model": ask._name, "res_id": ask.id, "view_mode": "form",
            "target": "new", "name": self.env._("What about the requests already sent?"),
        }
