from markupsafe import Markup

from odoo import fields, models

from ..tools import case_clock as pure


class ClockTable(models.TransientModel):
    """Which event starts, pauses and stops which clock: the very table the clocks are computed by."""

    _name = "frontoffice.clock.table"
    _description = "When clocks run"

    name = fields.Char(default=lambda self: self.env._("When clocks run"), readonly=True)
    table = fields.Html(compute="_compute_table", sanitize=False)

    def _clock_words(self):
        return {
            "first": self.env._("First answer"), "next": self.env._("Next answer"),
            "resolution": self.env._("Solution"),
        }

    def _effect_words(self):
        return {
            "start": self.env._("starts"), "resume": self.env._("goes on"), "pause": self.env._("waits"),
            "stop": self.env._("stops"), "replan": self.env._("planned anew"),
        }

    def _effect_face(self, effect):
        """Icon and word of an effect; a dash for none."""
        if not effect:
            return "–"
        icon = {"start": "play", "resume": "play", "pause": "pause", "stop": "stop", "replan": "refresh"}[effect]
        word = self._effect_words()[effect]
        return Markup("<i class='fa fa-%s me-1 text-muted' title='%s'></i>%s") % (icon, word, word)

    def _event_words(self):
        return {
            "opened": self.env._("The case is opened"), "replied": self.env._("We answer the customer"),
            "customer_wrote": self.env._("The customer writes again"),
            "asked_customer": self.env._("We wait for the customer"),
            "asked_backoffice": self.env._("We wait for a department of ours"),
            "resumed": self.env._("We go on"), "resolved": self.env._("Solved"), "reopened": self.env._("Opened again"),
            "cancelled": self.env._("Cancelled"), "acknowledged": self.env._("Receipt confirmed"),
            "replanned": self.env._("Team, type, priority or answer times change"),
            "taken": self.env._("Somebody takes it"), "suggested": self.env._("A reply looks like a thank you"),
            "dismissed": self.env._("It was only a thank you"), "closed": self.env._("Closed"),
            "merged": self.env._("Merged into another case (its clocks fall silent)"),
            "unmerged": self.env._("Merge undone (as if nothing had been)"),
            "split": self.env._("Something is split off"),
        }

    def _compute_table(self):
        events, clocks = self._event_words(), self._clock_words()
        head = Markup("").join(Markup("<th scope='col'>%s</th>") % clocks[name] for name in pure.NAMES)
        rows = Markup("").join(
            Markup("<tr><th scope='row' class='fw-normal'>%s</th>%s</tr>") % (
                events.get(kind, kind),
                Markup("").join(
                    Markup("<td>%s</td>") % self._effect_face(pure.EFFECTS.get(kind, {}).get(name))
                    for name in pure.NAMES
                ),
            )
            for kind in (*pure.EFFECTS, *pure.SILENT)
        )
        self.table = Markup(
            "<table class='table table-sm align-middle'><thead><tr><th scope='col'>%s</th>%s</tr></thead>"
            "<tbody>%s</tbody></table>"
        ) % (self.env._("What happens"), head, rows)
