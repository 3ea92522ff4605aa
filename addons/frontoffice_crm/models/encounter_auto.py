from odoo import api, models
from odoo.exceptions import UserError

from .frontoffice_channel import INSTANT


class Encounter(models.Model):
    """The first answer, as a promise that looks after itself."""

    _inherit = "frontoffice.encounter"

    def _complete(self):
        super()._complete()
        self.filtered(lambda e: e.source in ("person", "mail"))._auto_reply()

    def write(self, vals):
        done = super().write(vals)
        if vals.get("first_response_at"):
            self._auto_answered()
        if vals.get("state") in ("abandoned", "no_show"):
            self._auto_replies()._auto_withdraw("customer")
        return done

    # -- first answer ----------------------------------------------------------------------------

    def _auto_reply(self):
        """Whoever waits for an answer was promised one by the channel's first-answer time."""
        waiting = self.filtered(
            lambda e: e.direction == "in" and e.state == "waiting" and not e.first_response_at
            and e.channel_id.kind not in INSTANT
        )
        if waiting:
            self.env["frontoffice.promise"]._auto_make("reply", [(e, e._prepare_auto_reply_vals()) for e in waiting])

    def _prepare_auto_reply_vals(self):
        return {
            "company_id": self.company_id.id, "due_at": self.response_due_at, "made_at": self.arrived_at,
            "partner_id": self.partner_id.id, "encounter_id": self.id, "case_id": self.case_id.id,
            "team_id": self.team_id.id, "channel_id": self.channel_id.id, "user_id": self.user_id.id,
        }

    def _auto_replies(self):
        return self.env["frontoffice.promise"]._auto_open("reply", [("encounter_id", "in", self.ids)])

    def _auto_answered(self):
        slow = self.filtered(lambda e: e.channel_id.kind not in INSTANT)  # the others answer at once
        if slow:
            slow._auto_replies()._auto_keep(lambda promise: promise.encounter_id.first_response_at)

    # -- deletion --------------------------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_except_linked(self):
        """What people promised keeps its interaction; automatic promises let go of it."""
        found = self.env["frontoffice.promise"].sudo().search([("encounter_id", "in", self.ids)])
        automatic = found.filtered(lambda p: p.origin_kind == "auto")  # sudo: those one may not see count too
        if found - automatic or any(encounter.case_id for encounter in self.sudo()):
            raise UserError(
                self.env._("This interaction belongs to a case or a promise, so it stays in the history.")
            )
        automatic._auto_withdraw()
        automatic.write({"encounter_id": False})
