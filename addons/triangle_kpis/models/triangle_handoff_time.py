from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.backoffice_ops.tools import handoff as fold
from odoo.addons.frontoffice_crm.tools import ledger

WORD_HOURS = 4  # the first word of the department within so many working hours
DAY_HOURS = 8  # a working day

# Of most requests the header says it all: one department, nothing waited, everything within hours of the wall.
# These are the others: who waited, changed hands or was answered after more hours than the wall would allow.
WANTED = """
    SELECT h.id FROM backoffice_handoff h LEFT JOIN triangle_handoff_time t ON t.handoff_id = h.id
     WHERE h.id = ANY(%(ids)s) AND h.sent_at IS NOT NULL
       AND t.mark IS DISTINCT FROM md5(concat_ws('|', h.ledger_seq, h.sent_at, h.final_at, h.ack_note_at,
                                                 h.clarified_at))
       AND (h.final_at > h.sent_at AND COALESCE(h.worked_hours, 0) = 0
            OR h.ack_note_at > h.sent_at + make_interval(hours => %(word)s)
            OR h.clarified_at > h.sent_at + make_interval(hours => %(day)s)
            OR EXISTS (SELECT FROM backoffice_handoff_event e WHERE e.handoff_id = h.id
                          AND e.kind IN ('paused', 'returned', 'rerouted')))
"""


class TriangleHandoffTime(models.Model):
    """Working time of requests that no arithmetic on their header can say.

    Counted once by the fact engine, when a request changed, on the working hours of the department
    that had it; a calendar changed later does not move the past. All in working seconds.
    """

    _name = "triangle.handoff.time"
    _description = "Working time of a request"
    _log_access = False

    handoff_id = fields.Many2one("backoffice.handoff", required=True, readonly=True, ondelete="cascade")
    mark = fields.Char(readonly=True, help="Of what it was counted from.")
    gross_s = fields.Integer(readonly=True, help="From sent to the last result, waiting included.")
    net_s = fields.Integer(readonly=True, help="Without what waited for the sender or, with proof, for others.")
    word_s = fields.Integer(readonly=True, help="From sent to the first word of the department.")
    asked_s = fields.Integer(readonly=True, help="From sent to the first question asked back.")
    missed_at = fields.Datetime(readonly=True, help="Due time that had passed before its clock was stopped.")

    _handoff_uniq = models.UniqueIndex("(handoff_id)")

    @api.model
    def _count(self, ids):
        """Bring the times of some requests up to date; queries grow with calendars, not with requests."""
        self.env["backoffice.handoff"].flush_model()
        self.env.cr.execute(SQL(WANTED, ids=list(ids), word=WORD_HOURS, day=DAY_HOURS))
        wanted = [row[0] for row in self.env.cr.fetchall()]
        if not wanted:
            return
        handoffs = self.env["backoffice.handoff"].sudo().with_context(active_test=False).browse(wanted)  # times alone
        books = handoffs._ledger_books()
        events = {h.id: ledger.effective(books[h.id]) for h in handoffs}
        self._store(handoffs, self._seconds(handoffs, events), {i: self._missed(e) for i, e in events.items()})

    @api.model
    def _seconds(self, handoffs, events):
        """{(request id, name): working seconds} of gross, word, asked and of waiting, one count per calendar."""
        groups, calendars = {}, handoffs._receiver_calendars()
        for handoff in handoffs:
            spans = [
                ("gross", handoff.final_at), ("word", handoff.ack_note_at), ("asked", handoff.clarified_at)]
            rows = [(name, (handoff.sent_at, until)) for name, until in spans if until]
            rows += [("waited", span) for span in self._waits(events[handoff.id], handoff.final_at)]
            groups.setdefault(calendars[handoff.id], []).extend(((handoff.id, name), span) for name, span in rows)
        result = {}
        for calendar, rows in groups.items():
            for (key, _span), seconds in zip(rows, calendar._count_seconds([s for _k, s in rows]), strict=True):
                result[key] = result.get(key, 0) + seconds
        return result

    @staticmethod
    def _waits(events, final_at, still=False):
        """[(from, to)] while the clock stood still, up to the last result; ``still``: also while it stands now."""
        spans, since, state = [], None, fold.Handoff()
        for event in events:
            before, state = state, fold.step(state, event)
            if before.running_since and not state.running_since:
                since = event.at
            elif since and (state.running_since or event.kind == "delivered"):
                spans.append((since, event.at))
                since = None
        if still and since:
            spans.append((since, final_at))
        return [(a, min(b, final_at)) for a, b in spans if final_at and a < final_at]

    @staticmethod
    def _missed(events):
        """The due time that had passed when the clock was stopped: stopping it does not undo that."""
        missed, state = None, fold.Handoff()
        for event in events:
            before, state = state, fold.step(state, event)
            if event.kind in ("sent", "rerouted"):
                missed = None
            elif before.running_since and not state.running_since and before.due_at and before.due_at < event.at:
                missed = missed or before.due_at
        return missed

    @api.model
    def _store(self, handoffs, seconds, missed):
        rows = SQL(", ").join(SQL(
            "(%s, %s::int, %s::int, %s::int, %s::int, %s::timestamp)", h.id, seconds.get((h.id, "gross")),
            None if (h.id, "gross") not in seconds else max(
                seconds[h.id, "gross"] - seconds.get((h.id, "waited"), 0), 0),
            seconds.get((h.id, "word")), seconds.get((h.id, "asked")), missed[h.id]) for h in handoffs)
        # SQL: the ORM knows no upsert
        self.env.cr.execute(SQL(
            """INSERT INTO triangle_handoff_time (handoff_id, mark, gross_s, net_s, word_s, asked_s, missed_at)
               SELECT h.id, md5(concat_ws('|', h.ledger_seq, h.sent_at, h.final_at, h.ack_note_at, h.clarified_at)),
                      v.gross_s, v.net_s, v.word_s, v.asked_s, v.missed_at
                 FROM (VALUES %s) v(id, gross_s, net_s, word_s, asked_s, missed_at)
                 JOIN backoffice_handoff h ON h.id = v.id
                   ON CONFLICT (handoff_id) DO UPDATE SET mark = EXCLUDED.mark, gross_s = EXCLUDED.gross_s,
                      net_s = EXCLUDED.net_s, word_s = EXCLUDED.word_s, asked_s = EXCLUDED.asked_s,
                      missed_at = EXCLUDED.missed_at""", rows))

