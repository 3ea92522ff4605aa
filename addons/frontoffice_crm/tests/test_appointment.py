from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.appointment_booking import SlotTaken
from .reception_common import MONDAY, ReceptionCase


@tagged("post_install", "-at_install")
class TestAppointment(ReceptionCase):
    """Free times, booking, moving, arriving."""

    def _starts(self, start=None, stop=None, kind=None):
        found = (kind or self.kind)._slots(start, stop)
        return [slot["start"].strftime("%a %H:%M") for slot in found]

    # -- free times ----------------------------------------------------------------------------------------

    def test_working_hours_without_lunch_and_weekend(self):
        starts = self._starts(datetime(2026, 3, 27, 11), datetime(2026, 3, 30, 8, 30))
        self.assertEqual(starts[:3], ["Fri 11:00", "Fri 11:30", "Fri 13:00"])
        self.assertEqual(starts[-2:], ["Mon 08:00", "Mon 08:30"])

    def test_a_meeting_a_holiday_and_a_leave_are_busy(self):
        self.env["calendar.event"].create({
            "name": "Meeting", "start": "2026-03-24 08:15:00", "stop": "2026-03-24 09:00:00", "privacy": "private",
            "partner_ids": [Command.set(self.agent.partner_id.ids)],
        })
        self.assertEqual(self._starts(datetime(2026, 3, 24), datetime(2026, 3, 24, 9)), ["Tue 09:00"])
        self.env["resource.calendar.leaves"].create({
            "name": "Holiday", "calendar_id": self.calendar.id, "company_id": self.company.id,
            "date_from": "2026-03-25 00:00:00", "date_to": "2026-03-25 23:59:59",
        })
        self.assertFalse(self._starts(datetime(2026, 3, 25), datetime(2026, 3, 25, 23)))
        employee = self.env["hr.employee"].create(
            {"name": "Priya", "user_id": self.agent.id, "company_id": self.company.id}
        )
        self.env["resource.calendar.leaves"].create({
            "name": "Leave", "calendar_id": employee.resource_calendar_id.id, "company_id": self.company.id,
            "resource_id": employee.resource_id.id,
            "date_from": "2026-03-26 00:00:00", "date_to": "2026-03-26 12:00:00",
        })
        self.assertEqual(self._starts(datetime(2026, 3, 26), datetime(2026, 3, 26, 23))[0], "Thu 13:00")

    def test_declined_free_and_cancelled_are_not_busy(self):
        declined, free, gone = self.env["calendar.event"].create([
            {"name": name, "start": f"2026-03-24 {hour}:00:00", "stop": f"2026-03-24 {hour}:30:00",
             "partner_ids": [Command.set(self.agent.partner_id.ids)]}
            for name, hour in (("declined", "08"), ("free", "09"), ("gone", "10"))
        ])
        declined.attendee_ids.state = "declined"
        free.show_as = "free"
        gone.active = False
        starts = self._starts(datetime(2026, 3, 24), datetime(2026, 3, 24, 10))
        self.assertEqual(len(starts), 5, starts)

    def test_days_on_which_the_clock_changes(self):
        """Sunday opening 08:00–12:00 in Berlin: eight starts, at 08:00 by the clock on the wall."""
        sundays = self._make_calendar("Europe/Berlin")
        sundays.company_id = self.company
        for line in sundays.attendance_ids:
            line.dayofweek = "6"
        sundays.attendance_ids.filtered(lambda line: line.hour_from > 8).unlink()
        sundays.attendance_ids[1:].unlink()
        for day, utc in ((datetime(2026, 3, 29), 6), (datetime(2026, 10, 25), 7), (datetime(2026, 3, 22), 7)):
            self._at(day - timedelta(days=3))
            self.kind.calendar_id = sundays
            self.company.resource_calendar_id = sundays
            found = self.kind._slots(day, day + timedelta(days=1))
            self.assertEqual(len(found), 8, day)
            self.assertEqual(found[0]["start"].hour, utc, day)

    def test_starts_keep_to_the_clock_where_it_never_closes(self):
        self.kind.calendar_id = self.always
        self.company.resource_calendar_id = self.always
        self._at(datetime(2026, 3, 24, 7, 6, 58))
        self.assertEqual(self._starts()[:2], ["Tue 07:30", "Tue 08:00"])

    def test_notice_and_horizon(self):
        self.kind.min_notice_hours = 24
        self.kind.horizon_days = 2
        self.assertEqual((self._starts()[0], self._starts()[-1]), ("Tue 09:00", "Wed 09:00"))

    def test_a_room_is_needed_and_a_break_is_kept(self):
        room = self.env["resource.resource"].create({
            "name": "Room 2", "resource_type": "material", "company_id": self.company.id,
            "calendar_id": self.calendar.id, "tz": "UTC",
        })
        self.kind.write({"room_ids": [Command.set(room.ids)], "buffer": 15, "step": 15})
        self.env["calendar.event"].create({
            "name": "Painters", "start": "2026-03-24 09:00:00", "stop": "2026-03-24 11:00:00", "room_id": room.id,
        })
        self.assertEqual(
            self._starts(datetime(2026, 3, 24), datetime(2026, 3, 24, 11)), ["Tue 08:00", "Tue 08:15", "Tue 11:00"]
        )
        visit = self._book(datetime(2026, 3, 24, 8))
        self.assertEqual((visit.room_id, visit.location), (room, "Room 2"))
        self.assertEqual(self._starts(datetime(2026, 3, 24), datetime(2026, 3, 24, 10, 59)), [])
        with self.assertRaisesRegex(ValidationError, "Room 2 is taken"):
            visit.start = datetime(2026, 3, 24, 10)

    def test_a_month_of_ten_people_in_few_queries(self):
        people = self.agent | self.leader | self.manager
        self.kind.user_ids = people
        self.kind._slots(datetime(2026, 3, 24), datetime(2026, 4, 24))
        self.env.invalidate_all()
        with self.assertQueryCount(22):
            self.kind._slots(datetime(2026, 3, 24), datetime(2026, 4, 24))

    # -- booking ---------------------------------------------------------------------------------------------

    def test_booking_puts_it_in_the_calendar(self):
        visit = self._book(datetime(2026, 3, 24, 9))
        self.assertEqual((visit.user_id, visit.stop), (self.agent, datetime(2026, 3, 24, 9, 30)))
        self.assertIn(self.agent.partner_id, visit.partner_ids)
        self.assertEqual(len(visit.booking_code), 6)
        self.assertNotIn("Tue 09:00", self._starts(datetime(2026, 3, 24), datetime(2026, 3, 24, 10)))

    def test_the_second_gets_a_sentence_and_the_next_times(self):
        self._book(datetime(2026, 3, 24, 9))
        with self.assertRaisesRegex(SlotTaken, "just been taken") as caught:
            self._book(datetime(2026, 3, 24, 9))
        self.assertEqual(caught.exception.slots[0], datetime(2026, 3, 24, 9, 30))
        with self.assertRaises(UserError):
            self._book(datetime(2026, 3, 20, 9))

    def test_the_least_busy_is_booked(self):
        self.kind.user_ids = self.agent | self.leader
        hosts = [self._book(datetime(2026, 3, 24, hour)).user_id for hour in (8, 9, 10, 11)]
        self.assertEqual(sorted(user.login for user in hosts), ["grace", "grace", "priya", "priya"])

    def test_one_mail_marked_as_automatic_with_a_calendar_file(self):
        visit = self._book(datetime(2026, 3, 24, 9))
        visit._send_visit_mail("frontoffice_crm.mail_template_visit_booked")
        mail = self.env["mail.mail"].sudo().search([("email_to", "=", "tom@example.com")])
        self.assertEqual(len(mail), 1)
        self.assertIn("Auto-Submitted", mail.headers)
        self.assertIn("10:00", mail.subject, "the time of the customer, in Berlin")
        self.assertIn(visit._manage_url(), mail.body_html)
        self.assertIn(b"DTSTART:20260324T090000Z", mail.attachment_ids.raw)

    def test_stock_can_write_of_it_too(self):
        """A colleague moves it in the calendar: stock's own letter knows the name of the appointment."""
        event = self._book(datetime(2026, 3, 24, 9))
        template = self.env.ref("calendar.calendar_template_meeting_changedate")
        for attendee in event.attendee_ids:
            body = template._render_field("body_html", attendee.ids)[attendee.id]
            self.assertIn(event.appointment_type_id.name, body)

    def test_one_reminder(self):
        visit = self._book(datetime(2026, 3, 26, 9))
        soon = self._book(datetime(2026, 3, 23, 10))
        self.env.cr.execute("UPDATE calendar_event SET create_date = %s WHERE id IN %s", [MONDAY, (visit.id, soon.id)])
        self.env.invalidate_all()
        Event = self.env["calendar.event"].sudo()
        for moment in (MONDAY, datetime(2026, 3, 25, 8), datetime(2026, 3, 25, 10), datetime(2026, 3, 25, 11)):
            self._at(moment)
            Event._remind()
        mails = self.env["mail.mail"].sudo().search([("email_to", "=", "tom@example.com")])
        self.assertEqual(len(mails), 1)
        self.assertTrue(visit.reminded_at)

    def test_move_and_cancel_in_time_only(self):
        visit = self._book(datetime(2026, 3, 24, 9))
        visit._reschedule(datetime(2026, 3, 24, 10))
        self.assertEqual((visit.start, visit.move_count), (datetime(2026, 3, 24, 10), 1))
        self.assertIn("Tue 09:00", self._starts(datetime(2026, 3, 24), datetime(2026, 3, 24, 10)))
        self._at(datetime(2026, 3, 24, 9))
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            visit._reschedule(datetime(2026, 3, 25, 10))
        self._at(datetime(2026, 3, 24, 7))
        visit._cancel_visit()
        self.assertEqual((visit.visit_state, visit.active), ("cancelled", False))
        self.assertIn("Tue 10:00", self._starts(datetime(2026, 3, 24), datetime(2026, 3, 24, 11)))

    # -- arriving ----------------------------------------------------------------------------------------------

    def test_check_in_waits_for_the_time_agreed_then_goes_first(self):
        visit = self._book(datetime(2026, 3, 23, 10))
        self._at(datetime(2026, 3, 23, 9, 50))
        ticket = visit._check_in(self.queue)
        self.assertEqual(visit._check_in(self.queue), ticket, "twice is once")
        walk_in = self._ticket()
        self.assertEqual(self.env["frontoffice.encounter"]._turn_order(self.queue), walk_in + ticket)
        self._at(datetime(2026, 3, 23, 10, 1))
        self.assertEqual(self.desk.call_next()["number"], ticket.queue_number)
        self.assertEqual((visit.visit_state, visit.seen_at), ("seen", datetime(2026, 3, 23, 10, 1)))
        self.assertFalse(ticket.jumped)

    def test_a_visitor_goes_to_the_host(self):
        visit = self._book(datetime(2026, 3, 23, 9))
        visit._check_in(self.queue)
        self.assertIsNone(self._desk(self.leader).call_next())
        self.assertTrue(self.desk.call_next())

    def test_the_host_is_told(self):
        visit = self._book(datetime(2026, 3, 23, 9))
        visit._check_in(self.queue)
        told = self.env["mail.notification"].sudo().search([
            ("res_partner_id", "=", self.agent.partner_id.id), ("mail_message_id.res_id", "=", visit.id),
            ("mail_message_id.model", "=", "calendar.event"), ("notification_type", "=", "inbox"),
        ])
        self.assertIn("Tom Weiss is here (A1)", told.mail_message_id.body)

    def test_late_and_did_not_come(self):
        late, missed = self._book(datetime(2026, 3, 23, 10)), self._book(datetime(2026, 3, 23, 11))
        self._at(datetime(2026, 3, 23, 10, 12))
        late._check_in(self.queue)
        self.assertEqual(late.late_minutes, 12)
        self._at(datetime(2026, 3, 23, 13))
        self.env["calendar.event"].sudo()._cron_visits()
        self.env["calendar.event"].sudo()._cron_visits()
        self.assertEqual((late.visit_state, missed.visit_state), ("here", "missed"))
        encounter = self.env["frontoffice.encounter"].search([("calendar_event_id", "=", missed.id)])
        self.assertEqual((len(encounter), encounter.state), (1, "no_show"))
        missed.with_user(self.agent).action_seen()
        self.assertEqual((missed.visit_state, encounter.state), ("seen", "done"))

    def test_found_by_code_or_by_name_and_time_and_never_by_less(self):
        visit = self._book(datetime(2026, 3, 23, 10), name="José Ortiz-Krüger")
        Event = self.env["calendar.event"]

        def find(**given):
            return Event._find_visit(self.company, given)

        self.assertEqual(find(code=visit.booking_code.lower()), visit)
        self.assertEqual(find(name="KRUGER", time="10:00"), visit)
        self.assertEqual(find(name="jose ortiz kruger", time="10:00"), visit)
        for less in (
            {}, {"code": visit.booking_code[:5]}, {"name": "Krüger"}, {"name": "Krüger", "time": "10:30"},
            {"name": "K", "time": "10:00"}, {"name": "José", "time": "10:00"}, {"time": "10:00"},
            {"name": "%", "time": "10:00"},
        ):
            self.assertFalse(find(**less), less)
        self.assertFalse(Event._find_visit(self.other_company, {"code": visit.booking_code}))

    def test_visitor_data_of_appointments_goes(self):
        visit = self._book(datetime(2026, 3, 23, 10))
        known = self._book(datetime(2026, 3, 23, 11), partner_id=self.customer.id, name="Ana Ortiz")
        self._later(days=29)
        self.env["calendar.event"].sudo()._gc_visitors()
        self.assertTrue(visit.visitor_name)
        self._later(days=3)
        self.env["calendar.event"].sudo()._gc_visitors()
        self.assertEqual((visit.visitor_name, visit.visitor_email, visit.name), (False, False, "Consultation"))
        self.assertEqual(known.visitor_name, "Ana Ortiz")

    # -- who may -------------------------------------------------------------------------------------------------

    def test_buttons_are_for_agents_of_the_company(self):
        visit = self._book(datetime(2026, 3, 23, 9))
        for user in (self.plain, self.stranger):
            with self.assertRaises(UserError):
                visit.with_user(user).with_context(allowed_company_ids=user.company_ids.ids).action_check_in()
        with self.assertRaises(AccessError):
            visit.with_user(self.plain).read(["visitor_email"])
        with self.assertRaises(AccessError):
            visit.with_user(self.plain).read(["booking_token"])
        visit.with_user(self.agent).action_check_in()
        self.assertEqual(visit.visit_state, "here")

    def test_hooks_for_promises_are_called(self):
        visit = self._book(datetime(2026, 3, 23, 9))
        self.assertEqual(visit._appointment_seen(), visit)
        self.assertFalse(visit._appointment_seen(), "once")
        self.assertFalse(visit._appointment_missed(), "who was seen did not miss it")

    def test_the_desk_offers_and_books_free_times(self):
        self.agent.group_ids = [Command.link(self.env.ref("frontoffice_crm.group_feature_appointment").id)]
        [kind] = self.desk.visit_kinds()
        slots = self.desk.visit_slots(kind["id"])
        wish = {"type_id": kind["id"], "start": slots[0]}
        done = self.desk.log({
            "outcome": "appointment", "need_id": self.need.id, "partner_id": self.customer.id, "visit": wish,
        })
        visit = self.env["frontoffice.encounter"].browse(done["encounter_id"]).calendar_event_id
        self.assertEqual((visit.appointment_type_id, visit.booked_by), (self.kind, "desk"))
        with self.assertRaisesRegex(UserError, "Free next"):
            self.desk.log({"outcome": "appointment", "about": "again", "new": {"name": "Tom"}, "visit": wish})
        self.desk.undo(done["token"])
        self.assertIn(slots[0], self.desk.visit_slots(kind["id"]))
