from datetime import datetime, timedelta, timezone

from odoo import api, fields, models
from odoo.exceptions import UserError


class NoticeReceipt(models.Model):
    """That one person was asked to read one version, and when they had."""

    _name = "backoffice.notice.receipt"
    _description = "Announcement read"
    _order = "acked_at desc, id"
    _log_access = False

    notice_id = fields.Many2one("backoffice.notice", required=True, readonly=True, index=True, ondelete="cascade")
    version_id = fields.Many2one(
        "backoffice.notice.version", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", "Colleague", required=True, readonly=True, index=True, ondelete="cascade")
    department_id = fields.Many2one("hr.department", readonly=True, index="btree_not_null", ondelete="set null")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    owner_id = fields.Many2one(related="notice_id.owner_id", store=True, index=True, string="Written by")
    asked_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    acked_at = fields.Datetime("Read on", readonly=True)
    wrong_answers = fields.Integer(readonly=True)
    is_current = fields.Boolean(compute="_compute_is_current", search="_search_is_current")
    due_at = fields.Datetime("Read by", compute="_compute_due_at")
    is_late = fields.Boolean("Late", compute="_compute_due_at")

    _version_user_uniq = models.Constraint("UNIQUE (version_id, user_id)", "This person was asked already.")
    _open_idx = models.Index("(user_id) WHERE acked_at IS NULL")

    def _compute_is_current(self):
        for receipt in self:
            receipt.is_current = receipt.version_id == receipt.sudo().notice_id.version_id

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        notices = self.env["backoffice.notice"].sudo().search([("version_id", "!=", False)])  # which, not what
        return fields.Domain("version_id", "in", notices.version_id.ids)

    @api.depends("asked_at", "acked_at")
    def _compute_due_at(self):
        """The end of so many days the person works; on leave and days off the time stands still."""
        now = fields.Datetime.now()
        for notice, receipts in self.grouped("notice_id").items():
            days = notice.sudo().ack_days
            dues = receipts._dues(days) if days else {}
            for receipt in receipts:
                receipt.due_at = dues.get(receipt.id, False)
                receipt.is_late = bool(receipt.due_at) and (receipt.acked_at or now) > receipt.due_at

    def _dues(self, days):
        """{receipt id: naive UTC end of the n-th working day after the day it was asked}; one fetch per calendar."""
        resources = self.env["resource.resource"].sudo().search([  # sudo: working days, nobody's reasons
            ("user_id", "in", self.user_id.ids), ("company_id", "in", self.company_id.ids),
        ])
        by_user = {(resource.user_id, resource.company_id): resource for resource in resources}
        groups = {}
        for receipt in self:
            resource = by_user.get((receipt.user_id, receipt.company_id), self.env["resource.resource"])
            calendar = resource.calendar_id or receipt.sudo().company_id.resource_calendar_id
            groups.setdefault(calendar, []).append((receipt, resource))
        result = {}
        for calendar, pairs in groups.items():
            result |= self._dues_of(calendar, pairs, days)
        return result

    @api.model
    def _dues_of(self, calendar, pairs, days):
        start = min(receipt.asked_at for receipt, _resource in pairs)
        stop = max(receipt.asked_at for receipt, _resource in pairs) + timedelta(days=60 + 3 * days)
        if not calendar:
            return {receipt.id: receipt.asked_at + timedelta(days=days) for receipt, _resource in pairs}
        resources = self.env["resource.resource"].sudo().union(*(resource for _receipt, resource in pairs))
        found = calendar._work_intervals_batch(
            start.replace(tzinfo=timezone.utc), stop.replace(tzinfo=timezone.utc), resources=resources or None
        )
        return {
            receipt.id: self._nth_end(found[resource.id or False], receipt.asked_at, days)
            for receipt, resource in pairs
        }

    @api.model
    def _nth_end(self, intervals, asked_at, days):
        """End of the n-th local day with working time after the day of asking; None beyond what is known."""
        ends = {}
        for begin, end, _line in intervals:
            if begin.date() > asked_at.replace(tzinfo=timezone.utc).astimezone(begin.tzinfo).date():
                ends[begin.date()] = end
        dates = sorted(ends)
        if len(dates) < days:
            return False
        end = ends[dates[days - 1]].astimezone(timezone.utc).replace(tzinfo=None)
        return datetime.combine(end.date(), end.time().replace(microsecond=0))

    def action_read(self, answer=None):
        """I have read it; with the answer to the check question where there is one."""
        self.ensure_one()
        if self.user_id != self.env.user:
            raise UserError(self.env._("Everybody says for themselves that they have read it."))
        receipt = self.sudo()  # one's own, checked above, and nothing but that it was read
        if receipt.acked_at:
            return True
        values = receipt.version_id.values
        if values.get("question") and answer != values.get("right_choice"):
            receipt.wrong_answers += 1
            return False
        receipt.acked_at = fields.Datetime.now()
        return True
