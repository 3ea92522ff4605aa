from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestOriginDeleted(BackOfficeCase):
    """What a promise or a request came from goes; they stay, and their buttons work."""

    def _finish(self, handoff, promise=None):
        """The rest of the way, by hand."""
        handoff.with_user(self.clerk).action_accept()
        handoff.with_user(self.clerk).action_deliver("pump on the van")
        handoff.with_user(self.agent).action_confirm()
        self.assertEqual(handoff.state, "done")
        self.assertFalse(handoff._ledger_verify())
        if promise:
            self.assertEqual(promise.state, "enabled")
            promise.with_user(self.agent).action_keep()
            self.assertEqual(promise.state, "kept")
            self.assertFalse(promise._ledger_verify())

    def _sent(self, **values):
        handoff = self._handoff(**values)
        handoff.with_user(self.agent).action_send()
        return handoff

    def test_the_interaction_of_a_request(self):
        encounter = self._encounter()
        handoff = self._sent(encounter_id=encounter.id)
        encounter.unlink()
        self.assertTrue(handoff.exists())
        self.assertFalse(handoff.encounter_id)
        self._finish(handoff)

    def test_the_interaction_of_a_promise_stays(self):
        encounter = self._encounter()
        promise = self._promise(encounter_id=encounter.id)
        handoff = self._sent(promise_id=promise.id, encounter_id=encounter.id)
        with self.assertRaisesRegex(UserError, "belongs to a case or a promise"):
            encounter.unlink()
        self._finish(handoff, promise)

    def test_an_interaction_deleted_in_sql(self):
        """Past every rule the foreign key still keeps promise and request."""
        encounter = self._encounter()
        promise = self._promise(encounter_id=encounter.id)
        handoff = self._sent(promise_id=promise.id, encounter_id=encounter.id)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM frontoffice_encounter WHERE id = %s", [encounter.id])
        self.env.invalidate_all()
        self.assertFalse(promise.encounter_id or handoff.encounter_id)
        self._finish(handoff, promise)

    def test_the_lead(self):
        lead = self.env["crm.lead"].create({"name": "New boiler", "company_id": self.company.id})
        promise = self._promise(lead_id=lead.id)
        handoff = self._sent(promise_id=promise.id, lead_id=lead.id)
        lead.unlink()
        self.assertFalse(promise.lead_id or handoff.lead_id)
        self._finish(handoff, promise)

    def test_the_visit(self):
        start = fields.Datetime.now() + timedelta(days=2)
        visit = self.env["calendar.event"].create({
            "name": "Engineer visit", "start": start, "stop": start + timedelta(hours=2),
        })
        encounter = self._encounter(calendar_event_id=visit.id, outcome="appointment")
        promise = self._promise(encounter_id=encounter.id)
        handoff = self._sent(promise_id=promise.id, encounter_id=encounter.id)
        visit.unlink()
        self.assertFalse(encounter.calendar_event_id)
        self.assertEqual((promise.encounter_id, handoff.encounter_id), (encounter, encounter))
        self._finish(handoff, promise)

    def test_an_archived_customer(self):
        promise = self._promise()
        handoff = self._sent(promise_id=promise.id)
        self.customer.action_archive()
        self._finish(handoff, promise)
        self.assertEqual((promise.partner_id, handoff.partner_id), (self.customer, self.customer))
        late = self._sent(promise_id=self._promise().id)
        self.assertEqual(late.partner_id, self.customer)


