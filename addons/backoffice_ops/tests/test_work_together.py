import base64
from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date, Datetime
from odoo.tests import TransactionCase, tagged

from . import work_common as wc

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestWorkTogether(TransactionCase):
    """A department shares its work: takes it, gives it back, hands it on, stands in, does many at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = wc.finance(cls.env)
        cls.ines, cls.jonas, cls.priya = (cls.data[name] for name in ("ines", "jonas", "priya"))
        groups = ("base.group_user", "backoffice_ops.group_clerk")
        cls.tomas, cls.head = (wc.person(cls.env, name, name.lower(), groups) for name in ("Tomas", "Hedda"))
        cls.env["backoffice.member"].create([
            {"user_id": cls.tomas.id, "department_id": cls.data["department"].id},
            {"user_id": cls.head.id, "department_id": cls.data["department"].id, "role": "head"},
        ])
        cls.refund = wc.ask(cls.env, cls.data).sudo()

    def work(self, user):
        return self.env["backoffice.work"].with_user(user)

    def ids(self, user, view, **filters):
        return [row["id"] for row in self.work(user).items(view, filters)["rows"]]

    def by(self, user, handoff=None):
        return (handoff or self.refund).with_user(user)

    def kinds(self, handoff=None):
        return (handoff or self.refund).event_ids.sorted("seq").mapped("kind")

    def buttons(self, user):
        buttons = self.work(user).item(self.refund.id)["buttons"]
        return buttons["main"] + buttons["more"]

    # -- taken, given back, handed on --------------------------------------------------------------

    def test_pain_13_no_request_is_taken_twice(self):
        self.by(self.ines).action_claim()
        self.assertEqual((self.refund.user_id, self.refund.state), (self.ines, "accepted"))
        with self.assertRaisesRegex(UserError, "Ines Duarte was faster"):
            self.by(self.tomas).action_claim()
        self.assertEqual((self.refund.user_id, self.kinds()), (self.ines, ["sent", "accepted"]))

    def test_pain_13_a_person_chosen_by_hand_stays(self):
        self.refund.user_id = self.tomas
        with self.assertRaisesRegex(UserError, "Tomas was faster"):
            self.by(self.ines).action_claim()
        self.by(self.ines).action_accept()
        self.assertEqual(self.refund.user_id, self.tomas)

    def test_work_nobody_has_is_taken_first(self):
        self.by(self.ines).action_accept()
        self.refund.user_id = False
        item = self.work(self.tomas).item(self.refund.id)
        self.assertEqual(item["buttons"]["main"], ["claim"])
        self.by(self.tomas).action_claim()
        self.assertEqual((self.refund.user_id, self.refund.state), (self.tomas, "accepted"))
        self.by(self.tomas).action_undo()
        self.assertFalse(self.refund.user_id)
        self.assertFalse(self.refund._ledger_verify())

    def test_given_back_it_waits_for_everybody_and_its_clock_runs(self):
        self.by(self.ines).action_accept()
        due = self.refund.due_at
        self.by(self.ines).action_release("I am ill")
        self.assertEqual((self.refund.state, self.refund.user_id, self.refund.accepted_at),
                         ("sent", self.env["res.users"], False))
        self.assertEqual(self.refund.due_at, due)
        self.assertIn(self.refund.id, self.ids(self.tomas, "accept"))
        self.assertEqual(self.work(self.tomas).item(self.refund.id)["talk"][-1]["text"], "I am ill")
        self.by(self.ines).action_undo()
        self.assertEqual((self.refund.state, self.refund.user_id), ("accepted", self.ines))

    def test_only_the_holder_or_the_head_gives_back(self):
        self.by(self.ines).action_accept()
        self.assertNotIn("release", self.buttons(self.tomas))
        with self.assertRaisesRegex(UserError, "Only the person who has it"):
            self.by(self.tomas).action_release()
        self.assertIn("release", self.buttons(self.head))
        self.by(self.head).action_release()
        self.assertEqual(self.refund.state, "sent")
        with self.assertRaises(AccessError):
            self.by(self.priya).action_release()

    def test_handed_to_a_colleague_of_the_department_alone(self):
        self.by(self.ines).action_accept()
        names = [c["name"] for c in self.work(self.ines).item(self.refund.id)["colleagues"]]
        self.assertEqual(names, ["Hedda", "Tomas"])
        self.by(self.ines).action_pass(self.tomas.id, "You know the customer")
        self.assertEqual((self.refund.user_id, self.refund.state), (self.tomas, "accepted"))
        self.assertIn(self.refund.id, self.ids(self.tomas, "mine"))
        self.assertNotIn(self.refund.id, self.ids(self.ines, "mine"))
        with self.assertRaisesRegex(UserError, "Jonas Weber is not in this department"):
            self.by(self.tomas).action_pass(self.jonas.id)
        with self.assertRaisesRegex(UserError, "Choose the colleague"):
            self.by(self.tomas).action_pass()
        self.assertFalse(self.refund._ledger_verify())

    def test_pain_11_a_colleague_takes_over_from_somebody_absent(self):
        self.by(self.ines).action_accept()
        self.by(self.tomas).action_pass(self.tomas.id, "Ines is away")
        self.assertEqual(self.refund.user_id, self.tomas)
        self.by(self.tomas).action_undo()
        self.assertEqual(self.refund.user_id, self.ines)

    def test_pain_12_the_backlog_is_shown_by_least_time_left(self):
        """What is due first is first, however late it was asked."""
        old, new = wc.ask(self.env, self.data, 2)
        old.sudo().due_at = Datetime.now() + timedelta(hours=30)
        new.sudo().due_at = Datetime.now() + timedelta(hours=2)
        self.assertEqual(self.ids(self.ines, "accept"), [new.id, self.refund.id, old.id])

    # -- standing in -------------------------------------------------------------------------------

    def away(self, days=3, who=None):
        until = Date.to_string(Date.today() + timedelta(days=days))
        return self.work(self.ines).stand_in((who or self.tomas).id, until)

    def test_requests_to_somebody_away_show_with_who_stands_in(self):
        self.refund.user_id = self.ines
        self.assertNotIn(self.refund.id, self.ids(self.tomas, "accept"))
        answer = self.away()
        self.assertEqual(answer["who"]["name"], "Tomas")
        self.assertIn(self.refund.id, self.ids(self.tomas, "accept"))
        self.assertIn(self.refund.id, self.ids(self.ines, "accept"))
        self.assertEqual(self.work(self.tomas).open()["away"]["for"], ["Ines Duarte"])
        self.by(self.tomas).action_accept()
        self.assertEqual(self.refund.user_id, self.tomas)

    def test_standing_in_ends_with_its_day(self):
        self.refund.user_id = self.ines
        self.away(days=-1)
        self.assertNotIn(self.refund.id, self.ids(self.tomas, "accept"))
        self.away()
        self.work(self.ines).stand_in()
        self.assertNotIn(self.refund.id, self.ids(self.tomas, "accept"))
        self.assertIsNone(self.work(self.ines).open()["away"]["who"])

    def test_only_a_colleague_stands_in_and_until_a_day(self):
        with self.assertRaisesRegex(ValidationError, "cannot stand in"):
            self.away(who=self.jonas)
        with self.assertRaisesRegex(ValidationError, "until which day"):
            self.work(self.ines).stand_in(self.tomas.id)

    def test_confidential_requests_do_not_reach_who_stands_in(self):
        self.data["service"].confidential = True
        secret = wc.ask(self.env, self.data).sudo()
        secret.user_id = self.ines
        self.away()
        self.assertIn(secret.id, self.ids(self.ines, "accept"))
        self.assertNotIn(secret.id, self.ids(self.tomas, "accept"))

    def test_leave_hints_and_sets_nothing(self):
        employee = self.env["hr.employee"].create({"name": "Ines", "user_id": self.ines.id})
        kind = self.env["hr.leave.type"].create({"name": "Holiday", "requires_allocation": False})
        start = Date.today() + timedelta(days=(7 - Date.today().weekday()))
        leave = self.env["hr.leave"].create({
            "employee_id": employee.id, "holiday_status_id": kind.id,
            "request_date_from": start, "request_date_to": start + timedelta(days=2),
        })
        self.assertIsNone(self.work(self.ines).open()["away"]["leave"])
        leave.sudo()._write({"state": "validate"})
        leave.invalidate_recordset()
        away = self.work(self.ines).open()["away"]
        self.assertEqual(away["leave"]["from"], Date.to_string(start))
        self.assertFalse(self.ines.backoffice_substitute_id)
        self.assertIsNone(self.away()["leave"], "somebody stands in: nothing to say")

    # -- several at once ---------------------------------------------------------------------------

    def test_several_are_accepted_and_ready_with_one_note(self):
        many = self.refund + wc.ask(self.env, self.data, 3)
        answer = self.work(self.ines).bulk(many.ids, "accept")
        self.assertEqual((sorted(answer["done"]), answer["left"]), (sorted(many.ids), []))
        self.assertEqual(many.mapped("user_id"), self.ines)
        self.work(self.ines).bulk(many.ids, "deliver", "Paid by transfer")
        self.assertEqual(set(many.mapped("state")), {"delivered"})
        self.assertEqual(set(many.mapped("outcome_note")), {"Paid by transfer"})

    def test_what_cannot_is_left_and_says_why(self):
        taken, fine = wc.ask(self.env, self.data, 2).sudo()
        self.by(self.tomas, taken).action_accept()
        answer = self.work(self.ines).bulk((taken | fine).ids, "accept")
        self.assertEqual((answer["done"], [row["id"] for row in answer["left"]]), (fine.ids, taken.ids))
        self.assertIn("In work", answer["left"][0]["why"])
        self.assertEqual(taken.user_id, self.tomas)
        with self.assertRaisesRegex(UserError, "one request at a time"):
            self.work(self.ines).bulk(fine.ids, "return")
        with self.assertRaises(AccessError):
            self.work(self.jonas).bulk(fine.ids, "accept")

    def test_one_refusal_does_not_stop_the_others(self):
        good, bad = wc.ask(self.env, self.data, 2).sudo()
        self.refund.service_id.invalidate_recordset()
        original, checklist = type(self.refund).action_deliver, "a checklist is open"

        def picky(handoffs, note=None):
            if bad in handoffs:
                raise UserError(checklist)
            return original(handoffs, note)

        self.work(self.ines).bulk((good | bad).ids, "accept")
        self.patch(type(self.refund), "action_deliver", picky)
        answer = self.work(self.ines).bulk((good | bad).ids, "deliver", "done")
        self.assertEqual((answer["done"], answer["left"][0]["why"]), (good.ids, "a checklist is open"))
        self.assertEqual((good.state, bad.state), ("delivered", "accepted"))

    # -- pictures ----------------------------------------------------------------------------------

    def test_a_picture_goes_into_the_conversation(self):
        talk = self.work(self.ines).attach(self.refund.id, "image.png", PIXEL)
        self.assertEqual([(f["name"], f["image"]) for f in talk[-1]["files"]], [("image.png", True)])
        self.assertTrue(talk[-1]["mine"])
        seen = self.work(self.priya).item(self.refund.id)["talk"][-1]["files"]
        self.assertEqual(seen, talk[-1]["files"])
        file = self.env["ir.attachment"].browse(seen[0]["id"])
        self.assertEqual(file.with_user(self.priya).raw, base64.b64decode(PIXEL))
        with self.assertRaises(AccessError):
            file.with_user(self.jonas).read(["raw"])

    def test_what_is_no_picture_or_paper_is_refused(self):
        program = base64.b64encode(b"MZ\x90\x00" * 20).decode()
        with self.assertRaisesRegex(UserError, "not a kind of file"):
            self.work(self.ines).attach(self.refund.id, "image.png", program)
        with self.assertRaises(AccessError):
            self.work(self.jonas).attach(self.refund.id, "image.png", PIXEL)

    # -- quick switches ----------------------------------------------------------------------------

    def test_what_is_shown_is_kept_as_a_switch_and_a_favourite(self):
        late = wc.ask(self.env, self.data)
        late.sudo().due_at = Datetime.now() - timedelta(hours=1)
        answer = self.work(self.ines).save_switch("Burning", "accept", {"flag": "late", "search": "ortiz"})
        self.assertEqual(self.ids(self.ines, answer["id"]), late.ids)
        favourite = self.env["ir.filters"].search([("name", "=", "Burning")])
        self.assertEqual((favourite.model_id, favourite.user_ids), ("backoffice.handoff", self.ines))
        self.assertEqual([s["label"] for s in self.work(self.ines).open()["switches"]], ["Burning"])
        self.assertFalse(self.work(self.tomas).open()["switches"])
        with self.assertRaises(UserError):
            self.ids(self.tomas, answer["id"])
        self.assertFalse(self.work(self.ines).drop_switch(answer["id"]))

    def test_every_list_can_be_kept(self):
        self.by(self.ines).action_accept()
        for view in ("mine", "accept", "department", "waiting", "sent"):
            answer = self.work(self.ines).save_switch(view, view, {"department": self.data["department"].id})
            self.assertEqual(self.ids(self.ines, answer["id"]), self.ids(self.ines, view), view)

    def test_a_leader_shares_one_and_a_broken_one_is_silent(self):
        self.env["ir.filters"].create([
            {"name": "Refunds", "model_id": "backoffice.handoff", "user_ids": [Command.clear()],
             "domain": "[('service_id.name', '=', 'Refund'), ('user_id', 'in', [uid, False])]"},
            {"name": "Broken", "model_id": "backoffice.handoff", "user_ids": [Command.clear()],
             "domain": "[('gone', '=', 1)]"},
        ])
        switches = self.work(self.tomas).open()["switches"]
        self.assertEqual([(s["label"], s["mine"]) for s in switches], [("Refunds", False)])
        self.assertIn(self.refund.id, self.ids(self.tomas, switches[0]["id"]))
        self.work(self.tomas).drop_switch(switches[0]["id"])
        self.assertEqual(len(self.work(self.tomas).open()["switches"]), 1, "not his to drop")
