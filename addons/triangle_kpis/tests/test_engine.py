import random
from datetime import datetime, timedelta

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..sources.base import REGISTRY, Measure
from .common import NOW, TriangleCase


@tagged("post_install", "-at_install")
class TestEngine(TriangleCase):
    def setUp(self):
        super().setUp()
        self.random = random.Random(20260318)

    # -- incremental == rebuild ----------------------------------------------------------------------

    def test_incremental_equals_rebuild_after_anything(self):
        """Random creation, edits, deletions, merges and passing time: same facts as a rebuild."""
        self._seed(12)
        moment = NOW
        for _round in range(8):
            for _edit in range(10):
                self.random.choice([
                    self._edit_promise, self._edit_handoff, self._edit_encounter, self._edit_rating, self._edit_case,
                    self._delete_something, self._merge_customers, lambda: self._seed(1),
                ])()
            moment += timedelta(hours=self.random.randint(1, 60))
            self._at(moment)
            self.assertFalse(any(self.env["triangle.fact"]._refresh().values()))
            incremental = self._facts()
            self.assertEqual(incremental, self._from_scratch())
            self.assertTrue(incremental["triangle_fact"] and incremental["triangle_cell"])

    def _seed(self, n):
        pick = self.random.choice
        for _i in range(n):
            due = timedelta(hours=self.random.randint(-2000, 200))
            promise = self._promise(
                due, realistic=pick(["yes", "no", "unknown"]), campaign_id=pick([False, *self.campaigns.ids]),
                fulfilled_at=pick([False, NOW + due, NOW + due + timedelta(hours=5)]))
            handoff = self._handoff(due, pick([0, 1]), return_count=pick([0, 0, 1]))
            encounter = self._encounter(due, partner_id=pick(self.partners.exists().ids))
            self._case(due, type=pick(["complaint", "question"]))
            self._rating(pick([promise, encounter]), pick([1, 3, 5]), due)
            handoff.promise_id = promise

    def _some(self, model):
        return self.env[model].browse(self.random.choice(self.env[model].search(
            [("company_id", "=", self.company.id)]).ids))

    def _moment(self):
        return NOW + timedelta(hours=self.random.randint(-2000, 200))

    def _edit_promise(self):
        self._some("frontoffice.promise").write(self.random.choice([
            {"due_at": self._moment()}, {"fulfilled_at": self._moment(), "in_full": self.random.random() < 0.8},
            {"withdrawn_at": self._moment(), "withdrawn_by": self.random.choice(["customer", "company"])},
            {"disputed_at": self._moment()}, {"team_id": self.random.choice([False, *self.teams.ids])},
            {"enabled_at": self._moment()}, {"realistic": "no"}, {"standard_id": self.standard.id},
            {"campaign_id": self.random.choice(self.campaigns.ids)}, {"name": "no fact reads this"},
        ]))

    def _edit_handoff(self):
        self._some("backoffice.handoff").write(self.random.choice([
            {"due_at": self._moment()}, {"final_at": self._moment(), "done_at": self._moment()}, {"final_at": False},
            {"cancelled_at": self._moment()}, {"return_count": 2}, {"clarifications": 1}, {"source": "import"},
        ]))

    def _edit_encounter(self):
        self._some("frontoffice.encounter").write(self.random.choice([
            {"arrived_at": self._moment()}, {"first_response_at": self._moment()}, {"response_due_at": self._moment()},
            {"partner_id": self.random.choice(self.partners.exists().ids)}, {"direction": "out"},
            {"team_id": self.teams[1].id},
        ]))

    def _edit_case(self):
        self._some("frontoffice.case").write(self.random.choice([
            {"type": "complaint"}, {"type": "praise"}, {"opened_at": self._moment()},
            {"channel_id": self.channels[1].id},
        ]))

    def _edit_rating(self):
        ratings = self.env["rating.rating"].search([("res_model", "like", "frontoffice.")])
        if ratings:
            self.random.choice(list(ratings)).write(self.random.choice([
                {"rating": 2}, {"consumed": False}, {"rated_on": self._moment()}]))

    def _delete_something(self):
        encounter = self._some("frontoffice.encounter")
        if not encounter.case_id and not encounter.promise_ids:
            encounter.unlink()
        ratings = self.env["rating.rating"].search([("res_model", "like", "frontoffice.")])
        ratings[:1].unlink()

    def _merge_customers(self):
        self.env.flush_all()
        self.env.invalidate_all()
        alive = self.partners.exists()
        if len(alive) > 2:
            self.env["base.partner.merge.automatic.wizard"].create({})._merge(alive[:2].ids, alive[0])
            self.env.invalidate_all()  # the merge is plain SQL

    # -- single properties ---------------------------------------------------------------------------

    def test_a_rerun_changes_nothing(self):
        self._seed(5)
        self.env["triangle.fact"]._refresh()
        facts, before = self.env["triangle.fact"].search([]).ids, self._facts()
        self.env["triangle.fact"]._refresh()
        self.env["triangle.dirty"]._mark_all(self.company)
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self.env["triangle.fact"].search([]).ids, facts, "no fact was written again")
        self.assertEqual(self._facts(), before)

    def test_cells_equal_facts_in_every_set(self):
        self._seed(20)
        self.env["triangle.fact"]._refresh()
        for gset, keys in enumerate((
            "0, 0, 0, 0", "team_id, channel_id, 0, 0", "0, 0, department_id, 0", "0, 0, 0, campaign_id",
        )):
            self.env.cr.execute(SQL(
                "SELECT measure_id, day, company_id, %s, SUM(num), SUM(den), COUNT(*) FROM triangle_fact"
                " GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7", SQL(keys)))
            facts = self.env.cr.fetchall()
            self.env.cr.execute(SQL(
                "SELECT measure_id, day, company_id, team_id, channel_id, department_id, campaign_id, num, den, n"
                " FROM triangle_cell WHERE level = 0 AND gset = %s ORDER BY 1, 2, 3, 4, 5, 6, 7", gset))
            self.assertEqual(facts, self.env.cr.fetchall())

    def test_bins_agree_with_the_pure_function(self):
        from ..tools.statistics import bin_of
        minutes, begin = [0, 0.5, 1, 2, 10, 59, 60, 61, 7680, 7681], datetime(2026, 3, 10, 8)
        source = type(REGISTRY["case"])
        self.patch(source, "measures", (*source.measures, Measure(
            "test_minutes", SQL("c.resolved_at"),
            value=SQL("EXTRACT(epoch FROM c.opened_at - %s)::float8 / 60", begin))))
        measure = self.env["triangle.measure"].create(
            {"code": "test_minutes", "name": "Minutes", "kind": "Q", "source": "case"})
        for value in minutes:
            self._case(begin + timedelta(minutes=value), resolved_at=begin)
        self.env["triangle.fact"]._refresh()
        cells = self.env["triangle.cell"].search(
            [("measure_id", "=", measure.id), ("gset", "=", 0), ("level", "=", 0)])
        expected = [0] * 16
        for value in minutes:
            expected[bin_of(round(value * 60) / 60)] += 1
        self.assertEqual([sum(cells.mapped(f"b{i:02d}")) for i in range(16)], expected)
        self.assertEqual(sum(cells.mapped("n")), len(minutes))

    def test_the_local_day_of_the_company_decides(self):
        self._promise(datetime(2026, 3, 1, 23, 30))  # half past midnight on the 2nd in Berlin
        self.env["triangle.fact"]._refresh()
        measure = self.env.ref("triangle_kpis.measure_promise_kept").id
        self.assertEqual(str(self.env["triangle.fact"].search([("measure_id", "=", measure)]).day), "2026-03-02")

    def test_a_new_time_zone_moves_the_days(self):
        self._promise(datetime(2026, 3, 1, 23, 30))
        self.env["triangle.fact"]._refresh()
        self.company.resource_calendar_id.tz = "America/New_York"
        self.env["triangle.fact"]._refresh()
        measure = self.env.ref("triangle_kpis.measure_promise_kept").id
        self.assertEqual(str(self.env["triangle.fact"].search([("measure_id", "=", measure)]).day), "2026-03-01")

    def test_time_passing_brings_a_promise_in(self):
        self._promise(timedelta(hours=3), fulfilled_at=False)
        self.assertEqual(self._tiles()["K33"]["n"], 0)
        self._at(NOW + timedelta(hours=3))
        self.assertEqual(self._tiles()["K33"]["n"], 1)

    def test_late_data_lands_on_its_day(self):
        self._promise()
        self.env["triangle.fact"]._refresh()
        self._promise(timedelta(days=-200), fulfilled_at=False)
        self.assertEqual((self._tiles()["K33"]["n"], self._tiles()["K33"]["count"]), (2, 1))

    def test_deleted_records_leave_no_facts(self):
        encounter = self._encounter()
        self.env["triangle.fact"]._refresh()
        self.assertTrue(any(self._facts().values()))
        encounter.unlink()
        self.env["triangle.fact"]._refresh()
        self.assertFalse(any(self._facts().values()))

    def test_records_deleted_in_sql_are_found_by_the_rescan(self):
        encounter = self._encounter()
        self.env["triangle.fact"]._refresh()
        self.env.cr.execute("DELETE FROM frontoffice_encounter WHERE id = %s", [encounter.id])
        self.env["triangle.dirty"]._mark_days(42)
        self.env["triangle.fact"]._refresh()
        self.assertFalse(any(self._facts().values()))

    def test_merged_customers_count_once(self):
        self._encounter(partner_id=self.partners[0].id)
        self._encounter(partner_id=self.partners[1].id)
        self.env["triangle.fact"]._refresh()
        window = (NOW.date() - timedelta(days=9), NOW.date())
        self.assertEqual(self.env["triangle.reader"]._distinct("customer_active", window, {}), 2)
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(self.partners[:2].ids, self.partners[0])
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self.env["triangle.reader"]._distinct("customer_active", window, {}), 1)

    def test_a_failing_source_stops_no_other_and_comes_back(self):
        source = REGISTRY["handoff"]
        self._handoff()
        self._promise()
        broken = (*source.measures[:-1], Measure("handoff_returned", SQL("h.no_such_column")))
        self.patch(type(source), "measures", broken)
        with mute_logger("odoo.sql_db", "odoo.addons.triangle_kpis.models.triangle_engine"):
            errors = self.env["triangle.fact"]._refresh()
        self.assertIn("no_such_column", errors["handoff"])
        self.assertFalse(errors["promise"])
        tiles = {tile["code"]: tile for tile in self.dashboard.get_page({})["tiles"]}
        self.assertEqual((tiles["K38"]["status"], tiles["K33"]["value"]), ("error", 1.0))
        self.assertIn("last count of this figure failed", tiles["K38"]["error"])
        self.patch(type(source), "measures", (*broken[:-1], Measure(
            "handoff_returned", SQL("h.sent_at"), where=SQL("h.return_count > 0"), num=SQL("1::float8"))))
        self.assertEqual(self._tiles()["K38"]["value"], 1.0)

    def test_the_dirty_mark_is_part_of_the_transaction(self):
        self.env["triangle.fact"]._refresh()
        promise = self._promise()
        promise.write({"name": "Another text"})
        self.env["triangle.engine"]._flush_marks()
        marks = self.env["triangle.dirty"].search([("source", "=", "promise")])
        self.assertEqual(set(marks.mapped("record_id")), {promise.id})
        self.env["triangle.fact"]._refresh()
        self.assertFalse(self.env["triangle.dirty"].search_count([]))
        promise.write({"name": "No fact reads this"})
        self.env["triangle.engine"]._flush_marks()
        self.assertFalse(self.env["triangle.dirty"].search_count([("source", "=", "promise")]))

    def test_every_measure_has_its_words(self):
        codes = {m.code: source.name for source in REGISTRY.values() for m in source.measures}
        words = {m.code: m.source for m in self.env["triangle.measure"].search([])}
        self.assertEqual(codes, words)

    def test_the_cron_works_off_everything(self):
        self._seed(3)
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("triangle_kpis.cron_refresh").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(self.env["triangle.dirty"].search_count([]))
        self.assertTrue(self.env["triangle.fact"].search_count([]))
