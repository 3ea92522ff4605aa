from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

STAY = timedelta(hours=16)  # longer than this nobody signs out of the same visit
FORGOTTEN = timedelta(hours=8)  # after the end of an appointment nobody is expected to be still here


class VisitLeave(models.Model):
    """The visitor goes: signs out at the kiosk, is let out at the desk, or forgot to."""

    _inherit = "calendar.event"

    left_at = fields.Datetime("Left", copy=False, readonly=True)
    left_unsaid = fields.Boolean(
        "Did not sign out", copy=False, readonly=True, help="Nobody said so: taken to be gone when it was over."
    )
    in_house = fields.Boolean("In the house", compute="_compute_in_house", search="_search_in_house")

    @api.depends("checked_in_at", "left_at", "cancelled_at")
    def _compute_in_house(self):
        for event in self:
            event.in_house = bool(event.checked_in_at and not event.left_at and not event.cancelled_at)

    @api.model
    def _search_in_house(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("checked_in_at", "!=", False), ("left_at", "=", False), ("cancelled_at", "=", False)]

    def action_left(self):
        """At the desk: the visitor has gone."""
        self._check_visit_agent()
        if not self.filtered("in_house"):
            raise UserError(self.env._("Nobody of this appointment is here now."))
        self._check_out()
        return True

    def _check_out(self):
        """Gone now. Twice changes nothing."""
        # sudo: checked by the button, or by the kiosk's link with the visitor's code
        self.sudo().filtered("in_house").write({"left_at": fields.Datetime.now()})
        return self

    @api.model
    def _find_leaving(self, company, given):
        """The one visitor in the house who means to go: {code} or {name, time "HH:MM"}; else none."""
        inside = self.sudo().search([  # as in _find_visit
            ("appointment_company_id", "=", company.id), ("in_house", "=", True),
            ("checked_in_at", ">", fields.Datetime.now() - STAY),
        ])
        return inside._named_visit(given)

    @api.model
    def _cron_visits(self):
        super()._cron_visits()
        forgotten = self.search([
            ("appointment_type_id", "!=", False), ("in_house", "=", True),
            ("stop", "<", fields.Datetime.now() - FORGOTTEN),
        ], limit=1000)
        for visit in forgotten:
            visit.write({"left_at": max(visit.stop, visit.checked_in_at), "left_unsaid": True})


class KioskLeave(models.Model):
    _inherit = "frontoffice.kiosk"

    check_out = fields.Boolean(
        "Visitors sign out", help="Who checked in for an appointment says here that they go."
    )

    def _kiosk_steps(self):
        return {**super()._kiosk_steps(), "leave": self._arrive_leave}

    def _arrive_leave(self, post):
        if not self.check_out:
            return {"ok": False, "reason": "off"}
        if not self._may_look_for_visits():
            return {"ok": False, "reason": "busy"}
        visit = self.env["calendar.event"]._find_leaving(self.company_id, self._given_visit(post))
        if not visit:
            return {"ok": False, "reason": "not_here"}
        visit._check_out()
        return {"ok": True, "left": True, "who": visit.visitor_name or visit.visitor_partner_id.name or ""}