@tagged("post_install", "-at_install")
class TestDepartmentsChange(BackOfficeCase):
    def test_renamed(self):
        handoff = self._handoff()
        handoff._record("sent")
        before = handoff.event_ids.mapped("hash")
        self.parts.name = "Stores"
        self.assertEqual(handoff.to_department_id.name, "Stores")
        self.assertEqual(handoff.event_ids.mapped("hash"), before)
        handoff.with_user(self.clerk).action_accept()
        self.assertFalse(handoff._ledger_verify())

    def test_archived(self):
        """Nothing is lost with it: open requests are seen, done, or given to another department."""
        handoff, other = self._handoff(), self._handoff()
        (handoff | other)._record("sent")
        self.parts.action_archive()
        self.assertIn(handoff, self.env["backoffice.handoff"].with_user(self.clerk).search([]))
        handoff.with_user(self.clerk).action_accept()
        handoff.with_user(self.clerk).action_deliver("pump on the van")
        other.with_user(self.clerk).action_accept()
        other.with_user(self.clerk).action_reroute(self.finance.id)
        other.with_user(self.banker).action_accept()
        self.assertEqual((handoff.state, other.state), ("delivered", "accepted"))
        self.assertFalse((handoff | other)._ledger_verify())

    def test_merged(self):
        """Two departments become one: people and request types move, the open request is given over."""
        handoff = self._handoff()
        handoff._record("sent")
        done = self._handoff()
        for kind in ("sent", "accepted", "delivered", "confirmed"):
            done._record(kind)
        self.env["backoffice.member"].search([("department_id", "=", self.parts.id)]).department_id = self.finance
        self.service.department_id = self.finance
        self.assertEqual(handoff.to_department_id, self.parts, "what is running stays where it was sent")
        manager = self._manager_of_both()
        handoff.with_user(manager).action_accept()
        handoff.with_user(manager).action_reroute(self.finance.id)
        self.parts.action_archive()
        handoff.with_user(self.clerk).action_accept()
        self.assertEqual((handoff.state, handoff.user_id), ("accepted", self.clerk))
        self.assertEqual(done.to_department_id, self.parts, "the past stays with whom it was done by")
        self.assertEqual(self._handoff().to_department_id, self.finance)
        self.assertFalse((handoff | done)._ledger_verify())

    def _manager_of_both(self):
        self.manager.group_ids |= self.env.ref("backoffice_ops.group_manager")
        return self.manager

    def test_deleted(self):
        """A department with requests or request types cannot be deleted, with nothing it can."""
        self._handoff()._record("sent")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self.parts.unlink()
        empty = self.env["hr.department"].create({"name": "Nobody", "company_id": self.company.id})
        empty.unlink()
        self.assertFalse(empty.exists())


@tagged("post_install", "-at_install")
class TestPeopleLeave(BackOfficeCase):
    def test_who_works_on_it(self):
        """Somebody leaves with work open: it goes back to the department, whose head goes on with it."""
        handoff = self._handoff(service_id=self.refund.id)
        handoff._record("sent")
        handoff.with_user(self.banker).action_accept()
        self.banker.action_archive()
        self.assertFalse(handoff.user_id, "nothing lies with a leaver")
        self.assertEqual(handoff.state, "sent")
        accepted = handoff.event_ids.filtered(lambda event: event.kind == "accepted")
        self.assertEqual(accepted.actor_id, self.banker.id, "who took it is part of the past")
        self.assertIn(handoff, self.env["backoffice.handoff"].with_user(self.head).search([]))
        handoff.with_user(self.head).action_accept()
        handoff.with_user(self.head).action_deliver("paid")
        handoff.with_user(self.agent).action_confirm()
        self.assertEqual(handoff.state, "done")
        self.assertFalse(handoff._ledger_verify())

    def test_who_asked(self):
        """The sender leaves before checking: a leader confirms, or silence does."""
        handoff, silent = self._handoff(), self._handoff()
        (handoff | silent)._record("sent")
        (handoff | silent).with_user(self.clerk).action_accept()
        (handoff | silent).with_user(self.clerk).action_deliver("pump on the van")
        self.agent.action_archive()
        handoff.with_user(self.leader).action_confirm()
        self.assertEqual((handoff.state, handoff.auto_done), ("done", False))
        silent._record("confirmed", {"auto": True}, at=lambda h: h.confirm_due_at)
        self.assertEqual((silent.state, silent.auto_done), ("done", True))
        self.assertFalse((handoff | silent)._ledger_verify())

    def test_what_was_sent_back_to_somebody_who_left(self):
        handoff = self._handoff()
        handoff._record("sent")
        handoff.with_user(self.clerk).action_return(["detail"], note="Which boiler?")
        self.agent.action_archive()
        handoff.with_user(self.leader).action_resend(note="The one upstairs", answers={"serial": "4712"})
        self.assertEqual(handoff.state, "sent")
