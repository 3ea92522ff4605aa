from odoo import api, fields, models
from odoo.exceptions import UserError


class DeskQueue(models.AbstractModel):
    """The waiting lines as the desk and the Queue page see them. Moments are UTC texts."""

    _inherit = "frontoffice.desk"

    @api.model
    def open(self):
        return {**super().open(), "queue": self._queue_state()}

    @api.model
    def refresh(self):
        return {**super().refresh(), "queue": self._queue_state()}

    @api.model
    def waiting(self):
        """Who waits for this person: {on, count, since, serving, queues}."""
        self._check_agent()
        return self._queue_state()

    @api.model
    def queue_board(self, queue_id=None):
        """The Queue page: {queues, queue_id, rows, serving, reasons}; one line, or all this person serves."""
        self._check_agent()
        queues = self._my_queues()
        chosen = queues.filtered(lambda queue: queue.id == queue_id) or queues
        return {
            "queues": self._queue_lines(self._company_queues()), "mine": queues.ids,
            "queue_id": chosen.id if len(chosen) == 1 else False,
            "rows": self._queue_rows(chosen), "serving": self._serving_lines(), "reasons": self._jump_reasons(),
            "absent": self._absent_lines(chosen), "user": self.env.user.name,
            "place": self.env.user.desk_channel_id.name or "",
        }

    # -- lines -----------------------------------------------------------------------------------------

    @api.model
    def _company_queues(self):
        return self.env["frontoffice.queue"].search([("company_id", "=", self.env.company.id)])

    @api.model
    def _my_queues(self):
        channel = self.env.user.desk_channel_id
        return self.env["frontoffice.queue"]._served_by(self.env.user, channel)

    @api.model
    def _queue_state(self):
        if not self.env.user.has_group("frontoffice_crm.group_feature_reception"):
            return {"on": False, "count": 0, "since": None, "serving": [], "queues": []}
        queues = self._my_queues()
        order = self.env["frontoffice.encounter"]._turn_order(queues, self.env.user)
        return {
            "on": bool(queues), "count": len(order), "since": self._text(min(order.mapped("arrived_at"), default=None)),
            "serving": self._with_me(), "queues": self._queue_lines(queues),
        }

    @api.model
    def _queue_lines(self, queues):
        return [
            {"id": queue.id, "name": queue.name, "prefix": queue.prefix or "", "open": queue.is_open,
             "waiting": queue.waiting_count}
            for queue in queues
        ]

    @api.model
    def _queue_rows(self, queues):
        """Everybody waiting, in turn, with the honest estimate for each place in its own line."""
        Encounter = self.env["frontoffice.encounter"]
        rows = []
        for queue in queues:
            pace = queue._pace()
            for place, ticket in enumerate(Encounter._turn_order(queue), start=1):
                rows.append({
                    **self._ticket_line(ticket), "place": place, "minutes": queue._minutes(place, pace),
                })
        return sorted(rows, key=lambda row: (row["place"], row["arrived_at"]))

    @api.model
    def _with_me(self):
        """Whom this person serves now; somebody parked, filling in a form say, does not hold up the line."""
        drafts = self.env["frontoffice.desk.draft"].search([("user_id", "=", self.env.uid)])
        parked = {draft.values.get("ticket_id") for draft in drafts}
        return [line for line in self._serving_lines() if line["id"] not in parked]

    @api.model
    def _serving_lines(self):
        tickets = self.env["frontoffice.encounter"].search([
            ("state", "=", "serving"), ("user_id", "=", self.env.uid), ("ticket_seq", ">", 0),
            ("company_id", "=", self.env.company.id),
        ], order="called_at desc")
        return [self._ticket_line(ticket) for ticket in tickets]

    @api.model
    def _absent_lines(self, queues):
        """Called today and not there: they often turn up a little later."""
        tickets = self.env["frontoffice.encounter"].search([
            ("queue_id", "in", queues.ids), ("state", "=", "no_show"), ("ticket_seq", ">", 0),
            ("ended_at", ">=", self._today()[0]),
        ], order="ended_at desc", limit=6)
        return [self._ticket_line(t) for t in tickets if t.ticket_day == t.queue_id._today()]

    @api.model
    def _ticket_line(self, ticket):
        """What a clerk has to know to serve this person."""
        visit = ticket.calendar_event_id
        langs = dict(self.env["res.lang"].get_installed())
        foreign = ticket.lang and ticket.lang != self.env.user.lang
        return {
            "id": ticket.id, "number": ticket.queue_number or "", "code": ticket.kiosk_code or "",
            "name": ticket.partner_id.name or ticket.partner_name or "", "partner_id": ticket.partner_id.id,
            "topic": self._topic_lines(ticket.need_id)[0] if ticket.need_id else None,
            "queue_id": ticket.queue_id.id, "queue": ticket.queue_id.name or "",
            "arrived_at": self._text(ticket.arrived_at), "called_at": self._text(ticket.called_at),
            "called": ticket.call_count, "moved": ticket.transfer_count, "state": ticket.state,
            "visit_at": self._text(visit.start) if visit else None, "host": ticket.host_id.name or "",
            "language": langs.get(ticket.lang, "").split(" / ")[0].split(" (")[0] if foreign else "",
            "note": ticket.note or "", "jumped": ticket.jumped,
        }

    @api.model
    def _jump_reasons(self):
        """Words offered for serving somebody out of turn; own words are taken as well."""
        return [
            self.env._("Cannot wait long"), self.env._("Urgent"), self.env._("Only to hand something in"),
            self.env._("Was here before and comes back"),
        ]

    @api.model
    def _ticket(self, ticket_id):
        """A ticket of this company. UserError when it is gone."""
        ticket = self.env["frontoffice.encounter"].browse(ticket_id or []).exists().filtered("ticket_seq")
        if not ticket:
            raise UserError(self.env._("This number is no longer there."))
        ticket.check_access("write")
        return ticket

    @api.model
    def _counts(self):
        counts = super()._counts()
        queues = self._company_queues()
        if not queues:
            return counts
        domain = self._my_queues()._waiting_domain()
        number, since = self.env["frontoffice.encounter"]._read_group(
            domain, [], ["__count", "arrived_at:min"]
        )[0]
        return {**counts, "waiting": number, "waiting_since": fields.Datetime.to_string(since) if since else None}
