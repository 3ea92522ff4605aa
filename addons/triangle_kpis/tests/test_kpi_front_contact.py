from datetime import date, timedelta

from odoo.tests import tagged

from .common import NOW
from .kpi_front_common import FrontKpiCase

HOUR = timedelta(hours=1)


@tagged("post_install", "-at_install")
class TestKpiFrontContact(FrontKpiCase):
    """Keeping promises, contact by contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.need = cls.env["frontoffice.need"].create({"name": "Boiler", "company_id": cls.company.id})

    def _talk(self, days, **vals):
        """A contact of half an hour that many days ago, answered at once."""
        at = NOW + timedelta(days=days)
        return self._encounter(at, **{
            "first_response_at": at, "ended_at": at + HOUR / 2, "state": "done", "outcome": "informed", **vals})

    # -- K19 -----------------------------------------------------------------------------------------

    def test_k19_left_without_an_answer(self):
        at = NOW - timedelta(days=2)
        answered = self._encounter()
        waiting = self._encounter(state="waiting", first_response_at=False)
        left = self._encounter(state="abandoned", first_response_at=False, ended_at=at + timedelta(seconds=10))
        called = self._encounter(state="no_show", first_response_at=False)
        hung_up = self._encounter(state="abandoned", first_response_at=False, ended_at=at + timedelta(seconds=9))
        visit = self.env["calendar.event"].create({"name": "Visit", "start": at, "stop": at + HOUR})
        missed = self._encounter(state="no_show", first_response_at=False, calendar_event_id=visit.id)
        came = self._encounter(state="done", calendar_event_id=visit.id)
        booking = self._encounter(outcome="appointment", calendar_event_id=visit.id)
        self._encounter(state="abandoned", first_response_at=False, direction="out")
        # left and called and not there, of six; the visit that was missed is none
        self._assert_figure("K19", 2 / 6, 6, 2)
        self._assert_opens("K19", left | called, "num")
        self._assert_opens("K19", answered | waiting | left | called | came | booking)
        self._assert_figure("K19H", 1, 1)
        self._assert_opens("K19H", hung_up)
        self._assert_figure("K19N", 1 / 2, 2)
        self._assert_opens("K19N", missed, "num")
        left.write({"state": "done", "first_response_at": at + HOUR})  # found later
        self._assert_figure("K19", 1 / 6, 6)

    # -- K20 -----------------------------------------------------------------------------------------

    def test_k20_first_answers(self):
        due = {"response_due_at": NOW - timedelta(days=1)}
        good = self._encounter(first_response_at=NOW - timedelta(days=1), **due)
        late = self._encounter(first_response_at=NOW - timedelta(hours=23), **due)
        open_ = self._encounter(first_response_at=False, **due)
        self._encounter(first_response_at=False, response_due_at=NOW + HOUR)  # not due yet
        self._encounter(partner_id=self.env.company.partner_id.id, **due)  # ourselves
        self._assert_figure("K20", 1 / 3, 3, 1)
        self._assert_opens("K20", late | open_, "miss")
        self._assert_opens("K20", good, "num")
        self._at(NOW + 2 * HOUR)
        self._assert_figure("K20", 1 / 4, 4)

    def test_k20_minutes_follow_the_clock_of_the_channel(self):
        email = self.channels[1]
        email.first_response_clock = "working"
        for minutes in (10, 10, 10, 100):
            self._encounter(NOW - timedelta(hours=2), first_response_at=NOW - timedelta(hours=2, minutes=-minutes))
        for median, code in ((10, "K20P50"), (100, "K20P90")):
            figure = self._figure(code)
            self.assertEqual(figure.n, 4)
            self.assertTrue(median / 2 <= figure.value <= median * 2, figure)
        # over night: 60 working minutes, though 16 hours by the clock
        self._encounter(NOW.replace(day=16, hour=15, minute=30), channel_id=email.id,
                        first_response_at=NOW.replace(day=17, hour=7, minute=30))
        minutes = self.env["frontoffice.encounter"].search([("channel_id", "=", email.id)]).response_minutes
        self.assertEqual(minutes, 60)

    # -- K21 -----------------------------------------------------------------------------------------

    def test_k21_settled_at_once(self):
        day = -10
        case = {name: self._ticket(timedelta(days=day), partner_id=self.partners[1].id) for name in (
            "once", "slow", "reopened", "praise", "outbound", "merged", "again")}
        end = NOW + timedelta(days=day) + HOUR / 2
        for name, record in case.items():
            record.write({"first_resolved_at": end + (HOUR if name == "slow" else 0 * HOUR)})
        case["praise"].type = "praise"
        case["reopened"].first_reopened_at = end + timedelta(days=7)
        case["merged"].merged_into_id = case["once"]
        self._talk(day - 1, direction="out", case_id=case["outbound"].id)
        talks = {name: self._talk(day, case_id=record.id, outcome="case") for name, record in case.items()}
        back = self._talk(day + 5, case_id=case["again"].id)
        alone = {outcome: self._talk(day, outcome=outcome, partner_id=self.partners[2].id)
                 for outcome in ("informed", "directed", "sold", "unmet", "message", "handoff", "lead", False)}
        self._talk(-6)  # a week has not passed
        good = talks["once"] | alone["informed"] | alone["directed"] | alone["sold"]
        bad = (talks["slow"] | talks["reopened"] | talks["again"] | alone["unmet"] | alone["message"]
               | alone["handoff"])
        self._assert_figure("K21", 4 / 10, 10, 4)
        self._assert_opens("K21", good, "num")
        self._assert_opens("K21", bad, "miss")
        self.assertNotIn(back, good | bad)  # a further contact of a case is no issue of its own
        case["again"].write({"first_resolved_at": False})
        alone["sold"].transfer_count = 1
        self._assert_figure("K21T", 3 / 10, 10)
        self._all_same_from_scratch()

    def test_k21_the_same_customer_about_the_same_topic(self):
        first = self._talk(-20, need_id=self.need.id)
        other = self._talk(-20, need_id=self.need.id, partner_id=self.partners[1].id)
        self._assert_figure("K21", 1, 2)
        again = self._talk(-14, need_id=self.need.id, outcome="unmet")
        self._assert_figure("K21", 1 / 3, 3)  # only the other one
        self._assert_opens("K21", first | again, "miss")
        again.partner_id = self.partners[2]  # it was somebody else
        self._assert_figure("K21", 2 / 3, 3)
        again.write({"partner_id": self.partners[0].id, "arrived_at": NOW - timedelta(days=12)})  # on the eighth day
        self._assert_figure("K21", 2 / 3, 3)
        again.write({"arrived_at": NOW - timedelta(days=13)})  # 30 minutes less than seven days after the end
        self._assert_figure("K21", 1 / 3, 3)
        again.unlink()
        self._assert_figure("K21", 1, 2)
        self._assert_opens("K21", first | other, "num")
        self._all_same_from_scratch()

    # -- K26 -----------------------------------------------------------------------------------------

    def test_k26_history_at_hand(self):
        case, plain = self._case(timedelta(days=-9)), self._case(timedelta(days=-9))
        self._talk(-9, case_id=case.id, context_carried=True)  # the first one needs no history
        self._talk(-9, case_id=plain.id)
        self._talk(-8, case_id=plain.id)  # always the same channel
        good = self._talk(-8, case_id=case.id, context_carried=True)
        self._assert_figure("K26", None, 0)  # one channel until now
        bad = self._talk(-7, case_id=case.id, channel_id=self.channels[1].id)
        self._talk(-6, case_id=case.id, channel_id=self.channels[1].id, direction="out")
        self._assert_figure("K26", 1 / 2, 2, 1)
        self._assert_opens("K26", good | bad)
        self._assert_opens("K26", bad, "miss")
        bad.case_id = plain  # now that one came by two channels, and its second contact counts too
        self._assert_figure("K26", 1 / 3, 3)
        self._all_same_from_scratch()

    # -- K28 -----------------------------------------------------------------------------------------

    def test_k28_need_found_and_agreed(self):
        good = self._talk(-2, need_id=self.need.id, need_confirmed=True)
        unsure = self._talk(-2, need_id=self.need.id)
        none = self._talk(-2)
        self._talk(-2, host_id=self.env.uid)  # visits a colleague
        self._talk(-2, outcome="message")
        self._talk(-2, source="import")
        self._talk(-2, first_response_at=False)
        self._assert_figure("K28", 1 / 3, 3, 1)
        self._assert_opens("K28", unsure | none, "miss")
        unsure.need_confirmed = True
        self._assert_figure("K28", 2 / 3, 3)
        self._assert_opens("K28", good | unsure, "num")

    # -- K29 -----------------------------------------------------------------------------------------

    def test_k29_questions_that_come_back(self):
        case = self._case(timedelta(days=-20))
        first = self._talk(-20, case_id=case.id)
        again = self._talk(-14, case_id=case.id, is_clarification=True)
        alone = self._talk(-20, need_id=self.need.id)
        self._talk(-13.5, need_id=self.need.id, is_clarification=True)  # within the week
        other = self._talk(-20, need_id=self.need.id, partner_id=self.partners[1].id)
        more = self._talk(-19, need_id=self.need.id, partner_id=self.partners[1].id)  # more, but not asked again
        answered = first | again | alone | other | more
        self._assert_figure("K29", 2 / 6, 6, 2)
        self._assert_opens("K29", first | alone, "num")
        more.is_clarification = True
        self._assert_figure("K29", 3 / 6, 6)
        self.assertEqual(len(answered), 5)
        self._all_same_from_scratch()

    # -- K30 -----------------------------------------------------------------------------------------

    def test_k30_complaints_per_1000_active_customers(self):
        # customer 0 comes on 1 and on 11 March, customer 1 on 5 February, customer 2 on 15 March
        for partner, day in ((0, date(2026, 3, 1)), (0, date(2026, 3, 11)), (1, date(2026, 2, 5)),
                             (2, date(2026, 3, 15))):
            self._encounter(NOW.replace(month=day.month, day=day.day), partner_id=self.partners[partner].id)
        complaint = self._case(NOW.replace(day=9) - NOW)
        self._ticket(NOW.replace(day=9) - NOW)
        self._case(NOW.replace(month=2) - NOW)
        window = {"first": date(2026, 3, 1), "last": date(2026, 3, 15)}
        # 0 on all 15 days; 1 until 6 March (30 days from 5 February), 6 days; 2 on the 15th alone: 22 / 15
        figure = self._figure("K30", **window)
        self.assertAlmostEqual(figure.value, 1000 / (22 / 15), 9)
        self.assertEqual(figure.count, 1)
        self.assertLess(figure.low, figure.value)
        self._assert_opens("K30", complaint, "all", window["first"], window["last"])
        # days to come do not thin it out
        month = self._figure("K30", date(2026, 3, 16), date(2026, 3, 31))
        self.assertEqual((month.value, month.n), (0, 2))

    def test_k30_without_customers_says_nothing(self):
        self._case()
        self._assert_figure("K30", None, 0)

    # -- K37 -----------------------------------------------------------------------------------------

    def test_k37_served_alike(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True, "lang": False})
        person = self.env["res.partner"].create({"name": "Person", "lang": False})
        due = {"response_due_at": NOW - timedelta(days=1)}
        good = {"first_response_at": NOW - timedelta(days=1), **due}
        bad = {"first_response_at": NOW, **due}
        # firms: 30 of 30; persons: 15 of 30 at the counter, 10 of 10 by mail
        for partner, channel, kept, missed in ((firm, 0, 30, 0), (person, 0, 15, 15), (person, 1, 10, 0)):
            for vals in [good] * kept + [bad] * missed:
                self._encounter(partner_id=partner.id, channel_id=self.channels[channel].id, **vals)
        # persons by the company's channels (60 counter, 10 mail): (60 · ½ + 10 · 1) / 70
        figure = self._figure("K37")
        self.assertAlmostEqual(figure.value, 1 - 40 / 70, 9)
        self.assertTrue(figure.low < figure.value < figure.high)
        missed = self.env["frontoffice.encounter"].search(
            [("partner_id", "=", person.id), ("first_response_at", "=", NOW)])
        self._assert_opens("K37", missed, "miss")
        self._assert_figure("K37S", 1 - 40 / 70, 70)
        self._assert_opens("K37S", missed, "miss")
        for code in ("K37L", "K37W"):
            self._assert_figure(code, None, 0)
            self._assert_opens(code, missed.browse(), "miss")

    def test_k37_needs_two_groups(self):
        for _i in range(31):
            self._encounter()
        self._assert_figure("K37", None, 0)
