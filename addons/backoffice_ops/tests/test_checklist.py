from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestChecklist(BackOfficeCase):
    """Steps are copied when a request is accepted, ticked by its department, and stand before "ready"."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service.write({
            "outcome_required": True,
            "requirement_ids": [
                Command.create({"name": "Value", "code": "value", "kind": "amount", "required": False})],
            "checklist_ids": [
                Command.create({"name": "Stock looked at"}),
                Command.create({"name": "Label printed", "required": False}),
                Command.create({"name": "Second signature", "when_item": "value", "when_operator": "above",
                                "when_value": "500"}),
            ],
        })

    def _accepted(self, **answers):
        request = self._handoff(answers={"serial": "4711", **answers})
        request.with_user(self.agent).action_send()
        request.with_user(self.clerk).action_accept()
        return request.with_user(self.clerk)

    def test_copied_at_accept_by_type_and_by_condition(self):
        self.assertEqual(self._accepted().checklist_ids.mapped("name"), ["Stock looked at", "Label printed"])
        self.assertIn("Second signature", self._accepted(value="640").checklist_ids.mapped("name"))
        other = self._handoff(service_id=self.refund.id)
        other.with_user(self.agent).action_send()
        other.with_user(self.banker).action_accept()
        self.assertFalse(other.sudo().checklist_ids)

    def test_ready_waits_for_what_is_needed_and_keeps_who_ticked_when(self):
        request = self._accepted()
        with self.assertRaisesRegex(UserError, "Still to tick: Stock looked at"):
            request.action_deliver("sent")
        step = request.checklist_ids[0]
        step.done = True
        self.assertEqual(step.done_by_id, self.clerk)
        self.assertTrue(step.done_at)
        request.action_deliver("sent")
        self.assertEqual(request.state, "delivered")
        with self.assertRaisesRegex(UserError, "stays as it is"):
            step.done = False

    def test_a_tick_is_taken_away_with_its_name(self):
        step = self._accepted().checklist_ids[0]
        step.action_toggle()
        step.action_toggle()
        self.assertFalse(step.done or step.done_by_id or step.done_at)

    def test_people_tick_and_write_nothing_else(self):
        step = self._accepted().checklist_ids[0]
        for values in ({"name": "x"}, {"done_by_id": self.agent.id}, {"required": False}, {"handoff_id": 1}):
            with self.assertRaises(AccessError):
                step.write(values)
        for user in (self.agent, self.banker, self.plain):
            with self.assertRaises(AccessError):
                step.with_user(user).read(["name"])

    def test_confidential_steps_are_for_the_trusted(self):
        self.service.confidential = True
        self.env["backoffice.member"].search([("user_id", "=", self.clerk.id)]).role = "deputy"
        request = self._accepted()
        colleague = self._clerk("nora", self.parts)
        self.assertFalse(self.env["backoffice.checklist.line"].with_user(colleague).search(
            [("handoff_id", "=", request.id)]))
        self.assertTrue(self.env["backoffice.checklist.line"].with_user(self.clerk).search(
            [("handoff_id", "=", request.id)]))

    def test_a_new_checklist_does_not_reach_running_requests(self):
        request = self._accepted()
        self.service.checklist_ids = [Command.create({"name": "Brand new"})]
        request.action_return(["detail"], note="?")
        request.with_user(self.agent).action_resend("here")
        request.action_accept()
        self.assertEqual(request.checklist_ids.mapped("name"), ["Stock looked at", "Label printed"], "nor twice")

    def test_the_outcome_is_said(self):
        request = self._accepted()
        request.checklist_ids.done = True
        with self.assertRaisesRegex(UserError, "say what was done"):
            request.action_deliver("  ")
        request.action_deliver("on the van")
        self.assertEqual(request.outcome_note, "on the van")

    def test_the_pane_ticks(self):
        request = self._accepted()
        work = self.env["backoffice.work"].with_user(self.clerk)
        item = work.item(request.id)
        self.assertEqual([s["done"] for s in item["checklist"]], [False, False])
        self.assertTrue(item["outcome_required"])
        after = work.tick(item["checklist"][0]["id"], True)
        self.assertEqual((after[0]["done"], after[0]["who"]), (True, "Jonas"))
        self.assertFalse(self.env["backoffice.work"].with_user(self.agent)._checklist(request))

    def test_cost_is_for_heads(self):
        self.service.write({"cost_fixed": 5, "touch_hours": 0.5, "hour_rate": 40})
        self.assertEqual(self.service.cost, 25)
        for user in (self.agent, self.clerk):
            with self.assertRaises(AccessError):
                self.service.with_user(user).read(["cost"])
            with self.assertRaises(AccessError):
                self.service._current_version().with_user(user).read(["costs"])
            self.assertNotIn("cost_fixed", str(self.service._current_version().with_user(user).values))
        manager = self._clerk("vera", self.parts, "head")
        manager.group_ids += self.env.ref("backoffice_ops.group_head")
        self.assertEqual(self.service.with_user(manager).cost, 25)

    def test_a_hundred_requests_stay_a_batch(self):
        """Create, send with clock, accept with checklist, tick: statements grow with kinds, not with requests."""
        vals = [{
            "subject": f"Pump {n}", "service_id": self.service.id, "company_id": self.company.id,
            "from_user_id": self.agent.id, "answers": {"serial": str(n)},
        } for n in range(100)]
        self.env.flush_all()
        with self.assertQueryCount(150):
            requests = self.env["backoffice.handoff"].create(vals)
            requests.action_send()
            requests.with_user(self.clerk).action_accept()
            self.env.flush_all()
        self.assertEqual(len(requests.sudo().checklist_ids), 200)
