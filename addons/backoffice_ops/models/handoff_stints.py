from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_datetime

from odoo.addons.frontoffice_crm.tools import ledger

from ..tools import stints as pure


class HandoffStints(models.Model):
    """Who had it from when to when, how long they worked on it, and whether that was in time."""

    _inherit = "backoffice.handoff"

    stint_table = fields.Html("Who had it", compute="_compute_stint_table", sanitize=False)

    def _stints(self):
        """{id: pure stints}, one query."""
        books = self.sudo()._ledger_books()  # read for the table, whoever may read the request
        return {h.id: pure.stints(ledger.effective(books[h.id])) for h in self}

    def _stint_seconds(self, stints):
        """{(id, number): working seconds}, one count per calendar."""
        now, groups, result = fields.Datetime.now(), {}, {}
        calendars = self.sudo()._receiver_calendars()  # hours alone
        for handoff in self:
            for stint in stints[handoff.id]:
                key = (handoff.id, stint.number)
                result[key] = stint.worked_s
                if stint.running and stint.how != "ready":
                    groups.setdefault(calendars[handoff.id], []).append((key, (stint.running, stint.ended or now)))
        for calendar, rows in groups.items():
            counted = calendar._count_seconds([pair for _key, pair in rows])
            for (key, _pair), seconds in zip(rows, counted, strict=True):
                result[key] += seconds
        return result

    def _compute_stint_table(self):
        saved = self.filtered("id")
        stints = saved._stints()
        seconds = saved._stint_seconds(stints)
        names = saved._stint_names(stints)
        for handoff in self:
            rows = stints.get(handoff.id)
            handoff.stint_table = handoff._stint_markup(rows, seconds, names) if rows else False

    def _stint_names(self, stints):
        """({department id: name}, {user id: name})."""
        every = [stint for rows in stints.values() for stint in rows]
        # sudo: names alone; a department put away or a person who left is still named
        departments = self.env["hr.department"].sudo().browse({s.department for s in every if s.department}).exists()
        people = self.env["res.users"].sudo().browse({user for s in every for user in s.people}).exists()
        return dict(departments.mapped(lambda d: (d.id, d.name))), dict(people.mapped(lambda u: (u.id, u.name)))

    def _stint_markup(self, stints, seconds, names):
        _ = self.env._
        words = (_("Who had it"), _("From"), _("To"), _("Working time"), _("Due by"), _("In time"))
        head = Markup("<tr>%s</tr>") % Markup().join(Markup("<th>%s</th>") % word for word in words)
        rows = [self._stint_row(stint, seconds[self.id, stint.number], names) for stint in stints]
        return Markup("<div class='table-responsive'><table class='table table-sm mb-0 o_bo_stints'>"
                      "<thead>%s</thead><tbody>%s</tbody></table></div>") % (head, Markup().join(rows))

    def _stint_row(self, stint, seconds, names):
        _ = self.env._
        departments, people = names
        who = departments.get(stint.department) or _("A department that is gone")
        persons = ", ".join(people.get(user) or _("somebody who left") for user in stint.people)
        end = {"ready": _("ready"), "handed_on": _("handed on"), "declined": _("not taken"),
               "cancelled": _("cancelled")}.get(stint.how) or _("now")
        return Markup("<tr><td>%s <span class='text-muted'>%s</span></td><td>%s</td><td>%s <span class='text-muted'>%s"
                      "</span></td><td class='text-end'>%s</td><td>%s</td><td class='%s'>%s</td></tr>") % (
            who, persons, self._stint_when(stint.began), self._stint_when(stint.ended), end,
            _("%(h)s:%(m)02d h", h=seconds // 3600, m=seconds % 3600 // 60), self._stint_when(stint.due_at),
            *self._stint_verdict(stint))

    def _stint_when(self, moment):
        return format_datetime(self.env, moment, dt_format="short") if moment else "–"

    def _stint_verdict(self, stint):
        """(colour class, word): a word beside the colour."""
        if stint.in_time is None:
            return "text-muted", "–"
        return ("text-success", self.env._("Yes")) if stint.in_time else ("text-danger", self.env._("No"))
