import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

PER_MINUTE = 60
FINDS = 30  # tries to find an appointment
FIND_SECONDS = 300
LATE_SECONDS = 20
OLDEST_SECONDS = 1800
PICKUP = re.compile(r"[A-Z0-9]{3,4}")


class KioskArrival(models.Model):
    """What a visitor does at the arrival screen. Every answer is plain JSON, and tells nobody else's name."""

    _inherit = "frontoffice.kiosk"

    def _arrive(self, post):
        """One arrival or leave: ``post`` {client_id, kind "number", "visit" or "leave", age, lang, …}.

        The same client_id gets the same answer, so a screen that lost its connection may ask again.
        Answers {ok, …} or {ok: False, reason}: closed, unknown, not_here, cancelled, busy, off.
        """
        self.ensure_one()
        guard = self.env["frontoffice.public.guard"]
        lang = self._known_lang(post.get("lang"))
        kiosk = self.with_context(lang=lang).with_company(self.company_id)
        step = kiosk._kiosk_steps().get(str(post.get("kind")))
        if not step:
            return {"ok": False, "reason": "off"}
        return guard._once(f"kiosk:{self.id}", str(post.get("client_id") or ""), lambda: kiosk._limited(step, post))

    def _kiosk_steps(self):
        """{kind: what a visitor may do here}."""
        return {"number": self._arrive_number, "visit": self._arrive_visit}

    def _limited(self, step, post):
        if not self.env["frontoffice.public.guard"]._allow("kiosk", self.id, PER_MINUTE, 60):
            return {"ok": False, "reason": "busy"}
        try:
            return step(post)
        except UserError as refusal:
            return {"ok": False, "reason": "closed", "text": str(refusal)}

    # -- a number -------------------------------------------------------------------------------------

    def _arrive_number(self, post):
        queue = self.queue_ids.filtered(lambda line: line.id == post.get("queue") and line.active)
        if not queue or not self.take_number:
            return {"ok": False, "reason": "off"}
        age = self._age(post)
        at = fields.Datetime.now() - timedelta(seconds=age) if age >= LATE_SECONDS else None
        topic = queue.need_ids.filtered(lambda need: need.id == post.get("topic"))
        ticket = queue._issue({
            "need_id": topic.id, "lang": self.env.context.get("lang"), "kiosk_code": self._pickup(post, age),
            **self._given_name(post),
        }, at=at)
        queue._changed()
        return self._ticket_answer(ticket)

    def _given_name(self, post):
        if not self.ask_name:
            return {}
        return {"partner_name": self._clean(post.get("name"), 80), "phone": self._clean(post.get("phone"), 30)}

    @api.model
    def _clean(self, text, length):
        """One line of what somebody typed, or none."""
        words = " ".join(str(text or "").split())[:length]
        return words or False

    @api.model
    def _age(self, post):
        """Seconds since the visitor touched the screen, by the screen's own clock."""
        try:
            return min(max(int(post.get("age") or 0), 0), OLDEST_SECONDS)
        except (TypeError, ValueError):
            return 0

    @api.model
    def _pickup(self, post, age):
        """The code a screen without connection showed instead of a number."""
        code = str(post.get("code") or "")
        return code if age >= LATE_SECONDS and PICKUP.fullmatch(code) else False

    def _ticket_answer(self, ticket):
        Encounter = self.env["frontoffice.encounter"].sudo()  # numbers and counts alone leave here
        queue = ticket.queue_id
        order = Encounter._turn_order(queue)
        place = order.ids.index(ticket.id) + 1 if ticket in order else 1
        return {
            "ok": True, "number": ticket.queue_number, "topic": ticket.need_id.name or queue.name, "ahead": place - 1,
            "minutes": queue._minutes(place), "text": queue.ticket_text or "", "company": self.company_id.name,
        }

    # -- an appointment -------------------------------------------------------------------------------

    def _arrive_visit(self, post):
        if not self.check_in:
            return {"ok": False, "reason": "off"}
        if not self._may_look_for_visits():
            return {"ok": False, "reason": "busy"}
        visit = self.env["calendar.event"]._find_visit(self.company_id, self._given_visit(post))
        queue = visit.appointment_type_id.queue_id
        if not visit or (queue and queue not in self.queue_ids and not self._serves_all()):
            return {"ok": False, "reason": "unknown"}
        ticket = visit._check_in(queue or self.queue_ids[:1])
        answer = self._ticket_answer(ticket) if ticket.queue_id else {"ok": True, "number": "", "text": ""}
        return {
            **answer, "visit": True, "who": visit.visitor_name or visit.visitor_partner_id.name or "",
            "host": visit.user_id.name or "", "topic": visit.appointment_type_id.name,
            "at": visit._local_clock(), "late": int(visit.late_minutes), "where": visit.location or "",
        }

    def _may_look_for_visits(self):
        """Names and codes are not tried out here: so many looks in so many minutes."""
        return self.env["frontoffice.public.guard"]._allow("kiosk.find", self.id, FINDS, FIND_SECONDS)

    @api.model
    def _given_visit(self, post):
        """{"code"} or {"name", "time"} as typed."""
        given = {key: str(post.get(key) or "")[:80] for key in ("code", "name", "time")}
        return given if post.get("by") == "code" else {**given, "code": ""}

    def _serves_all(self):
        """Where a company has one entrance, every appointment checks in there."""
        return self.sudo().search_count([("company_id", "=", self.company_id.id)], limit=2) == 1

    # -- what the screens show -------------------------------------------------------------------------

    @api.model
    def _known_lang(self, code):
        codes = [known for known, _name in self.env["res.lang"].get_installed()]
        return code if code in codes else self.env.lang if self.env.lang in codes else codes[0]

    def _kiosk_state(self):
        """{queues: {id: open}}: what can be chosen now."""
        return {"queues": {str(queue.id): queue.is_open for queue in self.queue_ids}}

    def _wall_state(self):
        """Numbers alone: who is called where, and who comes next."""
        self.ensure_one()
        Encounter = self.env["frontoffice.encounter"].sudo()  # numbers alone leave here
        days = fields.Domain.OR([
            fields.Domain("queue_id", "=", queue.id) & fields.Domain("ticket_day", "=", queue._today())
            for queue in self.queue_ids
        ])
        called = Encounter.search(days & fields.Domain("state", "=", "serving"), order="shown_at desc", limit=6)
        waiting = Encounter._turn_order(self.queue_ids)
        return {
            "called": [
                {"number": ticket.queue_number, "code": ticket.kiosk_code or "", "place": ticket.channel_id.name,
                 "at": fields.Datetime.to_string(ticket.shown_at), "times": ticket.call_count}
                for ticket in called
            ],
            "next": [ticket.queue_number for ticket in waiting[:12]], "waiting": len(waiting),
        }
