import csv
import io
import zipfile
from datetime import date, timedelta

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..controllers.sheets import xlsx_chunks
from .common import NOW, TriangleCase

MARCH = {"from": "2026-03-01", "to": "2026-03-18"}
DAYS = {"date_from": "2026-03-01", "date_to": "2026-03-18"}
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(content):
    """[[cells of a line] of a sheet] of a workbook written without shared strings."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        return [[["".join(cell.itertext()) for cell in row] for row in etree.fromstring(book.read(name)).iter(
            f"{SHEET}row")] for name in names]


class OutCase(TriangleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for i in range(40):
            cls._promise(timedelta(days=-2, minutes=-i), fulfilled_at=False if i < 10 else NOW - timedelta(days=4),
                         team_id=cls.teams[i % 2].id, campaign_id=cls.campaigns[0].id)
            cls._handoff(timedelta(days=-3, minutes=-i), service=i % 2)
        cls.teams[1].name = "=HYPERLINK(1)"
        cls.env["triangle.fact"]._refresh()

    def _at(self, moment):
        """Requests sign in at the real time; periods are given."""


@tagged("post_install", "-at_install")
class TestOut(OutCase):
    """What leaves the page says what the page says."""

    def _rows(self, **filters):
        dashboard = self.env["triangle.dashboard"]
        period = dashboard._period(dashboard._clean({**DAYS, **filters}))
        return list(self.env["triangle.out"]._day_rows(period["first"], period["last"], dashboard._clean(filters)))

    def test_pain_22_tile_drill_and_export_agree(self):
        tiles = {tile["code"]: tile for tile in self.dashboard.get_page(DAYS)["tiles"]}
        found = self.dashboard._figures(DAYS)
        table = self.env["triangle.out"]._figure_table(found)
        lines = {row[0]: dict(zip(table[0], row, strict=True)) for row in table[1:]}
        self.assertEqual(set(lines), set(tiles))
        for code, tile in tiles.items():
            line = lines[code]
            self.assertEqual((line["Value"], line["Records"], line["Version"]),
                             (tile["value"], tile["n"], tile["version"]), code)
            self.assertEqual([line[month["period"]] for month in tile["trend"]],
                             [month["value"] for month in tile["trend"]], code)
        drill = self.dashboard.drill("K33", DAYS, "all")
        kept = [row for row in self._rows() if row[1] == "promise_kept"]
        self.assertEqual((lines["K33"]["Value"], lines["K33"]["Records"]), (0.75, 40))
        self.assertEqual(drill["total"], 40)
        self.assertEqual((sum(row[8] for row in kept), sum(row[9] for row in kept)), (30, 40))

    def test_all_figures_only_when_switched_on(self):
        self.assertEqual(len(self.dashboard._figures(DAYS)["figures"]), 9)
        self.env.user.group_ids |= self.env.ref("triangle_kpis.group_feature_figures")
        found = self.dashboard._figures(DAYS)
        self.assertEqual(len(found["figures"]), self.env["triangle.kpi"].search_count([]))
        table = self.env["triangle.out"]._figure_table(found)
        self.assertEqual({len(row) for row in table}, {14 + 24})

    def test_days_follow_filters_and_companies(self):
        other = self._company("Other House", "UTC")
        self.assertEqual({row[4] for row in self._rows(team_id=self.teams[0].id) if row[1] == "promise_kept"},
                         {self.teams[0].display_name})
        env = self.env(context={**self.env.context, "allowed_company_ids": other.ids})
        self.assertEqual(list(env["triangle.out"]._day_rows(date(2026, 3, 1), date(2026, 3, 18), {})), [])

    def test_confidential_requests_are_under_no_team_and_no_department(self):
        self.env.cr.execute("UPDATE triangle_fact SET extra_key = 'confidential' WHERE department_id <> 0")
        self.assertFalse({row[6] for row in self._rows()} - {None})
        self.assertTrue([row for row in self._rows() if row[1] == "handoff_sla"], "counted all the same")

    def test_pages_of_days_are_all_the_lines_once(self):
        out, found, key = self.env["triangle.out"], [], None
        while True:
            lines, key = out._day_page(date(2026, 3, 1), date(2026, 3, 18), {}, key, 7)
            found += lines
            if not key:
                break
            self.assertEqual(len(lines), 7)
        rows = self._rows()
        self.assertGreater(len(rows), 14)
        self.assertEqual([(line["day"], line["code"], line["num"], line["n"]) for line in found],
                         [(row[0], row[1], row[8], row[10]) for row in rows])
        for bad in ("x", "2026-03-18.1", "2026-99-18.1.1.1.1.1.1"):
            with self.assertRaises(UserError):
                out._day_page(date(2026, 3, 1), date(2026, 3, 18), {}, bad, 7)

    def test_the_top_says_where_numbers_come_from(self):
        filters = {"team_id": self.teams[0].id}
        found = self.dashboard._figures({**DAYS, **filters})
        words = dict(self.env["triangle.out"]._heading("Figures", found["period"], found["filters"], found["as_of"]))
        self.assertIn("Desk 0", words["Filters"])
        self.assertEqual(words["Time zone"], "Fact House: Europe/Berlin")
        self.assertRegex(words["Counted up to"], r"^\d{4}-\d\d-\d\d \d\d:\d\d UTC \(.* Europe/Berlin\)$")
        self.assertIn(f"K33 v{self.env.ref('triangle_kpis.kpi_k33').version}", words["Versions of the figures"])

    def test_rights(self):
        nobody = self.env["triangle.dashboard"].with_user(self._viewer("out_nobody", "base.group_user"))
        viewer = self.env["triangle.out"].with_user(self._viewer("out_viewer"))
        with self.assertRaises(AccessError):
            nobody._figures(DAYS)
        with self.assertRaises(AccessError):
            next(viewer._day_rows(date(2026, 3, 1), date(2026, 3, 18), {}))
        with self.assertRaises(AccessError):
            viewer._day_page(date(2026, 3, 1), date(2026, 3, 18), {})

    def test_a_long_table_has_more_sheets(self):
        rows = [("Day", "Value"), *((f"d{i}", i) for i in range(5))]
        book = sheets(b"".join(xlsx_chunks([("About", "=x")], iter(rows), ("About", "Numbers"), most=2)))
        self.assertEqual(book[0], [["About", "'=x"]])
        self.assertEqual(book[1:], [[["Day", "Value"], ["d0", "0"], ["d1", "1"]],
                                    [["Day", "Value"], ["d2", "2"], ["d3", "3"]], [["Day", "Value"], ["d4", "4"]]])
        exact = sheets(b"".join(xlsx_chunks([], iter(rows[:3]), ("About", "Numbers"), most=2)))
        self.assertEqual(len(exact), 2, "no empty sheet behind a full one")


@tagged("post_install", "-at_install")
class TestOutHttp(OutCase, HttpCase):
    """The addresses of the files."""

    def _get(self, what, status=200, **query):
        response = self.url_open(f"/triangle/export/{what}?" + "&".join(
            f"{key}={value}" for key, value in {**MARCH, "companies": self.company.id, **query}.items()))
        self.assertEqual(response.status_code, status, response.text[:300])
        return response

    def _csv(self, response):
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        end = rows.index([])
        return dict(rows[:end]), rows[end + 1], rows[end + 2:]

    def test_files(self):
        user = self._viewer("out_analyst", "triangle_kpis.group_analyst")
        self.authenticate(user.login, user.login)
        about, head, lines = self._csv(self._get("figures.csv"))
        k33 = dict(zip(head, next(line for line in lines if line[0] == "K33"), strict=True))
        self.assertEqual((k33["Value"], k33["Records"], about["Period"]), ("0.75", "40", "2026-03-01 – 2026-03-18"))
        about, head, lines = self._csv(self._get("days.csv"))
        kept = [dict(zip(head, line, strict=True)) for line in lines if line[1] == "promise_kept"]
        self.assertEqual(sum(float(line["Counted"]) for line in kept), 30)
        self.assertIn("'=HYPERLINK(1)", {line["Team"] for line in kept})
        self.assertEqual(about["Filters"], "None")
        response = self._get("days.xlsx", team=self.teams[0].id)
        self.assertIn("service-triangle-days-2026-03-01-2026-03-18.xlsx", response.headers["Content-Disposition"])
        about, numbers = sheets(response.content)
        self.assertIn("Desk 0", dict(about)["Filters"])
        self.assertEqual(len([row for row in numbers if row[1] == "promise_kept"]), 1)
        self.assertEqual(len(sheets(self._get("figures.xlsx").content)[1]), 1 + 9)

    def test_who_may(self):
        user = self._viewer("out_viewer")
        self.authenticate(user.login, user.login)
        self._get("figures.csv")
        self._get("days.csv", status=403)
        self._get("figures.csv", status=403, companies=self._company("Other House", "UTC").id)
        user = self._viewer("out_nobody", "base.group_user")
        self.authenticate(user.login, user.login)
        self._get("figures.csv", status=403)
