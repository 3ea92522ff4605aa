from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .back_common import WHOLE, BackCase, at
from .common import NOW


@tagged("post_install", "-at_install")
class TestKpiBackRest(BackCase):
    """Gaps, lost time, loops, money, deadlines and runs; every answer is worked out by hand."""

    # -- what the departments behind a promise missed ------------------------------------------------

    def test_g3_standard_missed(self):
        """Due Thursday the 12th. In time; late; never ready; due after the promise; without a step; no standard."""
        due = at("03-12 16:00")
        promises = [self._promise(due, standard_id=self.standard.id) for _i in range(6)]
        self._promise(due)  # nobody said what is usual
        auto = self._promise(due, standard_id=self.standard.id, origin_kind="auto")
        in_time, late, never, after, step, gone = promises
        self._plain(promise_id=in_time.id)
        self._plain(promise_id=late.id, ready="03-11 08:01", confirmed="03-11 09:00")  # its time: 8:00
        open_one = self._request(("03-09 08:00", "sent"), promise_id=never.id)
        self._request(("03-12 08:00", "sent"), promise_id=after.id)  # due on Monday, the promise on Thursday
        ready = self._plain(promise_id=step.id)
        line = self.env["backoffice.checklist.line"].create({
            "handoff_id": ready.id, "company_id": self.company.id, "name": "Weigh", "required": True})
        self._request(("03-09 08:00", "sent"), ("03-16 08:00", "cancelled"), promise_id=gone.id)
        self.assertEqual(self._of("promise_standard_missed"), (3, 6))
        self.assertNotIn(auto.id, self._missed("all"))
        self.assertEqual(set(self._missed("num")), {late.id, never.id, step.id})
        line.write({"done": True, "done_at": at("03-09 09:00")})
        line.done_at = at("03-09 09:00")  # ticking takes the moment; here it was ticked in time
        open_one.promise_id = False
        self.env.flush_all()
        self.assertEqual(self._of("promise_standard_missed")[1], 6)
        never.withdrawn_at, never.withdrawn_by = due - timedelta(hours=1), "customer"
        self.assertEqual(self._of("promise_standard_missed")[1], 5)
        self._assert_from_scratch()

    def _missed(self, part):
        return self.env["triangle.reader"]._record_ids("promise_standard_missed", WHOLE, {}, part)

    # -- where the time went -------------------------------------------------------------------------

    def test_lost_minutes(self):
        """Ten hours late in all: 120 + 300 + 60 + 90 + 30 minutes."""
        promise = self._promise()
        parts = {"external": 120, "internal": 300, "interactive": 60, "customer": 90, "unexplained": 30}
        rows = self.env["backoffice.delay"].create([
            {"promise_id": promise.id, "company_id": self.company.id, "side": side, "at": at("03-10 09:00"),
             "seconds": 60 * minutes, "minutes": minutes, "team_id": self.teams[0].id,
             "department_id": self.departments[0].id if side == "internal" else False}
            for side, minutes in parts.items()])
        self.assertEqual(self._of("delay")[0], 600)
        self.assertEqual({side: self._of(f"delay_{side}")[0] for side in parts}, parts)
        self.assertEqual(self._of("delay_internal", department_id=self.departments[0].id)[0], 300)
        self.assertEqual(self._value("DELAY"), 30 / 600)
        self.assertEqual(self._opens("DELAY", "num"), rows[4].ids)
        rows[4].unlink()
        self.assertEqual(self._value("DELAY"), 0)
        self._assert_from_scratch()

    def test_kept_all_the_same(self):
        """Four due: kept and ready; kept though not ready; not kept; taken back by the customer in time."""
        self._promise()
        hero = self._promise(enabled_at=False)
        self._promise(fulfilled_at=False)
        self._promise(withdrawn_at=NOW - timedelta(days=4), withdrawn_by="customer", fulfilled_at=False)
        self.assertAlmostEqual(self._value("HEROIC"), 1 / 3)
        self.assertEqual(self._opens("HEROIC", "num"), hero.ids)

    # -- loops ---------------------------------------------------------------------------------------

    def test_loops_closed(self):
        """Outcomes 1 of 2, causes 1 of 2, announcements 1 of 1: three of five."""
        self._plain().feedback_note_at = at("03-09 10:30")
        self._plain()
        cause = self.env["frontoffice.cause"].create({"name": "Wrong part", "company_id": self.company.id})
        known = self._case(resolved_at=at("03-10 09:00"), root_cause_id=cause.id)
        self._case(resolved_at=at("03-10 09:00"))
        self._case(resolved_at=at("03-10 09:00"), type="question")
        self._case(root_cause_id=cause.id)  # not solved yet
        notice = self.env["backoffice.notice"].create({
            "name": "New", "body": "<p>x</p>", "company_id": self.company.id, "state": "published"})
        notice.version_id = notice._current_version()
        self.env["backoffice.notice.receipt"].create({
            "notice_id": notice.id, "version_id": notice.version_id.id, "user_id": self.clerk.id,
            "company_id": self.company.id, "asked_at": at("03-02 09:00"), "acked_at": at("03-03 09:00")})
        self.assertEqual(self._value("LOOP"), 3 / 5)
        figure = self.dashboard._judge(*self._values("LOOP"))
        self.assertEqual((figure.count, figure.n), (3, 5), "of all three loops")
        self.assertTrue(figure.low < 3 / 5 < figure.high)
        known.root_cause_id = False
        self.assertEqual(self._value("LOOP"), 2 / 5)
        self._assert_from_scratch()

    # -- money ---------------------------------------------------------------------------------------

    def test_k57_cost_of_a_solved_case(self):
        """10 + 2 h × 30 = 70 each; one was done twice: 70 + 140, and 40 goodwill, over two cases."""
        self.service.write({"cost_fixed": 10, "touch_hours": 2, "hour_rate": 30})
        self._plain()
        self._request(
            ("03-09 08:00", "sent"), ("03-09 08:00", "accepted"), ("03-09 09:00", "delivered"),
            ("03-09 10:00", "rejected"), ("03-09 11:00", "delivered"), ("03-09 12:00", "confirmed"))
        self._request(("03-09 08:00", "sent"))  # not done: costs nothing yet
        self.assertIsNone(self._value("K57"), "no case solved")
        cases = [self._case(resolved_at=at("03-10 09:00")) for _i in range(2)]
        own = self._gesture(cases[0], 30)
        self._gesture(cases[0], 10, approver_id=self.env.uid)
        self.assertEqual(self._value("K57"), (70 + 140 + 40) / 2)
        self.assertEqual(self._value("K51M"), 30 / 40)
        self.assertEqual(self._opens("K51M", "num"), own.ids)
        self.assertEqual(set(self._opens("K57", "num")), {case.id for case in cases})

    def _gesture(self, case, amount, **vals):
        return self.env["frontoffice.gesture"].create({
            "case_id": case.id, "company_id": self.company.id, "currency_id": self.company.currency_id.id,
            "amount": amount, "amount_company": amount, "given_at": at("03-10 10:00"), "state": "given", **vals})

    # -- deadlines -----------------------------------------------------------------------------------

    def test_k59_compliance_deadlines(self):
        """The last moment is the end of the day in Berlin: 22:59:59 UTC."""
        def deadline(day, met=None, **vals):
            record = self.env["backoffice.obligation"].create({
                "name": "VAT", "kind": "tax", "department_id": self.departments[0].id, "company_id": self.company.id,
                "due_on": date(2026, 3, day), "evidence_required": False, **vals})
            record.write({"met_at": met and at(met), "state": "done" if met else "open"})
            return record

        in_time = deadline(10, "03-10 22:59:59")
        late = deadline(10, "03-10 23:00:00")
        never = deadline(11)
        deadline(18)  # today is not over
        deadline(12).write({"state": "cancelled"})
        self.assertEqual(self._of("obligation"), (1, 3))
        self.assertEqual(set(self._opens("K59", "miss")), {late.id, never.id})
        self.assertEqual(self._opens("K59", "num"), in_time.ids)
        self._at(NOW + timedelta(days=1))
        self.assertEqual(self._of("obligation"), (1, 4), "a day later")
        never.write({"met_at": at("03-19 08:00"), "state": "done"})
        self.assertEqual(self._of("obligation"), (1, 4), "what was missed stays missed")
        self._assert_from_scratch()

    # -- runs ----------------------------------------------------------------------------------------

    def test_k60_figures_up_to_date(self):
        self.env.cr.execute("DELETE FROM triangle_job_run")
        Run = self.env["triangle.job.run"]
        runs = Run.create([
            {"source": "case", "started_at": at("03-10 09:00"), "ok": True, "records": 5, "lag_seconds": lag}
            for lag in (60, 120, 180)])
        failed = Run.create({"source": "case", "started_at": at("03-10 09:00"), "ok": False, "error": "x"})
        Run.create([
            {"source": "case", "started_at": at("03-10 09:00"), "ok": True},  # nothing to do
            {"source": "case", "started_at": at("02-01 09:00"), "ok": True, "records": 5},
            {"source": "case", "started_at": NOW - timedelta(days=91), "ok": False},  # good ones of then are gone
        ])
        march = (date(2026, 3, 1), date(2026, 3, 17))
        recompute = self.env["triangle.recompute"]
        figure = recompute._x_k60(march, {})
        self.assertEqual((figure.value, figure.count, figure.n), (0.75, 3, 4))
        self.assertEqual(recompute._x_k60((date(2025, 1, 1), date(2026, 3, 17)), {}).n, 5)
        self.assertAlmostEqual(recompute._x_k60_lag(march, {}).value, (120 + 0.9 * 60) / 60)
        self.assertEqual(recompute._x_k60_ids(march, {}, "miss"), ("triangle.job.run", failed.ids))
        self.assertEqual(recompute._x_k60_ids(march, {}, "num"), ("triangle.job.run", runs.ids))
        self.assertIsNone(recompute._x_k60(march, {"team_id": 1}).value)

    # -- what is confidential ------------------------------------------------------------------------

    def _secret(self, count, **more):
        """Confidential requests to Parts that were late."""
        found = self.env["backoffice.handoff"]
        for _i in range(count):
            found |= self._plain(ready="03-12 08:00", confirmed="03-12 09:00", **more)
        found.confidential = True
        return found

    def test_confidential_requests_are_counted_and_not_told_apart(self):
        parts = self.departments[0].id
        self._plain()
        secret = self._secret(4)
        self.assertEqual(self._of("handoff_sla"), (1, 5), "in the figure of the company")
        self.assertEqual(self._of("handoff_sla", department_id=parts), (1, 1), "not in the department's")
        self.assertEqual(self._of("handoff_sla", team_id=self.teams[0].id), (1, 1))
        split = self.env["triangle.reader"]._sums({"w": WHOLE}, {"handoff_sla"}, {}, by="department_id")["w"]
        self.assertEqual(split[parts, "handoff_sla"].den, 1)
        self.assertFalse(set(secret.ids) & set(self._opens("K38", department_id=parts)))
        self.assertEqual(len(self._opens("K38")), 5)
        kpi, values = self._values("K39", department_id=parts)
        self.assertEqual((values["handoff_cycle_n"], sum(values["handoff_cycle_bins"])), (1, 1))
        self._secret(1)
        self.assertEqual(self._of("handoff_sla", department_id=parts), (1, 6), "five can hide among each other")
        self.assertEqual(len(self._opens("K38", department_id=parts)), 6)
        secret.confidential = False
        self.assertEqual(self._of("handoff_sla", department_id=parts), (1, 5))

    def test_confidential_levels(self):
        parts = self.departments[0].id
        self._request(("03-18 09:00", "sent"))
        self._request(("03-09 09:00", "sent")).confidential = True
        self._refresh()
        self._night()
        self.assertEqual(self._value("K42L"), 0.5)
        self.assertEqual(self._value("K42L", department_id=parts), 0)

    def test_single_facts_are_not_read(self):
        """An analyst reads facts and sums: nothing confidential, nothing of what one request costs."""
        self.service.write({"cost_fixed": 10})
        self._plain()
        secret = self._secret(1)
        self._refresh()
        analyst = self._viewer("analyst", "triangle_kpis.group_analyst")
        own = {"allowed_company_ids": self.company.ids}
        Fact = self.env["triangle.fact"].with_user(analyst).with_context(**own)
        costs = self.env.ref("triangle_kpis.measure_handoff_cost").id
        right = self.env.ref("triangle_kpis.measure_handoff_right").id
        self.assertTrue(Fact.search([("measure_id", "=", right)]))
        self.assertFalse(Fact.search([("record_id", "in", secret.ids), ("measure_id", "=", right)]))
        self.assertFalse(Fact.search([("measure_id", "=", costs)]))
        hidden = self.env["triangle.fact"].search([("measure_id", "=", costs)], limit=1)
        with self.assertRaises(AccessError):
            Fact.browse(hidden.id).read(["num"])
        Report = self.env["triangle.report"].with_user(analyst).with_context(**own)
        rows = Report.search([("measure_id", "=", right)])
        self.assertEqual(sorted(rows.mapped(lambda r: (r.department_id.name or "", r.n))), [("", 1), ("Parts", 1)])
        self.assertFalse(Report.search([("measure_id", "=", costs)]))
        with self.assertRaises(AccessError):  # of one department on one day; the page knows what to leave out
            self.env["triangle.cell"].with_user(analyst).with_context(**own).search([("measure_id", "=", right)])
