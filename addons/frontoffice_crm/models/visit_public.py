from odoo import fields, models
from odoo.exceptions import UserError

from .appointment_booking import SlotTaken


class VisitPublic(models.Model):
    """The page behind the link of an appointment: see, move, cancel. The link ends with the appointment."""

    _inherit = "calendar.event"

    def _is_over(self):
        return self.stop < fields.Datetime.now()

    def _public_visit(self):
        """What the holder of the link sees."""
        self.ensure_one()
        kind, iso = self.appointment_type_id, self.env["frontoffice.appointment.type"]._iso
        return {
            "name": kind.name, "description": kind.description or "", "location": self.location or "",
            "start": iso(self.start), "stop": iso(self.stop), "zone": self.booking_tz or kind._zone_name(),
            "code": self.booking_code, "state": "over" if self._is_over() else self.visit_state,
            "changeable": self._is_changeable(), "hours": kind.change_hours, "company": kind.company_id.name,
            "phone": kind.company_id.phone or "", "minutes": kind.minutes, "who": self.user_id.name or "",
            "slots": kind._public_slots(visit=self) if self._is_changeable() else {"slots": [], "next": None},
            "again": f"/frontoffice/book/{kind.slug or kind.booking_token}" if kind._is_bookable() else "",
        }

    def _public_change(self, post):
        """Move or cancel. {ok, visit} or {ok: False, text, slots?}."""
        try:
            if post.get("do") == "cancel":
                self._check_changeable()
                self._cancel_visit()
            elif post.get("do") == "move":
                self._reschedule(self.appointment_type_id._from_iso(post.get("start")))
            else:
                return {"ok": False, "text": self.env._("Nothing was changed.")}
        except SlotTaken as taken:
            iso = self.env["frontoffice.appointment.type"]._iso
            return {"ok": False, "text": str(taken), "slots": [iso(slot) for slot in taken.slots]}
        except UserError as refusal:
            return {"ok": False, "text": str(refusal)}
        return {"ok": True, "visit": self._public_visit()}
