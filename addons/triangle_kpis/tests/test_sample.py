from odoo import fields
from odoo.tests import loaded_demo_data, tagged

from odoo.addons.frontoffice_crm.tests.sample_common import NOW, SampleCase
from odoo.addons.frontoffice_crm.tools.story_plan import FIGURES

from ..tools import window
from .sample_common import SampleBoard


@tagged("post_install", "-at_install")
class TestSamplePage(SampleBoard, SampleCase):
    """A director opens the sample company and reads what its story is about."""

    def _month(self, number):
        """First day of a month of the story."""
        return window.add_months(NOW.date().replace(day=1), number)

    def _bad_quarter(self):
        last = fields.Date.subtract(self._month(-5), days=1)
        return self.board.get_page({"date_from": str(self._month(-8)), "date_to": str(last)})

    def test_the_bad_quarter(self):
        page = self._bad_quarter()
        self.assertEqual(page["score"]["weakest"], "external")
        self.assertIn("Weakest side: MADE", page["sentence"]["text"])
        self.assertIn("“Engineer at your door in 24 hours”", page["actions"][0]["text"])
        kept = next(tile for tile in page["tiles"] if tile["code"] == "K33")
        self.assertAlmostEqual(100 * kept["value"], 70, delta=3)
        partition = page["partition"]
        for part, share in (("over", 53), ("enable", 33), ("deliver", 14)):
            self.assertAlmostEqual(100 * partition[part] / partition["of"], share, delta=6, msg=part)
        self.assertEqual(partition["of"], sum(partition[part] for part in ("over", "enable", "deliver")))

    def test_the_first_action_opens_what_it_names(self):
        page = self._bad_quarter()
        drill = page["actions"][0]["drill"]
        campaign = self.env["utm.campaign"].browse(drill["filters"]["campaign_id"])
        self.assertEqual(campaign, self.env.ref("__sample__.campaign_engineer_24h"))
        done = self.board.drill(drill["kpi"], {**page["filters"], **drill["filters"]}, drill["part"])
        self.assertIn(f": {done['total']} of its", page["actions"][0]["text"])
        self.assertEqual(self.env[done["res_model"]].search(done["domain"]).campaign_id, campaign)

    # -- the three clicks of the story -------------------------------------------------------------

    def test_first_click_the_weakest_side(self):
        """1: the sentence names MADE, and the score says the same."""
        page = self._bad_quarter()
        self.assertEqual(page["score"]["weakest"], "external")
        self.assertIn("Weakest side: MADE", page["sentence"]["text"])
        self.assertIn("Engineer at your door in 24 hours", page["sentence"]["text"])

    def test_second_click_by_campaign(self):
        """2: the campaign promised too early in 62 of 100, everybody else in 6."""
        last = fields.Date.subtract(self._month(-5), days=1)
        filters = {"date_from": str(self._month(-9)), "date_to": str(last)}
        page = self.board.get_page(filters)
        campaign = self.env.ref("__sample__.campaign_engineer_24h")
        advert = self._early(self.board.get_page({**filters, "campaign_id": campaign.id}))
        whole = self._early(page)
        others = (whole[0] - advert[0], whole[1] - advert[1])
        self.assertAlmostEqual(100 * advert[0] / advert[1], 62, delta=3)
        self.assertAlmostEqual(100 * others[0] / others[1], 6, delta=2.5)
        rows = next(part["rows"] for part in self.board.get_kpi("K12", filters)["members"]
                    if part["by"] == "campaign_id")
        row = next(row for row in rows if row["id"] == campaign.id)
        self.assertAlmostEqual(row["value"], 1 - advert[0] / advert[1])
        self.assertTrue(row["apart"] and not row["better"])

    def test_an_opened_side_says_where(self):
        """Of the campaign it says its figure, of all others theirs; its records are its misses."""
        last = fields.Date.subtract(self._month(-5), days=1)
        filters = {"date_from": str(self._month(-8)), "date_to": str(last)}
        campaign = self.env.ref("__sample__.campaign_engineer_24h")
        with self.assertQueryCount(30):
            self.board.get_apart("K12", filters)
        line = self.board.get_apart("K12", filters)[0]
        early = self._early(self.board.get_page({**filters, "campaign_id": campaign.id}))
        whole = self._early(self._bad_quarter())
        self.assertEqual((line["by"], line["id"], line["n"]), ("campaign_id", campaign.id, early[1]))
        self.assertAlmostEqual(line["value"], 1 - early[0] / early[1])
        self.assertAlmostEqual(line["rest"], 1 - (whole[0] - early[0]) / (whole[1] - early[1]))
        done = self.board.drill("K12", {**filters, **line["drill"]["filters"]}, line["drill"]["part"])
        self.assertEqual(done["total"], early[0])
        self.assertFalse([one for one in self.board.get_apart("K12", {**filters, "campaign_id": campaign.id})
                          if one["by"] == "campaign_id"], "with itself alone there is nothing to compare")
        self.assertEqual(self.board.get_apart("OVERDUE", filters), [], "what is counted now has no such parts")

    def _early(self, page):
        """(promised too early, promised) of a page."""
        made = next(tile for tile in page["tiles"] if tile["code"] == "K12")
        return made["n"] - made["count"], made["n"]

    def test_third_click_the_promises(self):
        """3: the promises themselves: told 24 hours, manage 72, with what was sent back and what was said."""
        last = fields.Date.subtract(self._month(-5), days=1)
        campaign = self.env.ref("__sample__.campaign_engineer_24h")
        done = self.board.drill("K12", {
            "date_from": str(self._month(-9)), "date_to": str(last), "campaign_id": campaign.id}, "miss")
        promises = self.env["frontoffice.promise"].search(done["domain"])
        self.assertEqual(len(promises), done["total"])
        self.assertGreater(len(promises), 150)
        self.assertEqual({(p.promised_hours, p.capability_hours) for p in promises}, {(24.0, 72.0)})
        requests = self.env["backoffice.handoff"].search([("promise_id", "in", promises.ids)])
        self.assertTrue(requests.filtered("return_count"))
        self.assertIn("Serial number missing", {
            self.env["backoffice.return.reason"].search([("code", "=", code)], limit=1).name
            for event in requests.event_ids if event.kind == "returned" for code in event.payload["reasons"]})
        ratings = self.env["rating.rating"].search([
            ("res_model", "=", "frontoffice.promise"), ("res_id", "in", promises.ids)])
        self.assertGreater(len(ratings.filtered(lambda r: r.rating <= 3)), 0.4 * len(ratings))
        broken = set(promises.filtered(lambda p: p.state != "kept").ids)
        self.assertTrue(all(r.rating <= 3 for r in ratings if r.res_id in broken))

    def test_three_first_actions(self):
        texts = [action["text"] for action in self._bad_quarter()["actions"]]
        self.assertEqual(len(texts), 3)
        self.assertIn("Engineer at your door in 24 hours", texts[0])
        self.assertIn("erial number", texts[1])
        self.assertIn("Credit release", texts[2])
        self.assertIn("only Ines Duarte", texts[2])

    def test_overdue_now(self):
        page = self.board.get_page()
        self.assertEqual(next(tile["value"] for tile in page["tiles"] if tile["code"] == "OVERDUE"), 12)

    def test_the_months_of_the_table(self):
        """Every month's figures are what the story says, read from the figures themselves."""
        for month in (-13, -9, -8, -7, -6, -5, -3, -1):
            last = fields.Date.subtract(self._month(month + 1), days=1)
            page = self.board.get_page({"date_from": str(self._month(month)), "date_to": str(last)})
            tiles = {tile["code"]: tile["value"] for tile in page["tiles"]}
            told = FIGURES[month]
            for code, value, within in (
                ("K33", told.kept, 2), ("K12", 100 - told.early, 4), ("K38", told.on_time, 3), ("K22", told.good, 3),
            ):
                self.assertAlmostEqual(100 * tiles[code], value, delta=within, msg=f"{code} of month {month}")

    def test_every_figure_has_data(self):
        page = self.board.get_page()
        self.assertEqual(len(page["tiles"]), 9)
        for tile in page["tiles"]:
            self.assertIsNotNone(tile["value"], tile["code"])
            self.assertIn(tile["status"], ("ok", "low_n"), tile["code"])
        self.assertFalse(page["starts"])
        self.assertFalse(page["empty"])

    def test_every_figure_opens_its_records(self):
        admin = self.env.ref("base.user_admin")
        board = self.board.with_user(admin)
        page = board.get_page()
        for tile in page["tiles"]:
            done = board.drill(tile["drill"]["kpi"], page["filters"], tile["drill"]["part"])
            records = self.env[done["res_model"]].with_user(admin).with_context(**done["context"])
            found = records.with_context(allowed_company_ids=self.company.ids).search(done["domain"])
            # complaints are set against customers, and open themselves
            wanted = tile["count"] if tile["drill"]["part"] == "num" or tile["unit"] == "per_1000" else tile["n"]
            with self.subTest(tile["code"]):
                self.assertEqual((len(found), done["total"], done["visible"]), (wanted,) * 3)

    def test_demo_data_is_whole(self):
        if not loaded_demo_data(self.env):
            self.skipTest("installed without demo data")
        self.assertFalse(self.env["ir.demo_failure"].search([]).mapped("error"))

    def test_the_sites_differ_by_what_they_are_asked_for(self):
        """North looks worse than South, and keeps its word as well for the same topics: said with a badge, once."""
        for filters in ({"preset": "last_12_months"}, {}):
            page = self.board.get_kpi("K33", filters)
            self.assertIn("alike", page["tile"]["badges"])
            rows = {row["name"]: row for part in page["members"] if part["by"] == "team_id" for row in part["rows"]}
            north, south = rows["Service North"], rows["Service South"]
            self.assertAlmostEqual(100 * (south["value"] - north["value"]), 6, delta=2.5)
            self.assertTrue(north["apart"] and not north["better"] and north["topics"]["alike"])
            self.assertAlmostEqual(100 * north["topics"]["value"], 0, delta=2.5)

    def test_what_colleagues_say_and_who_can_step_in(self):
        """Five people say what departments are like; a plate is read outside Parts, credit is for Finance only."""
        for filters in ({"preset": "last_12_months"}, {}):
            seen = self.board.get_kpi("K44", filters)["tile"]
            self.assertEqual(seen["status"], "ok")
            self.assertAlmostEqual(100 * seen["value"], 84, delta=6)
        cover = self.board.get_kpi("K49")["tile"]
        self.assertEqual((cover["value"], cover["n"]), (0.5, 2))
