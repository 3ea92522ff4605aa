from datetime import timedelta
from statistics import median

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Datetime
from odoo.tests import new_test_user, tagged

from .common import BackOfficeCase

YEAR = {"since": "2026-01-01", "until": "2026-02-01"}


def share(values, part):
    """Linear between the two values around the share, as PostgreSQL's percentile_cont."""
    values = sorted(values)
    at = part * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


class Walk:
    """The oracle: one request followed event by event, written without a look at the SQL."""

    def __init__(self, sender):
        self.sender, self.stints, self.refused = sender, [], False

    def see(self, kind, payload):
        if kind in ("sent", "rerouted"):
            giver = self.stints[-1]["target"] if self.stints and not self.refused else self.sender
            self.stints.append({"source": giver, "target": payload["to"], "back": 0, "again": 0, "seconds": None})
            self.refused = False
        elif kind in ("returned", "declined"):
            self.stints[-1]["back"] += 1
            self.refused = kind == "declined"
        elif kind == "rejected":
            self.stints[-1]["again"] += 1
        elif kind == "delivered" and payload.get("total_s") is not None:
            self.stints[-1]["seconds"] = payload["total_s"]

    def judged(self):
        """Stints with the two words that need the whole story."""
        been, pairs = [], {}
        for stint in self.stints:
            ends = frozenset((stint["source"], stint["target"]))
            pairs.setdefault(ends, 0)
            pairs[ends] += stint["target"] in been
            been.append(stint["target"])
        for stint in self.stints:
            backs = sum(other["back"] for other in self.stints if other["target"] == stint["target"])
            ends = frozenset((stint["source"], stint["target"]))
            stint["ping"] = backs >= 2 or pairs[ends] >= 2
            stint["front"] = self.sender == 0 and stint["back"] > 0
        return self.stints


