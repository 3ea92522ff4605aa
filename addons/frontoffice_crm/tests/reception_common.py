"""Named defaults for stories at the reception."""

from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command

from .common import FrontOfficeCase

MONDAY = datetime(2026, 3, 23, 9, 0)  # a Monday in winter time, 09:00 UTC


class ReceptionCase(FrontOfficeCase):
    """A waiting line A open around the clock, a second one B, an entrance, and a consultation to book."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.always = cls._make_always()
        Queue = cls.env["frontoffice.queue"]
        cls.queue, cls.bills = Queue.create([
            {"name": name, "prefix": prefix, "company_id": cls.company.id, "calendar_id": cls.always.id}
            for name, prefix in (("Service", "A"), ("Bills", "B"))
        ])
        cls.queue.need_ids = cls.need
        cls.kiosk = cls.env["frontoffice.kiosk"].create({
            "name": "Entrance", "company_id": cls.company.id,
            "queue_ids": [Command.set((cls.queue | cls.bills).ids)], "ask_name": True,
        })
        for user in cls.agent | cls.leader | cls.manager:
            user.group_ids = [Command.link(cls.env.ref("frontoffice_crm.group_feature_reception").id)]
        cls.agent.desk_channel_id = cls.channel
        cls.desk = cls._desk(cls.agent)
        cls.kind = cls.env["frontoffice.appointment.type"].create({
            "name": "Consultation", "minutes": 30, "step": 30, "user_ids": [Command.set(cls.agent.ids)],
            "company_id": cls.company.id, "self_booking": True, "queue_id": cls.queue.id, "min_notice_hours": 0,
            "need_id": cls.need.id,
        })

    @classmethod
    def _make_always(cls):
        lines = [
            Command.create({
                "name": f"{day}", "dayofweek": str(day), "hour_from": 0, "hour_to": 24, "day_period": "morning",
            }) for day in range(7)
        ]
        return cls.env["resource.calendar"].create({
            "name": "Always", "tz": "UTC", "company_id": cls.company.id,
            "attendance_ids": [Command.clear(), *lines],
        })

    @classmethod
    def _desk(cls, user):
        return cls.env["frontoffice.desk"].with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def setUp(self):
        super().setUp()
        self._at(MONDAY)

    def _at(self, moment):
        """From now on it is this naive UTC moment."""
        if getattr(self, "_frozen", None):
            self._frozen.stop()
        self._frozen = freeze_time(moment)
        self._frozen.start()
        if not getattr(self, "_now_patch", None):
            self.addCleanup(lambda: self._frozen.stop())
            self._now_patch = patch.object(self.env.cr, "now", datetime.now)
            self._now_patch.start()
            self.addCleanup(self._now_patch.stop)

    def _later(self, **delta):
        self._at(datetime.now() + timedelta(**delta))

    def _ticket(self, queue=None, **values):
        return (queue or self.queue)._issue(values)

    def _book(self, start, **visitor):
        given = {"name": "Tom Weiss", "email": "tom@example.com", "lang": "en_US", "tz": "Europe/Berlin", **visitor}
        return self.kind._book(start, given)
