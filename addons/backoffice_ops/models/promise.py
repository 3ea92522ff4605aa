from odoo import fields, models


class Promise(models.Model):
    _name = "frontoffice.promise"
    _inherit = ["frontoffice.promise", "backoffice.handoff.mixin"]
    _handoff_link = "promise_id"

    handoff_ids = fields.One2many("backoffice.handoff", "promise_id", "Requests")

    def _prepare_handoff_vals(self):
        return super()._prepare_handoff_vals() | {
            "promise_id": self.id, "case_id": self.case_id.id, "partner_id": self.partner_id.id,
            "from_team_id": self.team_id.id, "subject": self.name,
        }

    def _note_linked(self, at=None):
        """A department is asked for this promise: it is enabled when the last one is ready."""
        # sudo: any sender may ask a department, the promise follows by itself
        promises = self.sudo().filtered(lambda p: p.state and p.state != "withdrawn")
        promises._record("linked", at=at)
        promises._refresh_enabled(at)

    def _refresh_enabled(self, at=None):
        """Record when the last request behind the promise became ready, or that it no longer is."""
        promises = self.sudo().filtered(lambda p: p.linked and p.state and p.state != "withdrawn")  # as above
        if not promises:
            return
        ready = promises._ready_moments()
        done = promises.filtered(lambda p: ready[p.id] and p.enabled_at != ready[p.id])
        done._record("enabled", lambda p: {"enabled_at": ready[p.id].isoformat()}, at=at)
        promises.filtered(lambda p: not ready[p.id] and p.enabled_at)._record("disabled", at=at)

    def _ready_moments(self):
        """{promise id: when its last request was ready, None while one is not}; one query."""
        Handoff = self.env["backoffice.handoff"].sudo()  # as above
        rows = Handoff._read_group(
            Handoff._ready_domain() & fields.Domain("promise_id", "in", self.ids),
            ["promise_id"], ["__count", "final_at:count", "final_at:max"],
        )
        result = {p.id: p.made_at for p in self}  # nothing left to wait for: ready since it was made
        for promise, total, ready, last in rows:
            result[promise.id] = last if total == ready else None
        return result
