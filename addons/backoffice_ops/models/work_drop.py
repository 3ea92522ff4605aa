from odoo import models
from odoo.exceptions import UserError

from ..tools import work as pure

DIRECT = {  # button -> method, where no question is asked first
    "accept": "action_accept", "release": "action_release", "resume": "action_resume",
    "confirm": "action_confirm", "reopen": "action_reopen",
}


class HandoffDrop(models.Model):
    """A card dragged to another column: the step it stands for, or a sentence why not."""

    _inherit = "backoffice.handoff"

    def action_drop(self, column):
        """Take the step that leads to ``column``. Returns False, or the action that asks what is still open.

        Raises UserError naming the way when there is no such step, or when it is the other side's.
        """
        self.ensure_one()
        button = pure.DROPS.get((self.state, column))
        if not button or button not in self._drop_buttons():
            raise UserError(self._drop_refusal(column, button))
        if button in DIRECT:
            getattr(self, DIRECT[button])()
            return False
        action = self.action_open_work()
        return {**action, "params": {**action["params"], "form": button}}

    def _drop_buttons(self):
        buttons = self.env["backoffice.work"]._buttons(self)
        return buttons["main"] + buttons["more"]

    def _drop_refusal(self, column, button):
        labels = dict(self._fields["column"]._description_selection(self.env))
        if button:
            return self.env._("That step is not yours: %s", self._drop_whose(button))
        ways = [to for state, to in pure.DROPS if state == self.state]
        return self.env._(
            "From “%(now)s” a request does not go to “%(there)s”. Possible is: %(ways)s.",
            now=labels.get(self.column, self.column), there=labels.get(column, column),
            ways=", ".join(labels[way] for way in ways) or self.env._("nothing, it is over"),
        )

    def _drop_whose(self, button):
        # sudo: names of the two sides, which both see on the card
        names = self.sudo()
        if button in ("confirm", "reject", "reopen", "resend") or (button == "reroute" and self.state == "declined"):
            return self.env._("%s asked for it and says so.", names.from_user_id.name or self.env._("Who asked"))
        if button == "release":
            return self.env._("only who has it, or the head of the department, gives it back.")
        return self.env._("the department %s does it.", names.to_department_id.name)
