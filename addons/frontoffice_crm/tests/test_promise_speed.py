import logging
import time
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import FrontOfficeCase

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install", "-standard", "bench")
class TestPromiseSpeed(FrontOfficeCase):
    """Run by tag alone: < 100 ms for a safe date at 200,000 promises, without reading the whole table."""

    def setUp(self):
        super().setUp()
        self.now = fields.Datetime.now()
        others = self.env["frontoffice.promise.standard"].create([
            {"name": f"Standard {n}", "hours": 8, "company_id": self.company.id} for n in range(9)
        ])
        self.env.flush_all()
        self.cr.execute(
            """INSERT INTO frontoffice_promise (name, standard_id, company_id, origin_kind, source, active, made_at,
                   first_due_at, due_at, fulfilled_at, in_full, delivered_hours, promised_hours, state, ledger_seq)
               SELECT 'p', (%s::int[])[1 + n %% 10], %s, 'person', 'history', TRUE, at, at + interval '2 days',
                   at + interval '2 days', at + interval '1 day', TRUE, n %% 40, 8 + n %% 24,
                   CASE WHEN n %% 5 = 0 THEN 'late' ELSE 'kept' END, 2
                 FROM (SELECT n, %s::timestamp - (n * interval '158 seconds') - interval '3 days' AS at
                         FROM generate_series(1, 198000) n) rows""",
            ([self.standard.id, *others.ids], self.company.id, self.now),
        )
        self.cr.execute(
            """INSERT INTO frontoffice_promise (name, standard_id, company_id, origin_kind, source, active, made_at,
                   first_due_at, due_at, promised_hours, change_count, state, ledger_seq)
               SELECT 'open', (%s::int[])[1 + n %% 10], %s, 'person', 'person', TRUE, %s, %s, %s, n %% 60, 0, 'made', 1
                 FROM generate_series(1, 2000) n""",
            ([self.standard.id, *others.ids], self.company.id, self.now, *2 * [self.now + timedelta(days=4)]),
        )
        self.cr.execute("ANALYZE frontoffice_promise")

    def _median(self, action):
        times = []
        for _n in range(11):
            self.env.invalidate_all()
            begin = time.perf_counter()
            action()
            times.append(1000 * (time.perf_counter() - begin))
        return sorted(times)[5], max(times)

    def test_safe_date_at_200_000_promises(self):
        desk = self.env["frontoffice.desk"].with_user(self.agent).with_context(
            allowed_company_ids=self.company.ids
        )
        wish = fields.Datetime.to_string(self.now + timedelta(days=7))
        self.assertTrue(desk.promise(self.standard.id, wish)["chosen"]["of"])
        middle, worst = self._median(lambda: desk.promise(self.standard.id, wish))
        _logger.info("safe date at 200,000 promises: median %.0f ms, worst %.0f ms", middle, worst)
        self.assertLess(middle, 100)
        self._assert_no_scan()

    def test_forecast_at_200_000_promises(self):
        Promise = self.env["frontoffice.promise"]
        middle, worst = self._median(lambda: Promise.search([("will_miss", "=", True)], limit=80).mapped("will_miss"))
        _logger.info("will not make it, 80 of 2,000 open: median %.0f ms, worst %.0f ms", middle, worst)
        self.assertLess(middle, 500)

    def _assert_no_scan(self):
        since = self.now - timedelta(days=90)
        for sql in (
            "SELECT percentile_cont(0.8) WITHIN GROUP (ORDER BY delivered_hours) FROM frontoffice_promise"
            " WHERE standard_id IN (%s) AND company_id = %s AND fulfilled_at >= %s AND delivered_hours IS NOT NULL",
            "SELECT state, count(*) FROM frontoffice_promise WHERE standard_id IN (%s) AND company_id IN (%s)"
            " AND due_at >= %s AND state IN ('kept', 'late', 'broken') AND promised_hours <= 9 GROUP BY state",
        ):
            self.cr.execute(f"EXPLAIN {sql}", (self.standard.id, self.company.id, since))
            plan = "\n".join(row[0] for row in self.cr.fetchall())
            self.assertNotIn("Seq Scan", plan)
