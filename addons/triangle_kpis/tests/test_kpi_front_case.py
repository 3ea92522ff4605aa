from datetime import date, datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import NOW
from .kpi_front_common import FrontKpiCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
DIMENSIONS = ("reliability", "assurance", "tangibles", "empathy", "responsiveness")


@tagged("post_install", "-at_install")
class TestKpiFrontCase(FrontKpiCase):
    """Keeping promises: cases, complaints, answers to surveys, the companions of promises kept."""

    # -- K22 -----------------------------------------------------------------------------------------

    def test_k22_companions(self):
        asked = timedelta(days=-20)
        ratings = [self._rating(self._encounter(), value, at) for value, at in (
            (5, asked + timedelta(days=14)), (2, asked + timedelta(days=15)), (4, asked))]
        silent = self._rating(self._encounter(), 0, False, consumed=False)
        young = self._rating(self._encounter(), 0, False, consumed=False)
        rows = self.env["rating.rating"].union(*ratings)
        self.env.flush_all()
        for rating, at in ((rows | silent, NOW + asked), (young, NOW - 13 * DAY)):
            self.env.cr.execute("UPDATE rating_rating SET create_date = %s WHERE id = ANY(%s)", (at, rating.ids))
        rows.browse().invalidate_model()
        self._assert_figure("K22", 2 / 3, 3, 2)
        self._assert_figure("K22M", 11 / 3, 3)
        # asked four times two weeks ago: two answered in time
        self._assert_figure("K22R", 2 / 4, 4)
        self._at(NOW + 2 * DAY)
        self._assert_figure("K22R", 2 / 5, 5)

    # -- K23, K24 ------------------------------------------------------------------------------------

    def test_k23_easy(self):
        answers = [self._answer("ces", partner, ces=score)
                   for partner, score in zip(self.partners, (7, 5, 4, 1), strict=False)]
        self._assert_figure("K23", 2 / 4, 4, 2)
        self._assert_figure("K23M", 17 / 4, 4)
        self._assert_opens("K23", answers[2] | answers[3], "miss")
        answers[2].user_input_line_ids.value_scale = 6
        self._assert_figure("K23", 3 / 4, 4)
        answers[0].unlink()
        self._assert_figure("K23", 2 / 3, 3)
        # who belongs to us does not judge us
        self._answer("ces", self.company.partner_id, ces=7)
        self._assert_figure("K23", 2 / 3, 3)

    def test_k24_expected_less_found(self):
        one = {f"{name}_{side}": 6 - 2 * (side == "p") for name in DIMENSIONS for side in "ep"}  # 2 behind each
        two = {"reliability_e": 7, "reliability_p": 7, "assurance_e": 5, "assurance_p": 6, "tangibles_e": 7}
        self._answer("rater", self.partners[0], **one)
        self._answer("rater", self.partners[1], **two)
        # reliability (2 + 0) / 2, assurance (2 − 1) / 2, the other three 2: their mean
        self._assert_figure("K24", (1 + 0.5 + 2 + 2 + 2) / 5, 2)
        for code, value, n in (("K24RL", 1, 2), ("K24A", 0.5, 2), ("K24T", 2, 1), ("K24E", 2, 1), ("K24RS", 2, 1)):
            self._assert_figure(code, value, n)
        figure = self._figure("K24")
        self.assertLess(figure.low, figure.high)

    def test_k24_by_importance(self):
        """One customer finds reliability all there is, another shares out 100 points among two sides."""
        gaps = {"reliability": 2, "assurance": 1, "tangibles": 0, "empathy": 0, "responsiveness": 1}
        answers = [self._answer("rater", partner, **{
            f"{name}_{side}": 6 - gap * (side == "p") for name, gap in gaps.items() for side in "ep"})
            for partner in self.partners[:2]]
        self._assert_figure("K24I", None, 2)
        self._points(answers[0], reliability=100)
        self._points(answers[1], empathy=60, assurance=40, tangibles=-5)
        self._assert_figure("K24I", (100 * 2 + 60 * 0 + 40 * 1) / 200, 2)
        answers[1].test_entry = True
        self._assert_figure("K24I", 2, 1)
        self._all_same_from_scratch()

    def _points(self, answer, **points):
        for name, value in points.items():
            question = self.env["survey.question"].create({
                "title": name, "survey_id": answer.survey_id.id, "question_type": "numerical_box",
                "feedback_code": f"importance_{name}"})
            answer.user_input_line_ids = [Command.create({
                "question_id": question.id, "answer_type": "numerical_box", "value_numerical_box": value})]

    # -- K25 -----------------------------------------------------------------------------------------

    def test_k25_time_to_solve(self):
        done = {"resolved_at": NOW - DAY}
        cases = self.env["frontoffice.case"].union(*(
            self._ticket(timedelta(days=-3), resolve_minutes=minutes, **done) for minutes in (20, 20, 20, 50, 1900)))
        self._ticket(timedelta(days=-3), "praise", resolve_minutes=9, **done)
        self._ticket(timedelta(days=-3), resolve_minutes=9, merged_into_id=cases[0].id, **done)
        # the third of five lies between 15 and 30 minutes, the 90th percentile between 960 and 1920
        figure = self._figure("K25P50")
        self.assertEqual(figure.n, 5)
        self.assertTrue(15 / 60 <= figure.value <= 30 / 60, figure)
        self.assertTrue(960 / 60 <= self._figure("K25").value <= 1920 / 60)
        self._assert_opens("K25", cases)
        cases[4].write({"resolved_at": False, "resolve_minutes": False})  # opened again
        self.assertLess(self._figure("K25").value, 1)
        cases[4].write({"resolved_at": NOW - HOUR, "resolve_minutes": 2000})
        self.assertGreater(self._figure("K25").value, 30)

    def test_k25_open_cases_past_their_time(self):
        late = self._ticket(state="open", resolution_due_at=NOW)
        self._ticket(state="open", resolution_due_at=NOW + 9 * DAY)
        self._ticket(state="waiting_customer", resolution_due_at=False)
        self._ticket(state="resolved", resolution_due_at=NOW)
        self._ticket(state="open", resolution_due_at=NOW, source="import")
        self._count()
        self._at(datetime(2026, 3, 18, 23, 30))
        self.env["triangle.engine"]._take_levels(date(2026, 3, 18))
        self._assert_figure("K25O", 1 / 3, 3)
        day = date(2026, 3, 18)
        self._assert_opens("K25O", late, "num", day, day)

    # -- K31 -----------------------------------------------------------------------------------------

    def test_k31_complaints_in_time(self):
        due = NOW - timedelta(days=2)
        until = {"ack_due_at": due, "answer_due_at": due}
        cases = {
            "good": self._case(ack_at=due, resolved_at=due, first_resolved_at=due, **until),
            "late": self._case(ack_at=due + HOUR, resolved_at=due + HOUR, first_resolved_at=due + HOUR, **until),
            "open": self._case(**until),
            # solved in time and opened again after the day: it was in time that day, and stays so
            "again": self._case(ack_at=due - DAY, resolved_at=False, first_resolved_at=due - HOUR,
                                first_reopened_at=due + HOUR, **until),
            "too_soon": self._case(ack_at=due - DAY, resolved_at=due + HOUR, first_resolved_at=due - 2 * HOUR,
                                   first_reopened_at=due - HOUR, **until),
        }
        self._case(cancelled_at=due, **until)
        self._ticket(kind="question", **until)
        self._case(ack_due_at=NOW + HOUR, answer_due_at=NOW + HOUR)  # not due
        merged = self._case(**until)
        merged.merged_into_id = cases["good"]
        self._assert_figure("K31", 2 / 5, 5, 2)
        self._assert_opens("K31", cases["good"] | cases["again"], "num")
        self._assert_opens("K31", cases["late"] | cases["open"] | cases["too_soon"], "miss")
        self._assert_figure("K31A", 3 / 5, 5)
        cases["open"].type = "question"  # entered as something else
        self._assert_figure("K31", 2 / 4, 4)
        self._at(NOW + 2 * HOUR)
        self._assert_figure("K31", 2 / 5, 5)
        self._all_same_from_scratch()

    # -- K32 -----------------------------------------------------------------------------------------

    def test_k32_put_right(self):
        solved = NOW - timedelta(days=100)
        since = date(2025, 10, 1)
        cases = [self._case(solved - DAY - NOW, resolved_at=solved) for _i in range(5)]
        for case, ratings in zip(cases, (
            [(4, 1)], [(5, 1), (3, 2)], [(5, -1)], [(5, 91)], [],
        ), strict=True):
            for value, days in ratings:
                self._rating(case, value, solved + timedelta(days=days) - NOW)
        young = self._case(timedelta(days=-90), resolved_at=NOW - timedelta(days=89))
        self._rating(young, 5)
        # rated afterwards within 90 days: the first, content, and the second, whose last word is a 3
        self._assert_figure("K32", 1 / 2, 2, 1, first=since)
        self._assert_opens("K32", cases[0], "num", since)
        self._assert_opens("K32", cases[1], "miss", since)
        self._assert_figure("K32R", 0, 5, first=since)
        self._rating(cases[4], 5, solved + timedelta(days=90) - NOW)
        self._assert_figure("K32", 2 / 3, 3, first=since)
        again = self._case(solved + timedelta(days=90) - NOW)
        again.repeat_of_id = cases[2]
        self._case(solved + timedelta(days=91) - NOW).repeat_of_id = cases[3]  # a day too late
        self._assert_figure("K32R", 1 / 5, 5, first=since)
        self._at(NOW + 2 * DAY)
        self._assert_figure("K32", 3 / 4, 4, first=since)
        self._all_same_from_scratch()

    # -- K33 and what belongs to it ------------------------------------------------------------------

    def test_k33_kept(self):
        due = NOW - timedelta(days=2)
        kept = self._promise()
        heroic = self._promise(enabled_at=due + HOUR)
        late = self._promise(fulfilled_at=due + HOUR)
        partly = self._promise(in_full=False)
        before = timedelta(days=-20)
        disputed = self._promise(before, disputed_at=NOW + before + timedelta(days=13))
        open_ = self._promise(fulfilled_at=False)
        stale = self._promise(before, disputed_at=NOW + before + timedelta(days=15))  # too late to count
        self._promise(withdrawn_by="customer", withdrawn_at=due)
        self._promise(origin_kind="auto")
        self._promise(timedelta(days=1), fulfilled_at=False)
        self._assert_figure("K33", 3 / 7, 7, 3)
        self._assert_opens("K33", kept | heroic | stale, "num")
        self._assert_opens("K33", late | partly | disputed | open_, "miss")
        self._assert_figure("HEROIC", 1 / 7, 7)
        self._assert_opens("HEROIC", heroic, "num")
        self._figure("K33")
        kept.disputed_at = due + DAY  # later than counted
        self._assert_figure("K33", 2 / 7, 7)
        self._all_same_from_scratch()

    def test_k33_first_date_and_warning(self):
        due = NOW - timedelta(days=2)
        asked = self._promise(first_due_at=due - DAY)  # the customer asked for a day more
        first = self._promise(first_due_at=due)
        told = self._promise(first_due_at=due, fulfilled_at=due + HOUR, warned_at=due - HOUR)
        silent = self._promise(first_due_at=due, fulfilled_at=False)
        after = self._promise(first_due_at=due, fulfilled_at=due + HOUR, warned_at=due + HOUR / 2)
        self._promise(first_due_at=due, fulfilled_at=False, withdrawn_at=due - HOUR, withdrawn_by="customer")
        self._assert_figure("K33", 2 / 5, 5)
        self._assert_figure("K33F", 1 / 5, 5)
        self._assert_opens("K33F", first, "num")
        self._assert_opens("K33F", asked | told | silent | after, "miss")
        self._assert_figure("K33W", 2 / 3, 3)
        self._assert_opens("K33W", silent | after, "num")
