from odoo import api, fields, models
from odoo.exceptions import UserError

from .handoff_rating import FACES

ASKED_DAYS = 14
ASKED = 3


class Handoff(models.Model):
    """Both sides say how it was, in one click."""

    _inherit = "backoffice.handoff"

    def action_rate(self, face, reason=None):
        """One click after it is done: how was it to work with the other side? Once per side."""
        self.ensure_one()
        Rating = self.env["backoffice.handoff.rating"]
        side = self._rating_side()
        if not side or self.state != "done":
            raise UserError(self.env._("You rate what you asked for or did, when it is done."))
        if face not in dict(FACES) or (reason and reason not in Rating._fields["reason"].get_values(self.env)):
            raise UserError(self.env._("Choose one of the three faces."))
        mine = Rating.search([("handoff_id", "=", self.id), ("side", "=", side)])
        if mine:
            mine.sudo().write({"face": face, "reason": reason})  # sudo: a second click corrects one's own
            return True
        Rating.sudo().create({  # sudo: rated through this method alone
            "handoff_id": self.id, "side": side, "user_id": self.env.uid, "face": face, "reason": reason,
            "from_team_id": self.from_team_id.id, "from_department_id": self.from_department_id.id,
            "to_department_id": self.to_department_id.id, "company_id": self.company_id.id,
        })
        return True

    def _rating_side(self):
        """The side this person was on, if any. Who did it oneself rates nobody."""
        me = self.env.user
        if self.from_user_id == self.user_id:
            return None
        return "sender" if self.from_user_id == me else "receiver" if self.user_id == me else None

    @api.model
    def _to_rate(self):
        """Requests of this person done lately and not rated by them, the latest first; a few."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=ASKED_DAYS)
        mine = fields.Domain("from_user_id", "=", self.env.uid) | fields.Domain("user_id", "=", self.env.uid)
        done = self.search(
            fields.Domain("state", "=", "done") & fields.Domain("done_at", ">=", since) & mine,
            order="done_at desc", limit=4 * ASKED,
        )
        rated = self.env["backoffice.handoff.rating"].search([("handoff_id", "in", done.ids)]).handoff_id
        return (done - rated).filtered(lambda h: h._rating_side())[:ASKED]
