from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import NOW, TODAY, TriangleCase


class PersonalCase(TriangleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.env.ref("triangle_kpis.group_feature_personal")
        cls.everybody = cls.env.ref("base.group_user")
        cls.me, cls.other = (cls._colleague(login) for login in ("council_me", "council_other"))
        for days in (3, 60, 89, 90, 200):
            cls._encounter(timedelta(days=-days), user_id=cls.me.id)

    @classmethod
    def _colleague(cls, login, groups="base.group_user,frontoffice_crm.group_agent"):
        return new_test_user(
            cls.env, login, groups=groups, company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)])

    def _switch(self, on):
        command = Command.link if on else Command.unlink
        self.everybody.implied_ids = [command(self.group.id)]
        self.env["triangle.fact"]._refresh()

    def _known(self):
        """Days ago of the facts that know who did the work."""
        self.env.cr.execute("SELECT DISTINCT day FROM triangle_fact WHERE employee_id = %s", [self.me.id])
        return sorted((TODAY - day).days for (day,) in self.env.cr.fetchall())

    def _personal_cells(self):
        self.env.cr.execute("SELECT COUNT(*) FROM triangle_cell WHERE gset = 4")
        return self.env.cr.fetchone()[0]

    def _counts(self):
        self.env.cr.execute(
            "SELECT measure_id, level, day, num, den, n, sum FROM triangle_cell"
            " WHERE gset = 0 AND company_id = %s ORDER BY 1, 2, 3", [self.company.id])
        return self.env.cr.fetchall()


@tagged("post_install", "-at_install")
class TestCouncilErasure(PersonalCase):
    """Who did it is known while the switch is on, for some days; counts never change by that."""

    def test_off_nobody_is_known(self):
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self._known(), [])
        self.assertEqual(self._personal_cells(), 0)
        self.assertTrue(self._counts())

    def test_switching_on_collects_the_last_days_and_off_erases_all(self):
        self.env["triangle.fact"]._refresh()
        before = self._counts()
        self._switch(True)
        self.assertEqual(self._known(), [3, 60, 89])
        self.assertTrue(self._personal_cells())
        self.assertEqual(self._counts(), before)
        self._switch(False)
        self.assertEqual((self._known(), self._personal_cells()), ([], 0))
        self.assertEqual(self._counts(), before)

    def test_the_settings_page_is_the_same_switch(self):
        self.env["res.config.settings"].create({"group_feature_personal": True}).execute()
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self._known(), [3, 60, 89])
        self.env["res.config.settings"].create({"group_feature_personal": False}).execute()
        self.assertEqual(self._known(), [])

    def test_erased_by_night_once_and_not_written_back(self):
        self._switch(True)
        before = self._counts()
        self._at(NOW + timedelta(days=10))
        self.assertGreater(self.env["triangle.engine"]._erase_personal(), 0)
        self.assertEqual(self._known(), [3, 60])
        self.assertEqual(self.env["triangle.engine"]._erase_personal(), 0, "nothing left to erase")
        self.assertEqual(self._counts(), before)
        old = self.env["frontoffice.encounter"].search([("user_id", "=", self.me.id)], order="arrived_at", limit=3)
        old.write({"first_response_at": False})
        old.write({"first_response_at": NOW})
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self._known(), [0, 3, 60], "the answer of today is known")
        self.assertEqual(self._facts(), self._from_scratch())

    def test_the_setting_is_in_days(self):
        self._switch(True)
        self.company.triangle_personal_days = 30
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self._known(), [3])
        self.company.triangle_personal_days = 100
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self._known(), [3, 60, 89, 90])
        self.assertEqual(self._facts(), self._from_scratch())

    def test_nobody_lists_people(self):
        self._switch(True)
        manager = self._colleague("council_manager", "triangle_kpis.group_manager")
        for model in ("triangle.fact", "triangle.cell"):
            self.assertNotIn("employee_id", self.env[model].with_user(manager).fields_get())
        with self.assertRaises(AccessError):
            self.env["triangle.fact"].with_user(manager).search([("employee_id", "=", self.me.id)])
        with self.assertRaises(AccessError):
            self.env["triangle.fact"].with_user(manager)._read_group([], ["employee_id"], ["__count"])


