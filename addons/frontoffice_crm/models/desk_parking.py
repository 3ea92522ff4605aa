import json

from odoo import api, models
from odoo.exceptions import UserError

MAX_SIZE = 30_000
MAX_DRAFTS = 20


class DeskParking(models.AbstractModel):
    """Esc parks the form; a click brings it back."""

    _inherit = "frontoffice.desk"

    @api.model
    def park(self, values, label, draft_id=None):
        """Keep a half-filled form. Parked again, it replaces itself. Returns the fresh counts."""
        self._check_agent()
        if len(json.dumps(values)) > MAX_SIZE:
            raise UserError(self.env._("This is too long to park. Shorten the note."))
        Draft = self.env["frontoffice.desk.draft"]
        content = {"values": values, "label": (label or "").strip()[:120] or self.env._("Nameless")}
        draft = self._own_drafts().filtered(lambda d: d.id == draft_id)
        if draft:
            draft.write(content)
        elif len(self._parked()) >= MAX_DRAFTS:
            raise UserError(self.env._("Enough parked: finish one of them first."))
        else:
            draft = Draft.create(content)
        return {**self.refresh(), "draft_id": draft.id}

    @api.model
    def unpark(self, draft_id):
        """Values of a parked form, which stays until it is logged. UserError when it is gone."""
        self._check_agent()
        draft = self._own_drafts().filtered(lambda d: d.id == draft_id)
        if not draft:
            raise UserError(self.env._("This was logged or dropped in another window."))
        return {**draft.values, "draft_id": draft.id}

    @api.model
    def drop(self, draft_id):
        """Forget a parked form."""
        self._check_agent()
        self._drop_draft(draft_id)
        return self.refresh()

    @api.model
    def _drop_draft(self, draft_id):
        self._own_drafts().filtered(lambda d: d.id == draft_id).unlink()

    @api.model
    def _own_drafts(self):
        return self.env["frontoffice.desk.draft"].search([
            ("user_id", "=", self.env.uid), ("company_id", "=", self.env.company.id),
        ])

    @api.model
    def _parked(self):
        """Forms put aside on purpose."""
        return self._own_drafts()

    @api.model
    def _drafts(self):
        return [
            {"id": draft.id, "label": draft.label, "at": self._text(draft.write_date)} for draft in self._parked()
        ]
