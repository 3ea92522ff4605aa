import json

from odoo import api, fields, models

from .desk_parking import MAX_SIZE

LEFT_SECONDS = 60  # a form nobody has touched for so long, in another window, was perhaps left behind


class DeskAutosave(models.AbstractModel):
    """What is on the form is on the server a second later: a crash or a reload loses nothing."""

    _inherit = "frontoffice.desk"

    @api.model
    def autosave(self, values, label, draft_id=None, window=""):
        """Keep the unfinished form of a window; without ``values`` forget it. No counts, no noise.

        A form taken up from the parked ones is saved there. Too long a form is kept as it was.
        """
        self._check_agent()
        own, parked = self._window_draft(window), self._own_drafts().filtered(lambda d: d.id == draft_id)
        if not values:
            own.unlink()
            return False
        if len(json.dumps(values)) > MAX_SIZE:
            return False
        content = {"values": values, "label": (label or "").strip()[:120] or self.env._("Nameless")}
        if parked:
            parked.write(content)
        elif own:
            own.write(content)
        else:
            self.env["frontoffice.desk.draft"].create({**content, "auto": True, "window": window or False})
        return True

    @api.model
    def unfinished(self, window):
        """The form this window was filling in when it went away: {values, draft_id} or None."""
        self._check_agent()
        draft = self._window_draft(window)
        return {**draft.values, "draft_id": draft.id} if draft else None

    @api.model
    def _window_draft(self, window):
        return self._own_drafts().filtered(lambda d: d.auto and window and d.window == window)[:1]

    @api.model
    def _parked(self):
        return super()._parked().filtered(lambda draft: not draft.auto)

    @api.model
    def _drafts(self):
        """Parked forms, and those that another window left behind."""
        lines = super()._drafts()
        before = fields.Datetime.subtract(fields.Datetime.now(), seconds=LEFT_SECONDS)
        left = self._own_drafts().filtered(lambda draft: draft.auto and draft.write_date < before)
        return lines + [
            {"id": d.id, "label": d.label, "at": self._text(d.write_date), "window": d.window or ""} for d in left
        ]

    @api.model
    def park(self, values, label, draft_id=None):
        """Parked is parked, whether it was saved by itself before or not."""
        answer = super().park(values, label, draft_id)
        draft = self._own_drafts().filtered(lambda d: d.id == answer["draft_id"])
        draft.filtered("auto").write({"auto": False, "window": False})
        return {**answer, "drafts": self._drafts()}

    @api.model
    def unpark(self, draft_id, window=""):
        """A form another window left behind is this window's from now on."""
        answer = super().unpark(draft_id)
        draft = self._own_drafts().filtered(lambda d: d.id == draft_id and d.auto)
        if draft and window:
            (self._window_draft(window) - draft).unlink()
            draft.window = window
        return answer

    @api.model
    def log(self, values):
        answer = super().log(values)
        self._window_draft(values.get("window")).unlink()
        return answer
