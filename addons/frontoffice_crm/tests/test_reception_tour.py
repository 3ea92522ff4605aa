from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..models.public_guard import PublicGuard
from .browser_common import BrowserCase
from .reception_scripts import BOOK, CHECK_IN, MOVE, OFFLINE, SIGN_OUT

ALL_DAY = [
    Command.create({"name": f"{day}", "dayofweek": str(day), "hour_from": 0, "hour_to": 24, "day_period": "morning"})
    for day in range(7)
]


@tagged("post_install", "-at_install", "browser")
class TestReceptionTour(BrowserCase):
    """A self-booked appointment, from the link to the counter, in a browser; and pictures of every screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.env["res.lang"]._activate_lang("ar_001")
        groups = [
            "frontoffice_crm.group_agent", "frontoffice_crm.group_feature_reception",
            "frontoffice_crm.group_feature_appointment",
        ]
        cls.priya = new_test_user(cls.env, "recep_priya", ",".join(groups), name="Priya Nair", tz="UTC")
        cls.priya.password = "recep_priya"
        cls.counter = cls.env["frontoffice.channel"].create({"name": "Counter 1", "kind": "counter"})
        cls.priya.desk_channel_id = cls.counter
        cls.env["frontoffice.queue"].search([]).active = False
        cls.env["frontoffice.kiosk"].search([]).active = False
        cls.env.flush_all()  # their letters are free now
        always = cls.env["resource.calendar"].create(
            {"name": "Always", "tz": "UTC", "attendance_ids": [Command.clear(), *ALL_DAY]}
        )
        cls.needs = cls.env["frontoffice.need"].create([
            {"name": name} for name in ("Boiler stopped", "Bill question", "Contract")
        ])
        cls.queue, cls.bills = cls.env["frontoffice.queue"].create([
            {"name": "Service", "prefix": "A", "calendar_id": always.id, "need_ids": [Command.set(cls.needs[:1].ids)]},
            {"name": "Bills", "prefix": "B", "calendar_id": always.id, "need_ids": [Command.set(cls.needs[1:].ids)]},
        ])
        cls.kiosk = cls.env["frontoffice.kiosk"].create({
            "name": "Entrance", "queue_ids": [Command.set((cls.queue | cls.bills).ids)],
            "check_out": True,
        })
        cls.kind = cls.env["frontoffice.appointment.type"].create({
            "name": "Consultation", "minutes": 30, "step": 30, "min_notice_hours": 0, "change_hours": 0,
            "user_ids": [Command.set(cls.priya.ids)], "calendar_id": always.id, "self_booking": True,
            "queue_id": cls.queue.id, "slug": "consultation", "location": "Room 2",
            "description": "Please bring your last bill.",
        })
        cls.env.company.resource_calendar_id = always

    def _people(self):
        """Three waiting, one called."""
        line = [
            self.queue._issue({"partner_name": "Ana Ortiz", "need_id": self.needs[0].id, "lang": "de_DE"}),
            self.queue._issue({"need_id": self.needs[0].id}),
            self.bills._issue({"partner_name": "Harbour Dental", "need_id": self.needs[1].id}),
            self.queue._issue({"partner_name": "Mrs Amsel", "need_id": self.needs[0].id}),
        ]
        for minutes, ticket in zip((14, 9, 6, 2), line, strict=True):
            at = fields.Datetime.now() - timedelta(minutes=minutes)
            ticket.sudo().write({"arrived_at": at, "turn_at": at})
        return line

    def _hands(self, url, script):
        ready = "document.querySelector('#fr_main h1') !== null"
        self.browser_js(url, script, ready, login=None, timeout=60)

    def test_a_self_booked_appointment(self):
        with patch.object(PublicGuard, "_is_robot", lambda *_args, **_kwargs: False):  # a script types too fast
            self._hands("/frontoffice/book/consultation?lang=en_US", BOOK)
        visit = self.env["calendar.event"].search([("appointment_type_id", "=", self.kind.id)])
        self._hands(f"/frontoffice/visit/{visit.booking_token}?new=1", MOVE)
        visit.invalidate_recordset()
        self.assertEqual((len(visit), visit.visitor_name, visit.move_count), (1, "Tom Weiss", 1))
        now = fields.Datetime.now().replace(second=0)
        visit.with_context(no_mail_to_attendees=True).write({"start": now, "stop": now + timedelta(minutes=30)})
        visit.sudo().booking_code = "K7F2QX"
        self._hands(f"/frontoffice/kiosk/{self.kiosk.kiosk_token}", CHECK_IN)
        self.assertEqual(visit.visit_state, "here")
        self.start_tour("/odoo/queue", "frontoffice_crm.reception_queue", login="recep_priya")
        encounter = self.env["frontoffice.encounter"].search([("calendar_event_id", "=", visit.id)])
        self.assertEqual((visit.visit_state, encounter.state), ("seen", "done"))
        self.assertTrue(visit.in_house)
        self._hands(f"/frontoffice/kiosk/{self.kiosk.kiosk_token}", SIGN_OUT)
        self.assertTrue(visit.left_at)

    def test_called_at_the_desk(self):
        first = self._people()[0]
        self.start_tour("/odoo/front-desk", "frontoffice_crm.reception_desk", login="recep_priya")
        self.assertEqual((first.state, first.outcome, first.user_id), ("done", "informed", self.priya))

    def test_kiosk_without_a_network(self):
        self._hands(f"/frontoffice/kiosk/{self.kiosk.kiosk_token}", OFFLINE)
        tickets = self.env["frontoffice.encounter"].search([("queue_id", "in", (self.queue | self.bills).ids)])
        self.assertEqual(len(tickets), 1, "sent more than once, counted once")

    def test_pictures(self):
        self._people()[1].with_user(self.priya)._call(self.counter)
        slot = self.kind._slots(fields.Datetime.now() + timedelta(days=1))[0]["start"]
        visit = self.kind._book(slot, {"name": "Tom Weiss", "email": "tom@example.com", "lang": "en_US", "tz": "UTC"})
        kiosk, wall = f"/frontoffice/kiosk/{self.kiosk.kiosk_token}", f"/frontoffice/wall/{self.kiosk.wall_token}"
        pages = {
            "queue": ("/odoo/queue", "recep_priya", ".o_queue_row"), "kiosk": (kiosk, None, "#fr_main h1"),
            "wall": (wall, None, ".fr_wall_newest"),
            "booking": ("/frontoffice/book/consultation?lang=en_US", None, ".fr_time"),
            "visit": (f"/frontoffice/visit/{visit.booking_token}?new=1", None, ".fr_card"),
            "desk-queue": ("/odoo/front-desk", "recep_priya", ".o_desk_waiting"),
            "appointments": ("/odoo/appointments", "recep_priya", ".o_list_view, .o_kanban_view"),
        }
        looks = (("light", {}), ("dark", {"dark": True}), ("phone", {"width": 400, "height": 800}))
        for name, (url, login, ready) in pages.items():
            for look, options in looks:
                if name == "wall":  # today's numbers alone, and it may have become tomorrow
                    self._people()[1].with_user(self.priya)._call(self.counter)
                path = self.screenshot(
                    f"reception-{name}-{look}", url, login=login, ready=f"document.querySelector('{ready}') !== null",
                    **{"width": 1280, "height": 800, **options},
                )
                self.assertGreater(path.stat().st_size, 4000, name)
