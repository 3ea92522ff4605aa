from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import NOW, TriangleCase

ENGINE = "odoo.addons.triangle_kpis.models.triangle_engine"
REBUILD = "odoo.addons.triangle_kpis.models.triangle_rebuild"


@tagged("post_install", "-at_install")
class TestRebuild(TriangleCase):
    """Everything is counted again: by ranges, with its progress, interrupted and resumed."""

    def setUp(self):
        super().setUp()
        for i in range(11):
            self._promise(timedelta(days=-2 - i))
        self._encounter()
        self.env["triangle.fact"]._refresh()
        self.right = self._facts()
        self.patch_marks = (patch(f"{ENGINE}.MARKS", 4), patch(f"{REBUILD}.RANGE", 4))
        for one in self.patch_marks:
            self.startPatcher(one)
        self.Rebuild = self.env["triangle.rebuild"]

    def _spoil(self):
        """As if somebody had written into the tables by hand."""
        self.env.cr.execute("UPDATE triangle_fact SET num = 7; UPDATE triangle_cell SET num = 7, n = 9")

    def _batches(self, name="promise", most=99):
        """Runs batches of one source; returns [(records looked at, percent afterwards)]."""
        found, run = [], self.env["triangle.engine"]
        for _i in range(most):
            if not run._run(name, first=False)[0]:
                break
            row = self.Rebuild.search([("source", "=", name)], limit=1)
            found.append((row.done, row.percent))
        return found

    def test_it_goes_by_ranges_and_says_how_far_it_is(self):
        self._spoil()
        self.env["triangle.dirty"]._mark_all(self.company)
        self.assertEqual(self.Rebuild._of("promise").percent, 0)
        steps = self._batches()
        self.assertEqual([done for done, _percent in steps], [4, 8, 11])
        self.assertEqual([percent for _done, percent in steps], [36, 72, 100])
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self._facts(), self.right)

    def test_records_it_comes_to_are_not_looked_at_twice(self):
        """What time alone has changed is marked behind a recount, not before it."""
        engine, Dirty = self.env["triangle.engine"], self.env["triangle.dirty"]
        source = self.env["triangle.measure"]._sources()["promise"]
        runs = [("source", "=", "promise")]
        self.env["triangle.job.run"].sudo().search(runs).unlink()  # never counted: all of it
        ours = self.env["frontoffice.promise"].search([("company_id", "=", self.company.id)], order="id")
        marked = lambda: set(Dirty.search([("source", "=", "promise")]).mapped("record_id")) & set(ours.ids)  # noqa: E731
        Dirty._mark_all(self.company)
        engine._mark_passing(source, NOW)
        self.assertFalse(marked())
        Dirty.search(runs).unlink()  # of other companies
        self._batches(most=1)
        self.env["triangle.job.run"].sudo().search(runs).unlink()
        engine._mark_passing(source, NOW)
        self.assertEqual(marked(), set(ours[:4].ids))
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self._facts(), self.right)

    def test_what_has_no_facts_yet_is_written_beside_what_has(self):
        """Of one range some are new: they are written in one go, the others compared."""
        gone = self.env["frontoffice.promise"].search([("company_id", "=", self.company.id)], order="id")[:6]
        for table in ("triangle_fact", "triangle_presence"):
            self.env.cr.execute(SQL(
                "DELETE FROM %s WHERE company_id = %s AND record_id = ANY(%s)", SQL.identifier(table),
                self.company.id, gone.ids))
        self.env["triangle.dirty"]._mark_all(self.company)
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self._facts(), self.right)

    def test_what_another_company_is_told_of_it_goes(self):
        """A record moved here while nobody looked: the facts it has elsewhere are its own, too."""
        self.env.cr.execute(SQL(
            "UPDATE triangle_fact SET company_id = %s WHERE company_id = %s", self.env.ref("base.main_company").id,
            self.company.id))
        self.env["triangle.dirty"]._mark_all(self.company)
        self.assertFalse([error for error in self.env["triangle.fact"]._refresh().values() if error])
        self.assertEqual(self._facts(), self.right)

    def test_an_interruption_costs_one_range(self):
        self._spoil()
        self.env["triangle.dirty"]._mark_all(self.company)
        self._batches(most=1)
        engine = type(self.env["triangle.engine"])
        with patch.object(engine, "_replace", side_effect=RuntimeError("lights out")), mute_logger(ENGINE):
            done, error = self.env["triangle.engine"]._run("promise", first=False)
        self.assertEqual((done, error), (0, "RuntimeError: lights out"))
        self.assertEqual(self.Rebuild._of("promise").done, 4, "nothing is lost, nothing is counted as done")
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self._facts(), self.right)

    def test_changes_go_first(self):
        self.env["triangle.dirty"]._mark_all(self.company)
        self._batches(most=1)
        promise = self._promise(timedelta(days=-1), fulfilled_at=False)
        self.env["triangle.engine"]._flush_marks()
        self._batches(most=1)
        self.assertTrue(self.Rebuild._of("promise"), "the recount is still going on")
        day = (NOW - timedelta(days=1)).date()
        values = self.env["triangle.reader"]._values(
            self.env["triangle.kpi"], {"now": (day, day)}, {}, ["promise_kept_den"])
        self.assertEqual(values["now"]["promise_kept_den"], 1, "and the new promise is counted")
        self.assertTrue(promise)

    def test_pages_stay_right_all_the_while(self):
        before = self.dashboard.get_page({})["partition"], self.dashboard.get_page({})["ladder"]
        self.env["triangle.dirty"]._mark_all(self.company)
        for _i in range(9):
            self.env["triangle.engine"]._run("promise", first=False)
            page = self.dashboard.get_page({})
            self.assertEqual((page["partition"], page["ladder"]), before)

    def test_facts_without_a_record_are_found(self):
        self.env.cr.execute("DELETE FROM frontoffice_encounter WHERE company_id = %s", [self.company.id])
        self.env["triangle.dirty"]._mark_all(self.company)
        self.env["triangle.fact"]._refresh()
        measure = self.env.ref("triangle_kpis.measure_interaction").id
        own = [("measure_id", "=", measure), ("company_id", "=", self.company.id)]
        self.assertFalse(self.env["triangle.fact"].search_count(own))
        self.assertFalse(self.env["triangle.cell"].search_count(own))

    def test_a_second_start_begins_anew(self):
        self.env["triangle.dirty"]._mark_all()
        self._batches(most=1)
        self.env["triangle.dirty"]._mark_all()
        self.assertEqual(self.Rebuild._of("promise").done, 0)
        self.assertEqual(self.Rebuild.search_count([("source", "=", "promise"), ("finished_at", "=", False)]), 1)

    def test_the_button_is_for_managers(self):
        viewer = self._viewer("recount_viewer", "triangle_kpis.group_analyst")
        with self.assertRaises(AccessError):
            self.Rebuild.with_user(viewer).action_start()
        manager = self._viewer("recount_manager", "triangle_kpis.group_manager")
        action = self.Rebuild.with_user(manager).action_start()
        self.assertEqual(action["res_model"], "triangle.rebuild")
        self.assertTrue(self.Rebuild._of("promise"))

    def test_the_scheduled_run_ends_with_nothing_left(self):
        self._spoil()
        self.env["triangle.dirty"]._mark_all(self.company)
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("triangle_kpis.cron_refresh").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(self.env["triangle.engine"]._waiting())
        self.assertEqual(self._facts(), self.right)
