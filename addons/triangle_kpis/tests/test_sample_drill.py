import time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

SECONDS = 120  # all figures, twice: far more than it takes, and no day
# Answers of colleagues are nobody's to open: behind them are the rounds they were given in.
ROUNDS = "backoffice.pulse"
# These rest on more than their list: links of a customer, both groups compared, loops of three kinds.
# Certificates are asked of everybody in a job by one line of that job.
NARROWER = {"K18", "K37", "K37S", "K37L", "K37W", "K50", "LOOP"}
HOURS = {"K55"}  # counts hours, and opens what they were spent on


@tagged("post_install", "-at_install")
class TestSampleDrill(TransactionCase):
    """Every figure of the sample company opens the records it was counted from, for whoever it is meant for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["frontoffice.sample"].load()
        cls.env["triangle.fact"]._refresh()
        cls.helen = cls.env.ref("__sample__.users_helen")
        cls.lead = cls.env.ref("__sample__.users_grace")
        cls.company = cls.helen.company_id
        cls.env.ref("base.group_user").implied_ids = [
            Command.link(cls.env.ref("triangle_kpis.group_feature_figures").id)]
        cls.lead.group_ids = [Command.link(cls.env.ref("triangle_kpis.group_viewer").id)]

    def _board(self, user):
        return self.env["triangle.dashboard"].with_user(user).with_company(self.company).with_context(
            allowed_company_ids=self.company.ids)

    def _figures(self, board, filters):
        """Every figure with a value: those of the page, and all others as their own page says them."""
        for kpi in board._kpis():
            if not kpi.live:
                tile = board.get_kpi(kpi.code, filters)["tile"]
                if tile["value"] is not None and tile["n"]:
                    yield kpi, tile

    def _opened(self, board, kpi, tile, filters):
        """(action, records its list finds), or None where the user has no right to the records at all."""
        try:
            action = board.drill(kpi.code, filters, tile["drill"]["part"])
        except AccessError:
            model = board._counted_model(kpi) or ROUNDS
            self.assertFalse(board.env[model].has_access("read"), "refused for no reason")
            return None
        found = board.env[action["res_model"]].with_context(**action["context"]).search(action["domain"])
        found.read(["display_name"])  # what is listed can be read
        return action, found

    def _expected(self, tile):
        """How many records stand behind the part of a figure its tile opens; complaints open themselves."""
        part = "num" if tile["unit"] == "per_1000" else tile["drill"]["part"]
        return {"num": tile["count"], "miss": (tile["n"] or 0) - (tile["count"] or 0)}.get(part, tile["n"])

    def _all(self, user):
        """{figure: (counted, seen) or None} of every figure; fails at one whose list is not what the figure says."""
        board, filters, seen, began = self._board(user), {"preset": "last_90_days"}, {}, time.monotonic()
        for kpi, tile in self._figures(board, filters):
            with self.subTest(figure=kpi.code, user=user.login):
                opened = self._opened(board, kpi, tile, filters)
                seen[kpi.code] = opened and (opened[0]["total"], len(opened[1]))
                if opened:
                    action, found = opened
                    self.assertEqual(len(found), action["visible"], "the list shows what the answer says can be seen")
                    if kpi.code in NARROWER:
                        self.assertTrue(0 < action["total"] <= self._expected(tile), "part of what the figure rests on")
                    elif kpi.code in HOURS:
                        self.assertGreater(action["total"], 0)
                    elif action["res_model"] != ROUNDS:
                        self.assertEqual(action["total"], self._expected(tile), "as many as the figure rests on")
        self.assertLess(time.monotonic() - began, SECONDS)
        return seen

    def test_for_the_manager(self):
        """The director sees all that is promised, asked and done; enquiries and answers of customers are others'."""
        seen = self._all(self.helen)
        self.assertGreater(len(seen), 60)
        alive = {"K22R", "K50", "K52", "K52G", "K54", "K55A", "K60M", "K60U", "DELAY"}
        self.assertFalse(alive - set(seen), "people, announcements, faults and lost time live in the sample")
        whole = {code for code, found in seen.items() if found and found[0] == found[1]}
        self.assertLessEqual({"K33", "K12", "K38", "K20", "K22", "K40", "K40Y", "K31A"}, whole)

    def test_for_the_leader_of_a_team(self):
        """The service lead opens the work of the desk, and less than all where departments have their own."""
        seen = self._all(self.lead)
        self.assertGreater(len(seen), 60)
        self.assertGreater(sum(bool(found and found[1]) for found in seen.values()), 30)
        self.assertLessEqual({"K33", "K12", "K20"}, {code for code, found in seen.items() if found and found[1]})
