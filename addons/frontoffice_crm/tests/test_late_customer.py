from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .browser_common import BrowserCase

WAIT = timedelta(minutes=15)  # the usual time of "Seen on time"


@tagged("post_install", "-at_install", "browser")
class TestLateCustomer(BrowserCase):
    """The customer is late, does not come, or asks for a later day: by clicks, and never held against us."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        always = cls.env["resource.calendar"].create({
            "name": "Always", "tz": "UTC", "company_id": False, "attendance_ids": [Command.clear()] + [
                Command.create({"name": "x", "dayofweek": str(day), "hour_from": 0, "hour_to": 24}) for day in range(7)
            ],
        })
        cls.company = cls.env["res.company"].create({"name": "Late Heating", "resource_calendar_id": always.id})
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        features = [cls.env.ref(f"frontoffice_crm.group_feature_{name}").id for name in ("reception", "appointment")]
        cls.priya = cls.env["res.users"].with_context(no_reset_password=True).create({
            "name": "Priya Nair", "login": "late_priya", "password": "late_priya", "tz": "UTC",
            # said, because stock would give every app to manage
            "group_ids": [Command.set(cls.env.ref("base.group_user").ids)], "service_role": "front_desk",
            "company_id": cls.company.id,
            "company_ids": [Command.set(cls.company.ids)],
        })
        cls.priya.group_ids = [Command.link(group) for group in features]
        cls.priya.desk_channel_id = cls.env["frontoffice.channel"].create(
            {"name": "Counter 1", "kind": "counter", "company_id": cls.company.id}
        )
        cls.ana, cls.ben = cls.env["res.partner"].create([
            {"name": name, "email": f"{name.split()[0].lower()}@late.example.com", "company_id": cls.company.id}
            for name in ("Ana Ortiz", "Ben Marsh")
        ])
        queue = cls.env["frontoffice.queue"].create(
            {"name": "Service", "prefix": "L", "calendar_id": always.id, "company_id": cls.company.id}
        )
        need = cls.env["frontoffice.need"].create({"name": "Boiler stopped", "company_id": cls.company.id})
        cls.kind = cls.env["frontoffice.appointment.type"].create({
            "name": "Consultation", "need_id": need.id, "minutes": 30, "step": 5, "min_notice_hours": 0,
            "company_id": cls.company.id, "user_ids": [Command.set(cls.priya.ids)],
            "calendar_id": always.id, "queue_id": queue.id,
        })

    def _agreed(self, partner, start):
        """An appointment agreed yesterday."""
        with freeze_time(start - timedelta(days=1)):
            return self.kind._make_visit(
                {"start": start, "stop": start + timedelta(minutes=30), "user_id": self.priya.id},
                {"partner_id": partner.id, "tz": "UTC"},
            )

    def _promised(self, visit):
        return self.env["frontoffice.promise"].search([("calendar_event_id", "=", visit.id)])

    def test_the_customer_is_late(self):
        """25 minutes late and seen at once, and somebody who did not come: ours is kept, theirs is theirs."""
        now = fields.Datetime.now()
        ana, ben = self._agreed(self.ana, now - timedelta(minutes=25)), self._agreed(
            self.ben, now - timedelta(minutes=55))
        seen, gone = self._promised(ana), self._promised(ben)
        self.assertLess(seen.due_at, now, "the time we had promised is over before she comes")
        self.env.ref("frontoffice_crm.cron_lapse").method_direct_trigger()
        self.assertEqual((seen | gone).mapped("state"), ["made", "made"], "nobody waits, so no time runs out")
        self.start_tour("/odoo/appointments", "frontoffice_crm.late_visitor", login="late_priya", timeout=120)
        self.env.invalidate_all()
        self.assertEqual((ana.visit_state, ben.visit_state), ("seen", "missed"))
        self.assertIn(ana.late_minutes, (25, 26, 27))
        self.assertEqual((seen.state, seen.change_count, seen.silent), ("kept", 1, False))
        self.assertEqual((seen.first_due_at, seen.due_at), (ana.start + WAIT, ana.checked_in_at + WAIT))
        self.assertEqual(seen.event_ids.filtered(lambda e: e.kind == "changed").payload["by"], "customer")
        self.assertEqual((gone.state, gone.withdrawn_by), ("withdrawn", "customer"))
        self.assertFalse((seen | gone)._ledger_verify())
        visits = self.env["frontoffice.encounter"].search([("calendar_event_id", "in", (ana | ben).ids)])
        self.assertEqual(
            {e.partner_id: (e.state, e.jumped) for e in visits},
            {self.ana: ("done", False), self.ben: ("no_show", False)},
        )

    def test_the_customer_asks_for_a_later_day(self):
        """A date she asked for moves the promise; kept on the new one is kept, and no lateness is ours."""
        due = fields.Datetime.now().replace(microsecond=0) + timedelta(days=1)
        promise = self.env["frontoffice.promise"].create({
            "name": "Engineer comes", "partner_id": self.ana.id, "company_id": self.company.id, "due_at": due,
            "user_id": self.priya.id,
        })
        self.start_tour("/odoo/promises", "frontoffice_crm.later_please", login="late_priya", timeout=120)
        promise.invalidate_recordset()
        self.assertEqual((promise.change_count, promise.first_due_at), (1, due))
        self.assertGreater(promise.due_at, due + timedelta(days=1))
        self.assertFalse(promise.revised_due_at, "asked for by the customer, not announced by us")
        with freeze_time(due + timedelta(days=1)):
            self.env.ref("frontoffice_crm.cron_lapse").method_direct_trigger()
            promise.with_user(self.priya).action_keep()
        self.assertEqual((promise.state, promise.silent), ("kept", False))
        self.assertFalse(promise._ledger_verify())
