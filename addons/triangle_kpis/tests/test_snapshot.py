from dataclasses import replace
from datetime import date, datetime, timedelta

from odoo.tests import tagged
from odoo.tools import SQL

from ..sources.base import REGISTRY, Measure
from .common import NOW, TriangleCase

FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))


@tagged("post_install", "-at_install")
class TestSnapshot(TriangleCase):
    """Figures of the past are kept, and what moves them is told."""

    def setUp(self):
        super().setUp()
        self.k33 = self.env.ref("triangle_kpis.kpi_k33")
        self.promises = [self._promise(datetime(2026, 2, 3 + i, 12)) for i in range(4)]
        self._promise(timedelta(days=-1))  # of the running month: it has not ended
        self._night()

    def _night(self):
        self.env["triangle.fact"]._refresh()
        self.env["triangle.snapshot"]._take()

    def _lines(self, model, kpi=None, window=FEBRUARY):
        return self.env[model].search([
            ("kpi_id", "=", (kpi or self.k33).id), ("company_id", "=", self.company.id),
            ("date_from", "=", window[0]), ("date_to", "=", window[1])])

    def test_a_month_that_ended_is_kept_with_its_certificate(self):
        line = self._lines("triangle.snapshot")
        self.assertEqual((line.value, line.n, line.count, line.version), (1.0, 4, 4, self.k33.version))
        self.assertEqual(line.as_of, NOW)
        self.assertAlmostEqual(line.interval[1], 1.0)
        self.env.cr.execute("SELECT md5(%s)", [",".join(str(p.id) for p in self.promises)])
        self.assertEqual(line.digest, self.env.cr.fetchone()[0])
        march = (date(2026, 3, 1), date(2026, 3, 31))
        self.assertFalse(self._lines("triangle.snapshot", window=march))
        empty = self._lines("triangle.snapshot", self.env.ref("triangle_kpis.kpi_k38"))
        self.assertFalse(empty, "no value, nothing to keep")

    def test_nothing_new_writes_nothing(self):
        lines = self.env["triangle.snapshot"].search([])
        self._night()
        self.promises[0].name = "Other words"
        self._promise(timedelta(hours=-1))
        self._night()
        self.assertEqual(self.env["triangle.snapshot"].search([]), lines)
        self.assertFalse(self.env["triangle.restatement"].search([]))

    def test_a_late_change_leaves_a_note(self):
        self.promises[0].fulfilled_at = False
        self.promises[1].due_at = NOW - timedelta(days=2)
        self._promise(datetime(2026, 2, 20, 12), fulfilled_at=False)
        self._night()
        note = self._lines("triangle.restatement")
        self.assertEqual((note.old_value, note.old_n, note.new_n), (1.0, 4, 4))
        self.assertAlmostEqual(note.new_value, 2 / 4)
        self.assertEqual((note.added, note.removed, note.recalculated), (1, 1, 1))
        self.assertIn("1 records added, 1 gone, 1 counted differently", note.note)
        lines = self._lines("triangle.snapshot")
        self.assertEqual(lines.mapped("value"), [0.5, 1.0], "what was kept stays beside what is")
        why = self.env["triangle.restatement"]._why(self.k33, FEBRUARY)
        self.assertEqual((why["added"], why["removed"], why["recalculated"]), (1, 1, 1))
        self.assertEqual((why["was"], why["is"]), (1.0, 0.5))
        self._night()
        self.assertEqual(self._lines("triangle.restatement"), note, "told once")

    def test_changed_and_changed_back_is_no_change(self):
        self.promises[0].fulfilled_at = False
        self.env["triangle.fact"]._refresh()
        self.promises[0].fulfilled_at = self.promises[0].due_at - timedelta(hours=1)
        self._night()
        self.assertFalse(self._lines("triangle.restatement"))
        self.assertEqual(len(self._lines("triangle.snapshot")), 1)

    def test_a_changed_definition_leaves_a_note(self):
        self.promises[0].fulfilled_at = False
        self._night()
        version = self.k33.version
        self.k33.formula = "promise_made_num / promise_made_num"
        self._night()
        note = self._lines("triangle.restatement")[0]
        self.assertEqual((note.reason, note.old_version, note.new_version), ("definition", version, version + 1))
        self.assertEqual((note.old_value, note.new_value), (0.75, 1.0))
        self.assertIn(f"from version {version} to {version + 1}", note.note)

    def test_a_measure_counted_another_way_is_a_new_version(self):
        """As by an upgrade: its figures get a version, a note where the past moved, and the others stay."""
        self._night()
        source, other = type(REGISTRY["promise"]), self.env.ref("triangle_kpis.kpi_k19")
        versions, before = (self.k33.version, other.version), self.env["triangle.dashboard"]._versions(self.k33)
        self.patch(source, "measures", tuple(
            replace(line, num=SQL("0::float8")) if line.code == "promise_kept" else line for line in source.measures))
        self.env.registry.clear_cache()
        self.env["triangle.measure"]._sync_definitions()
        self.assertEqual((self.k33.version, other.version), (versions[0] + 1, versions[1]))
        self._night()
        note = self._lines("triangle.restatement")[0]
        self.assertEqual((note.reason, note.old_value, note.new_value), ("definition", 1.0, 0.0))
        told = self.env["triangle.dashboard"]._versions(self.k33)
        self.assertTrue(told[0]["revised"])
        self.assertEqual([line["revised"] for line in told[1:]], [line["revised"] for line in before])
        self.assertEqual(told[0]["formula"], told[1]["formula"])
        coded = self.env.ref("triangle_kpis.kpi_k30")
        self.assertEqual({line["formula"] for line in self.env["triangle.dashboard"]._versions(coded)}, {None})
        self.env["triangle.measure"]._sync_definitions()
        self.assertEqual(self.k33.version, versions[0] + 1, "once")

    def test_what_an_older_release_counted_alike_is_no_new_version(self):
        """Its digests were made of fewer parts."""
        Measure, every = self.env["triangle.measure"], self.env["triangle.kpi"].search([])
        versions = every.mapped("version")
        for source in Measure._sources().values():
            for line in Measure._lines_of(source):
                Measure.search([("code", "=", line.code)]).digest = Measure._first_digest(source, line)
        Measure._sync_definitions()
        self.assertEqual(every.mapped("version"), versions)

    def test_all_records_gone_is_no_zero(self):
        for promise in self.promises:
            promise.write({"withdrawn_by": "customer", "withdrawn_at": promise.due_at})
        self._night()
        note = self._lines("triangle.restatement")
        self.assertTrue(note.is_gone)
        self.assertEqual(note.removed, 4)
        self.assertIsNone(self.env["triangle.restatement"]._why(self.k33, FEBRUARY)["is"])

    def test_a_measure_added_later_is_counted_backwards(self):
        """As by an upgrade, or by a bridge installed later: everything there is, and the past is not moved."""
        source = type(REGISTRY["promise"])
        self.patch(source, "measures", (*source.measures, Measure(
            "promise_long", SQL("p.due_at"), where=SQL("p.made_at < p.due_at - interval '2 days'"),
            num=SQL("1::float8"), visible_at=SQL("p.due_at"))))
        self.env["triangle.measure"].create(
            {"code": "promise_long", "name": "Long", "kind": "A", "source": "promise"})
        self.env["triangle.measure"]._sync_definitions()
        self.assertTrue(self.env["triangle.rebuild"]._of("promise"))
        self._night()
        values = self.env["triangle.reader"]._values(
            self.env["triangle.kpi"], {"now": FEBRUARY}, {}, ["promise_long_num"])
        self.assertEqual(values["now"]["promise_long_num"], 4)
        self.assertFalse(self._lines("triangle.restatement"))
        self.assertEqual(self._facts(), self._from_scratch())

    def test_a_measure_that_goes_takes_its_facts(self):
        measure = self.env.ref("triangle_kpis.measure_promise_made")
        number = measure.id
        measure.unlink()
        for model in ("triangle.fact", "triangle.cell"):
            self.assertFalse(self.env[model].search_count([("measure_id", "=", number)]))
        self.assertFalse(self.env["triangle.fact"]._refresh()["promise"], "the others go on")

    def test_a_source_of_another_database_is_left_alone(self):
        class Elsewhere(type(REGISTRY["case"])):
            name = "elsewhere"
            tables = SQL("no_such_table c")
            measures = (Measure("elsewhere", SQL("c.day")),)
        REGISTRY["elsewhere"] = Elsewhere()
        self.addCleanup(REGISTRY.pop, "elsewhere")
        self.assertNotIn("elsewhere", self.env["triangle.fact"]._refresh())
        self._case()
        self.assertFalse(any(self.env["triangle.fact"]._refresh().values()))
