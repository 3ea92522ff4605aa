from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.frontoffice_crm.models.promise import SOURCES

ABOUT = [
    ("cause", "Complaints with a cause"), ("reason", "Send-backs for a reason"),
    ("standard", "A promise that is broken"),
]
LINKS = {"cause": "cause_id", "reason": "reason_id", "standard": "standard_id"}
LOCKED = frozenset({
    "state", "done_at", "checked_at", "checked_by_id", "effect", "before_count", "before_n", "after_count", "after_n",
    "batch_id", "source",
})


class Corrective(models.Model):
    """Why the same trouble comes back, what we change, and whether that ended it."""

    _name = "backoffice.corrective"
    _description = "Corrective action"
    _inherit = ["backoffice.internal.audience", "mail.thread", "mail.activity.mixin"]
    _order = "state desc, due_on, id"
    _check_company_auto = True

    name = fields.Char("What we change", required=True, tracking=True)
    about = fields.Selection(ABOUT, "The trouble", required=True, default="cause")
    cause_id = fields.Many2one(
        "frontoffice.cause", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    reason_id = fields.Many2one(
        "backoffice.return.reason", "What is missing", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    standard_id = fields.Many2one(
        "frontoffice.promise.standard", "Standard promise", index="btree_not_null", check_company=True,
        ondelete="restrict",
    )
    why = fields.Text("Root cause", help="Ask why until the answer is something that can be changed.")
    department_id = fields.Many2one("hr.department", index="btree_not_null", check_company=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", "Owner", required=True, index=True, ondelete="restrict", tracking=True,
        default=lambda self: self.env.uid, domain=[("share", "=", False)],
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    due_on = fields.Date("Changed by", required=True, tracking=True)
    window_days = fields.Integer("Days compared", default=30, required=True)
    check_on = fields.Date("Look again on", compute="_compute_check_on", store=True, readonly=False)
    case_ids = fields.Many2many(
        "frontoffice.case", "backoffice_corrective_case_rel", "corrective_id", "case_id", "Cases"
    )
    handoff_ids = fields.Many2many(
        "backoffice.handoff", "backoffice_corrective_handoff_rel", "corrective_id", "handoff_id", "Requests"
    )
    promise_ids = fields.Many2many(
        "frontoffice.promise", "backoffice_corrective_promise_rel", "corrective_id", "promise_id", "Promises"
    )
    state = fields.Selection(
        [("open", "To change"), ("changed", "Changed, look again"), ("checked", "Checked"), ("dropped", "Given up")],
        default="open", required=True, readonly=True, copy=False, index=True, tracking=True,
    )
    done_at = fields.Datetime("Changed on", readonly=True, copy=False, index="btree_not_null")
    checked_at = fields.Datetime("Checked on", readonly=True, copy=False)
    checked_by_id = fields.Many2one("res.users", "Checked by", readonly=True, copy=False, ondelete="restrict")
    effect = fields.Selection(
        [("fewer", "Fewer"), ("same", "No fewer"), ("few", "Too few to judge")], "What it did",
        readonly=True, copy=False,
    )
    before_count = fields.Integer("Before", readonly=True, copy=False)
    before_n = fields.Integer("Of (before)", readonly=True, copy=False)
    after_count = fields.Integer("After", readonly=True, copy=False)
    after_n = fields.Integer("Of (after)", readonly=True, copy=False)
    effect_line = fields.Char("Before and after", compute="_compute_effect_line")
    again_count = fields.Integer(
        "Times since the change", compute="_compute_again", help="How often the trouble came since the change."
    )
    came_back = fields.Boolean("Came back", compute="_compute_again", search="_search_came_back")
    note = fields.Text("Notes")
    source = fields.Selection(SOURCES, default="person", required=True, readonly=True, copy=False)
    batch_id = fields.Many2one("frontoffice.batch", index="btree_not_null", readonly=True, ondelete="restrict")
    active = fields.Boolean(default=True)

    _window = models.Constraint("CHECK (window_days BETWEEN 1 AND 366)", "Compare 1 to 366 days.")
    _one_trouble = models.Constraint(
        "CHECK (num_nonnulls(cause_id, reason_id, standard_id) <= 1)", "A corrective action is about one trouble."
    )

    @api.constrains("about", "cause_id", "reason_id", "standard_id")
    def _check_trouble(self):
        for action in self:
            if not action._trouble():
                raise ValidationError(self.env._("Say which cause, reason or promise this is about."))

    @api.onchange("about")
    def _onchange_about(self):
        for about, name in LINKS.items():
            if about != self.about:
                self[name] = False

    @api.depends("due_on", "window_days")
    def _compute_check_on(self):
        for action in self:
            action.check_on = action.due_on and action.due_on + timedelta(days=action.window_days or 0)

    def _trouble(self):
        """The cause, reason or standard this is about."""
        return self[LINKS[self.about]] if self.about else self.browse()

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in LOCKED:
            return False
        return super()._has_field_access(field, operation)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_changed(self):
        if not self.env.su and any(action.done_at for action in self):
            raise UserError(self.env._("What was changed stays in the books. Archive it instead."))

    # -- the steps -----------------------------------------------------------------------------------

    def action_changed(self):
        """The change is made: from now on its effect is measured."""
        self._check_state("open")
        now = fields.Datetime.now()
        for action in self:
            if not action.why:
                raise UserError(self.env._("“%s”: write down the root cause first.", action.name))
            # sudo: moments and counts are the system's to write
            action.sudo().write({
                "state": "changed", "done_at": now,
                "check_on": fields.Date.context_today(self) + timedelta(days=action.window_days),
            })
        return True

    def action_check(self):
        """Count again: as many days after the change as before it."""
        self._check_state("changed")
        now = fields.Datetime.now()
        for action in self:
            if now < action._window_end():
                raise UserError(self.env._(
                    "Look again on %s: before that, the days after the change are fewer than those before it.",
                    action._window_end().date(),
                ))
            action.sudo().write({**action._measured(), "state": "checked", "checked_at": now,  # as above
                                 "checked_by_id": self.env.uid})
        return True

    def action_drop(self):
        """Given up, before anything was changed."""
        self._check_state("open")
        self.sudo().write({"state": "dropped"})  # as above
        return True

    def _check_state(self, state):
        self.check_access("write")
        labels = dict(self._fields["state"]._description_selection(self.env))
        for action in self:
            if action.state != state:
                raise UserError(
                    self.env._("“%(what)s” is “%(state)s” now.", what=action.name, state=labels[action.state])
                )

    def _window_end(self):
        return self.done_at + timedelta(days=self.window_days)
