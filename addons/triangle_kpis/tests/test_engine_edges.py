from datetime import date, datetime, timedelta

from odoo.tests import tagged
from odoo.tools import SQL

from .common import NOW, TODAY, TriangleCase


@tagged("post_install", "-at_install")
class TestEngineEdges(TriangleCase):
    """What real data does to figures: nothing, one, far too much, other zones, people who leave."""

    def _value(self, code, **filters):
        tile = self._tiles(**filters)[code]
        return tile["value"], tile["n"]

    def _same_from_scratch(self):
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self._facts(), self._from_scratch())

    def _day_of(self, code, record):
        self.env["triangle.fact"]._refresh()
        measure = self.env["triangle.measure"]._ids_by_code()[code]
        return self.env["triangle.fact"].search([("measure_id", "=", measure), ("record_id", "=", record.id)]).day

    # -- how many ----------------------------------------------------------------------------------

    def test_no_record_is_no_zero(self):
        for code, tile in self._tiles().items():
            self.assertIsNone(tile["value"], code)
            self.assertEqual(tile["status"], "no_data", code)

    def test_one_record(self):
        self._promise()
        self.assertEqual(self._value("K33"), (1.0, 1))
        self.assertEqual(self._tiles()["K33"]["status"], "low_n")

    def test_all_open(self):
        for i in range(4):
            self._promise(timedelta(days=-1 - i), fulfilled_at=False, enabled_at=False)
            self._handoff(timedelta(days=-1 - i), final_at=False, done_at=False)
            self._encounter(timedelta(days=-1 - i), first_response_at=False)
        for code in ("K33", "K38", "K20"):
            self.assertEqual(self._value(code), (0.0, 4), "open past due is not kept")
        self.assertEqual(self._value("K40"), (None, 0), "of nothing finished nothing was right")
        self._same_from_scratch()

    def test_all_cancelled(self):
        for i in range(4):
            due = NOW - timedelta(days=1 + i)
            self._promise(due, withdrawn_at=due - timedelta(hours=2), withdrawn_by="customer", fulfilled_at=False)
            self._handoff(due, cancelled_at=due - timedelta(hours=2), final_at=False, done_at=False)
        for code in ("K33", "K38"):
            self.assertEqual(self._value(code), (None, 0))
        self._same_from_scratch()

    def test_one_giant_day(self):
        """Twelve thousand interactions on one day, found by that day alone, in batches."""
        seed = self._encounter(datetime(2026, 3, 10, 9))
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "INSERT INTO frontoffice_encounter (partner_id, channel_id, arrived_at, team_id, company_id, direction,"
            " state, handled_by, source) SELECT partner_id, channel_id,"
            " arrived_at + n * interval '1 second', team_id, company_id, direction, state, handled_by, source"
            " FROM frontoffice_encounter, generate_series(1, 12000) n WHERE id = %s", seed.id))
        self.env["triangle.dirty"]._mark_days(42)
        self.env["triangle.fact"]._refresh()
        window = {"now": (date(2026, 3, 10), date(2026, 3, 10))}
        values = self.env["triangle.reader"]._values(
            self.env["triangle.kpi"], window, {}, ["interaction_num", "customer_active_keys"])["now"]
        self.assertEqual((values["interaction_num"], values["customer_active_keys"]), (12001, 1))
        runs = self.env["triangle.job.run"].search([("source", "=", "encounter"), ("records", ">", 0)])
        self.assertLessEqual(max(runs.mapped("records")), 5000)

    # -- clocks and zones --------------------------------------------------------------------------

    def test_a_clock_that_runs_fast(self):
        """Arrived tomorrow, answered before it arrived: no figure of today moves, and none is negative."""
        self._encounter(timedelta(days=1), first_response_at=NOW)
        self._promise(timedelta(days=-1), fulfilled_at=NOW + timedelta(days=3))
        self.assertEqual(self._value("K30"), (None, 0))
        self.assertEqual(self._value("K33"), (0.0, 1))
        self._at(NOW + timedelta(days=2))
        self.assertEqual(self._value("K30"), (0.0, 1))
        self._same_from_scratch()

    def test_the_two_sundays_when_clocks_change(self):
        cases = {
            datetime(2026, 3, 28, 22, 59): date(2026, 3, 28), datetime(2026, 3, 28, 23, 0): date(2026, 3, 29),
            datetime(2026, 3, 29, 21, 59): date(2026, 3, 29), datetime(2026, 3, 29, 22, 0): date(2026, 3, 30),
            datetime(2025, 10, 25, 22, 0): date(2025, 10, 26), datetime(2025, 10, 26, 22, 59): date(2025, 10, 26),
            datetime(2025, 10, 26, 23, 0): date(2025, 10, 27),
        }
        for moment, day in cases.items():
            self.assertEqual(self._day_of("promise_made", self._promise(made_at=moment)), day, moment)

    def test_two_companies_in_two_zones(self):
        there = self._company("Fact House India", "Asia/Kolkata")
        channel = self.env["frontoffice.channel"].create(
            {"name": "There", "kind": "email", "company_id": there.id})
        late = datetime(2026, 3, 9, 19, 0)  # 20:00 in Berlin, half past midnight in Kolkata
        here = self._encounter(late)
        other = self._encounter(late, company_id=there.id, channel_id=channel.id, team_id=False)
        self.assertEqual(self._day_of("interaction", here), date(2026, 3, 9))
        self.assertEqual(self._day_of("interaction", other), date(2026, 3, 10))
        both = self.env(context={**self.env.context, "allowed_company_ids": (self.company | there).ids})

        def count(env, day):
            return env["triangle.reader"]._values(
                env["triangle.kpi"], {"now": (day, day)}, {}, ["interaction_num", "customer_active_keys"])["now"]
        self.assertEqual(count(both, date(2026, 3, 9))["interaction_num"], 1)
        self.assertEqual(count(both, date(2026, 3, 10))["interaction_num"], 1)
        whole = both["triangle.reader"]._distinct("customer_active", (date(2026, 3, 1), TODAY), {})
        self.assertEqual(whole, 1, "one customer of both companies is one customer")

    # -- what moves --------------------------------------------------------------------------------

    def test_a_record_that_changes_company(self):
        there = self._company("Fact House Two", "Europe/Berlin")
        channel = self.env["frontoffice.channel"].create({"name": "There", "kind": "email", "company_id": there.id})
        encounter = self._encounter()
        self.env["triangle.fact"]._refresh()
        here = self._facts()["triangle_fact"]
        encounter.write({"company_id": there.id, "channel_id": channel.id, "team_id": False})
        self.env["triangle.fact"]._refresh()
        self.assertFalse(any(self._facts().values()))
        self.assertEqual(self.env["triangle.fact"].search_count([("company_id", "=", there.id)]), len(here))
        cells = self.env["triangle.cell"].search([
            ("company_id", "=", there.id), ("gset", "=", 0), ("level", "=", 1)])
        self.assertEqual(sum(cells.mapped("n")), len(here))

    def test_reopened_and_done_again(self):
        handoff = self._handoff()
        self.assertEqual(self._value("K38"), (1.0, 1))
        handoff.write({"final_at": False, "done_at": False, "rework_count": 1})
        self.assertEqual(self._value("K38"), (0.0, 1))
        self.assertEqual(self._value("K40"), (None, 0))
        handoff.write({"final_at": NOW - timedelta(hours=1), "done_at": NOW})
        self.assertEqual(self._value("K38"), (0.0, 1), "late by now")
        self.assertEqual(self._value("K40"), (0.0, 1), "and not right the first time")
        self._same_from_scratch()

    def test_a_day_corrected_backwards(self):
        encounter = self._encounter()
        self.env["triangle.fact"]._refresh()
        encounter.arrived_at = datetime(2025, 12, 24, 12)
        self.assertEqual(self._day_of("interaction", encounter), date(2025, 12, 24))
        self._same_from_scratch()

    def test_the_same_history_imported_again(self):
        def bring():
            batch = self.env["frontoffice.batch"].create({
                "name": "Old system", "kind": "import", "source_key": f"old-{self.bring}",
                "company_id": self.company.id, "user_id": self.env.uid})
            for i in range(3):
                self._encounter(timedelta(days=-9 - i), source="import", batch_id=batch.id)
            self.bring += 1
            return batch
        self.bring = 1
        batch = bring()
        self.env["triangle.fact"]._refresh()
        before = self._value("K30")
        batch.action_remove()
        self.assertEqual(self._value("K30"), (None, 0))
        bring()
        self.assertEqual(self._value("K30"), before)
        self._same_from_scratch()

    # -- people ------------------------------------------------------------------------------------

    def _person(self, login, department):
        user = self._viewer(login, "frontoffice_crm.group_agent")
        employee = self.env["hr.employee"].create({
            "name": login, "user_id": user.id, "company_id": self.company.id, "department_id": department.id})
        employee.version_id.date_version = date(2025, 1, 1)
        return user, employee

    def _by_department(self, code):
        self.env["triangle.fact"]._refresh()
        sums = self.env["triangle.reader"]._sums(
            {"now": (date(2026, 1, 1), TODAY)}, {code}, {}, by="department_id")["now"]
        return {key: value.num for (key, _code), value in sums.items()}

    def test_the_department_of_that_day(self):
        user, employee = self._person("mover", self.departments[0])
        for day in (datetime(2026, 1, 20, 9), datetime(2026, 2, 20, 9), datetime(2026, 3, 2, 9)):
            self._encounter(day, user_id=user.id)
        self._encounter(timedelta(days=-1))
        old, new = self.departments.ids
        self.assertEqual(self._by_department("interaction"), {old: 3, 0: 1}, "nobody's work is unassigned")
        employee.create_version({"date_version": date(2026, 2, 1), "department_id": new})
        self.assertEqual(self._by_department("interaction"), {old: 1, new: 2, 0: 1}, "the past stays where it was")
        tiles = self._tiles(department_id=new)
        self.assertEqual(tiles["K30"]["n"], 1)  # one customer
        self._same_from_scratch()
        employee.version_ids.sorted("date_version")[-1].date_version = date(2026, 3, 1)
        self.assertEqual(self._by_department("interaction"), {old: 2, new: 1, 0: 1})
        self._same_from_scratch()

    def test_a_deleted_employee(self):
        user, employee = self._person("leaver", self.departments[0])
        self._encounter(user_id=user.id)
        self.assertEqual(self._by_department("interaction"), {self.departments[0].id: 1})
        employee.unlink()
        self.assertEqual(self._by_department("interaction"), {0: 1}, "unassigned, and still in the total")
        self._same_from_scratch()

    def test_an_erased_customer_still_counts(self):
        partner = self.env["res.partner"].create({"name": "Ada Erased", "email": "ada@example.com"})
        for days in (-3, -2):
            self._encounter(timedelta(days=days), partner_id=partner.id)
        self._encounter(partner_id=self.partners[0].id)
        before = self._value("K30")
        window = (TODAY - timedelta(days=9), TODAY)
        self.assertEqual(self.env["triangle.reader"]._distinct("customer_active", window, {}), 2)
        self.env["frontoffice.personal.wizard"].create({"partner_id": partner.id, "confirm": "ERASE"}).action_erase()
        self.assertFalse(partner.active)
        self.assertEqual(self._value("K30"), before)
        self.assertEqual(self.env["triangle.reader"]._distinct("customer_active", window, {}), 2)
        self._same_from_scratch()
