import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import consteq

from ..tools import ics

PAST_DAYS, MOST = 30, 500


class PromiseFeed(models.Model):
    """One's own promises in any calendar: a secret, read-only address that can be taken back."""

    _name = "frontoffice.promise.feed"
    _description = "My promises in my calendar"

    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="cascade", default=lambda self: self.env.uid
    )
    name = fields.Char(default=lambda self: self.env._("My promises in my calendar"), readonly=True)
    token = fields.Char(required=True, readonly=True, copy=False, default=lambda self: secrets.token_urlsafe(32))
    active = fields.Boolean(default=True)
    url = fields.Char("Address", compute="_compute_url")

    _user_uniq = models.UniqueIndex("(user_id)", "This person has a calendar address already.")
    _token_uniq = models.UniqueIndex("(token)")

    @api.depends("token")
    def _compute_url(self):
        for feed in self:
            feed.url = f"{feed.get_base_url()}/promises/calendar/{feed.id}/{feed.token}.ics"

    @api.model
    def action_open_mine(self):
        """The address of the person who asks, made at first use."""
        feed = self.with_context(active_test=False).search([("user_id", "=", self.env.uid)]) or self.create({})
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": feed.id, "view_mode": "form",
            "target": "new", "name": feed.name,
        }

    def action_renew(self):
        """A new address; the old one stops at once."""
        self.check_access("write")
        for feed in self:
            # sudo: the token is read-only, so that nobody chooses one that can be guessed
            feed.sudo().write({"token": secrets.token_urlsafe(32), "active": True})
        return self.action_open_mine()

    def action_stop(self):
        """The address stops working."""
        self.check_access("write")
        self.sudo().write({"token": secrets.token_urlsafe(32), "active": False})  # sudo: as above
        return self.action_open_mine()

    @api.model
    def _ics_of(self, feed_id, token):
        """The calendar file behind an address, or None: as much as its owner sees today, and no customers."""
        feed = self.sudo().browse(feed_id).exists()  # sudo: the address itself is the right to read
        if not feed or not feed.active or not consteq(feed.token, token) or not feed.user_id.active:
            return None
        return feed.with_user(feed.user_id).with_context(
            allowed_company_ids=feed.user_id.company_ids.ids, lang=feed.user_id.lang
        )._ics()

    def _ics(self):
        Promise = self.env["frontoffice.promise"]
        if not Promise.has_access("read"):
            return None
        now = fields.Datetime.now()
        promises = Promise.search([
            ("user_id", "=", self.env.uid), ("state", "in", ("made", "enabled", "broken")),
            ("fulfilled_at", "=", False), ("origin_kind", "=", "person"),
            ("due_at", ">", now - timedelta(days=PAST_DAYS)),
        ], limit=MOST)
        host = self.get_base_url()
        entries = [
            (
                f"promise-{p.id}@{self.env.cr.dbname}", p._customer_date(), self.env._("Promise: %s", p.name),
                p.case_id.name or "", f"{host}/odoo/promises/{p.id}",
            )
            for p in promises
        ]
        return ics.feed(self.env._("Promises"), entries, now)
