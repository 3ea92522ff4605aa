from odoo import api, fields, models

FEED = 20


class Handoff(models.Model):
    """How a request stands, for whoever may read what it was asked for: no words, no names of colleagues.

    State, the department that has it, when it is due, when it last said a word, and what it still
    needs. Who may read the request itself gets its id to open it. Confidential ones are told to those
    alone who may read them.
    """

    _inherit = "backoffice.handoff"

    last_word_at = fields.Datetime("Last word from the department", readonly=True, copy=False)

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {"last_word_at"}

    def _message_post_after_hook(self, message, msg_values):
        """When the department first and last said something: measured, however it was said."""
        done = super()._message_post_after_hook(message, msg_values)
        self._note_word(message.author_id.sudo().user_ids[:1])  # sudo: whose word it is, nothing else
        return done

    def _note_word(self, author):
        """``author`` said something: a word of the department is one to the sender."""
        if not author or author == self.from_user_id or not self.ledger_seq:
            return
        departments = author.sudo().backoffice_department_ids  # sudo: which side it is, nothing else
        if author == self.user_id or self.to_department_id in departments:
            now = fields.Datetime.now()
            values = {"last_word_at": now, **({} if self.ack_note_at else {"ack_note_at": now})}
            self.sudo().write(values)  # as action_deliver: measured, not typed

    # -- the feed ----------------------------------------------------------------------------------

    @api.model
    def _feeds(self, link, records):
        """{record id: lines} of the requests linked by ``link`` to records this user may read."""
        # sudo: only what _feed_line says leaves here
        found = self.sudo().search(
            [(link, "in", records.ids), ("state", "!=", "draft"), ("state", "!=", False)],
            order="due_at, id", limit=FEED * max(1, len(records)),
        )
        readable = set(self.browse(found.ids)._filtered_access("read").ids)
        feeds = {record_id: [] for record_id in records.ids}
        for handoff in found:
            if not handoff.confidential or handoff.id in readable:
                feeds[handoff[link].id].append(handoff._feed_line(handoff.id in readable))
        return feeds

    def _feed_line(self, readable):
        """What one request tells; see the class."""
        states = dict(self._fields["state"]._description_selection(self.env))
        iso = fields.Datetime.to_string
        due = self.sender_due_at if self.state == "returned" else self.due_at
        return {
            "id": self.id if readable else 0, "number": self.name, "service": self.service_id.name,
            "subject": self.subject if readable else "", "state": self.state, "label": states[self.state],
            "column": self.column or "", "department": self.to_department_id.name,
            "due": iso(due) if due and self.state not in ("done", "cancelled", "delivered") else "",
            "late": self.is_late, "final": iso(self.final_at) if self.final_at else "",
            "first_word": iso(self.ack_note_at) if self.ack_note_at else "",
            "last_word": iso(self.last_word_at or self.ack_note_at) if self.last_word_at or self.ack_note_at else "",
            "missing": self._feed_missing(),
        }

    def _feed_missing(self):
        """Names from the catalogue of what the department still needs, while it waits for the sender."""
        if self.state != "returned":
            return []
        return self.env["backoffice.work"].sudo()._sent_back(self)["reasons"]  # sudo: names of the catalogue
