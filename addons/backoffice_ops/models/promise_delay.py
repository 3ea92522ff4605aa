from markupsafe import Markup

from odoo import fields, models

from odoo.addons.frontoffice_crm.tools.working_time import merged, to_datetime

from ..tools import delay as pure
from .backoffice_delay import SIDES

VERDICT = ("fulfilled", "undone", "changed", "disputed")


class Promise(models.Model):
    """Whose time a late promise lost. Written down when it is fulfilled late, in whole working seconds."""

    _inherit = "frontoffice.promise"

    delay_ids = fields.One2many("backoffice.delay", "promise_id", "Where time was lost", readonly=True)
    delay_now = fields.Html("Where time is being lost", compute="_compute_delay_now", sanitize=False)

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        if kind in VERDICT:
            self._delays_again(known=kind != "fulfilled")

    def _delays_again(self, known=True):
        """Write the parts of promises fulfilled late, and take away those of the others."""
        promises = self.sudo()  # parts are facts of the promise, whoever fulfils it
        late = promises.filtered(lambda p: p.fulfilled_at and p.due_at and p.fulfilled_at > p.due_at)
        if known or late:
            promises.delay_ids.unlink()
        parts = late._delay_parts({p.id: p.fulfilled_at for p in late})
        self.env["backoffice.delay"].sudo().create([  # as above
            vals for p in late for vals in p._delay_values(parts[p.id], p.fulfilled_at)])

    def _delay_values(self, parts, at):
        """Values of the rows of one promise, at the moment up to which it was late."""
        return [
            {"promise_id": self.id, "company_id": self.company_id.id, "standard_id": self.standard_id.id,
             "team_id": self.team_id.id, "at": at, "side": part.side, "seconds": part.seconds,
             "minutes": minutes, "department_id": part.key and part.key[0]}
            for part, minutes in zip(parts, pure.minutes(parts), strict=True)
        ]

    def _delay_parts(self, until):
        """{promise id: pure parts of its lateness up to a moment}; queries grow with calendars alone."""
        if not self:
            return {}
        handoffs = self.env["backoffice.handoff"].sudo().search([  # times alone leave this method
            ("promise_id", "in", self.ids), ("ledger_seq", ">", 0)])
        stints, groups = handoffs._stints(), handoffs.grouped("promise_id")
        late = self._working_seconds({p.id: (p.due_at, until[p.id]) for p in self})
        early, overruns = self._delay_early(), handoffs._overruns(stints)
        result = {}
        for calendar, same in self.grouped(lambda p: p._relay_calendar()).items():
            turns = {p: _chained(stints, groups.get(p, ())) for p in same}
            counted = _count_groups(calendar, {p: p._delay_waits(turns[p], until[p.id]) for p in same})
            for p in same:
                rows = _chained(overruns, groups.get(p, ()))
                result[p.id] = pure.split(late[p.id], early[p.id], rows, counted[p, "front"], counted[p, "proven"])
        return result

    def _delay_early(self):
        """{promise id: working seconds by which it was promised sooner than was safe}."""
        promised = self._working_seconds({p.id: (p.made_at, p.due_at) for p in self})
        return {
            p.id: max(round(p.capability_hours * 3600) - promised[p.id], 0) if p.capability_hours else 0 for p in self
        }

    def _delay_waits(self, stints, until):
        """{"front": spans it waited for the front office, "proven": spans of proven waiting}, not overlapping."""
        front = [span for stint in stints for span in stint.sender_waits]
        if stints:
            front.append((self.made_at, min(stint.began for stint in stints)))
        if self.enabled_at and self.enabled_at < until:
            front.append((self.enabled_at, until))
        return {"front": _disjoint(front), "proven": _disjoint([s for stint in stints for s in stint.proven])}

    def _compute_delay_now(self):
        """So far, of a promise whose time ran out and that is not fulfilled yet; not stored, it grows."""
        now = fields.Datetime.now()
        open_ones = self.filtered(lambda p: p.state == "broken" and not p.fulfilled_at and p.due_at and p.due_at < now)
        parts = open_ones._delay_parts(dict.fromkeys(open_ones.ids, now))
        for promise in self:
            promise.delay_now = promise._delay_markup(parts.get(promise.id))

    def _delay_markup(self, parts):
        if not parts:
            return False
        labels = dict(self.env["backoffice.delay"]._fields["side"]._description_selection(self.env) or SIDES)
        # sudo: names of departments alone
        names = self.env["hr.department"].sudo().browse([p.key[0] for p in parts if p.key and p.key[0]])
        names = {d.id: d.name for d in names}
        return Markup("<ul class='list-unstyled mb-0'>%s</ul>") % Markup().join(
            Markup("<li>%s%s: <b>%s</b></li>") % (
                labels[part.side], f" ({names[part.key[0]]})" if part.key and part.key[0] in names else "",
                self.env._("%s min", minutes),
            ) for part, minutes in zip(parts, pure.minutes(parts), strict=True)
        )


def _chained(rows, handoffs):
    """What the rows of several requests hold, in one list."""
    return [row for handoff in handoffs for row in rows[handoff.id]]


def _disjoint(spans):
    """Spans (naive UTC) that do not overlap; what ends before it begins is left out."""
    return [(to_datetime(a), to_datetime(b)) for a, b in merged(span for span in spans if span[0] < span[1])]


def _count_groups(calendar, waits):
    """{(promise, name): working seconds} of spans, one count for all."""
    rows = [((p, name), span) for p, found in waits.items() for name, spans in found.items() for span in spans]
    counted = calendar._count_seconds([span for _key, span in rows])
    result = {(p, name): 0 for p, found in waits.items() for name in found}
    for (key, _span), seconds in zip(rows, counted, strict=True):
        result[key] += seconds
    return result
