import math
import random
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from ..tools import ladder
from ..tools.statistics import wilson
from .common import NOW, TODAY, TriangleCase


@tagged("post_install", "-at_install")
class TestFigures(TriangleCase):
    """Every figure against plain Python over the records themselves, for several windows and filters."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(7)
        with freeze_time(NOW), patch.object(cls.env.cr, "now", lambda: NOW):
            cls._populate(60)
            cls.env["triangle.fact"]._refresh()

    @classmethod
    def _populate(cls, n):
        """Five records a round, with everything that can be true or missing."""
        pick = cls.random.choice
        for _i in range(n):
            due = timedelta(minutes=cls.random.randint(-60 * 24 * 200, 60 * 24 * 5))
            dimensions = {"team_id": pick([False, *cls.teams.ids]), "channel_id": pick(cls.channels.ids)}
            hours = timedelta(hours=cls.random.randint(-100, 40))
            cls._promise(
                due, **dimensions, campaign_id=pick([False, *cls.campaigns.ids]),
                realistic=pick(["yes", "no", "unknown"]), standard_id=pick([False, cls.standard.id]),
                enabled_at=pick([False, NOW + due + hours]), need_by=pick([False, NOW + due - timedelta(hours=9)]),
                fulfilled_at=pick([False, NOW + due, NOW + due + hours]), in_full=pick([True, True, False]),
                disputed_at=pick([False, False, NOW + due + timedelta(days=pick([1, 30]))]),
                withdrawn_at=pick([False, False, NOW + due + hours]), withdrawn_by=pick(["customer", "company"]),
                origin_kind=pick(["person", "history", "auto"]),
            )
            cls._handoff(
                due, pick([0, 1]), from_team_id=dimensions["team_id"], final_at=pick([False, NOW + due + hours]),
                done_at=pick([False, NOW + due]), return_count=pick([0, 0, 1]), rework_count=pick([0, 0, 2]),
                cancelled_at=pick([False, False, NOW + due + hours]), required_ok_at_send=pick([True, False]),
                clarifications=pick([0, 0, 3]), clarified_at=NOW + due - timedelta(days=2),
                source=pick(["person", "import"]))
            encounter = cls._encounter(
                due, **dimensions, direction=pick(["in", "in", "out"]),
                response_due_at=pick([False, NOW + due + hours]),
                first_response_at=pick([False, NOW + due + hours]))
            cls._case(due, **dimensions, type=pick(["complaint", "question"]))
            cls._rating(encounter, pick([1, 2, 3, 4, 5]), due, consumed=pick([True, True, False]))

    # -- the naive side ------------------------------------------------------------------------------

    def _in(self, window, moment):
        return bool(moment) and window[0] <= self._local_day(moment) <= window[1]

    def _records(self, model, **filters):
        domain = [("company_id", "=", self.company.id), *((name, "=", value) for name, value in filters.items())]
        return self.env[model].search(domain)

    def _due_promises(self, window, **filters):
        for p in self._records("frontoffice.promise", **filters):
            gone = p.withdrawn_by == "customer" and p.withdrawn_at and p.withdrawn_at <= p.due_at
            if p.origin_kind != "auto" and p.due_at <= NOW and self._in(window, p.due_at) and not gone:
                disputed = p.disputed_at and p.fulfilled_at and p.disputed_at <= p.fulfilled_at + timedelta(days=14)
                kept = (p.fulfilled_at and p.fulfilled_at <= p.due_at and p.in_full and not disputed
                        and not p.withdrawn_at)
                enabled = p.enabled_at and p.enabled_at <= (p.need_by or p.due_at)
                yield ladder.Due(bool(p.standard_id), {"yes": True, "no": False}.get(p.realistic),
                                 bool(enabled), bool(kept))

    def _naive(self, window, **filters):
        """{code: (counted, out of)}."""
        promises = self._records("frontoffice.promise", **filters).filtered(lambda p: p.origin_kind != "auto")
        due = ladder.ladder(self._due_promises(window, **filters))
        made = promises.filtered(lambda p: self._in(window, p.made_at) and p.realistic in ("yes", "no"))
        contacts = self._records("frontoffice.encounter", **filters).filtered(lambda e: e.direction == "in")
        answers = contacts.filtered(
            lambda e: e.response_due_at and e.response_due_at <= NOW and self._in(window, e.response_due_at))
        cases = self._records("frontoffice.case", **filters).filtered(
            lambda c: c.type == "complaint" and self._in(window, c.opened_at))
        encounters = self._records("frontoffice.encounter", **filters)
        ratings = self.env["rating.rating"].search([
            ("res_model", "=", "frontoffice.encounter"), ("res_id", "in", encounters.ids), ("consumed", "=", True),
        ]).filtered(lambda r: self._in(window, r.rated_on))
        return {
            "K33": (due["kept"], due["made"]),
            "K12": (len(made.filtered(lambda p: p.realistic == "yes")), len(made)),
            "K20": (len(answers.filtered(
                lambda e: e.first_response_at and e.first_response_at <= e.response_due_at)), len(answers)),
            "K30": (len(cases), self._active(window, contacts)),
            "K22": (len(ratings.filtered(lambda r: r.rating >= 4)), len(ratings)),
        }

    def _active(self, window, contacts):
        """Mean over the days of a window of the customers with a contact in the 30 days up to each."""
        there = {(c.partner_id.commercial_partner_id.id, self._local_day(c.arrived_at)) for c in contacts}
        days = [window[0] + timedelta(days=i) for i in range((window[1] - window[0]).days + 1)]
        return sum(len({who for who, at in there if 0 <= (day - at).days < 30}) for day in days) / len(days)

    def _naive_handoffs(self, window, **filters):
        handoffs = self._records("backoffice.handoff", **filters)
        due = handoffs.filtered(lambda h: h.due_at <= NOW and self._in(window, h.due_at) and not (
            h.cancelled_at and h.cancelled_at <= h.due_at))
        done = handoffs.filtered(lambda h: h.done_at and self._in(window, h.final_at))
        sent = handoffs.filtered(lambda h: h.source != "import" and self._in(window, h.sent_at))
        return {
            "K38": (len(due.filtered(lambda h: h.final_at and h.final_at <= h.due_at)), len(due)),
            "K40": (len(done.filtered(lambda h: not h.return_count and not h.rework_count)), len(done)),
            "K45": (len(sent.filtered(lambda h: h.required_ok_at_send and not h.clarifications)), len(sent)),
        }

    def _compare(self, expected, window, **filters):
        page = self.dashboard.get_page({"date_from": window[0], "date_to": window[1], **filters})
        tiles = {tile["code"]: tile for tile in page["tiles"]}
        for code, (count, n) in expected.items():
            tile = tiles[code]
            with self.subTest(code=code, window=window, filters=filters):
                self.assertEqual((tile["count"], tile["n"]), (count, math.ceil(n)))
                if code == "K30" and n:
                    self.assertAlmostEqual(tile["value"], 1000 * count / n, 9)
                else:
                    self.assertEqual(tile["value"], count / n if n else None)
                if n and code != "K30":
                    self.assertEqual(tile["interval"], list(wilson(count, n)))
        return page

    WINDOWS = [
        (TODAY - timedelta(days=400), TODAY), (TODAY - timedelta(days=100), TODAY - timedelta(days=20)),
        (TODAY.replace(month=1, day=1), TODAY.replace(month=2, day=28)), (TODAY, TODAY),
        (TODAY - timedelta(days=3), TODAY - timedelta(days=1)),
    ]

    def test_every_figure_equals_the_records(self):
        for window in self.WINDOWS:
            self._compare({**self._naive(window), **self._naive_handoffs(window)}, window)

    def test_every_figure_equals_the_records_with_filters(self):
        team, channel, campaign = self.teams[0].id, self.channels[1].id, self.campaigns[0].id
        for window in self.WINDOWS[:2]:
            for filters in ({"team_id": team}, {"channel_id": channel}, {"team_id": team, "channel_id": channel}):
                self._compare(self._naive(window, **filters), window, **filters)
            # two dimensions no set has together: read from facts
            both = self._naive_promise_only(window, team_id=team, campaign_id=campaign)
            self._compare(both, window, team_id=team, campaign_id=campaign)
            self._compare(self._naive_promise_only(window, campaign_id=campaign), window, campaign_id=campaign)
            department = self.departments[1].id
            self._compare(self._naive_handoffs(window, to_department_id=department), window, department_id=department)

    def _naive_promise_only(self, window, **filters):
        due = ladder.ladder(self._due_promises(window, **filters))
        return {"K33": (due["kept"], due["made"])}

    def test_partition_and_ladder_equal_the_pure_ladder(self):
        for window in self.WINDOWS:
            expected = ladder.ladder(self._due_promises(window))
            page = self.dashboard.get_page({"date_from": window[0], "date_to": window[1]})
            if not expected["made"]:
                self.assertIsNone(page["partition"])
                continue
            parts = page["partition"]
            self.assertEqual(parts["of"], parts["over"] + parts["enable"] + parts["deliver"])
            self.assertEqual({key: parts[key] for key in ("over", "enable", "deliver")},
                             {key: expected[key] for key in ("over", "enable", "deliver")})
            self.assertEqual({rung["key"]: rung["n"] for rung in page["ladder"]},
                             {key: expected[key] for key in ("made", "standard", "realistic", "enabled", "kept")})

    def test_the_trend_is_what_its_months_say(self):
        tiles = self.dashboard.get_page({"preset": "last_12_months"})["tiles"]
        for i in range(12):
            months = {tile["code"]: tile["trend"][i] for tile in tiles if tile["trend"]}
            month = months["K33"]
            alone = self.dashboard.get_page({"date_from": month["from"], "date_to": month["to"]})
            for tile in alone["tiles"]:
                if tile["code"] in months:
                    self.assertEqual((months[tile["code"]]["value"], months[tile["code"]]["n"]),
                                     (tile["value"], tile["n"]))

    def test_a_click_opens_what_was_counted(self):
        for window in self.WINDOWS[:2]:
            filters = {"date_from": window[0], "date_to": window[1]}
            page = self.dashboard.get_page(filters)
            for tile in page["tiles"]:
                if tile["code"] == "OVERDUE":
                    action = self.dashboard.drill("OVERDUE", filters)
                    self.assertEqual(action["total"], tile["value"])
                    continue
                whole = tile["count"] if tile["code"] == "K30" else tile["n"]  # customers are no records of it
                for part, expected in (("all", whole), ("num", tile["count"])):
                    action = self.dashboard.drill(tile["code"], page["filters"], part)
                    self.assertEqual((action["total"], len(action["domain"][0][2])), (expected, expected))
                if tile["code"] != "K30":
                    self.assertEqual(self.dashboard.drill(tile["code"], page["filters"], "miss")["total"],
                                     tile["n"] - tile["count"])
            for part in ("over", "enable", "deliver"):
                self.assertEqual(self.dashboard.drill("K33", page["filters"], part)["total"], page["partition"][part])
            for rung in page["ladder"]:
                drill = rung["drill"]
                self.assertEqual(self.dashboard.drill(drill["kpi"], page["filters"], drill["part"])["total"], rung["n"])

    def test_overdue_now_counts_what_waits_now(self):
        waiting = self._records("frontoffice.promise").filtered(
            lambda p: p.origin_kind != "auto" and p.due_at < NOW and not p.fulfilled_at and not p.withdrawn_at)
        tile = next(t for t in self.dashboard.get_page({})["tiles"] if t["code"] == "OVERDUE")
        self.assertEqual(tile["value"], len(waiting))
        waiting[0].source = "import"
        self.env.flush_all()
        tile = next(t for t in self.dashboard.get_page({})["tiles"] if t["code"] == "OVERDUE")
        self.assertEqual(tile["value"], len(waiting) - 1)
