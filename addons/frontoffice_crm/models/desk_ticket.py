from odoo import api, models


class DeskTicket(models.AbstractModel):
    """A called person is logged into the interaction that was waiting, not into a second one."""

    _inherit = "frontoffice.desk"

    @api.model
    def _log_encounter(self, entry):
        ticket_id = entry.values.get("ticket_id")
        if not ticket_id:
            return super()._log_encounter(entry)
        ticket = self._ticket(ticket_id)
        values = self._prepare_encounter_vals(entry)
        values["arrived_at"] = ticket.arrived_at
        for kept in ("calendar_event_id", "partner_id"):
            values[kept] = values[kept] or ticket[kept].id
        ticket._turn_write({**values, "user_id": self.env.uid})
        ticket.queue_id._changed()
        entry.encounter = entry.keep(ticket)

    @api.model
    def _undo_records(self, made):
        """A ticket was there before the log: undoing puts it back to being served."""
        tickets = made["frontoffice.encounter"].filtered("ticket_seq")
        if tickets:
            made_visits = made.get("calendar.event", self.env["calendar.event"])
            tickets.filtered(lambda e: e.calendar_event_id in made_visits).calendar_event_id = False
            tickets.promise_ids.sudo().write({"encounter_id": False})  # sudo: as in the undo of the desk
            tickets._turn_write({
                "state": "serving", "ended_at": False, "outcome": False, "case_id": False, "need_confirmed": False,
                "lead_id": False, "note": False, "directed_to": False,
            })
        rest = made["frontoffice.encounter"] - tickets
        super()._undo_records({**made, "frontoffice.encounter": rest})
