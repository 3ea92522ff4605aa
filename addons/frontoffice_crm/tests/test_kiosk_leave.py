from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .reception_common import ReceptionCase


@tagged("post_install", "-at_install")
class TestKioskLeave(ReceptionCase):
    """A visitor goes: signs out, is let out, or forgets to."""

    def _inside(self):
        """A visitor checked in for ten o'clock, at a kiosk where visitors sign out."""
        self.kiosk.check_out = True
        visit = self._book(datetime(2026, 3, 23, 10))
        self._at(datetime(2026, 3, 23, 9, 55))
        visit._check_in(self.queue)
        return visit

    def _leave(self, **given):
        return self.kiosk.sudo()._arrive({"kind": "leave", **given})

    def test_sign_out(self):
        visit = self._inside()
        self.assertEqual(self.env["calendar.event"].search([("in_house", "=", True)]) & visit, visit)
        self._at(datetime(2026, 3, 23, 10, 40))
        answer = self._leave(by="code", code=visit.booking_code)
        self.assertEqual(answer, {"ok": True, "left": True, "who": "Tom Weiss"})
        self.assertEqual((visit.left_at, visit.left_unsaid), (datetime(2026, 3, 23, 10, 40), False))
        self.assertFalse(visit.in_house)
        self._at(datetime(2026, 3, 23, 10, 50))
        again = self._leave(by="name", name="Weiss", time="10:00")
        self.assertEqual(again, {"ok": False, "reason": "not_here"}, "gone is gone")
        self.assertEqual(visit.left_at, datetime(2026, 3, 23, 10, 40))

    def test_sign_out_where_it_is_off_before_arriving_and_limited(self):
        visit = self._inside()
        later = self._book(datetime(2026, 3, 23, 11))
        self.assertEqual(self._leave(by="code", code=later.booking_code)["reason"], "not_here")
        self.kiosk.check_out = False
        self.assertEqual(self._leave(by="code", code=visit.booking_code)["reason"], "off")
        self.kiosk.check_out = True
        answers = [self._leave(by="name", name="Weiss", time=f"{n % 9:02}:30") for n in range(40)]
        self.assertEqual({answer["reason"] for answer in answers}, {"not_here", "busy"})
        self.assertTrue(visit.in_house)

    def test_who_forgot_to_sign_out(self):
        visit = self._inside()
        self._at(datetime(2026, 3, 23, 17))
        self.env["calendar.event"]._cron_visits()
        self.assertTrue(visit.in_house, "long visits happen")
        self._at(datetime(2026, 3, 23, 19))
        for _run in range(2):
            self.env["calendar.event"]._cron_visits()
        self.assertEqual((visit.left_at, visit.left_unsaid), (visit.stop, True))

    def test_has_left_at_the_desk(self):
        visit = self._inside()
        with self.assertRaises(AccessError):
            visit.with_user(self.portal).action_left()
        visit.with_user(self.agent).action_left()
        self.assertTrue(visit.left_at)
        with self.assertRaisesRegex(UserError, "Nobody"):
            visit.with_user(self.agent).action_left()
