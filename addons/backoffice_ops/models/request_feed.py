from odoo import api, fields, models


class HandoffMixin(models.AbstractModel):
    """What the sender may know of each request without a right on it: on a case, a promise, an interaction."""

    _inherit = "backoffice.handoff.mixin"

    request_feed = fields.Json(
        "How the requests stand", compute="_compute_request_feed", groups="base.group_user"
    )

    def _has_feed(self):
        """Not on a contact: who may read an address need not know what was asked about the person."""
        return bool(self._handoff_link) and self._name != "res.partner"

    @api.depends_context("uid", "lang")
    def _compute_request_feed(self):
        feeds = {}
        if self._has_feed() and self.ids:
            feeds = self.env["backoffice.handoff"]._feeds(self._handoff_link, self._origin)
        for record in self:
            record.request_feed = feeds.get(record._origin.id) or False
