from datetime import datetime, timedelta

from odoo.tests import tagged

from .working_time_common import NIGHT, OFFICE, SHIFTS, SUNDAY, WorkingTimeCase

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata")
# Both Sundays on which Berlin and New York change their clocks in 2026.
CLOCK_CHANGES = (datetime(2026, 3, 8), datetime(2026, 3, 29), datetime(2026, 10, 25), datetime(2026, 11, 1))


@tagged("-at_install", "post_install")
class TestWorkingTime(WorkingTimeCase):
    """Our deadlines are those of stock, to the second, only for many records at once."""

    def test_equal_to_stock_in_three_zones(self):
        for tz in ZONES:
            for shifts in (OFFICE, SHIFTS, NIGHT):
                with self.subTest(tz=tz, shifts=len(shifts)):
                    self._assert_equal_to_stock(self._calendar(shifts, tz), self._moments(25))

    def test_equal_to_stock_around_clock_changes(self):
        for tz in ZONES:
            for shifts in (NIGHT, SUNDAY):
                calendar = self._calendar(shifts, tz)
                for sunday in CLOCK_CHANGES:
                    with self.subTest(tz=tz, sunday=sunday, shifts=len(shifts)):
                        moments = self._moments(8, sunday - timedelta(days=1), days=3)
                        self._assert_equal_to_stock(calendar, moments, longest=12 * 3600)

    def test_the_night_of_the_clock_change_is_shorter_and_longer(self):
        night = self._calendar([(6, 0, 6)])
        spring = (datetime(2026, 3, 28, 22), datetime(2026, 3, 29, 22))
        autumn = (datetime(2026, 10, 24, 21), datetime(2026, 10, 25, 23))
        self.assertEqual(night._count_seconds([spring, autumn]), [5 * 3600, 7 * 3600])

    def test_equal_to_stock_with_holidays(self):
        holidays = [
            (datetime(2026, 4, 2, 22), datetime(2026, 4, 6, 21, 59, 59)),
            (datetime(2026, 5, 1, 9, 30), datetime(2026, 5, 1, 11, 17, 23)),
            (datetime(2026, 12, 23), datetime(2027, 1, 2)),
        ]
        for tz in ZONES:
            with self.subTest(tz=tz):
                calendar = self._calendar(SHIFTS, tz, holidays)
                self._assert_equal_to_stock(calendar, self._moments(25))
                self._assert_equal_to_stock(calendar, self._moments(10, datetime(2026, 4, 1), days=6), longest=7200)

    def test_equal_to_stock_on_two_week_calendars(self):
        calendar = self._calendar()
        calendar.switch_calendar_type()
        self.assertTrue(calendar.two_weeks_calendar)
        calendar.attendance_ids.filtered(lambda line: line.week_type == "1" and line.dayofweek == "2").unlink()
        self._assert_equal_to_stock(calendar, self._moments(25))

    def test_a_holiday_moves_the_deadline_to_the_next_open_day(self):
        friday = datetime(2026, 1, 9, 14)  # 15:00 in Berlin
        plain = self._calendar()
        closed = self._calendar(holidays=[(datetime(2026, 1, 11, 23), datetime(2026, 1, 12, 22, 59, 59))])
        self.assertEqual(plain._plan_seconds([(friday, 8 * 3600)]), [datetime(2026, 1, 12, 14)])
        self.assertEqual(closed._plan_seconds([(friday, 8 * 3600)]), [datetime(2026, 1, 13, 14)])

    def test_the_holiday_of_another_company_closes_nothing_here(self):
        calendar = self._calendar(company_id=self.env.company.id)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        leave = {"name": "Elsewhere day", "date_from": datetime(2026, 1, 12), "date_to": datetime(2026, 1, 13)}
        self.env["resource.calendar.leaves"].with_company(other).create({**leave, "calendar_id": False})
        self.env.flush_all()
        monday = datetime(2026, 1, 12, 7)
        self.assertEqual(calendar._plan_seconds([(monday, 3600)]), [datetime(2026, 1, 12, 8)])

    def test_zero_seconds_snap_to_the_opening_as_in_stock(self):
        calendar = self._calendar()
        for start in (datetime(2026, 1, 10, 12), datetime(2026, 1, 12, 8), datetime(2026, 1, 12, 16)):
            with self.subTest(start=start):
                self.assertEqual(calendar._plan_seconds([(start, 0)]), [self._stock_plan(calendar, start, 0)])

    def test_a_budget_that_ends_with_the_shift_is_due_at_its_end(self):
        calendar = self._calendar()
        self.assertEqual(calendar._plan_seconds([(datetime(2026, 1, 12, 7), 8 * 3600)]), [datetime(2026, 1, 12, 16)])

    def test_a_shift_until_midnight_is_due_at_midnight(self):
        evening = self._calendar([(0, 22, 24)], "UTC")
        self.assertEqual(evening._plan_seconds([(datetime(2026, 1, 5), 7200)]), [datetime(2026, 1, 6)])

    def test_no_calendar_means_around_the_clock(self):
        nobody = self.env["resource.calendar"]
        start = datetime(2026, 1, 10, 12)
        self.assertEqual(nobody._plan_seconds([(start, 90)]), [start + timedelta(seconds=90)])
        self.assertEqual(nobody._count_seconds([(start, start + timedelta(days=1)), (start, start)]), [86400, 0])
        hour = nobody._working_hours(start, start + timedelta(hours=1))
        self.assertEqual(hour.worked(start, datetime(2027, 1, 1)), 3600)

    def test_an_empty_calendar_gives_no_date_instead_of_a_wrong_one(self):
        empty = self._calendar([])
        empty.attendance_ids.unlink()
        start = datetime(2026, 1, 10, 12)
        self.assertEqual(empty._plan_seconds([(start, 0), (start, 60)]), [None, None])
        self.assertEqual(empty._count_seconds([(start, start + timedelta(days=9))]), [0])

    def test_beyond_the_horizon_there_is_no_date(self):
        rare = self._calendar(SUNDAY)
        start = datetime(2026, 1, 10, 12)
        wanted = [(start, 199 * 3 * 3600), (start, 201 * 3 * 3600)]
        self.assertEqual(rare._plan_seconds(wanted)[1], None)
        self.assertEqual(rare._plan_seconds(wanted)[0], self._stock_plan(rare, *wanted[0]))
        self.assertFalse(self._stock_plan(rare, *wanted[1]))

    def test_a_closed_year_is_crossed(self):
        holidays = [(datetime(2026, 2, 1), datetime(2027, 6, 1))]
        calendar = self._calendar(holidays=holidays)
        wanted = [(datetime(2026, 1, 30, 15), 3 * 3600 + 1)]
        self.assertEqual(calendar._plan_seconds(wanted), [self._stock_plan(calendar, *wanted[0])])
        self.assertEqual(calendar._plan_seconds(wanted)[0].year, 2027)

    def test_flexible_calendars_take_the_stock_path(self):
        flexible = self._calendar(schedule_type="flexible", hours_per_day=7, full_time_required_hours=35)
        flexible.flexible_hours = True
        for start in self._moments(10):
            with self.subTest(start=start):
                self.assertEqual(flexible._plan_seconds([(start, 9001)]), [self._stock_plan(flexible, start, 9001)])
                stop = start + timedelta(days=9)
                stock = round(flexible.get_work_hours_count(start, stop) * 3600)
                self.assertEqual(flexible._count_seconds([(start, stop), (stop, start)]), [stock, 0])

    def test_duration_based_calendars_take_the_stock_path(self):
        calendar = self._calendar()
        calendar.switch_based_on_duration()
        self.assertTrue(calendar.duration_based)
        start = datetime(2026, 1, 12, 7)
        self.assertEqual(calendar._plan_seconds([(start, 9001)]), [self._stock_plan(calendar, start, 9001)])

    def test_order_and_length_of_the_answer_follow_the_question(self):
        calendar = self._calendar()
        late, early = datetime(2026, 6, 1, 7), datetime(2026, 1, 12, 7)
        self.assertEqual(
            calendar._plan_seconds([(late, 3600), (early, 60), (late, 0)]),
            [datetime(2026, 6, 1, 8), datetime(2026, 1, 12, 7, 1), late],
        )
        self.assertEqual(calendar._plan_seconds([]), [])
        self.assertEqual(calendar._count_seconds([]), [])

    def test_queries_grow_with_calendars_not_with_records(self):
        calendar = self._calendar(holidays=[(datetime(2026, 5, 1), datetime(2026, 5, 2))])
        wanted = [(moment, 8 * 3600) for moment in self._moments(1000, days=90)]
        pairs = [(start, start + timedelta(days=4)) for start, _seconds in wanted]
        for answer in (lambda: calendar._plan_seconds(wanted), lambda: calendar._count_seconds(pairs)):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(5):
                self.assertEqual(len(answer()), 1000)
