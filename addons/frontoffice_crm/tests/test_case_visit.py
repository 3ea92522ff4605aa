from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .portal_common import PortalCase

NOTE = "SECRET dog in the yard"


@tagged("post_install", "-at_install", "intake")
class TestCaseVisit(PortalCase):
    """Visits of a case: agreed at the desk or planned on its form, found there, and nobody else's to read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.portal.partner_id
        cls.customer.write({"street": "Mill Lane 4", "zip": "12345", "city": "Ellersby"})
        cls.ours = cls.case.with_user(cls.agent)
        cls.desk = cls.env["frontoffice.desk"].with_user(cls.agent)

    def _agree(self):
        start = fields.Datetime.to_string(fields.Datetime.add(fields.Datetime.now(), days=1))
        return self.desk.log({
            "outcome": "appointment", "case_id": self.case.id, "note": NOTE, "visit": {"start": start},
        })

    def _visits(self):
        return self.env["calendar.event"].with_user(self.agent).search(self.ours.action_view_visits()["domain"])

    def test_agreed_at_the_desk(self):
        done = self._agree()
        visit = self._visits()
        self.assertEqual(visit, self.env["frontoffice.encounter"].browse(done["encounter_id"]).calendar_event_id)
        self.assertEqual((self.ours.visit_count, visit.action_open_calendar_event()["res_id"]), (1, self.case.id))
        self.assertIn(self.customer, visit.partner_ids)
        self.desk.undo(done["token"])
        self.ours.invalidate_recordset()
        self.assertEqual((self.ours.visit_count, self._visits()), (0, visit.browse()))

    def test_planned_on_the_form(self):
        context = self.ours.action_plan_visit()["context"]
        visit = Form(self.env["calendar.event"].with_user(self.agent).with_context(**context)).save()
        self.assertEqual(self._visits(), visit)
        self.assertEqual(visit.name, f"{self.customer.name} · Boiler stopped")
        self.assertIn("Mill Lane 4, ", visit.location)
        self.assertEqual(visit.partner_ids, self.agent.partner_id | self.customer)
        self.assertEqual(visit.visitor_partner_id, self.customer, "erased with the customer")
        self.assertEqual(self.ours.activity_ids.calendar_event_id, visit)
        other = self.case.copy({"subject": "Another"}).with_user(self.agent)
        self.assertEqual((self.ours.visit_count, other.visit_count), (1, 0))

    def test_without_a_contact(self):
        case = self.case.copy({"subject": "Gas smell", "partner_id": False, "partner_name": "Tom Reed"})
        context = case.with_user(self.agent).action_plan_visit()["context"]
        visit = Form(self.env["calendar.event"].with_user(self.agent).with_context(**context)).save()
        self.assertEqual((visit.name, visit.res_id), ("Tom Reed · Gas smell", case.id))
        self.assertFalse(visit.location)

    def test_it_moves_with_the_case(self):
        self._agree()
        kept = self.case.copy({"subject": "Kept"})
        journal = self.ours._merge_into(kept.with_user(self.agent))
        self.assertEqual((self.ours.visit_count, kept.with_user(self.agent).visit_count), (0, 1))
        journal.action_undo()
        self.assertEqual(len(self._visits()), 1)

    def test_what_the_customer_sees(self):
        self._agree()
        visit = self._visits()
        self.assertIn(NOTE, visit.notes)
        self.assertEqual(visit.name, f"{self.customer.name} · Boiler stopped", "a note is no title")
        theirs = visit.with_user(self.portal)
        self.assertIn("SECRET", self.case.encounter_ids.note)
        self.assertEqual(theirs.name, visit.name, "stock shows people the events they take part in")
        with self.assertRaises(AccessError):
            theirs.read(["notes"])
        self.assertNotIn("SECRET", str(theirs.read(["name", "description", "location"])))
        with self.assertRaises(AccessError):
            self.case.with_user(self.portal).read(["visit_count"])
        self.assertNotIn("SECRET", self.get(self.path, "customer").text)

    def test_company(self):
        self._agree()
        company = self.env["res.company"].create({"name": "Elsewhere"})
        agent = new_test_user(
            self.env, "visit_elsewhere", "frontoffice_crm.group_agent", company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        theirs = self.case.with_user(agent)
        for call in (theirs.action_view_visits, theirs.action_plan_visit, lambda: theirs.visit_count):
            with self.assertRaises(AccessError):
                call()
