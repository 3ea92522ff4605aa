from datetime import datetime, timedelta

from odoo.tests import new_test_user, tagged

from .working_time_common import NIGHT, OFFICE, SHIFTS, WorkingTimeCase

HOUR = 3600


@tagged("-at_install", "post_install")
class TestWorkingTimeEdges(WorkingTimeCase):
    """The odd calendars of this world, against stock and by hand."""

    def _leave(self, calendar, low, high, **values):
        return self.env["resource.calendar.leaves"].create(
            {"name": "x", "calendar_id": calendar.id, "date_from": low, "date_to": high, **values}
        )

    def test_zones_with_odd_offsets_and_clock_changes(self):
        for tz, sunday in (
            ("Australia/Lord_Howe", datetime(2026, 4, 4)),  # half an hour of summer time
            ("Asia/Kathmandu", datetime(2026, 4, 4)),  # five and three quarter hours
            ("America/St_Johns", datetime(2026, 3, 8)),
            ("Africa/Casablanca", datetime(2026, 2, 15)),  # clocks change around Ramadan
            ("Pacific/Apia", datetime(2011, 12, 29)),  # the 30th of December never was
            ("Pacific/Kiritimati", datetime(2026, 1, 1)),
        ):
            with self.subTest(tz=tz):
                calendar = self._calendar(NIGHT, tz)
                self._assert_equal_to_stock(calendar, self._moments(8, sunday - timedelta(days=2), days=5), 20 * HOUR)

    def test_the_calendar_a_company_gets_by_default(self):
        self._assert_equal_to_stock(self.env.company.resource_calendar_id, self._moments(20))

    def test_hours_that_are_no_whole_minutes(self):
        calendar = self._calendar([(day, 8.3333, 11.6667) for day in range(5)])
        self._assert_equal_to_stock(calendar, self._moments(20))

    def test_holidays_one_after_the_other(self):
        monday = datetime(2026, 1, 12)
        calendar = self._calendar(holidays=[
            (monday + timedelta(hours=low), monday + timedelta(hours=high, seconds=-1))
            for low, high in ((0, 9), (9, 20), (20, 34))
        ])
        self._assert_equal_to_stock(calendar, self._moments(15, monday - timedelta(days=3), days=5), 30 * HOUR)

    def test_the_holiday_of_one_person_closes_nothing(self):
        calendar = self._calendar()
        resource = self.env["resource.resource"].create({"name": "Somebody", "calendar_id": calendar.id})
        self._leave(calendar, datetime(2026, 1, 12), datetime(2026, 1, 13), resource_id=resource.id)
        self.assertEqual(calendar._plan_seconds([(datetime(2026, 1, 12, 7), HOUR)]), [datetime(2026, 1, 12, 8)])

    def test_what_is_work_elsewhere_closes_nothing(self):
        calendar = self._calendar()
        self._leave(calendar, datetime(2026, 1, 12), datetime(2026, 1, 13), time_type="other")
        self.assertEqual(calendar._plan_seconds([(datetime(2026, 1, 12, 7), HOUR)]), [datetime(2026, 1, 12, 8)])

    def test_a_general_holiday_closes_every_calendar_of_the_company(self):
        calendar = self._calendar(company_id=self.env.company.id)
        self.env["resource.calendar.leaves"].create(
            {"name": "x", "calendar_id": False, "date_from": datetime(2026, 1, 12), "date_to": datetime(2026, 1, 13)}
        )
        self.assertEqual(calendar._plan_seconds([(datetime(2026, 1, 12, 7), HOUR)]), [datetime(2026, 1, 13, 8)])

    def test_asked_in_the_middle_of_a_holiday(self):
        calendar = self._calendar(holidays=[(datetime(2026, 1, 12), datetime(2026, 1, 14))])
        asked = datetime(2026, 1, 13, 9, 17, 5)
        self.assertEqual(calendar._plan_seconds([(asked, 0), (asked, 1)]), [
            datetime(2026, 1, 14, 7), datetime(2026, 1, 14, 7, 0, 1),
        ])

    def test_a_holiday_across_the_clock_change(self):
        calendar = self._calendar(NIGHT, holidays=[(datetime(2026, 3, 28, 20), datetime(2026, 3, 29, 3))])
        self._assert_equal_to_stock(calendar, self._moments(10, datetime(2026, 3, 28), days=2), 12 * HOUR)

    def test_leap_day_and_year_end(self):
        calendar = self._calendar(SHIFTS)
        for first in (datetime(2028, 2, 28), datetime(2026, 12, 30), datetime(2020, 12, 30)):
            with self.subTest(first=first):
                self._assert_equal_to_stock(calendar, self._moments(8, first, days=3), 40 * HOUR)

    def test_the_hour_that_comes_twice_counts_twice(self):
        early = self._calendar([(6, 2, 3)])  # 2 to 3 on Sunday: in autumn it happens twice, stock takes one
        sunday = datetime(2026, 10, 24, 22)
        stock = early.get_work_hours_count(sunday, sunday + timedelta(days=1))
        self.assertEqual(early._count_seconds([(sunday, sunday + timedelta(days=1))]), [round(stock * HOUR)])

    def test_the_hour_that_never_comes(self):
        early = self._calendar([(6, 2, 3)])
        sunday = datetime(2026, 3, 28, 22)
        stock = early.get_work_hours_count(sunday, sunday + timedelta(days=1))
        self.assertEqual(early._count_seconds([(sunday, sunday + timedelta(days=1))]), [round(stock * HOUR)])

    def test_fractions_of_a_second_are_dropped(self):
        calendar = self._calendar()
        asked = datetime(2026, 1, 12, 7, 0, 0, 999_999)
        self.assertEqual(calendar._plan_seconds([(asked, 60)]), [datetime(2026, 1, 12, 7, 1)])
        self.assertEqual(calendar._count_seconds([(asked, asked + timedelta(seconds=60))]), [60])

    def test_a_pause_outside_working_hours_moves_nothing(self):
        """A clock stopped on Friday evening and started again on Monday morning is due when it was due."""
        calendar = self._calendar()
        sent, budget = datetime(2026, 1, 9, 13), 8 * HOUR
        (due,) = calendar._plan_seconds([(sent, budget)])
        for paused, resumed in (
            (datetime(2026, 1, 9, 16), datetime(2026, 1, 12, 7)),  # closing to opening
            (datetime(2026, 1, 9, 19), datetime(2026, 1, 11, 3)),  # inside the weekend
            (datetime(2026, 1, 12, 11), datetime(2026, 1, 12, 12)),  # over lunch
        ):
            with self.subTest(paused=paused):
                (used,) = calendar._count_seconds([(sent, paused)])
                self.assertEqual(calendar._plan_seconds([(resumed, budget - used)]), [due])

    def test_a_pause_inside_working_hours_moves_by_its_length(self):
        calendar = self._calendar()
        sent, budget = datetime(2026, 1, 9, 13), 6 * HOUR
        (used,) = calendar._count_seconds([(sent, datetime(2026, 1, 9, 14))])
        (due,) = calendar._plan_seconds([(datetime(2026, 1, 9, 14, 30), budget - used)])
        self.assertEqual(due - calendar._plan_seconds([(sent, budget)])[0], timedelta(minutes=30))

    def test_the_date_does_not_depend_on_who_asks(self):
        calendar = self._calendar(holidays=[(datetime(2026, 1, 12), datetime(2026, 1, 13))])
        portal = new_test_user(self.env, "clock_portal", groups="base.group_portal")
        asked = [(datetime(2026, 1, 9, 15), 2 * HOUR)]
        self.assertEqual(calendar.with_user(portal)._plan_seconds(asked), calendar._plan_seconds(asked))

    def test_an_archived_calendar_still_counts(self):
        calendar = self._calendar()
        calendar.active = False
        self.assertEqual(calendar._plan_seconds([(datetime(2026, 1, 12, 7), HOUR)]), [datetime(2026, 1, 12, 8)])

    def test_moments_years_apart_in_one_batch(self):
        calendar = self._calendar(OFFICE, holidays=[(datetime(2012, 5, 1), datetime(2012, 5, 2))])
        moments = [datetime(2010, 6, 1, 7, 30), datetime(2012, 4, 30, 15), datetime(2026, 6, 1, 7, 30)]
        self._assert_equal_to_stock(calendar, moments)

    def test_one_long_budget_among_short_ones(self):
        calendar = self._calendar()
        start = datetime(2026, 1, 12, 7)
        wanted = [(start, 61), (start, 1900 * HOUR + 1), (start, 3600 * HOUR + 1)]
        self.assertEqual(calendar._plan_seconds(wanted), [self._stock_plan(calendar, *job) for job in wanted])

    def test_beyond_the_horizon_is_judged_for_each_start(self):
        """The later start looks further; that gives the earlier one no date it would not get alone."""
        rare = self._calendar([(0, 8, 9)])
        early, late = datetime(2026, 1, 1), datetime(2027, 1, 1)
        wanted = [(early, 205 * HOUR), (late, 195 * HOUR)]
        together = rare._plan_seconds(wanted)
        self.assertEqual(together, [rare._plan_seconds([job])[0] for job in wanted])
        self.assertIsNone(together[0])
        self.assertTrue(together[1])
