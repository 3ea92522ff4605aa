from odoo import models
from odoo.exceptions import AccessError, UserError, ValidationError

SHOWN = 3  # requests named with their reason, the rest is counted


class HandoffBulk(models.Model):
    """One step for many requests: each is moved wholly or not at all, and one sentence says which."""

    _inherit = "backoffice.handoff"

    def _bulk(self, step, *arguments):
        """(requests that moved, {request: why it did not}). The batch first; where it is refused, by halves."""
        if not self:
            return self, {}
        try:
            with self.env.cr.savepoint():
                getattr(self, step)(*arguments)
            return self, {}
        except (AccessError, UserError, ValidationError) as error:
            self.env.invalidate_all(flush=False)
            if len(self) == 1:
                return self.browse(), {self: str(error)}
        half = len(self) // 2
        first, why = self[:half]._bulk(step, *arguments)
        rest, more = self[half:]._bulk(step, *arguments)
        return first + rest, {**why, **more}

    def _bulk_say(self, done, left):
        """The result in one sentence, as a notification; reasons follow it, one for each request."""
        _ = self.env._
        if not left:
            text = _("%s done.", len(done)) if len(done) != 1 else _("1 done.")
        else:
            reasons = "\n".join(
                why if handoff.name in why else f"{handoff.name}: {why}" for handoff, why in [*left.items()][:SHOWN])
            more = len(left) - SHOWN
            text = _("%(done)s done, %(left)s not: %(reasons)s", done=len(done), left=len(left), reasons=reasons)
            text += "\n" + _("and %s more", more) if more > 0 else ""
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"message": text, "type": "warning" if left else "success", "sticky": bool(left),
                       "next": {"type": "ir.actions.act_window_close"}},
        }

    def action_bulk_accept(self):
        """Accept what is chosen in a list."""
        return self._bulk_say(*self._bulk("action_accept"))

    def action_bulk_replan(self):
        """Work out due times again after a calendar was changed."""
        return self._bulk_say(*self._bulk("action_replan"))

    def action_bulk_open(self):
        """Ask what the chosen step needs to know."""
        return {
            "type": "ir.actions.act_window", "res_model": "backoffice.handoff.bulk", "view_mode": "form",
            "target": "new", "name": self.env._("%s requests", len(self)),
            "context": {"default_handoff_ids": self.ids},
        }
