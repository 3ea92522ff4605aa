from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class Case(models.Model):
    """Goodwill on a case: given inside one's limit, asked for beyond it."""

    _inherit = "frontoffice.case"

    gesture_ids = fields.One2many("frontoffice.gesture", "case_id", "Goodwill", readonly=True)
    gesture_count = fields.Integer(compute="_compute_gestures")
    goodwill_line = fields.Char(compute="_compute_gestures")
    can_approve = fields.Boolean(compute="_compute_can_approve")
    company_currency_id = fields.Many2one("res.currency", related="company_id.currency_id", string="Company currency")
    goodwill_total = fields.Monetary(
        "Goodwill given", compute="_compute_gestures", currency_field="company_currency_id"
    )

    @api.depends("gesture_ids.state", "type")
    def _compute_gestures(self):
        counts = dict(self.env["frontoffice.gesture"]._read_group(
            [("case_id", "in", self.ids)], ["case_id"], ["__count"]
        ))
        for case in self:
            case.gesture_count = counts.get(case._origin, 0)
            case.goodwill_total = case._goodwill_given() if case.gesture_count else 0.0
            case.goodwill_line = self.env["frontoffice.mandate"]._remaining_line(case) if case.type else False

    def _goodwill_given(self):
        """Given so far for this case and those merged into it, in the company's currency."""
        # sudo: a limit counts what colleagues gave as well
        Gesture = self.env["frontoffice.gesture"].sudo()
        ours = Domain("case_id", "in", self.ids) | Domain("case_id.merged_into_id", "in", self.ids)
        domain = Domain("state", "=", "given") & ours
        return Gesture._read_group(domain, [], ["amount_company:sum"])[0][0] or 0.0

    def _give_goodwill(self, values, *, ask=False):
        """Give it at once inside one's limit, else ask for it. Returns the goodwill record.

        ``values``: kind, amount, and optionally currency_id, note, standard_id. ``ask``: ask
        although one may decide oneself; that is recorded.
        """
        self.ensure_one()
        self.check_access("write")
        if self.state in ("cancelled", "merged"):
            raise UserError(self.env._("This case is cancelled or merged. Give it on the case that lives on."))
        Gesture = self.env["frontoffice.gesture"]
        self._ledger_lock()
        # sudo: goodwill is made by this method alone
        gesture = Gesture.sudo().create(Gesture._prepare(self, values)).with_env(self.env)
        room = self.env["frontoffice.mandate"]._room(self.company_id, gesture._wanted())
        inside = gesture._fits(room)
        if inside and not ask and gesture._give(room):
            return gesture
        if not ask and self.env.user.has_group("frontoffice_crm.group_manager"):
            gesture._give(None, gesture._decision(None))  # limits are the manager's to set
            return gesture
        reason = "asked_anyway" if inside and ask else "over_limit" if room else "no_limit"
        gesture.sudo().write({"escalated_inside": inside and ask, "reason_code": reason})  # as above
        gesture._request_approval(reason, gesture.amount_company)
        return gesture

    # -- who decides -----------------------------------------------------------------------------

    def _request_approval(self, reason_code, amount):
        """Ask somebody else to agree to something about this case; ``amount`` in the company's currency."""
        for case in self:
            case._record("approval_asked", {"reason": reason_code, "amount": amount})
            if user := case._approver(amount):
                # quick update: an in-app to-do, no mail
                case.with_context(mail_activity_quick_update=True).activity_schedule(
                    "mail.mail_activity_data_todo", user_id=user.id,
                    summary=self.env._("Decide: %s", case.display_name),
                )

    @api.depends("approval_state")
    def _compute_can_approve(self):
        leader = self.env.user.has_group("frontoffice_crm.group_leader")
        for case in self:
            asked = case._question() if leader and case.approval_state == "asked" else None
            case.can_approve = bool(asked) and asked.actor_id != self.env.uid

    def _question(self):
        """The last thing asked about the case itself, when it waits; goodwill is decided on its own page."""
        asked = self.sudo().event_ids.filtered(lambda e: e.kind == "approval_asked").sorted("seq")[-1:]  # read alone
        open_question = self.approval_state == "asked" and asked and not asked.payload.get("gesture")
        return asked if open_question else asked.browse()

    def action_approve(self):
        """Agree to what was asked about this case."""
        return self._decide("approved")

    def action_decline_approval(self):
        """Do not agree."""
        return self._decide("declined")

    def _decide(self, kind):
        for case in self:
            if not self.env.user.has_group("frontoffice_crm.group_leader"):
                raise AccessError(self.env._("Your team leader decides this."))
            case._ledger_lock()
            asked = case._question()
            if not asked:
                raise UserError(self.env._("Nothing here waits for a decision. Reload to see who was faster."))
            if asked.actor_id == self.env.uid:
                raise UserError(self.env._("You asked for this yourself, so somebody else decides."))
            case._record(kind)
            case.sudo().activity_ids.filtered(lambda a: a.user_id == self.env.user).action_done()  # one's own to-do
        return True

    def _approver(self, amount, gesture=None):
        """Team leader where her limit reaches so far, else a manager, else any leader; never who asks."""
        leader = self.sudo().team_id.user_id  # who leads a team is no secret
        leaders = self._deciders("frontoffice_crm.group_leader")
        managers = self._managers()
        wanted = gesture._wanted() if gesture else {"case": self}
        room = leader in leaders and self.env["frontoffice.mandate"]._room(self.company_id, wanted, user=leader)
        if leader in managers or (room and room["room"] >= amount):
            return leader
        return managers[:1] or (leader if leader in leaders else leaders[:1])

    def _managers(self):
        return self._deciders("frontoffice_crm.group_manager")

    def _deciders(self, group):
        """People of a group who work in this company, without the one who asks and without machines."""
        # sudo: who may decide is read from groups, whoever asks
        users = self.env.ref(group).sudo().all_user_ids.filtered(
            lambda u: u.active and not u.share and self.company_id in u.company_ids and u != self.env.user
        )
        return users.with_env(self.env).sorted("id")

    def action_goodwill(self):
        """The little dialog: what, how much, done."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("frontoffice_crm.goodwill_action")
        return {**action, "context": {"default_case_id": self.id}}

    def action_view_gestures(self):
        """What was given or asked for on this case."""
        action = self.env["ir.actions.act_window"]._for_xml_id("frontoffice_crm.gesture_action")
        return {**action, "domain": [("case_id", "=", self.id)], "context": {}}
