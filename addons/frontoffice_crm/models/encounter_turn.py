from odoo import api, fields, models
from odoo.exceptions import UserError


class EncounterTurn(models.Model):
    """What happens to a person in a waiting line: called, not there, sent on, served."""

    _inherit = "frontoffice.encounter"

    @api.model
    def _turn_order(self, queues, user=None):
        """People waiting in these lines, in the order of their turn.

        An appointment whose time has come goes first, to its host; then whoever came first. A
        booked visitor before the agreed time waits behind everybody who is already there.
        """
        waiting = self.search(queues._waiting_domain(), order="turn_at, id")
        now = fields.Datetime.now()
        mine = waiting.filtered(lambda e: not user or not e.host_id or e.host_id == user)
        booked = mine.filtered(lambda e: e.calendar_event_id and e.turn_at <= now)
        early = mine.filtered(lambda e: e.calendar_event_id and e.turn_at > now)
        return booked + (mine - booked - early) + early

    @api.model
    def _call_first(self, queues, channel):
        """Call whoever is next. Two counters at the same moment get two people. Empty: nobody waits."""
        order = self._turn_order(queues, self.env.user)
        first = order.try_lock_for_update(allow_referencing=True, limit=1) if order else order
        first._call(channel)
        return first

    def _call(self, channel, reason=None):
        """This person, to this counter, now."""
        for ticket in self:
            ticket._check_waiting()
            now = fields.Datetime.now()
            values = {
                "state": "serving", "user_id": self.env.uid, "called_at": now, "shown_at": now,
                "first_response_at": now, "call_count": ticket.call_count + 1,
            }
            if channel:
                values["channel_id"] = channel.id
            if reason:
                values |= {"jumped": True, "jump_reason": reason}
            ticket._turn_write(values)
            ticket.calendar_event_id._appointment_seen()
        self.queue_id._changed()

    def _check_waiting(self):
        if self.state != "waiting":
            label = dict(self._fields["state"]._description_selection(self.env))[self.state]
            raise UserError(self.env._(
                "%(number)s is “%(state)s” now. Somebody else was quicker.", number=self.queue_number, state=label
            ))

    def _is_next(self):
        """Whether it is this person's turn in the line: nobody waits longer."""
        self.ensure_one()
        return self._turn_order(self.queue_id, self.host_id or None)[:1] == self

    def _call_again(self):
        """The number once more on the screen."""
        for ticket in self.filtered(lambda e: e.state == "serving"):
            ticket._turn_write({"shown_at": fields.Datetime.now(), "call_count": ticket.call_count + 1})
        self.queue_id._changed()

    def _not_there(self):
        """Called, and nobody came. Being called was no answer to anybody."""
        self._turn_write({"state": "no_show", "ended_at": fields.Datetime.now(), "first_response_at": False})
        self.calendar_event_id._appointment_unseen()
        self.queue_id._changed()

    def _back_to_queue(self):
        """Waits again, at the old place: turns count from when somebody came."""
        for ticket in self:
            if ticket.state == "waiting" or ticket.ticket_day != ticket.queue_id._today():
                raise UserError(self.env._("Only somebody who was called today can wait again."))
        self._turn_write({
            "state": "waiting", "user_id": False, "ended_at": False, "first_response_at": False, "called_at": False,
            "outcome": False,
        })
        self.calendar_event_id._appointment_unseen()
        self.queue_id._changed()

    def _transfer(self, queue):
        """On to another line with the same number; the time already waited counts there too."""
        for ticket in self:
            if queue == ticket.queue_id or queue.company_id != ticket.company_id:
                raise UserError(self.env._("Choose another waiting line of the same company."))
            if ticket.state not in ("waiting", "serving"):
                raise UserError(self.env._("Only somebody who is still here can be sent on."))
            old = ticket.queue_id
            ticket._turn_write({
                "queue_id": queue.id, "transfer_count": ticket.transfer_count + 1, "state": "waiting",
                "user_id": False, "first_response_at": False, "called_at": False, "host_id": False,
            })
            (old | queue)._changed()

    def _served(self):
        """Over, without anything to write down."""
        self._turn_write({"state": "done", "ended_at": fields.Datetime.now()})
        self.queue_id._changed()

    def _turn_write(self, values):
        self.check_access("write")
        # sudo: the columns of the turn are closed to people, so that nobody edits a place in the line
        self.sudo().write(values)
