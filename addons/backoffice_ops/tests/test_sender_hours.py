from freezegun import freeze_time

from odoo.tests import tagged

from .test_escalation import PostCase

MORNINGS = tuple((str(day), 8, 12) for day in range(5))
BACK = {"fault": "sender", "reasons": []}


@tagged("post_install", "-at_install")
class TestSenderHours(PostCase):
    """What the sender owes is due in the sender's hours: the team's, else the person's, else the company's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mornings = cls._mornings("Mornings")
        cls.team = cls.env["crm.team"].create({"name": "Half days", "company_id": cls.company.id})
        cls.part_timer = cls.env["hr.employee"].create({
            "name": "Part-timer", "user_id": cls.agent.id, "company_id": cls.company.id,
        })

    @classmethod
    def _mornings(cls, name):
        calendar = cls.env["resource.calendar"].create({
            "name": name, "tz": "UTC", "company_id": cls.company.id, "attendance_ids": [(5, 0, 0)] + [
                (0, 0, {"name": "M", "dayofweek": day, "hour_from": start, "hour_to": end})
                for day, start, end in MORNINGS
            ],
        })
        calendar.hours_per_day = 4
        return calendar

    def _sent_back(self, **values):
        request = self._handoff(**values)
        return self._play(request, ("Mon 09:00", "sent"), ("Mon 10:00", "returned", BACK))

    def _owed(self):
        """[(until when an answer is owed, until when a delivery counts as confirmed)] of one more request."""
        back, ready = self._sent_back(), self._handoff()
        self._play(ready, ("Mon 09:00", "sent"), ("Mon 09:00", "accepted"), ("Mon 10:00", "delivered"))
        return back.sender_due_at, ready.confirm_due_at

    def test_company_then_person_then_team(self):
        self.part_timer.resource_calendar_id = self.company.resource_calendar_id
        self.assertEqual(self._owed(), (self._at("Mon 15:00"), self._at("Wed 10:00")))
        self.part_timer.resource_calendar_id = self.mornings
        self.assertEqual(self._owed(), (self._at("Tue 10:00"), self._at("Wed 10:00")), "two of this person's days")
        self.team.service_calendar_id = self.company.resource_calendar_id
        of_team = self._sent_back(from_team_id=self.team.id)
        self.assertEqual(of_team.sender_due_at, self._at("Mon 15:00"), "the team answers, not this person alone")

    def test_hours_with_nothing_in_them_do_not_count(self):
        empty = self.mornings.copy({"attendance_ids": [(5, 0, 0)]})
        self.part_timer.resource_calendar_id = empty
        self.assertEqual(self._owed(), (self._at("Mon 15:00"), self._at("Wed 10:00")))

    def test_departments_clock_is_untouched(self):
        self.part_timer.resource_calendar_id = self.mornings
        request = self._handoff()
        self._play(request, ("Mon 09:00", "sent"))
        self.assertEqual(request.due_at, self._at("Tue 09:00"))

    def test_reminders_go_by_each_senders_hours(self):
        """Two requests of one type sent back at once, by a part-timer and by somebody there all day."""
        self._ladder(("percent", 75, "sender", "app"))
        self.env["backoffice.escalation"].search([]).step_ids.clock = "answer"
        self.part_timer.resource_calendar_id = self.mornings
        slow, fast = self._sent_back(), self._sent_back(from_user_id=self.manager.id)
        told = []
        for when in ("Mon 13:59", "Mon 14:00", "Tue 08:59", "Tue 09:00"):
            with freeze_time(self._at(when)):
                self.Sent._sweep()
            told.append(sorted(self.Sent.search([]).handoff_id.mapped("from_user_id.login")))
        self.assertEqual(slow.sender_calendar_id, self.mornings)
        self.assertNotEqual(fast.sender_calendar_id, self.mornings)
        late, soon = self.agent.login, self.manager.login
        self.assertEqual(told, [[], [soon], [soon], sorted([soon, late])])

    def test_batch_costs_by_calendar_not_by_request(self):
        few = self.env["backoffice.handoff"].union(*(self._handoff() for _n in range(3)))
        many = self.env["backoffice.handoff"].union(*(self._handoff() for _n in range(30)))
        counts = []
        for requests in (few, many):
            self._play(requests, ("Mon 09:00", "sent"))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            requests._sender_calendars()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