@tagged("post_install", "-at_install")
class TestCouncilLog(PersonalCase):
    """Who opened whose figures is written down by the server, and read by the person and managers."""

    def setUp(self):
        super().setUp()
        self._switch(True)
        self.log = self.env["triangle.access.log"].search([])

    def _new(self):
        return self.env["triangle.access.log"].search([]) - self.log

    def test_opening_ones_own_is_written_down(self):
        own = self.dashboard.with_user(self.me)
        own.get_own({"preset": "last_30_days"})
        own.drill_own("K20", {"preset": "last_30_days"}, "all")
        own.drill("K20", {"preset": "last_30_days", "own": True}, "all")
        lines = self._new().sorted("id")
        self.assertEqual(lines.mapped("kind"), ["page", "records", "records"])
        self.assertEqual((lines.user_id, lines.person_id, lines.company_id), (self.me, self.me, self.company))
        self.assertIn("K20", lines[0].figures)
        self.assertEqual(lines[1].figures, "K20")

    def test_what_everybody_sees_is_not(self):
        viewer = self._colleague("council_viewer", "triangle_kpis.group_viewer")
        self.dashboard.with_user(viewer).get_page({})
        self.assertFalse(self._new())

    def test_who_reads_it(self):
        self.dashboard.with_user(self.me).get_own({})
        line, Log = self._new(), self.env["triangle.access.log"]
        manager = self._colleague("council_manager", "triangle_kpis.group_manager")
        viewer = self._colleague("council_viewer", "triangle_kpis.group_viewer")
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env, "council_stranger", groups="triangle_kpis.group_manager", company_id=elsewhere.id,
            company_ids=[Command.set(elsewhere.ids)])
        portal = new_test_user(self.env, "council_portal", groups="base.group_portal")
        for user, sees in ((self.me, True), (manager, True), (self.other, False), (viewer, False), (stranger, False)):
            found = Log.with_user(user).with_context(allowed_company_ids=user.company_ids.ids).search([])
            self.assertEqual(line in found, sees, user.login)
        with self.assertRaises(AccessError):
            Log.with_user(portal).search([])
        for change in (lambda log: log.write({"figures": "K1"}), lambda log: log.unlink(), lambda log: log.create({
                "kind": "page", "company_id": self.company.id})):
            with self.assertRaises(AccessError):
                change(line.with_user(manager))

    def test_it_goes_after_a_year(self):
        self.dashboard.with_user(self.me).get_own({})
        line = self._new()
        self._at(NOW + timedelta(days=364))
        line._gc_old()
        self.assertTrue(line.exists())
        self._at(NOW + timedelta(days=366))
        line._gc_old()
        self.assertFalse(line.exists())


@tagged("post_install", "-at_install")
class TestCouncilSheet(PersonalCase, HttpCase):
    """The sheet says what the settings are at the moment."""

    def _sheet(self, login):
        self.authenticate(login, login)
        return self.url_open("/service_triangle/council")

    def test_managers_read_it_and_everybody_once_it_concerns_them(self):
        self._colleague("council_manager", "triangle_kpis.group_manager")
        answer = self._sheet("council_manager")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Personal figures are off", answer.text)
        self.assertIn(self.company.name, answer.text)
        self.assertEqual(self._sheet("council_me").status_code, 403)
        self.company.triangle_personal_days = 45
        self._switch(True)
        answer = self._sheet("council_me")
        self.assertIn("Personal figures are on", answer.text)
        self.assertIn("Kept for <span>45</span> days", answer.text)

    def test_it_counts_members_and_openings(self):
        council = self.env["triangle.council"]
        right = self.env.ref("triangle_kpis.group_viewer").full_name

        def people():
            return next(row["n"] for row in council._values()["groups"] if row["name"] == right)

        before = people()
        self._colleague("council_viewer", "triangle_kpis.group_viewer")
        self.assertEqual(people(), before + 1)
        self._switch(True)
        self.dashboard.with_user(self.me).get_own({})
        values = council._values()
        self.assertEqual(
            {name: values["log"][name] for name in ("n", "people", "others")}, {"n": 1, "people": 1, "others": 0})
        self.assertTrue(values["figures"])
        self.assertTrue(any(row["person"] and row["shown"] for row in values["records"]))
