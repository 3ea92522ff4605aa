from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import ledger

UNDO_SECONDS = 10
UNDO_GRACE = 5  # the click travels, and the toast fades a little late


class Book(list):
    """The events of one ledger in order of seq, and the hash of its last line."""

    head = ledger.GENESIS


class LedgerMixin(models.AbstractModel):
    """A header whose state is the fold of its events, never set by hand.

    A model that uses it names its event table, its pure ``step`` and start state, and the cache
    fields the fold fills. These refuse every write and create that is not made by a transition:
    by form, RPC, import file or kanban drag.
    """

    _name = "frontoffice.ledger.mixin"
    _description = "Record with a ledger"
    _ledger_model = None  # event model
    _ledger_start = None  # pure start state
    _ledger_step = None  # staticmethod: (state, event) -> state
    _ledger_illegal = ledger.IllegalMove  # what the step raises
    _ledger_cache = frozenset()  # fields filled by the fold
    _ledger_initial = frozenset()  # of these, what a creator may give
    _ledger_following = frozenset()  # kinds caused by another record: never before the last event
    _ledger_fixed = frozenset()  # given by the creator, fixed once there is a history
    _ledger_opening = None  # kind recorded at creation, if any
    _ledger_dated = frozenset()  # kinds dated at their due moment, which may lie before the last event

    ledger_seq = fields.Integer("Version", readonly=True, copy=False, default=0)

    # -- what refuses to be written by hand ------------------------------------------------------

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su:
            if field.name in self._ledger_locked():
                return not self.ids and field.name in self._ledger_initial
            if field.name in self._ledger_fixed and any(r.ledger_seq for r in self):
                return False
        return super()._has_field_access(field, operation)

    @api.model
    def _ledger_locked(self):
        """Names of the fields that only transitions and imports write; a batch is removed whole, so
        nobody slips a record of their own into one."""
        return self._ledger_cache | {"state", "ledger_seq", "batch_id"}

    @api.model_create_multi
    def create(self, vals_list):
        # The ledger is the log: no creation message, no followers, no tracking.
        quiet = self.with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True
        )
        records = super(LedgerMixin, quiet).create(vals_list).with_env(self.env)
        if self._ledger_opening:
            records._record(
                self._ledger_opening,
                lambda record: record._ledger_opening_payload(),
                lambda record: record._ledger_opening_at(),
                actor=lambda record: record._ledger_opening_actor(),
            )
        return records

    def _ledger_opening_payload(self):
        """Payload of the first event, from the values the record was created with."""
        return {}

    def _ledger_opening_at(self):
        """Business time of the first event; None means now."""
        return None

    def _ledger_opening_actor(self):
        """Id of the user the first event is recorded under."""
        return self.env.uid

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        if any(record.ledger_seq for record in self):
            raise UserError(
                self.env._("What has a history is not deleted. Cancel or archive it instead.")
            )

    # -- the one way to change state -------------------------------------------------------------

    def _record(self, kind, payload=None, at=None, *, actor=None):
        """Append one event to each ledger of the batch and fold it into the headers.

        ``payload`` and ``at`` may be values or functions of a record. ``at`` is naive UTC, by
        default now; earlier than the last event is refused. ``actor``: function of a record, by
        default the current user. Raises UserError for a transition the state does not allow,
        AccessError where the user may not write the record.
        """
        if not self:
            return self
        self.check_access("write")
        # sudo: events and cached state are read-only for every group, the right was checked above
        records = self.sudo()
        records._ledger_lock()
        now = fields.Datetime.now()
        books = records._ledger_books()
        moments = {r.id: self._ledger_moment(r, kind, at, now, books[r.id]) for r in records}
        states = {r.id: records._ledger_replay(r, books[r.id]) for r in records}
        payloads = records._ledger_payloads(kind, payload, moments, states)
        fresh = {}
        for record in records:
            fresh[record.id] = ledger.Event(
                books[record.id][-1].seq + 1 if books[record.id] else 1,
                kind, moments[record.id], payloads[record.id] or {}, now,
                actor(record) if actor else self.env.uid,
            )
        records._ledger_append({key: [event] for key, event in fresh.items()}, books)
        records._after_record(kind, states, moments)
        return self

    def _record_history(self, entries):
        """Append events with their original times: imports, Look back and the sample alone.

        ``entries``: list of (record, [(kind, at, payload)]) or, where somebody else than the current
        user did it, (kind, at, payload, actor id). No notification is sent.
        """
        records = self.browse([record.id for record, _events in entries]).sudo()
        records._ledger_lock()
        books = records._ledger_books()
        now = fields.Datetime.now()
        fresh = {}
        for record, events in entries:
            last = books[record.id][-1].seq if books[record.id] else 0
            fresh[record.id] = [
                ledger.Event(last + n, kind, at.replace(microsecond=0), payload or {}, now, *(actor or [self.env.uid]))
                for n, (kind, at, payload, *actor) in enumerate(events, start=1)
            ]
        records._ledger_append(fresh, books)
        return records

    def _undo_last(self, kinds):
        """Take back the last event within ten seconds: a compensating event, left out of counts.

        Raises UserError when the last event is another one, somebody else's, or too old.
        """
        self.check_access("write")
        records = self.sudo()  # as in _record
        records._ledger_lock()
        books, now = records._ledger_books(), fields.Datetime.now()
        states = {r.id: records._ledger_replay(r, books[r.id]) for r in records}
        fresh = {}
        for record in records:
            event = self._undoable(books[record.id], kinds, now)
            fresh[record.id] = [ledger.Event(
                books[record.id][-1].seq + 1, ledger.UNDONE, max(now, event.at), {"seq": event.seq}, now, self.env.uid
            )]
        records._ledger_append(fresh, books)
        records.filtered(lambda r: not r.state and "active" in r._fields).write({"active": False})
        records._after_record(ledger.UNDONE, states, {r.id: now for r in records})
        return self

    def _undoable(self, book, kinds, now):
        """The last event that counts, when this user may still take it back."""
        event = max(ledger.effective(book), key=lambda e: e.seq, default=None)
        if not event or event.kind not in kinds or event.actor_id != self.env.uid:
            raise UserError(self.env._("There is nothing of yours left to undo here."))
        if event.recorded_at < now - timedelta(seconds=UNDO_SECONDS + UNDO_GRACE):
            raise UserError(self.env._("Undo works for 10 seconds. Correct it with the buttons."))
        return event

    # -- hooks -----------------------------------------------------------------------------------

    def _ledger_payloads(self, kind, payload, moments, states):
        """Payload per record id. Models add what the fold must know (a due time, worked seconds)."""
        return {r.id: payload(r) if callable(payload) else payload or {} for r in self}

    def _ledger_values(self, state):
        """Header values of a folded state: by default the cache fields of the same name."""
        return {name: getattr(state, name) or False for name in self._ledger_cache}

    def _after_record(self, kind, before, moments):
        """Called once per batch after the headers were written.

        ``before``: record id to old pure state; ``moments``: record id to the event's business time.
        """

    def _ledger_lock_first(self):
        """Recordsets to lock before this one: promise, then case, then hand-off."""
        return []

    # -- storage ---------------------------------------------------------------------------------

    def _ledger_moment(self, record, kind, at, now, events):
        value = at(record) if callable(at) else at
        value = (value or now).replace(microsecond=0)
        last = max((e.at for e in events), default=None)
        if last and value < last:
            if at is None or kind in self._ledger_following:
                return last  # clocks of two servers differ by a breath
            if kind not in self._ledger_dated:
                raise UserError(self.env._("This lies before the last entry of the history."))
        return value

    def _ledger_lock(self):
        """Lock the headers in id order. Waits for nobody: Odoo retries the losing request, which
        then reads the winner's state and answers with a sentence."""
        for records in self._ledger_lock_first():
            records._ledger_lock()
        if not self.ids:
            return
        self.flush_model(["ledger_seq"])
        self.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE NOWAIT",
                SQL.identifier(self._table),
                tuple(self.ids),
            )
        )

    def _ledger_books(self):
        """{record id: pure events in order of seq}, one query."""
        books = {record_id: Book() for record_id in self.ids}
        if not any(self.mapped("ledger_seq")):
            return books
        Event = self.env[self._ledger_model].sudo()  # read for the fold, whoever asks
        lines = Event.search_fetch(
            [(Event._parent, "in", self.ids)],
            ["seq", "kind", "at", "recorded_at", "actor_id", "payload", "hash", Event._parent],
            order=f"{Event._parent}, seq",
        )
        for line in lines:
            book = books[line[Event._parent].id]
            book.append(line._to_pure())
            book.head = line.hash
        return books

    def _ledger_replay(self, record, events):
        try:
            return ledger.replay(events, self._ledger_start, type(self)._ledger_step)
        except self._ledger_illegal as error:
            raise UserError(self._ledger_refusal(record, error)) from error

    def _ledger_refusal(self, record, error):
        """One sentence that names the state it is in and the step that was asked for."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(record)s is “%(state)s” now, so “%(step)s” is not possible. Reload to see who was faster.",
            record=record.display_name,
            state=labels.get(error.state, error.state),
            step=self._ledger_step_label(error.kind),
        )

    def _ledger_step_label(self, kind):
        """Words for an event kind; models translate the ones users see."""
        return kind.replace("_", " ")

    def _ledger_append(self, fresh, books):
        """Insert events with their hashes, then write what the fold says into the headers."""
        Event = self.env[self._ledger_model].sudo()  # events are created by this method alone
        rows = []
        for record in self:
            folded = self._ledger_replay(record, books[record.id] + fresh[record.id])
            head = books[record.id].head
            for event in fresh[record.id]:
                head = ledger.chain(head, f"{self._name},{record.id}", event)
                rows.append(self._ledger_row(Event, record, event, head))
            last = fresh[record.id][-1].seq if fresh[record.id] else record.ledger_seq
            record.write({**self._ledger_changes(record, folded), "ledger_seq": last})
        Event._append(rows)

    def _ledger_changes(self, record, folded):
        known = self._fields["state"].get_values(self.env)
        state = folded.state if folded.state in known else False  # its opening was undone
        values = {**self._ledger_values(folded), "state": state}
        return {
            name: value for name, value in values.items()
            if (record[name].id if isinstance(record[name], models.BaseModel) else record[name]) != value
        }

    def _ledger_row(self, Event, record, event, head):
        return {
            Event._parent: record.id, "seq": event.seq, "kind": event.kind, "at": event.at,
            "recorded_at": event.recorded_at, "actor_id": event.actor_id,
            "payload": event.payload, "hash": head,
        }

    def _forget_ledger(self):
        """Headers of a batch being removed: their events are gone, so they may be deleted."""
        self.sudo().write({"ledger_seq": 0})  # see frontoffice.batch: the one stated exception
