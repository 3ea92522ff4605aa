from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestBundle(BackOfficeCase):
    """Several departments for one promise: who waits for whom, when all is ready, what slips."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service.requirement_ids.unlink()
        cls.template = cls.env["backoffice.bundle.template"].create({
            "name": "Boiler with loan", "company_id": cls.company.id,
            "step_ids": [
                Command.create({"service_id": cls.service.id, "name": "Order the boiler", "sequence": 1}),
                Command.create({"service_id": cls.refund.id, "name": "Check the credit", "sequence": 2}),
                Command.create({"service_id": cls.service.id, "name": "Bring it", "sequence": 3}),
            ]})
        cls.template.order_text = "3 after 1, 2"

    def _bundle(self, start="Mon 08:00", **values):
        with freeze_time(self._at(start)):
            bundle = self.env["backoffice.bundle"].with_user(self.agent).create({
                "template_id": self.template.id, "company_id": self.company.id, **values})
            bundle.action_start()
        return bundle, *bundle.step_ids

    def _deliver(self, step, at, accepted=None):
        step.handoff_id.sudo()._record("accepted", at=self._at(accepted or at))
        with freeze_time(self._at(at)):
            step.handoff_id.sudo()._record("delivered")

    def test_side_by_side_and_one_after_the_other(self):
        bundle, order, credit, bring = self._bundle()
        self.assertEqual(bundle.name, "Boiler with loan")
        self.assertEqual([s.state for s in bundle.step_ids], ["sent", "sent", "draft"])
        self._deliver(order, "Mon 14:00")
        self.assertEqual(bring.state, "draft", "the credit is not checked yet")
        self._deliver(credit, "Tue 10:00")
        self.assertEqual((bring.state, bring.handoff_id.sent_at), ("sent", self._at("Tue 10:00")))
        self.assertEqual((bring.handoff_id.from_user_id, bundle.state), (self.agent, "running"))
        self._deliver(bring, "Tue 15:00")
        self.assertEqual(bundle.state, "done")
        with freeze_time(self._at("Tue 16:00")):
            bring.handoff_id._record("rejected")
        self.assertEqual(bundle.state, "running")
        self.assertFalse(bundle.handoff_ids._ledger_verify())

    def test_asked_from_a_case_an_interaction_a_lead_and_a_promise(self):
        """One wizard, the same bundle: each request knows what it was asked for."""
        self.agent.group_ids = [Command.link(self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        case = self._case(subject="No heat")
        encounter = self._encounter(partner_id=self.customer.id)
        lead = self.env["crm.lead"].create({
            "name": "Second boiler", "partner_id": self.customer.id, "company_id": self.company.id})
        promise = self._promise(due_at=self._at("Fri 12:00"))
        for host, link in ((case, "case_id"), (encounter, "encounter_id"), (lead, "lead_id"), (promise, "promise_id")):
            with self.subTest(link=link):
                bundle = self._ask_several(host, template_id=self.template.id)
                self.assertEqual((bundle[link], bundle.partner_id, bundle.user_id), (host, self.customer, self.agent))
                self.assertEqual(bundle.handoff_ids[link], host)
                self.assertEqual(bundle.step_ids.mapped("state"), ["sent", "sent", "draft"])
                view = self.env["ir.ui.view"].search([
                    ("model", "=", host._name), ("type", "=", "form"), ("arch_db", "ilike", 'name="action_bundle"')])
                self.assertTrue(view)
        self.assertEqual(self._ask_several(case, service_ids=[Command.set(self.refund.ids)]).name, "No heat")

    def _ask_several(self, host, button="action_ask", **values):
        """The wizard as the agent fills it in from a record; the bundle it opens."""
        action = host.with_user(self.agent).action_bundle()
        form = Form(self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"]))
        if not form.name:
            form.name = "Several"
        ask = form.save()
        ask.write(values)
        opened = getattr(ask, button)()
        return self.env[opened["res_model"]].browse(opened["res_id"])

    def test_several_without_a_template(self):
        case = self._case()
        bundle = self._ask_several(case, service_ids=[Command.set((self.service | self.refund).ids)])
        self.assertEqual(bundle.step_ids.mapped("state"), ["sent", "sent"], "all at once")
        self.assertEqual(bundle.step_ids.mapped("name"), ["Order a part", "Refund"])
        draft = self._ask_several(case, "action_arrange", service_ids=[Command.set(self.refund.ids)])
        self.assertEqual((draft.state, draft.case_id), ("draft", case))
        with self.assertRaisesRegex(UserError, "at least one"):
            self._ask_several(case)

    def test_what_is_missing_holds_up_its_step_alone(self):
        self.service.requirement_ids = [Command.create({"name": "Serial number", "code": "serial"})]
        both = [Command.set((self.service | self.refund).ids)]
        bundle = self._ask_several(self._case(), "action_arrange", service_ids=both)
        bundle.with_user(self.agent).action_start()
        self.assertEqual(bundle.step_ids.mapped("state"), ["draft", "sent"])
        self.assertEqual(bundle.step_ids.mapped("blocked"), [True, False])
        held = bundle.step_ids[0].handoff_id
        words = bundle.with_user(self.agent).blocked_words
        self.assertIn(f'/odoo/backoffice.handoff/{held.id}">Order a part</a> (Serial number)', words)
        held.with_user(self.agent).answers = {"serial": "4711"}
        held.with_user(self.agent).action_send()
        self.assertFalse(bundle.with_user(self.agent).blocked_words)

    def test_predicted_date_and_what_decides_it(self):
        self.refund.deliver_hours = 4
        bundle, order, credit, bring = self._bundle()
        self.assertEqual(bundle.predicted_at, self._at("Tue 17:00"))
        self.assertEqual([s.is_critical for s in bundle.step_ids], [True, False, True])
        self._deliver(order, "Mon 10:00")
        self.assertEqual(bundle.predicted_at, self._at("Tue 12:00"), "an early step brings the date forward")
        self.assertEqual([s.is_critical for s in bundle.step_ids], [False, True, True])
        self.assertEqual(bundle.first_predicted_at, self._at("Tue 17:00"))
        self.assertTrue(credit and bring)

    def test_a_late_step_shows_what_slips(self):
        bundle, order, credit, bring = self._bundle()
        self._deliver(credit, "Mon 12:00")
        with freeze_time(self._at("Mon 12:00")):
            bundle.invalidate_recordset()
            self.assertFalse(bundle.slip_words)
        self._deliver(order, "Wed 12:00", "Mon 09:00")
        self.assertEqual(bring.predicted_to, self._at("Thu 12:00"))
        [(late, moved)] = bundle._slips()
        self.assertEqual((late, moved), (order, bring))
        words = bundle.with_user(self.agent).slip_words
        self.assertIn("“Order the boiler” (Parts) is late", words)
        self.assertIn("“Bring it” to", words)
        self.assertIn("late, expected", bundle.with_user(self.agent).gantt)

    def test_the_need_of_the_promise_feeds_it(self):
        promise = self._promise(due_at=self._at("Tue 12:00"), made_at=self._at("Mon 08:00"))
        bundle, order, credit, _bring = self._bundle(promise_id=promise.id)
        self.assertEqual((bundle.need_by, bundle.partner_id), (self._at("Tue 12:00"), self.customer))
        self.assertTrue(bundle.is_too_late)
        self.assertIn(bundle, bundle.search([("is_too_late", "=", True)]))
        self.assertEqual(promise._ready_expected()[promise.id], self._at("Tue 17:00"))
        self._deliver(order, "Mon 09:00")
        self._deliver(credit, "Mon 10:00")
        self.assertEqual(promise.state, "made", "a step still waits for its turn, so not everything is ready")
        with freeze_time(self._at("Mon 10:00")):
            promise.action_change_due(self._at("Fri 12:00"), "customer")
        self.assertEqual((bundle.need_by, bundle.is_too_late), (self._at("Fri 12:00"), False))

    def test_a_step_that_cannot_be_sent_is_marked_and_sent_by_hand(self):
        needy = self.env["backoffice.service"].create({
            "name": "Needs a number", "department_id": self.parts.id, "company_id": self.company.id,
            "requirement_ids": [Command.create({"name": "Serial number", "code": "serial"})]})
        bundle = self.env["backoffice.bundle"].with_user(self.agent).create({
            "name": "x", "company_id": self.company.id, "step_ids": [Command.create({"service_id": needy.id})]})
        bundle.action_start()
        step = bundle.step_ids
        if step.state == "draft":  # the gate is closed: nothing is lost, and nobody is refused
            self.assertTrue(step.blocked)
            step.handoff_id.answers = {"serial": "4711"}
            step.handoff_id.action_send()
        self.assertEqual((step.blocked, step.state), (False, "sent"))

    def test_a_cancelled_step_holds_nobody_up(self):
        _bundle, order, credit, bring = self._bundle()
        self._deliver(order, "Mon 09:00")
        with freeze_time(self._at("Mon 10:00")):
            credit.handoff_id.with_user(self.agent).action_cancel()
        self.assertEqual(bring.state, "sent")

    def test_cancelled_bundle(self):
        """What is not sent is cancelled, for the rest one is asked; the promise no longer waits for it."""
        promise = self._promise(due_at=self._at("Fri 12:00"), made_at=self._at("Mon 08:00"))
        bundle, order, credit, bring = self._bundle(promise_id=promise.id)
        self._deliver(credit, "Mon 10:00")
        with freeze_time(self._at("Mon 11:00")):
            action = bundle.with_user(self.agent).action_cancel()
        self.assertEqual([s.state for s in (order, credit, bring)], ["sent", "delivered", "cancelled"])
        ask = self.env[action["res_model"]].with_user(self.agent).browse(action["res_id"])
        self.assertEqual(ask.handoff_ids, order.handoff_id)
        with freeze_time(self._at("Mon 12:00")):
            ask.action_cancel_rest()
        self.assertEqual((order.state, bundle.state, promise.state), ("cancelled", "cancelled", "enabled"))
        with self.assertRaises(UserError):
            bundle.action_cancel()

    # -- cycles ------------------------------------------------------------------------------------

    def test_dependency_cycles_are_refused_in_words(self):
        one, two, three = self.template.step_ids
        with self.assertRaises(ValidationError) as refused:
            one.after_ids = three
        self.assertRegex(str(refused.exception), "“Order the boiler” waits for “Bring it”.*none of them")
        with self.assertRaises(ValidationError):
            two.after_ids = two
        with self.assertRaises(UserError):
            self.template.order_text = "1 before 2"
        with self.assertRaises(UserError):
            self.template.order_text = "9 after 1"
        self.assertEqual(self.template.order_text, "3 after 1, 2")

    def test_steps_wait_only_for_steps_beside_them(self):
        other = self.template.copy()
        self.assertEqual(other.order_text, "3 after 1, 2")
        with self.assertRaises(ValidationError):
            self.template.step_ids[0].after_ids = other.step_ids[1]

    # -- edges -------------------------------------------------------------------------------------

    def test_it_begins_once_and_is_not_deleted_then(self):
        bundle, *_steps = self._bundle()
        with self.assertRaises(UserError):
            bundle.action_start()
        with self.assertRaises(UserError):
            bundle.with_user(self.agent).unlink()
        with self.assertRaises(UserError):
            bundle.step_ids[0].sudo().unlink()
        empty = self.env["backoffice.bundle"].create({"name": "x", "company_id": self.company.id})
        with self.assertRaisesRegex(UserError, "steps first"):
            empty.action_start()
        empty.unlink()

    def test_state_and_dates_are_not_written_by_hand(self):
        bundle, *_steps = self._bundle()
        for values in ({"state": "done"}, {"predicted_at": False}, {"user_id": self.manager.id}):
            with self.assertRaises(AccessError):
                bundle.with_user(self.agent).write(values)
        with self.assertRaises(AccessError):
            bundle.step_ids[0].with_user(self.agent).handoff_id = False
        with self.assertRaises(AccessError):
            self.env["backoffice.bundle"].with_user(self.agent).create({"name": "x", "state": "running"})

    def test_who_sees_a_bundle(self):
        case = self._case()
        mine, ours = self._bundle()[0], self._bundle(case_id=case.id)[0]
        self.template.step_ids[1].service_id = self.refund.copy({"name": "Quiet", "confidential": True})
        secret = self._bundle(case_id=case.id)[0]
        seen = {
            person: self.env["backoffice.bundle"].with_user(person).search([("id", "in", (mine | ours | secret).ids)])
            for person in (self.agent, self.leader, self.plain, self.clerk)
        }
        self.assertEqual(seen[self.agent], mine | ours | secret)
        self.assertEqual(seen[self.leader], mine | ours)
        self.assertFalse(seen[self.plain] | seen[self.clerk])
        steps = self.env["backoffice.bundle.step"].with_user(self.leader).search([("bundle_id", "=", secret.id)])
        self.assertFalse(steps)
        with self.assertRaises(AccessError):
            self.env["backoffice.bundle"].with_user(self.portal).search([])

    # -- pains -------------------------------------------------------------------------------------

    def test_pain_16_work_for_others_is_seen_and_holds_the_promise(self):
        """Who asked sees each department's step without a right on its side; nothing closes over open work."""
        promise = self._promise(due_at=self._at("Fri 12:00"), made_at=self._at("Mon 08:00"))
        bundle, order, credit, _bring = self._bundle(promise_id=promise.id)
        self._deliver(order, "Mon 09:00")
        self.assertEqual((promise.state, bundle.state), ("made", "running"))
        view = bundle.with_user(self.agent)
        self.assertIn("Check the credit", view.gantt)
        self.assertIn("Finance", view.gantt)
        self.assertEqual(view.step_ids.mapped("state"), ["delivered", "sent", "draft"])
        self.assertTrue(credit)

    def test_pain_18_two_people_on_one_step(self):
        """The second of two finishers reads who was faster; the next step is sent once."""
        _bundle, order, credit, bring = self._bundle()
        self._deliver(credit, "Mon 09:00")
        self._deliver(order, "Mon 10:00")
        with self.assertRaisesRegex(UserError, "who was faster"):
            order.handoff_id._record("delivered")
        self.assertEqual(bring.sudo().handoff_id.event_ids.mapped("kind"), ["sent"])

    def test_personal_data_of_a_bundle_goes(self):
        bundle, *_steps = self._bundle(partner_id=self.customer.id, name="Boiler of Ana Ortiz")
        line = next(d for d in self.env["frontoffice.personal"]._personal_data() if d["model"] == "backoffice.bundle")
        self.assertEqual(line["blank"]["name"](bundle), "Boiler with loan")
        self.assertIn("partner_id", line["links"])
