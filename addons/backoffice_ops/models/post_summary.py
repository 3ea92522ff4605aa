import pytz

from odoo import api, fields, models

from .handoff_post import SILENT_SOURCES

SHOWN = 10


class Post(models.Model):
    """One mail in the afternoon, to whom something is open. Nothing open, no mail."""

    _inherit = "backoffice.post"

    @api.model
    def _cron_summary(self):
        """Every quarter of an hour: whoever's afternoon it is. Running it again changes nothing."""
        now = fields.Datetime.now()
        rows = []
        for company in self.env["res.company"].search([("active", "=", True)]):
            rows += self._summary_rows(company, now)
        self._put(rows, now)
        self.env["ir.cron"]._commit_progress(len(rows), remaining=0)

    @api.model
    def _summary_rows(self, company, now):
        users = self._summary_users(company)
        waking = self.env["backoffice.quiet"]._waking({(user.id, company.id) for user in users}, now)
        awake = users.filtered(lambda user: waking[user.id, company.id] == now)  # a day off has no summary
        keys = {user: self._summary_key(user, company, now) for user in awake}
        told = set(self.sudo().search([("key", "in", list(filter(None, keys.values())))]).mapped("key"))  # as _tell
        return [
            {"key": key, "kind": "summary", "user_id": user.id, "res_model": "res.users", "res_id": user.id,
             "about": {}, "company_id": company.id}
            for user, key in keys.items() if key and key not in told and user._post_open(company)[1]
        ]

    @api.model
    def _summary_key(self, user, company, now):
        """One a day where the person is; None before the hour."""
        zone = pytz.timezone(user.tz or company.resource_calendar_id.tz or "UTC")
        local = pytz.utc.localize(now).astimezone(zone)
        on_time = local.hour + local.minute / 60 >= company.post_summary_hour
        return f"summary:u{user.id}:c{company.id}:{local.date()}" if on_time else None

    @api.model
    def _summary_users(self, company):
        """People something may be open for; what they may see decides when it is written."""
        Handoff = self.env["backoffice.handoff"].sudo()  # who is looked at, nothing of what
        domain = Handoff._open_domain() | fields.Domain("state", "=", "delivered")
        domain &= fields.Domain("company_id", "=", company.id)
        domain &= fields.Domain("source", "not in", SILENT_SOURCES)
        users = self.env["res.users"].sudo()  # as above
        departments = self.env["hr.department"].sudo()  # as above
        for doer, sender, department in Handoff._read_group(domain, ["user_id", "from_user_id", "to_department_id"]):
            users |= doer | sender
            departments |= department
        members = self.env["backoffice.member"].sudo().search([("department_id", "in", departments.ids)])  # as above
        return (users | members.user_id).filtered(
            lambda user: user.active and not user.share and company in user.company_ids
            and not user._post_muted("summary")
        )


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "backoffice.post.host"]

    def _post_open(self, company):
        """(requests as this person, domain of what waits for them): the list "Mine" of My work, and how many."""
        Handoff = self.env["backoffice.handoff"].with_user(self).with_context(
            lang=self.lang, allowed_company_ids=company.ids)
        domain = Handoff._waits_for_me_domain() & fields.Domain("company_id", "=", company.id)
        return Handoff.search(domain, order="due_at, id", limit=SHOWN), Handoff.search_count(domain)

    def _post_line(self, post):
        handoffs, count = self._post_open(post.company_id)
        late = handoffs.search_count([("id", "in", handoffs.ids), ("is_late", "=", True)])
        rows = [handoff._post_summary_row() for handoff in handoffs]
        return {"text": self.name, "count": count, "late": late, "rows": rows, "url": "", "detail": ""}

    def _post_still(self, post):
        return super()._post_still(post) and bool(self._post_open(post.company_id)[1])
