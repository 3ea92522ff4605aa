from datetime import date

from odoo.tests import tagged

from .back_common import BackCase, at
from .common import NOW

WEEK = {"date_from": date(2026, 3, 9), "date_to": date(2026, 3, 13)}


@tagged("post_install", "-at_install")
class TestOpen(BackCase):
    """What is still open counts in the time things take; days of eight hours, Monday 9 March 2026 to Friday."""

    def _page(self, code, enough=1, **filters):
        self.env["triangle.kpi"].search([("code", "=", code)]).min_n = enough
        self._refresh()
        return self.dashboard.get_kpi(code, {**WEEK, **filters})

    def _said(self, page):
        return " ".join(page["confidence"])

    def _question(self, start, **vals):
        case = self._case()
        case.type = "question"
        case.write({"opened_at": start, **vals})

    def _sent(self, count, when="03-09 08:00"):
        return [self._request((when, "sent"), (when, "accepted")) for _i in range(count)]

    def test_nine_of_ten_take_longer_than_those_finished(self):
        """Eight finished within two hours, four open since Monday: 90 % is farther than anybody knows."""
        for _i in range(8):
            self._plain()
        page = self._page("K39")
        self.assertNotIn("km", page["tile"]["badges"])
        self._sent(4)
        self.assertNotIn("km", self._page("K39", enough=13)["tile"]["badges"], "twelve say nothing yet")
        page = self._page("K39", enough=12)
        self.assertIn("km", page["tile"]["badges"])
        self.assertIn("4 of the 12 that began in this period (33 %) are still open", self._said(page))
        self.assertIn("Too many are open to say how long 90 % take", self._said(page))

    def test_open_ones_are_at_risk_as_long_as_they_are_known(self):
        """Solved after 1 hour (2) and after 8 (2), two open for longer: 4 of 6 take more than one hour, 2 more than
        eight."""
        start = at("03-10 08:00")
        for minutes in (60, 60, 480, 480):
            self._question(start, state="resolved", resolved_at=NOW, resolve_minutes=minutes)
        for state in ("open", "waiting_backoffice"):
            self._question(start, state=state)
        self._question(start, state="cancelled")
        self._question(start, state="open", source="import")
        page = self._page("K25P50", date_to=date(2026, 3, 31))
        self.assertIn("km", page["tile"]["badges"])
        self.assertIn("2 of the 6 that began in this period (33 %)", self._said(page))
        self.assertIn("50 % take up to 8 h", self._said(page))

    def test_approvals_nobody_decided(self):
        approval = self.env["backoffice.approval"].new({"asked_at": at("03-09 08:00"), "company_id": self.company.id})
        self.assertEqual(list(approval._triangle_ages(at("03-09 10:00")).values()), [120])

    def test_waiting_is_not_working(self):
        waits, works = self._sent(2)
        self._play(waits, ("03-09 09:00", "paused", {"reason": "supplier", "evidence": True}))
        ages = (waits | works)._triangle_ages(at("03-09 15:00"))
        self.assertEqual(ages[works.id], 6 * 60, "from nine to four in Berlin, an hour of it lunch")
        self.assertLess(ages[waits.id], ages[works.id])

    def test_filters_these_records_do_not_know(self):
        self._plain()
        self._sent(2)
        self.assertIn("km", self._page("K39", department_id=self.departments[0].id)["tile"]["badges"])
        self.assertNotIn("km", self._page("K39", department_id=self.departments[1].id)["tile"]["badges"])
        self.assertNotIn("km", self._page("K39", channel_id=self.channels[0].id)["tile"]["badges"])
        self.assertNotIn("km", self._page("K20P50")["tile"]["badges"])