@tagged("post_install", "-at_install")
class TestProcess(BackOfficeCase):
    """The process map: the numbers of the ledger, and nothing a reader must not see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stories = cls.env["backoffice.handoff"]
        test = cls("test_the_numbers_are_those_of_the_events")
        for number in range(3):
            cls._story(test, ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"), (f"Mon 1{number + 3}:00", "delivered"))
        ask = {"fault": "sender", "reasons": ["detail"]}
        cls._story(
            test, ("Mon 09:00", "sent"), ("Mon 10:00", "returned", ask), ("Mon 11:00", "resent"),
            ("Tue 09:00", "returned", ask), ("Tue 10:00", "resent"), ("Tue 11:00", "accepted"),
            ("Wed 15:00", "delivered"),
        )
        cls._story(test, ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"), to=(
            ("Mon 11:00", cls.finance), ("Mon 12:00", cls.parts), ("Mon 14:00", cls.finance),
        ), then=(("Mon 15:00", "accepted"), ("Tue 09:00", "delivered")))
        cls._story(test, ("Mon 09:00", "sent"), ("Mon 10:00", "declined"), to=(("Mon 11:00", cls.finance),), then=(
            ("Mon 12:00", "accepted"), ("Tue 09:00", "delivered"), ("Tue 10:00", "rejected"),
            ("Wed 09:00", "delivered"),
        ))
        cls._story(
            test, ("Mon 09:00", "sent"), ("Mon 10:00", "returned", ask), from_user_id=cls.banker.id,
        )

    @classmethod
    def _story(cls, test, *events, to=(), then=(), **values):
        handoff = test._handoff(**values)
        test._play(handoff, *events)
        for when, department in to:
            if handoff.state == "sent":
                test._play(handoff, (when, "accepted"))
            handoff.sudo().write({"to_department_id": department.id, "user_id": False})
            test._play(handoff, (when, "rerouted"))
        test._play(handoff, *then)
        cls.stories |= handoff
        return handoff

    def map(self, user=None, **filters):
        process = self.env["backoffice.process"].with_company(self.company)
        return process.with_user(user or self.head).map({**YEAR, **filters})

    def line(self, source, target, **options):
        lines = {(x["source"], x["target"]): x for x in self.map(**options)["lines"]}
        return lines.get((source, target))

    def drill(self, what, source=None, target=None, user=None):
        process = self.env["backoffice.process"].with_user(user or self.head)
        action = process.drill(YEAR, what, source, target)
        return self.env["backoffice.handoff"].browse(action["domain"][0][2]), action

    def oracle(self):
        """{(source, target): stints} by following every request of the company in January."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT e.handoff_id, e.seq, e.kind, e.payload, COALESCE(h.from_department_id, 0)"
            " FROM backoffice_handoff_event e JOIN backoffice_handoff h ON h.id = e.handoff_id"
            " WHERE h.company_id = %s AND h.sent_at >= '2026-01-01' AND h.sent_at < '2026-02-02'"
            " AND NOT h.confidential ORDER BY e.handoff_id, e.at, e.seq", [self.company.id])
        rows = self.env.cr.fetchall()
        undone = {(row[0], row[3]["seq"]) for row in rows if row[2] == "undone"}
        walks, lines = {}, {}
        for handoff, seq, kind, payload, sender in rows:
            if (handoff, seq) not in undone:
                walks.setdefault(handoff, Walk(sender)).see(kind, payload or {})
        for handoff, walk in walks.items():
            for stint in walk.judged():
                lines.setdefault((stint["source"], stint["target"]), []).append({**stint, "handoff": handoff})
        return lines

    # -- numbers -----------------------------------------------------------------------------------

    def test_the_numbers_are_those_of_the_events(self):
        expected, shown = self.oracle(), {(x["source"], x["target"]): x for x in self.map()["lines"]}
        self.assertEqual(set(shown), set(expected))
        self.assertGreaterEqual(len(expected), 4)
        for ends, stints in expected.items():
            with self.subTest(ends=ends):
                line, hours = shown[ends], [s["seconds"] / 3600 for s in stints if s["seconds"] is not None]
                self.assertEqual(line["n"], len(stints))
                self.assertEqual(line["requests"], len({s["handoff"] for s in stints}))
                self.assertEqual(line["back"], sum(s["back"] > 0 for s in stints))
                self.assertEqual(line["again"], sum(s["again"] > 0 for s in stints))
                self.assertEqual(line["ping"], sum(s["ping"] for s in stints))
                self.assertEqual(line["front"], sum(s["front"] for s in stints))
                self.assertEqual(line["ready"], len(hours))
                self.assertEqual(line["timed"], len({s["handoff"] for s in stints if s["seconds"] is not None}))
                if hours:
                    self.assertAlmostEqual(line["median"], median(hours), places=6)
                    self.assertAlmostEqual(line["p80"], share(hours, 0.8), places=6)

    def test_the_stories_by_hand(self):
        parts, finance = self.parts.id, self.finance.id
        line = self.line(0, parts)
        self.assertEqual((line["n"], line["back"], line["ping"], line["front"]), (6, 2, 1, 2))
        self.assertEqual((self.line(parts, finance)["n"], self.line(parts, finance)["ping"]), (2, 2))
        self.assertEqual(self.line(finance, parts)["n"], 2, "given back by Finance, and asked by its own clerk")
        self.assertEqual((self.line(0, finance)["n"], self.line(0, finance)["again"]), (1, 1))

    def test_what_was_taken_back_does_not_count(self):
        handoff = self._handoff()
        handoff._record("sent")
        handoff.with_user(self.clerk).action_return(["detail"])
        recent = {"since": False, "days": 30}
        self.assertEqual(self.line(0, self.parts.id, **recent)["back"], 1)
        handoff.with_user(self.clerk).action_undo()
        self.assertEqual(self.line(0, self.parts.id, **recent)["back"], 0)

    def test_window_department_and_type(self):
        self.assertFalse(self.map(since="2025-01-01", until="2025-12-31")["lines"])
        only = self.map(department=self.finance.id)["lines"]
        self.assertTrue(only)
        self.assertTrue(all(self.finance.id in (x["source"], x["target"]) for x in only))
        self.assertFalse(self.map(service=self.refund.id)["lines"])
        self.assertEqual(self.map(service=self.service.id)["total"]["requests"], len(self.stories))

    def test_sums(self):
        total = self.map()["total"]
        self.assertEqual(total["requests"], len(self.stories))
        self.assertEqual(total["n"], sum(len(stints) for stints in self.oracle().values()))

    # -- behind the numbers ------------------------------------------------------------------------

    def test_every_number_opens_exactly_its_requests(self):
        self.env["backoffice.member"].create({
            "user_id": self.head.id, "department_id": self.parts.id, "role": "head", "company_id": self.company.id,
        })
        expected = self.oracle()
        for (source, target), stints in expected.items():
            for what, key in (("back", "back"), ("again", "again"), ("ping", "ping"), ("front", "front")):
                records, _action = self.drill(what, source, target)
                self.assertEqual(set(records.ids), {s["handoff"] for s in stints if s[key]}, (what, source, target))
            self.assertEqual(set(self.drill("all", source, target)[0].ids), {s["handoff"] for s in stints})
        self.assertEqual(self.drill("all")[0], self.stories)
        with self.assertRaisesRegex(UserError, "no such number"):
            self.drill("TRUE; DROP TABLE x")

    def test_a_time_opens_the_requests_it_is_worked_out_from_slowest_first(self):
        self.env["backoffice.member"].create({
            "user_id": self.head.id, "department_id": self.parts.id, "role": "head", "company_id": self.company.id,
        })
        for source, target in ((0, self.parts.id), (self.parts.id, self.finance.id)):
            line, (_records, action) = self.line(source, target), self.drill("ready", source, target)
            view_id = action["views"][0][0]
            arch = self.env["backoffice.handoff"].with_user(self.head).get_view(view_id, "list")["arch"]
            order = etree.fromstring(arch).get("default_order")
            self.assertIn("ready_hours desc", order)
            rows = self.env["backoffice.handoff"].with_user(self.head).web_search_read(
                action["domain"], {"ready_hours": {}}, order=order)["records"]
            times = [row["ready_hours"] for row in rows]
            self.assertEqual(times, sorted(times, reverse=True))
            self.assertEqual(len(times), line["timed"])
            self.assertAlmostEqual(share(times, 0.8), line["p80"], places=6)
            self.assertAlmostEqual(median(times), line["median"], places=6)
            if source == 0:
                self.assertGreater(times[0], times[-1])

    def test_a_list_shorter_than_its_figure_says_so(self):
        plain = new_test_user(self.env, "plain_time", "base.group_user", company_id=self.company.id,
                              company_ids=[(6, 0, self.company.ids)])
        timed = self.line(0, self.parts.id)["timed"]
        self.assertIn(f"(0 of {timed})", self.drill("ready", 0, self.parts.id, user=plain)[1]["name"])
        self.env["backoffice.member"].create({
            "user_id": self.head.id, "department_id": self.parts.id, "role": "head", "company_id": self.company.id,
        })
        self.assertNotIn("(", self.drill("ready", 0, self.parts.id)[1]["name"])

    def test_what_is_done_again_keeps_the_time_it_was_ready_in(self):
        handoff = self._handoff()
        self._play(handoff, ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"), ("Mon 12:00", "delivered"))
        self.assertAlmostEqual(handoff.ready_hours, 3)
        self._play(handoff, ("Mon 13:00", "rejected"))
        handoff.invalidate_recordset()
        self.assertEqual((handoff.worked_hours, round(handoff.ready_hours, 6)), (0, 3))

    def test_sums_are_open_and_records_follow_the_rights(self):
        plain = new_test_user(self.env, "plain_map", "base.group_user", company_id=self.company.id,
                              company_ids=[(6, 0, self.company.ids)])
        self.assertEqual(self.map(user=plain)["total"]["requests"], len(self.stories))
        records, action = self.drill("all", 0, self.parts.id, user=plain)
        self.assertFalse(records)
        self.assertIn("6 more are counted", action["help"])
        portal = new_test_user(self.env, "portal_map", "base.group_portal")
        with self.assertRaises(AccessError):
            self.map(user=portal)

    def test_another_company_is_not_counted(self):
        process = self.env["backoffice.process"].with_user(self.stranger)
        elsewhere = process.with_context(allowed_company_ids=self.stranger.company_ids.ids)
        self.assertFalse(elsewhere.map(YEAR)["lines"])

    def test_confidential_requests_count_from_five_on(self):
        quiet = self.refund.copy({"name": "Warning", "confidential": True, "code": False})
        before = self.line(0, self.finance.id)["n"]

        def secret(count):
            for _number in range(count):
                handoff = self._handoff(service_id=quiet.id)
                self.assertTrue(handoff.confidential)
                self._play(handoff, ("Mon 09:00", "sent"))

        secret(4)
        self.assertEqual(self.line(0, self.finance.id)["n"], before)
        self.assertFalse(self.map(service=quiet.id)["lines"])
        secret(1)
        self.assertEqual(self.line(0, self.finance.id)["n"], before + 5)
        records, action = self.drill("all", 0, self.finance.id, user=self.banker)
        self.assertFalse(records.filtered("confidential"), "a clerk who is not trusted")
        self.assertIn("5 more are counted", action["help"])

    # -- the drawing -------------------------------------------------------------------------------

    def test_every_line_and_box_has_its_place(self):
        page = self.map()
        nodes = {node["id"]: node for node in page["nodes"]}
        for line in page["lines"]:
            self.assertTrue(line["path"].startswith("M "))
            self.assertLessEqual({line["source"], line["target"]}, set(nodes))
        self.assertEqual(nodes[0]["name"], "Front office")
        for node in nodes.values():
            self.assertLessEqual(node["x"] + node["w"], page["width"])
            self.assertLessEqual(node["y"] + node["h"], page["height"])

    def test_the_menu_shows_with_its_switch(self):
        menu = self.env.ref("backoffice_ops.menu_process")
        self.assertEqual(menu.group_ids, self.env.ref("backoffice_ops.group_feature_process"))
        self.assertEqual(menu.action.tag, "backoffice_ops.process")

    def test_a_department_that_asks_is_known_by_its_clerk(self):
        asked = self.env["backoffice.handoff"].with_user(self.banker).create({
            "subject": "Pump", "service_id": self.service.id, "company_id": self.company.id,
        })
        self.assertEqual(asked.from_department_id, self.finance)
        self.assertFalse(self._handoff().from_department_id)
        self.assertLess(asked.create_date - Datetime.now(), timedelta(minutes=1))
