from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ..tools import handoff as moves
from ..tools import work as pure
from . import work_common as wc

FILTERS = ["Mine", "My team", "Due today", "At risk", "Late", "Waiting for me", "Sent by me"]


@tagged("post_install", "-at_install")
class TestWorkDrop(TransactionCase):
    """The lists of requests: a card dropped on a column takes the step it stands for, or says why not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = wc.finance(cls.env)
        cls.ines, cls.priya = cls.data["ines"], cls.data["priya"]
        cls.refund = wc.ask(cls.env, cls.data).sudo()

    def drop(self, user, column):
        return self.refund.with_user(user).action_drop(column)

    def test_every_drop_is_a_legal_step_into_that_column(self):
        kinds = {(button, state): kind for button, kind, _side, _place, states in pure.BUTTONS
                 for state in states or dict.fromkeys(s for s, _k in moves.MOVES)}
        for (state, column), button in pure.DROPS.items():
            with self.subTest(state=state, column=column):
                target = moves.MOVES[state, kinds[button, state]]
                self.assertEqual(moves.COLUMNS[target], column)
                self.assertNotEqual(moves.COLUMNS[state], column)

    def test_dropped_from_column_to_column(self):
        self.assertFalse(self.drop(self.ines, "in_work"))
        self.assertEqual((self.refund.state, self.refund.user_id), ("accepted", self.ines))
        self.assertFalse(self.drop(self.ines, "to_accept"))
        self.assertEqual((self.refund.state, self.refund.user_id.id), ("sent", False))
        self.drop(self.ines, "in_work")
        self.refund.with_user(self.ines).action_pause("customer", "asked Ana", True)
        self.drop(self.ines, "in_work")
        self.refund.with_user(self.ines).action_deliver("paid")
        self.drop(self.priya, "done")
        self.assertEqual(self.refund.state, "done")

    def test_a_drop_that_needs_words_opens_the_form(self):
        action = self.drop(self.ines, "waiting")
        self.assertEqual(action["params"], {"handoff_id": self.refund.id, "form": "return"})
        self.assertEqual(self.refund.state, "sent")
        self.drop(self.ines, "in_work")
        self.assertEqual(self.drop(self.ines, "ready")["params"]["form"], "deliver")

    def test_what_is_not_possible_is_said_with_what_is(self):
        with self.assertRaisesRegex(UserError, "From “To accept” a request does not go to “Done”.*In work, Waiting"):
            self.drop(self.ines, "done")
        self.assertEqual(self.refund.state, "sent")

    def test_the_other_sides_step_is_refused_by_name(self):
        with self.assertRaisesRegex(UserError, "the department Finance does it"):
            self.drop(self.priya, "in_work")
        self.refund.with_user(self.ines).action_accept()
        self.refund.with_user(self.ines).action_deliver("paid")
        with self.assertRaisesRegex(UserError, "Priya Nair asked for it"):
            self.drop(self.ines, "done")

    # -- the views -----------------------------------------------------------------------------------

    def test_the_seven_filters_are_in_every_list(self):
        views = self.env.ref("backoffice_ops.department_action").view_mode.split(",")
        self.assertEqual(views[:5], ["kanban", "list", "calendar", "pivot", "graph"])
        arch = self.env["backoffice.handoff"].get_view(view_type="search")["arch"]
        names = [node.get("string") for node in etree.fromstring(arch).iter("filter")]
        self.assertEqual(names[:7], FILTERS)

    def test_time_left_is_what_my_work_shows(self):
        row = self.env["backoffice.work"].with_user(self.ines).items("accept")["rows"][0]
        shown = self.refund.with_user(self.ines).time_left
        self.assertAlmostEqual(shown["left"], row["left"], delta=2)
        self.assertEqual((shown["late"], shown["stopped"]), (False, False))
        self.refund.with_user(self.ines).action_accept()
        self.refund.with_user(self.ines).action_pause("customer", "asked Ana", True)
        self.assertTrue(self.refund.with_user(self.ines).time_left["stopped"])

    def test_pain_21_time_left_costs_the_same_for_many_cards(self):
        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            records.with_user(self.ines).mapped("time_left")
            return self.cr.sql_log_count - start
        many = wc.ask(self.env, self.data, 40)
        count(self.refund)
        few = count(many[:2])
        self.assertLessEqual(count(many), few)
