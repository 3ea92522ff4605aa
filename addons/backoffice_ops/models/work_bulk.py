from odoo import api, models
from odoo.exceptions import AccessError, UserError

STEPS = {
    "accept": "action_accept", "claim": "action_claim", "deliver": "action_deliver", "release": "action_release",
    "confirm": "action_confirm", "resume": "action_resume",
}
NOTED = ("deliver", "release")  # steps that take a note


class WorkBulk(models.AbstractModel):
    """Several requests at once, and cards dropped on another column."""

    _inherit = "backoffice.work"

    @api.model
    def bulk(self, handoff_ids, button, note=None):
        """One step for all that can take it, with one note; the others stay and say why.

        Returns {"done": ids, "left": [{"id", "subject", "why"}]}.
        """
        self._check_reader()
        if button not in STEPS:
            raise UserError(self.env._("This step is taken one request at a time."))
        handoffs = self.env["backoffice.handoff"].browse([int(i) for i in handoff_ids]).exists()
        handoffs.check_access("read")
        able = handoffs.filtered(lambda h: button in self._buttons_of(h))
        left = {h: self._cannot(h) for h in handoffs - able}
        done = self._step_all(able, button, note, left)
        return {
            "done": done.ids,
            "left": [{"id": h.id, "subject": h.subject, "why": why} for h, why in left.items()],
        }

    @api.model
    def _step_all(self, able, button, note, left):
        """The whole batch in one go; where one refuses, each for itself, and its words go to ``left``."""
        arguments = [note] if button in NOTED else []
        try:
            with self.env.cr.savepoint():
                getattr(able, STEPS[button])(*arguments)
            return able
        except (AccessError, UserError) as error:
            self.env.invalidate_all()
            if len(able) == 1:
                left[able] = str(error)
                return able.browse()
        done = able.browse()
        for handoff in able:
            done |= self._step_all(handoff, button, note, left)
        return done

    @api.model
    def _buttons_of(self, handoff):
        """Every button offered for a request to this person."""
        buttons = self._buttons(handoff)
        return buttons["main"] + buttons["more"]

    @api.model
    def _cannot(self, handoff):
        label = dict(handoff._fields["state"]._description_selection(self.env))[handoff.state]
        return self.env._("It is “%s”, or it is not yours to move.", label)
