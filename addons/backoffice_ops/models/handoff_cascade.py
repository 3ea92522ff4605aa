from odoo import models


class HandoffCascade(models.Model):
    """What a request does to the promise and the case it belongs to."""

    _inherit = "backoffice.handoff"

    def _ledger_lock_first(self):
        return [self.promise_id, self.case_id]

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        at = max(moments.values())
        if kind == "sent":
            self.promise_id._note_linked(at)
            self.case_id._note_asked(at)
        elif kind in ("delivered", "rejected", "reopened", "cancelled", "undone"):
            self.promise_id._refresh_enabled(at)
            self.case_id._note_answered(at)
        self._tell_changed()

    def _tell_changed(self):
        """Open screens of both sides reload: the bus says only that something changed."""
        for user in self.from_user_id | self.user_id | self.from_team_id.member_ids:
            user._bus_send("backoffice/changed", {})
        for department in self.to_department_id:
            self.env.ref("backoffice_ops.group_clerk")._bus_send(
                "backoffice/changed", {"department": department.id}
            )
