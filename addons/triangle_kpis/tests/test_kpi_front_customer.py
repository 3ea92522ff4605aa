from datetime import date, datetime, timedelta

from odoo.tests import tagged

from .common import NOW
from .kpi_front_common import FrontKpiCase


@tagged("post_install", "-at_install")
class TestKpiFrontCustomer(FrontKpiCase):
    """Customers: who is there, who would recommend us, whom we know."""

    # -- K13 -----------------------------------------------------------------------------------------

    def test_k13_active_customers_are_counted_once(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        people = self.env["res.partner"].create([{"name": f"Person {i}", "parent_id": firm.id} for i in range(2)])
        for person in people:
            self._encounter(partner_id=person.id)
        self._encounter(timedelta(days=-3))
        self._encounter(timedelta(days=-9))  # the same customer again
        self._encounter(partner_id=False)  # nobody knows who
        self._encounter(partner_id=self.partners[3].id, direction="out")
        self._encounter(timedelta(days=-99), partner_id=self.partners[4].id)
        self._encounter(partner_id=self.company.partner_id.id)  # ourselves
        self._assert_figure("K13", 2, 2)
        self._assert_opens("K13", firm | self.partners[0])
        # the two turn out to be one
        people.parent_id = False
        self._assert_figure("K13", 3, 3)

    def test_k13_knows_nothing_before_there_was_anybody(self):
        self._assert_figure("K13", None, 0)
        self._encounter(timedelta(days=-99))
        self._assert_figure("K13", 0, 0)

    def test_k13_adds_what_other_apps_know(self):
        """Every measure whose code begins with customer_active_ shares the keys; the union is counted."""
        self._encounter()
        self._count()
        measure = self.env["triangle.measure"].create(
            {"code": "customer_active_test", "name": "Ordered", "kind": "D", "source": "encounter"})
        self.env.cr.execute(
            "INSERT INTO triangle_presence (measure_id, record_id, key_id, day, company_id, team_id, channel_id,"
            " department_id, campaign_id) SELECT %s, 900 + i, key, '2026-03-10', %s, 0, 0, 0, 0"
            " FROM unnest(%s) WITH ORDINALITY k(key, i)",
            (measure.id, self.company.id, self.partners[:2].ids))
        kpi = self.env["triangle.kpi"].search([("code", "=", "K13")])
        window = (date(2026, 1, 1), date(2026, 3, 18))
        self.assertEqual(self.env["triangle.recompute"]._figure(kpi, window, {}).value, 2)
        model, ids = self.env["triangle.recompute"]._x_k13_ids(window, {}, "all")
        self.assertEqual((model, ids), ("res.partner", sorted(self.partners[:2].ids)))

    def test_k13_one_who_comes_to_work_for_us_was_a_customer_before(self):
        colleague = self._colleague()
        self.env.cr.execute("UPDATE res_users SET create_date = '2026-03-01' WHERE id = %s", (colleague.id,))
        self._encounter(timedelta(days=-30), partner_id=colleague.partner_id.id)
        self._encounter(timedelta(days=-3), partner_id=colleague.partner_id.id)
        self._assert_figure("K13", 1, 1)
        self._assert_figure("K13", 0, 0, first=date(2026, 3, 1))

    # -- K17 -----------------------------------------------------------------------------------------

    def test_k17_recommendation(self):
        answers = [self._answer("nps", partner, nps=score)
                   for partner, score in zip(self.partners, (10, 9, 8, 6, 0), strict=False)]
        test = self._answer("nps", self.partners[5], nps=0)
        test.test_entry = True
        half = self._answer("nps", self.partners[5], nps=0)
        half.state = "in_progress"
        old = self._answer("nps", self.partners[5], at=timedelta(days=-90), nps=0)  # in another quarter
        # 2 promoters and 2 detractors of 5
        figure = self._assert_figure("K17", 0, 5)
        self.assertLess(figure.low, -50)
        self._assert_opens("K17", answers[0] | answers[1], "num")
        every = self.env["survey.user_input"].union(*answers)
        self._assert_opens("K17", every)
        self.assertNotIn(old, every)
        self._all_same_from_scratch()

    def test_k17_the_latest_answer_of_a_quarter_counts(self):
        first = self._answer("nps", self.partners[0], at=timedelta(days=-60), nps=2)
        self._answer("nps", self.partners[1], nps=10)
        self._assert_figure("K17", 0, 2)  # one of each
        later = self._answer("nps", self.partners[0], at=timedelta(days=-2), nps=9)
        self._assert_figure("K17", 100, 2)
        self._assert_opens("K17", later | self.env["survey.user_input"].search([
            ("partner_id", "=", self.partners[1].id)]))
        later.unlink()  # without it the earlier one counts again
        self._assert_figure("K17", 0, 2)
        self._assert_opens("K17", first, "all", date(2026, 1, 1), date(2026, 1, 31))
        self._all_same_from_scratch()

    def test_k17_a_quarter_ends_at_midnight_of_the_company(self):
        # 31 March 23:30 in Berlin is still the first quarter, 1 April 0:30 is not; in UTC both are March
        self._at(datetime(2026, 4, 20, 10))
        self._answer("nps", self.partners[0], at=datetime(2026, 3, 31, 21, 30) - NOW, nps=2)
        self._answer("nps", self.partners[0], at=datetime(2026, 3, 31, 22, 30) - NOW, nps=9)
        self._assert_figure("K17", -100, 1, last=date(2026, 3, 31))
        self._assert_figure("K17", 100, 1, first=date(2026, 4, 1), last=date(2026, 4, 20))

    def test_k17_another_scale_is_another_question(self):
        answer = self._answer("nps", self.partners[0], nps=9)
        answer.user_input_line_ids.question_id.copy({"scale_max": 5, "scale_min": 1, "feedback_code": "nps"})
        self._assert_figure("K17", 100, 1)
        answer.user_input_line_ids.question_id = self.env["survey.question"].search(
            [("feedback_code", "=", "nps"), ("scale_max", "=", 5)], limit=1)
        self._assert_figure("K17", None, 0)

    def test_k17_unhappy_customers_are_called_back(self):
        due = NOW - timedelta(days=1)
        for partner, score, followed in zip(
            self.partners, (0, 3, 6, 9), (due, due + timedelta(hours=1), False, False), strict=False,
        ):
            answer = self._answer("nps", partner, nps=score)
            asked = self.env["frontoffice.feedback.invitation"].search([("user_input_id", "=", answer.id)])
            asked.write({"follow_due_at": due, "followed_at": followed})
        self._assert_figure("K17F", 1 / 3, 3, 1)

    # -- K18 -----------------------------------------------------------------------------------------

    def test_k18_what_we_know_of_active_customers(self):
        full, bare, gone = self.partners[0], self.partners[1], self.partners[2]
        full.write({"email": "full@example.com", "user_id": self.env.uid,
                    "category_id": [(0, 0, {"name": "Gold"})]})
        bare.email = "bare@example.com"
        bare.message_bounce = 3
        for partner in (full, bare):
            self._encounter(partner_id=partner.id)
        self._encounter(timedelta(days=-400), partner_id=gone.id)
        self._case(partner_id=False, email="BARE@example.com", state="open")
        self._answer("nps", full, nps=9)
        asked = self.env["frontoffice.feedback.invitation"].search([("partner_id", "=", full.id)])
        asked.write({"sent_at": NOW - timedelta(days=6), "answered_at": NOW - timedelta(days=5)})
        self._count()
        self._at(datetime(2026, 3, 18, 23, 30))
        self.env["triangle.engine"]._take_levels(date(2026, 3, 18))
        # full: address, kind, owner, contact and answer, 5 of 5; bare: only the contact, 1 of 4 and the lost case
        self._assert_figure("K18", (5 + 1) / (5 + 5), 10)
        day = date(2026, 3, 18)
        self._assert_opens("K18", full | bare, "all", day, day)
        self._assert_opens("K18", bare, "miss", day, day)
        # two links or more are missing of the bare one only
        self._assert_figure("K18G", 1 / 2, 2)
        self._assert_opens("K18G", bare, "num", day, day)
