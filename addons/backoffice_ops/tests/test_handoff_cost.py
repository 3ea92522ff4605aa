from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..models.handoff_cost import PAST
from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestHandoffCost(BackOfficeCase):
    """What one request did cost: 10 fixed, usually 2 hours at 30, so 70."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service.write({"cost_fixed": 10, "touch_hours": 2, "hour_rate": 30})
        cls.env["backoffice.member"].create({
            "user_id": cls.head.id, "department_id": cls.parts.id, "role": "head", "company_id": cls.company.id})
        cls.head.group_ids = [Command.link(cls.env.ref("backoffice_ops.group_head").id)]

    def _ready(self, **values):
        return self._play(
            self._handoff(**values), ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"), ("Mon 15:00", "delivered"))

    def test_the_usual_hours_count_once_it_is_ready_and_each_time_again(self):
        handoff = self._handoff()
        self._play(handoff, ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"))
        self.assertFalse(handoff.actual_cost, "nothing is known yet")
        self._play(handoff, ("Mon 11:00", "delivered"))
        self.assertEqual(handoff.actual_cost, 70)
        self._play(handoff, ("Mon 12:00", "rejected"), ("Mon 13:00", "delivered"))
        self.assertEqual(handoff.actual_cost, 140)

    def test_hours_written_down_count_instead(self):
        handoff = self._ready()
        with Form(handoff.with_user(self.clerk)) as form:
            form.hours_spent = 3.5
        self.assertEqual(handoff.desk_ids.touch_hours, 3.5)
        self.assertEqual(handoff.actual_cost, 10 + 3.5 * 30)
        handoff.invalidate_recordset()
        words = handoff.with_user(self.head).cost_words
        self.assertIn("3.50 h worked", words)
        self.assertIn("fixed", words)

    def test_the_rates_are_those_it_was_sent_with(self):
        handoff = self._ready()
        self.service.hour_rate = 300
        handoff.with_user(self.clerk).hours_spent = 1
        self.assertEqual(handoff.actual_cost, 40)
        self.assertEqual(self._ready().actual_cost, 610)

    def test_heads_alone_see_it_and_the_sender_no_hours(self):
        handoff = self._ready()
        handoff.with_user(self.clerk).hours_spent = 1
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(handoff.with_user(self.agent).hours_spent, 0)
        self.assertEqual(handoff.with_user(self.head).hours_spent, 1)
        with self.assertRaises(AccessError):
            handoff.with_user(self.agent).hours_spent = 9
        for user in (self.clerk, self.agent):
            for name in ("actual_cost", "cost_words"):
                with self.assertRaises(AccessError, msg=(user.login, name)):
                    handoff.with_user(user).read([name])
        with self.assertRaises(AccessError):
            handoff.with_user(self.head).write({"actual_cost": 1})

    def test_who_may_not_see_it_still_asks_and_works(self):
        request = self.env["backoffice.handoff"].with_user(self.agent).create({
            "subject": "Pump", "service_id": self.service.id, "company_id": self.company.id,
            "answers": {"serial": "4711"}})
        request.action_send()
        request.with_user(self.clerk).action_accept()
        request.with_user(self.clerk).action_deliver("There")
        self.assertEqual(request.sudo().actual_cost, 70)

    def test_it_is_summed_by_type(self):
        handoffs = self._ready() | self._ready(service_id=self.refund.id)
        rows = self.env["backoffice.handoff"].with_user(self.head)._read_group(
            [("id", "in", handoffs.ids)], ["service_id"], ["actual_cost:sum"])
        self.assertEqual({service.name: cost for service, cost in rows}, {"Order a part": 70, "Refund": 0})

    def test_requests_of_the_past_get_the_same(self):
        handoff = self._ready()
        self._play(handoff, ("Mon 16:00", "rejected"), ("Tue 09:00", "delivered"))
        self.env.flush_all()
        self.env.cr.execute("UPDATE backoffice_handoff SET actual_cost = NULL WHERE id = %s", [handoff.id])
        self.env.cr.execute(PAST)
        handoff.invalidate_recordset()
        self.assertEqual(handoff.actual_cost, 140)
