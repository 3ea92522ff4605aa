"""Named defaults for stories at the Front Desk."""

from odoo import fields
from odoo.tests import new_test_user


class DeskMixin:
    """A company with a counter, three topics, a standard promise and two people."""

    @classmethod
    def _set_up_desk(cls):
        cls.priya = new_test_user(
            cls.env, "desk_priya", groups="frontoffice_crm.group_agent", name="Priya Nair", tz="Europe/Berlin"
        )
        cls.lukas = new_test_user(cls.env, "desk_lukas", groups="base.group_user", name="Lukas Brandt")
        cls.counter = cls.env["frontoffice.channel"].create({"name": "Counter 1", "kind": "counter"})
        cls.priya.desk_channel_id = cls.counter
        cls.visit = cls.env["frontoffice.promise.standard"].create({
            "name": "Engineer visit", "hours": 16, "sentence": "Our engineer comes by {when}.",
        })
        cls.env["frontoffice.need"].search([]).active = False  # words of other topics stay out of it
        cls.boiler, cls.bill = cls.env["frontoffice.need"].create([
            {"name": "Boiler stopped", "keywords": "no heat, cold, pressure", "standard_id": cls.visit.id},
            {"name": "Bill question", "keywords": "invoice, bill"},
        ])
        cls.ana = cls.env["res.partner"].create({
            "name": "Ana Ortiz", "phone": "+49 151 2201845", "email": "ana@example.com", "city": "Ellersby",
        })
        cls.desk = cls.env["frontoffice.desk"].with_user(cls.priya)

    def _log(self, **values):
        return self.desk.log({"partner_id": self.ana.id, "need_id": self.boiler.id, **values})

    def _in(self, **delta):
        return fields.Datetime.to_string(fields.Datetime.add(fields.Datetime.now(), **delta))
