from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.frontoffice_crm.models.promise import SOURCES

from ..tools import approval as pure
from .approval_step import GATES, MODES, WHO

STATES = [
    ("waiting", "Not yet its turn"), ("asked", "To decide"), ("approved", "Approved"), ("declined", "Declined"),
    ("dropped", "Not needed any more"),
]
SUBJECTS = ("handoff_id", "gesture_id", "case_id")


class Approval(models.Model):
    """One step of the way to a yes, made when the way begins, so that all of it can be seen.

    What was decided never changes and is never deleted: not by form, import, RPC or code.
    """

    _name = "backoffice.approval"
    _description = "Approval"
    _inherit = ["backoffice.internal.audience", "mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char("Step", required=True, readonly=True)
    handoff_id = fields.Many2one(
        "backoffice.handoff", "Request", index="btree_not_null", check_company=True, readonly=True, ondelete="restrict"
    )
    gesture_id = fields.Many2one(
        "frontoffice.gesture", "Goodwill", index="btree_not_null", check_company=True, readonly=True,
        ondelete="restrict",
    )
    case_id = fields.Many2one(
        "frontoffice.case", index="btree_not_null", check_company=True, readonly=True, ondelete="restrict"
    )
    promise_id = fields.Many2one("frontoffice.promise", index="btree_not_null", readonly=True, ondelete="restrict")
    service_version_id = fields.Many2one("backoffice.service.version", readonly=True, ondelete="restrict")
    rule_version_id = fields.Many2one("backoffice.approval.rule.version", readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    department_id = fields.Many2one("hr.department", index="btree_not_null", readonly=True, ondelete="restrict")
    confidential = fields.Boolean(readonly=True)
    asked_by_id = fields.Many2one("res.users", "Asked by", index=True, readonly=True, ondelete="restrict")
    position = fields.Integer("Place", readonly=True)
    round = fields.Integer("Time asked", readonly=True, default=1)
    who = fields.Selection(WHO, "Who decides", readonly=True)
    mode = fields.Selection(MODES, "If several are asked", readonly=True, required=True, default="any")
    gate = fields.Selection(GATES, "Needed", readonly=True, required=True, default="deliver")
    by_mail = fields.Boolean(readonly=True)
    within_hours = fields.Float("Within (working hours)", readonly=True)
    amount = fields.Monetary(
        "Worth", readonly=True, help="In the company's currency at the rate of the day it was asked."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    seat_ids = fields.One2many("backoffice.approval.seat", "approval_id", "People asked", readonly=True)
    people = fields.Char("Who", compute="_compute_people")
    state = fields.Selection(STATES, default="waiting", required=True, readonly=True, index=True)
    asked_at = fields.Datetime("Asked on", readonly=True)
    due_at = fields.Datetime("Decide by", readonly=True)
    decided_at = fields.Datetime("Decided on", readonly=True, index="btree_not_null")
    decided_by_id = fields.Many2one(
        "res.users", "Decided by", index="btree_not_null", readonly=True, ondelete="restrict"
    )
    waited_hours = fields.Float("Working hours until decided", readonly=True, aggregator="avg")
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    source = fields.Selection(SOURCES, default="person", required=True, readonly=True)
    batch_id = fields.Many2one("frontoffice.batch", index="btree_not_null", readonly=True, ondelete="restrict")

    _one_subject = models.Constraint(
        "CHECK (num_nonnulls(handoff_id, gesture_id, case_id) = 1)", "An approval is about one thing."
    )
    _to_decide_idx = models.Index("(due_at) WHERE state = 'asked'")

    @api.depends("name", "handoff_id", "gesture_id", "case_id")
    def _compute_display_name(self):
        for approval in self:
            # sudo: the number of what is decided, for whoever may see the approval
            subject = approval.sudo()._subject()
            approval.display_name = f"{approval.name} · {subject.display_name}" if subject else approval.name

    @api.depends("seat_ids.user_id", "seat_ids.substitute_id", "seat_ids.state")
    def _compute_people(self):
        for approval in self:
            approval.people = ", ".join(approval.sudo().seat_ids.mapped("label"))  # sudo: names on the visible path

    @api.depends("state", "due_at")
    def _compute_is_late(self):
        late = self.filtered_domain(self._late_domain())
        for approval in self:
            approval.is_late = approval in late

    @api.model
    def _late_domain(self):
        """Asked and not decided in its time. Due exactly now is in time."""
        return fields.Domain("state", "=", "asked") & fields.Domain("due_at", "<", fields.Datetime.now())

    def _search_is_late(self, operator, value):
        return self._late_domain() if operator == "in" else NotImplemented

    def _subject(self):
        """The record that is decided about."""
        self.ensure_one()
        return self.handoff_id or self.gesture_id or self.case_id

    # -- what is decided stays -----------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # the record is the log: no creation message, no followers
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True)
        return super(Approval, quiet).create(vals_list).with_env(self.env)

    def write(self, vals):
        moved = self.env.su and vals.keys() <= {"batch_id", "case_id"}  # a batch that goes, a case that is merged
        if not moved and any(approval.state not in pure.OPEN for approval in self):
            raise UserError(self.env._("What was decided never changes. Ask again instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        if not self.env.su or any(not a.batch_id and a.state not in pure.OPEN for a in self):
            raise UserError(self.env._("Decisions are kept for ever."))

    def action_open_subject(self):
        """Open what is decided about, for who may see it."""
        self.ensure_one()
        subject = self._subject()
        subject.check_access("read")
        return {
            "type": "ir.actions.act_window", "res_model": subject._name, "res_id": subject.id,
            "view_mode": "form", "views": [(False, "form")],
        }
