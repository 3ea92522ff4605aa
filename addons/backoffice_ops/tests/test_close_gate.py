from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestCloseGate(BackOfficeCase):
    """No person ends a case unnoticed while departments are at work on it."""

    def _asked(self, **values):
        """A case of the agent with a request the department has not begun."""
        case = self._case()
        return case, self._sent(case, **values)

    def _sent(self, case, **values):
        handoff = self._handoff(case_id=case.id, **values)
        handoff.with_user(handoff.from_user_id).action_send()
        return handoff

    def _gate(self, action, user=None):
        self.assertEqual((action["res_model"], action["target"]), ("backoffice.case.gate", "new"))
        return self.env[action["res_model"]].with_user(user or self.agent).browse(action["res_id"])

    def _press(self, case, step="action_resolve"):
        return self._gate(case.with_user(self.agent).action_step(step))

    def _said(self, case):
        return "".join(str(message.body) for message in case.message_ids)

    def test_pain_16_a_case_is_not_solved_over_open_requests(self):
        case, begun = self._asked()
        begun.with_user(self.clerk).action_accept()
        waiting = self._sent(case, service_id=self.refund.id, subject="Money back")
        for step in ("action_resolve", "action_cancel"):
            with self.assertRaisesRegex(UserError, "Parts, Finance|Finance, Parts"):
                getattr(case.with_user(self.agent), step)()
        gate = self._press(case)
        self.assertEqual((case.state, gate.step, gate.can_take_back), ("waiting_backoffice", "resolved", True))
        for words in ("Parts", "Pump for the boiler", "Finance", "Money back"):
            self.assertIn(words, gate.at_work)
        gate.action_take_back()
        self.assertEqual((case.state, begun.state, waiting.state), ("resolved", "accepted", "cancelled"))
        self.assertIn("Taken back: Finance.", self._said(case))
        self.assertIn("Ended while still at work: Parts.", self._said(case))
        self.assertFalse(case._ledger_verify())

    def test_all_the_same_takes_a_word(self):
        case, handoff = self._asked()
        gate = self._press(case)
        for note in (False, "  "):
            gate.note = note
            with self.assertRaisesRegex(UserError, "Say why"):
                gate.action_anyway()
        self.assertNotEqual(case.state, "resolved")
        gate.note = "Customer <b>drove</b> there"
        gate.action_anyway()
        self.assertEqual((case.state, handoff.state), ("resolved", "sent"))
        self.assertIn("Customer &lt;b&gt;drove&lt;/b&gt; there", self._said(case))
        note = case.message_ids.filtered(lambda message: "drove" in message.body)
        self.assertTrue(note.subtype_id.internal, "the customer does not read it")
        with self.assertRaisesRegex(UserError, "Parts"):
            case.with_user(self.agent).action_close()
        closing = self._press(case, "action_close")
        closing.action_take_back()
        self.assertEqual((case.state, handoff.state), ("closed", "cancelled"))

    def test_where_nothing_can_be_taken_back_it_takes_a_word_too(self):
        case, begun = self._asked()
        begun.with_user(self.clerk).action_accept()
        gate = self._press(case)
        self.assertFalse(gate.can_take_back)
        with self.assertRaisesRegex(UserError, "Say why"):
            gate.action_take_back()

    def test_nothing_open_is_not_held_up(self):
        case, handoff = self._asked()
        handoff.with_user(self.clerk).action_accept()
        handoff.with_user(self.clerk).action_deliver()
        self.assertTrue(self._handoff(case_id=case.id), "a draft is with nobody")
        self.assertIs(case.with_user(self.agent).action_step("action_resolve"), True)
        self.assertEqual(case.state, "resolved")

    def test_cancelled_from_the_menu(self):
        case, handoff = self._asked()
        draft = self._handoff(case_id=case.id, subject="Not sent")
        gate = self._gate(case.with_user(self.agent).action_cancel_here())
        self.assertEqual((case.state, gate.step), ("waiting_backoffice", "cancelled"))
        gate.action_take_back()
        self.assertEqual((case.state, handoff.state, draft.state), ("cancelled",) * 3)
        plain = self._case()
        plain.with_user(self.agent).action_cancel_here()
        self.assertEqual(plain.state, "cancelled")

    def test_confidential_requests_tell_nothing(self):
        self.refund.write({"confidential": True, "name": "Pay of a colleague"})
        case, handoff = self._asked(service_id=self.refund.id, subject="Her salary", from_user_id=self.leader.id)
        self.assertTrue(handoff.confidential)
        with self.assertRaises(UserError) as refused:
            case.with_user(self.agent).action_resolve()
        gate = self._press(case)
        self.assertFalse(gate.can_take_back, "it is not the agent's")
        gate.note = "Told by telephone"
        gate.action_anyway()
        for told in (str(refused.exception), gate.at_work, self._said(case)):
            self.assertNotIn("Finance", told)
            self.assertNotIn("salary", told)
        self.assertIn("a department", str(refused.exception))
        self.assertIn("a department", self._said(case))
        self.assertEqual((case.state, handoff.state), ("resolved", "sent"))

    def test_no_right_on_the_request(self):
        """A request this person may not open: still the right answer, and it stays theirs."""
        case, handoff = self._asked()
        self.env["ir.rule"].create({
            "name": "None", "model_id": self.env["ir.model"]._get_id("backoffice.handoff"),
            "domain_force": "[('subject', '!=', 'Pump for the boiler')]",
        })
        self.assertFalse(handoff.with_user(self.agent).has_access("read"))
        with self.assertRaisesRegex(UserError, "Parts"):
            case.with_user(self.agent).action_resolve()
        gate = self._press(case)
        self.assertIn("Parts", gate.at_work)
        self.assertNotIn("Pump", gate.at_work)
        self.assertFalse(gate.can_take_back)
        with self.assertRaisesRegex(UserError, "Say why"):
            gate.action_take_back()
        self.assertEqual(handoff.state, "sent")

    def test_no_way_round(self):
        """Who may not write the case learns nothing of it and ends nothing by making a dialog of his own."""
        case, _handoff = self._asked()
        stranger = new_test_user(self.env, "gate_nobody", "base.group_user", company_id=self.company.id)
        with self.assertRaises(AccessError):
            case.with_user(stranger).action_step("action_resolve")
        with self.assertRaises(AccessError):
            self.env["backoffice.case.gate"].with_user(stranger).create({"case_ids": case.ids})

    def test_what_others_did_meanwhile_comes_first(self):
        case, _handoff = self._asked()
        seen = case.with_user(self.agent).presence_here()["seen"]
        case.with_user(self.leader).action_wait_customer()
        with self.assertRaisesRegex(UserError, "Meanwhile"):
            case.with_user(self.agent).action_step("action_resolve", seen)

    def test_undo(self):
        case, handoff = self._asked()
        gate = self._press(case)
        gate.note = "Customer drove there"
        gate.action_anyway()
        case.with_user(self.agent).action_undo()
        self.assertEqual((case.state, handoff.state), ("waiting_backoffice", "sent"))

    def test_ready_in_the_meantime(self):
        case, handoff = self._asked()
        gate = self._press(case)
        handoff.with_user(self.clerk).action_accept()
        handoff.with_user(self.clerk).action_deliver()
        gate.action_anyway()
        self.assertEqual((case.state, handoff.state), ("resolved", "delivered"))

    def test_the_sweep_and_the_customer_are_not_held_up(self):
        self.company.case_close_days = 7
        old = self._case(opened_at=self._at("Mon 08:00"))
        handoff = self._handoff(case_id=old.id)
        self._play(handoff, ("Mon 09:00", "sent"))
        self._play(old, ("Mon 10:00", "resolved"))
        self.env["frontoffice.case"]._close_silent()
        self.assertEqual((old.state, handoff.state), ("closed", "sent"))
        said, _asked = self._asked()
        said.with_user(self.portal)._portal_solved()
        self.assertEqual(said.state, "closed")

    def test_a_question_that_became_a_lead_stays_while_a_department_is_at_work(self):
        case, handoff = self._asked()
        case.type = "question"
        desk = self.env["frontoffice.desk"].with_user(self.agent)
        values = {"case_id": case.id, "partner_id": self.customer.id, "outcome": "lead", "note": "Sales"}
        desk.log(values)
        self.assertEqual(case.state, "waiting_backoffice")
        handoff.with_user(self.agent).action_cancel()
        desk.log(values)
        self.assertEqual(case.state, "resolved")

    def test_several_at_once(self):
        cases = self.env["frontoffice.case"].union(*(self._asked()[0] for _n in range(3)))
        free = self._case()
        with self.assertRaises(UserError) as refused:
            (cases | free).with_user(self.agent).action_resolve()
        self.assertTrue(all(name in str(refused.exception) for name in cases.mapped("name")))
        self.assertNotIn(free.name, str(refused.exception))
        self.assertEqual(str(refused.exception).count("Parts"), 1)
        self.assertNotIn("resolved", (cases | free).mapped("state"))
        self._press(cases | free).action_take_back()
        self.assertEqual(set((cases | free).mapped("state")), {"resolved"})
        self.assertNotIn("Taken back", self._said(free))

    def test_asking_costs_one_look(self):
        counts = []
        for size in (1, 30):
            cases = self.env["frontoffice.case"].create([
                {"subject": "x", "company_id": self.company.id} for _n in range(size)
            ]).with_user(self.agent)
            self.env.flush_all()
            self.assertFalse(cases._requests_at_work())
            before = self.env.cr.sql_log_count
            self.assertFalse(cases._requests_at_work())
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
