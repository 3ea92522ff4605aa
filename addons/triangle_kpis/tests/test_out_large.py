import os
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import SQL

from ..controllers.sheets import xlsx_chunks
from ..tools.table_file import csv_chunks
from .common import TriangleCase

LINES, A_DAY = 500_000, 5_000
FIRST = date(2025, 10, 1)
LAST = FIRST + timedelta(days=LINES // A_DAY - 1)
MEMORY = 48 * 2**20  # half a million lines held at once are ten times as much
STATM = Path("/proc/self/statm")


def resident():
    """Bytes of this process in memory."""
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@tagged("post_install", "-at_install")
class TestOutLarge(TriangleCase):
    """Half a million counted days leave as files without a row cap, in the memory of a few of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        measure = cls.env["triangle.measure"]._ids_by_code()["promise_kept"]
        cls.env.cr.execute(SQL(
            "INSERT INTO triangle_fact (measure_id, record_id, company_id, team_id, channel_id, department_id,"
            " campaign_id, employee_id, day, num, den) SELECT %s, 1000000000 + g, %s, 0, 1000000 + g %% 50, 0,"
            " 1000000 + g / 50 %% 100, 0, %s::date + g / %s, 1, 1 FROM generate_series(0, %s) g",
            measure, cls.company.id, FIRST, A_DAY, LINES - 1))

    def _rows(self):
        out = self.env["triangle.out"]
        return chain([out._day_head()], out._day_rows(FIRST, LAST, {"company_ids": self.company.ids}))

    def _sent(self, chunks):
        """(bytes, lines, the most memory it took beyond the start)."""
        start = most = resident()
        size = lines = 0
        for chunk in chunks:
            size, lines = size + len(chunk), lines + chunk.count(b"\n")
            most = max(most, resident())
        return size, lines, most - start

    def test_csv(self):
        size, lines, grown = self._sent(csv_chunks(self._rows()))
        self.assertEqual(lines, LINES + 1)
        self.assertGreater(size, 20 * 2**20)
        self.assertLess(grown, MEMORY)

    def test_excel(self):
        told = []

        def noted():
            for number, row in enumerate(self._rows()):
                if not number % 10_000:
                    told.append(resident())
                yield row

        size, _lines, grown = self._sent(xlsx_chunks([("About",)], noted(), ("About", "Numbers")))
        self.assertGreater(size, 5 * 2**20)
        self.assertEqual(len(told), LINES // 10_000 + 1)
        self.assertLess(max(grown, max(told) - told[0]), MEMORY)
