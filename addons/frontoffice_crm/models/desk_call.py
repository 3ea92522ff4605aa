from odoo import api, models
from odoo.exceptions import UserError

JUMP_REASON_LENGTH = 3


class DeskCall(models.AbstractModel):
    """The buttons of the waiting line. Each answers with the board or the ticket as it is afterwards."""

    _inherit = "frontoffice.desk"

    @api.model
    def call_next(self, queue_id=None):
        """Call whoever is next, of one line or of all this person serves.

        Returns the ticket, or None when nobody waits. UserError while somebody is still being
        served by this person.
        """
        self._check_agent()
        self._check_free()
        queues = self._my_queues()
        if queue_id:
            queues = self._queue(queue_id)
        ticket = self.env["frontoffice.encounter"]._call_first(queues, self._call_channel())
        return self._ticket_line(ticket) if ticket else None

    @api.model
    def call_ticket(self, ticket_id, reason=None):
        """Call this very person. Out of turn only with a reason, which is kept and counted."""
        self._check_agent()
        self._check_free()
        ticket = self._ticket(ticket_id)
        reason = (reason or "").strip()[:200]
        ticket._check_waiting()
        in_turn = ticket._is_next()
        if not in_turn and len(reason) < JUMP_REASON_LENGTH:
            raise UserError(self.env._("Others have been waiting longer. Say why %s goes first.", ticket.queue_number))
        ticket._call(self._call_channel(), None if in_turn else reason)
        return self._ticket_line(ticket)

    @api.model
    def call_again(self, ticket_id):
        """Show and sound the number once more."""
        return self._turn(ticket_id, "_call_again")

    @api.model
    def no_show(self, ticket_id):
        """Nobody came to the counter."""
        return self._turn(ticket_id, "_not_there")

    @api.model
    def back_to_queue(self, ticket_id):
        """Called by mistake, or turned up after all: waits again at the old place."""
        return self._turn(ticket_id, "_back_to_queue")

    @api.model
    def ticket_done(self, ticket_id):
        """Served, nothing to write down."""
        return self._turn(ticket_id, "_served")

    @api.model
    def transfer(self, ticket_id, queue_id):
        """Another line can help; the number and the time waited stay."""
        self._check_agent()
        self._ticket(ticket_id)._transfer(self._queue(queue_id))
        return self.queue_board()

    @api.model
    def take_number(self, queue_id, values=None):
        """A number for somebody at the counter: ``values`` {name, phone, need_id, partner_id}."""
        self._check_agent()
        queue = self._queue(queue_id)
        given = {key: str((values or {}).get(key) or "").strip()[:120] for key in ("name", "phone")}
        need = self.env["frontoffice.need"].browse((values or {}).get("need_id") or []).exists()
        partner = self._partner((values or {}).get("partner_id"))
        ticket = queue._issue({
            "partner_name": given["name"] or False, "phone": given["phone"] or False,
            "need_id": need.id, "partner_id": partner.id,
        })
        queue._changed()
        return self._ticket_line(ticket)

    @api.model
    def _turn(self, ticket_id, step):
        self._check_agent()
        getattr(self._ticket(ticket_id), step)()
        return self.queue_board()

    @api.model
    def _queue(self, queue_id):
        """A line of this company. UserError for any other."""
        queue = self._company_queues().filtered(lambda line: line.id == queue_id)
        if not queue:
            raise UserError(self.env._("This waiting line is not one of this company."))
        return queue

    @api.model
    def _call_channel(self):
        channel = self.env.user.desk_channel_id
        return channel if channel.company_id == self.env.company else channel.browse()

    @api.model
    def _check_free(self):
        serving = self._with_me()
        if serving:
            raise UserError(self.env._(
                "%s is still with you. Log what it was about, or press Done, before the next one.",
                serving[0]["number"],
            ))
