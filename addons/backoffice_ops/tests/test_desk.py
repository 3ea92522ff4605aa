from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.frontoffice_crm.tests.desk_common import DeskMixin


@tagged("post_install", "-at_install")
class TestDeskRequest(DeskMixin, TransactionCase):
    """A request to a department is asked for at the Front Desk, and undone there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_desk()
        cls.parts = cls.env["hr.department"].create({"name": "Parts"})
        cls.order = cls.env["backoffice.service"].create({
            "name": "Order a part", "department_id": cls.parts.id, "allow_incomplete": True,
            "requirement_ids": [
                (0, 0, {"name": "Wanted by", "code": "by", "required": False}),
                (0, 0, {"name": "Serial number", "code": "serial"}),
                (0, 0, {"name": "Part", "code": "part"}),
                (0, 0, {"name": "Colour", "code": "colour"}),
            ],
        })

    def _ask(self, **values):
        handoff = {"service_id": self.order.id, "answers": {"serial": " XK-20 ", "part": "pump"}}
        return self._log(outcome="handoff", handoff=handoff, note="pressure 0.4", **values)

    def _request(self, done):
        return self.env["backoffice.handoff"].search([("encounter_id", "=", done["encounter_id"])])

    def test_offered_with_at_most_three_questions(self):
        opened = self.desk.open()
        self.assertIn("handoff", opened["outcomes"])
        service = next(s for s in opened["services"] if s["id"] == self.order.id)
        self.assertEqual([q["name"] for q in service["questions"]], ["Serial number", "Part", "Colour"])

    def test_asked_sent_and_linked(self):
        done = self._ask(promise={"standard_id": self.visit.id, "due_at": self._in(days=9)})
        request = self._request(done)
        self.assertEqual((request.state, request.to_department_id), ("sent", self.parts))
        self.assertEqual(request.answers, {"serial": "XK-20", "part": "pump"})
        self.assertEqual(request.case_id.state, "waiting_backoffice")
        self.assertEqual(request.promise_id.id, done["promise_id"])
        self.assertTrue(request.promise_id.linked)
        self.assertEqual(request.from_user_id, self.priya)
        self.assertEqual(self.desk.customer(self.ana.id)["cases"][0]["departments"], ["Parts"])

    def test_undo_leaves_nothing_running(self):
        done = self._ask(promise={"standard_id": self.visit.id, "due_at": self._in(days=9)})
        request = self._request(done)
        case, promise = request.case_id, request.promise_id
        self.desk.undo(done["token"])
        self.assertFalse(request.active or request.sent_at or request.due_at)
        self.assertFalse(case.active or case.state or promise.active or promise.state)
        for records in (request, case, promise):
            self.assertFalse(records._ledger_verify())

    def test_undo_puts_a_known_case_back(self):
        case = self.env["frontoffice.case"].browse(self._log(outcome="case")["case"]["id"])
        done = self._ask(case_id=case.id)
        self.assertEqual(case.state, "waiting_backoffice")
        self.desk.undo(done["token"])
        self.assertEqual((case.state, case.active), ("open", True))
        self.assertFalse(case._ledger_verify())

    def test_needs_a_request_type(self):
        with self.assertRaisesRegex(UserError, "Choose a request type"):
            self._log(outcome="handoff")

    def test_what_came_back_is_shown(self):
        request = self._request(self._ask())
        request.action_return(["detail"], note="Which boiler?")
        notice = self.desk.open()["notices"][0]
        self.assertEqual((notice["text"], notice["id"]), ("Sent back", request.id))
        self.assertIn("Parts", notice["detail"])

    def test_say_back_names_the_department(self):
        text = self.desk.say_back({
            "partner_id": self.ana.id, "need_id": self.boiler.id, "outcome": "handoff",
            "handoff": {"service_id": self.order.id},
        })["text"]
        self.assertIn("Parts", text)
