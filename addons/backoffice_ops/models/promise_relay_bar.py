from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_datetime

from .promise_relay import DONE, RUN, pure_moment

TONES = {"wait": "text-secondary", "run": "text-primary", "done": "text-success", "late": "text-danger"}


class Promise(models.Model):
    """The relay of a promise as one bar of SVG: a part for each department, as wide as its share."""

    _inherit = "frontoffice.promise"

    relay_bar = fields.Html("Time budget", compute="_compute_relay_bar", sanitize=False)

    def _compute_relay_bar(self):
        for promise in self:
            lines = (promise.relay or {}).get("steps") or []
            promise.relay_bar = promise._relay_markup(lines) if lines else False

    def _relay_markup(self, lines):
        Handoff = self.env["backoffice.handoff"]
        known = Handoff.browse([cause for line in lines for cause in (line["id"], *(c for c, _s in line["moves"]))])
        names = self.env["backoffice.work"]._relay_names(known)
        whole = sum(line["share"] for line in lines) or 1
        parts, rows, left = [], [], 0
        for line in lines:
            width = 1000 * line["share"] / whole
            tone = self._relay_tone(line)
            parts.append(Markup(
                "<rect class='%s' x='%.1f' y='0' width='%.1f' height='14' fill='currentColor'/>"
            ) % (TONES[tone], left, max(width - 4, 2)))
            left += width
            rows.append(self._relay_row(line, names, tone))
        return Markup(
            "<svg class='o_bo_relay' viewBox='0 0 1000 14' preserveAspectRatio='none' role='img' "
            "aria-label='%s'>%s</svg>"
            "<ol class='o_bo_relay_list mb-0'>%s</ol>"
        ) % (self.env._("Time of each department"), Markup().join(parts), Markup().join(rows))

    def _relay_tone(self, line):
        if line["state"] == DONE:
            return "late" if (line.get("gave") or 0) < 0 else "done"
        due = pure_moment(line.get("by"))
        return "late" if line["state"] == RUN and due and due < fields.Datetime.now() else line["state"]

    def _relay_row(self, line, names, tone):
        _ = self.env._
        due = pure_moment(line.get("by"))
        words = [_("%(name)s: %(time)s", name=names.get(line["id"]) or "–", time=self._relay_time(line["share"]))]
        if due:
            words.append(_("until %s", format_datetime(self.env, due, dt_format="short")))
        gave = line.get("gave")
        if gave:
            time = self._relay_time(abs(gave))
            words.append(_("left %s to the next", time) if gave > 0 else _("took %s more than its share", time))
        for cause, seconds in line["moves"]:
            who, time = names.get(cause) or "–", self._relay_time(abs(seconds))
            words.append(_("+%(time)s from %(who)s", time=time, who=who) if seconds > 0
                         else _("−%(time)s eaten by %(who)s", time=time, who=who))
        return Markup("<li class='%s'><span class='text-body'>%s</span></li>") % (TONES[tone], " · ".join(words))

    def _relay_time(self, seconds):
        """Working time as 3 h 05."""
        minutes = round(seconds / 60)
        return self.env._("%(h)s h %(m)02d", h=minutes // 60, m=minutes % 60)
