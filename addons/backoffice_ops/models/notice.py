from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain


class Notice(models.Model):
    """Something every colleague concerned should have read, and who has.

    Published text is a version; a change of the text is published anew and asks again.
    """

    _name = "backoffice.notice"
    _description = "Announcement"
    _inherit = ["frontoffice.versioned.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _version_model = "backoffice.notice.version"
    _version_owner = "notice_id"
    _version_fields = ("name", "body", "question", "choices", "right_choice")

    name = fields.Char("Title", required=True, translate=True)
    body = fields.Html("Text", translate=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    department_ids = fields.Many2many(
        "hr.department", "backoffice_notice_department_rel", "notice_id", "department_id", "For departments",
        check_company=True, help="Empty: everybody in the company.",
    )
    role = fields.Selection(
        selection=lambda self: self.env["res.users"]._fields["service_role"]._description_selection(self.env),
        string="For role", help="Empty: every role.",
    )
    date_from = fields.Date("From", required=True, default=lambda self: self._day_at(self.env.company))
    date_to = fields.Date("To")
    ack_days = fields.Integer(
        "Read within", default=3, help="Working days of each person; who is away has the time afterwards. 0: no hurry."
    )
    question = fields.Char(
        "Check question", translate=True, help="One question that shows it was understood. Optional."
    )
    choices = fields.Text("Answers", help="One in each line.")
    right_choice = fields.Char(
        "Right answer", help="As it stands among the answers.", groups="backoffice_ops.group_head"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("ended", "Ended")], default="draft", required=True,
        readonly=True, copy=False,
    )
    version_id = fields.Many2one(
        "backoffice.notice.version", "Published version", readonly=True, copy=False, ondelete="restrict"
    )
    version_ids = fields.One2many("backoffice.notice.version", "notice_id", readonly=True)
    receipt_ids = fields.One2many("backoffice.notice.receipt", "notice_id", "Who has read it", readonly=True)
    read_count = fields.Integer("Have read it", compute="_compute_counts")
    asked_count = fields.Integer("Asked", compute="_compute_counts")
    department_counts = fields.Json("By department", compute="_compute_counts")
    changed = fields.Boolean("Changed since published", compute="_compute_changed")
    owner_id = fields.Many2one(
        "res.users", "Written by", required=True, default=lambda self: self.env.uid, index=True, ondelete="restrict"
    )

    _ack_positive = models.Constraint("CHECK (ack_days >= 0)", "Working days cannot be negative.")

    @api.constrains("question", "choices", "right_choice")
    def _check_question(self):
        for notice in self.filtered("question"):
            if len(notice._choices()) < 2 or notice.right_choice not in notice._choices():
                raise ValidationError(
                    self.env._("A check question needs two answers or more, and the right one of them.")
                )

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        if any(notice.date_to and notice.date_to < notice.date_from for notice in self):
            raise ValidationError(self.env._("It ends before it begins."))

    def _choices(self):
        return [line.strip() for line in (self.choices or "").splitlines() if line.strip()]

    @api.depends("version_id", "name", "body", "question", "choices", "right_choice")
    def _compute_changed(self):
        for notice in self:
            frozen = notice.sudo().version_id.values or {}
            notice.changed = notice.state == "published" and frozen != notice._origin._version_values()

    # -- who has read it: names for who asked, counts by department for leaders ---------------------

    @api.depends("receipt_ids.acked_at", "version_id")
    def _compute_counts(self):
        # sudo: counts alone; the names behind them have rules of their own
        rows = self.env["backoffice.notice.receipt"].sudo()._read_group(
            [("notice_id", "in", self.ids), ("is_current", "=", True)], ["notice_id", "department_id"],
            ["__count", "acked_at:count"],
        )
        for notice in self:
            mine = [(d, asked, read) for owner, d, asked, read in rows if owner == notice]
            notice.asked_count = sum(asked for _d, asked, _read in mine)
            notice.read_count = sum(read for _d, _asked, read in mine)
            notice.department_counts = [
                {"name": department.name or self.env._("Others"), "asked": asked, "read": read}
                for department, asked, read in mine
            ]

    # -- steps -------------------------------------------------------------------------------------

    def _check_author(self):
        if not self.env.su and not self.env.user.has_group("backoffice_ops.group_manager") and any(
            notice.owner_id != self.env.user for notice in self
        ):
            raise AccessError(self.env._("Only who wrote an announcement publishes or ends it."))

    def action_publish(self):
        """Ask everybody concerned to read it; after a change of the text, to read it again."""
        self._check_author()
        self.check_access("write")
        for notice, version in zip(self, map(self._current_versions().get, self.ids), strict=True):
            notice.write({"state": "published", "version_id": version.id})
        self._deliver()
        return True

    def action_end(self):
        """It need not be read any more."""
        self._check_author()
        self.write({"state": "ended"})
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(notice.version_id for notice in self):
            raise UserError(self.env._("What was published is kept, with who has read it. End it instead."))

    @api.model
    def _new_about(self, policy, values=None):
        """The form of a new announcement about a policy that changed, with what changed last."""
        # sudo: what changed is told by whoever may announce it
        change = self.env["frontoffice.policy.change"].sudo().search(
            [("model", "=", policy._name), ("res_id", "=", policy.id)], limit=1)
        context = {
            "default_name": self.env._("New: %s", policy.display_name),
            "default_body": Markup("<br/>").join((change.change or "").splitlines()),
            "default_kind": "change",
            **{f"default_{name}": value for name, value in (values or {}).items()},
        }
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "view_mode": "form", "context": context,
            "name": self.env._("Announcement"),
        }

    # -- whom it concerns --------------------------------------------------------------------------

    def _audience(self):
        """{user: department id or None} of colleagues it concerns today."""
        self.ensure_one()
        # sudo: who works where; the result is a list of people asked
        users = self.env["res.users"].sudo().search(
            Domain("share", "=", False) & Domain("company_ids", "in", self.company_id.ids)
            & (Domain("service_role", "=", self.role) if self.role else Domain.TRUE)
        )
        members = self.env["backoffice.member"].sudo().search(  # as above
            [("user_id", "in", users.ids), ("company_id", "=", self.company_id.id)], order="id desc"
        )
        own = {member.user_id: member.department_id.id for member in members}
        employees = users.employee_ids.filtered(lambda e: e.company_id == self.company_id and e.department_id)
        own = {employee.user_id: employee.department_id.id for employee in employees} | own
        if self.department_ids:
            also = members.filtered(lambda m: m.department_id in self.department_ids)
            own = {user: d for user, d in own.items() if d in self.department_ids.ids} | {
                member.user_id: member.department_id.id for member in also}
            return own
        return {user: own.get(user) for user in users}

    @api.model
    def _day_at(self, company):
        """Today where a company works: there it may be tomorrow already, or still yesterday."""
        zone = company.sudo().resource_calendar_id.tz or "UTC"  # sudo: everybody may know what day it is
        return fields.Date.context_today(self.with_context(tz=zone))

    def _deliver(self):
        """A receipt for each person concerned who has none of this version; running it again adds none."""
        for notice in self.filtered(lambda n: n.state == "published" and n.date_from <= n._day_at(n.company_id)):
            Receipt = self.env["backoffice.notice.receipt"].sudo()  # sudo: made by the system, read by rules
            known = Receipt.search([("version_id", "=", notice.version_id.id)]).user_id
            fresh = {user: d for user, d in notice._audience().items() if user not in known}
            Receipt.create([
                {"notice_id": notice.id, "version_id": notice.version_id.id, "user_id": user.id, "department_id": d,
                 "company_id": notice.company_id.id}
                for user, d in fresh.items()
            ])
            for user in fresh:
                user._bus_send("backoffice/changed", {})

    @api.model
    def _cron_deliver(self):
        """Those who begin on their day, and colleagues who came later. Ends what is over."""
        ending = self.search([("state", "=", "published"), ("date_to", "!=", False)])
        ending.filtered(lambda n: n.date_to < n._day_at(n.company_id)).write({"state": "ended"})
        live = self.search([("state", "=", "published")])
        live._deliver()
        self.env["ir.cron"]._commit_progress(len(live), remaining=0)
