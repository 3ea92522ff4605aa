from odoo.tests import tagged

from .common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestWorkMode(FrontOfficeCase):
    """Where a colleague worked is read from the employee and never asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.places = {
            kind: cls.env["hr.work.location"].create({
                "name": kind, "location_type": kind, "company_id": cls.company.id,
                "address_id": cls.company.partner_id.id,
            }) for kind in ("home", "office", "other")
        }
        cls.employee = cls.env["hr.employee"].create({
            "name": "Priya", "user_id": cls.agent.id, "company_id": cls.company.id,
        })

    def _works_at(self, place):
        """Where the employee works, today too where days are planned (stock app Remote Work)."""
        place = self.places.get(place)
        self.employee.work_location_id = place
        self.employee.write({
            name: place.id if place else False for name in self.employee._fields if name.endswith("day_location_id")
        })

    def _mode(self, place, **values):
        self._works_at(place)
        return self._encounter(**{"user_id": self.agent.id, **values}).work_mode

    def test_home_is_remote_and_the_office_is_the_office(self):
        self.assertEqual(self._mode("home"), "remote")
        self.assertEqual(self._mode("office"), "office")

    def test_where_nothing_is_known_nothing_is_said(self):
        self.assertFalse(self._mode("other"))
        self.assertFalse(self._mode(None))
        self.assertFalse(self._mode("home", user_id=self.plain.id), "another colleague")

    def test_what_was_imported_or_said_stays(self):
        self.assertFalse(self._mode("home", source="import"))
        self.assertFalse(self._mode("home", handled_by="bot"))
        self.assertEqual(self._mode("home", work_mode="office"), "office")

    def test_a_person_without_rights_on_employees_logs_it_too(self):
        self._works_at("home")
        encounter = self.env["frontoffice.encounter"].with_user(self.agent).create({
            "channel_id": self.channel.id, "need_id": self.need.id, "company_id": self.company.id,
        })
        self.assertEqual(encounter.work_mode, "remote")
