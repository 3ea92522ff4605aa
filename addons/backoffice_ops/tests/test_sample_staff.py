from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.sample_common import SmallSampleCase


@tagged("post_install", "-at_install")
class TestSampleStaff(SmallSampleCase):
    """A company of a hundred and twenty, of whom fourteen sit at a screen of ours."""

    def setUp(self):
        super().setUp()
        self.starts = self.env.ref("__sample__.employee_lena")
        self.people = self.of_company("hr.employee") - self.starts

    def test_how_many_and_where(self):
        count = {department.name: len(people) for department, people in self.people.grouped("department_id").items()}
        front = count["Customer service"] + count["Sales and marketing"] + 1  # Grace, who leads Dispatch, too
        engineers = count["Engineers North"] + count["Engineers South"]
        self.assertEqual((front, engineers, len(self.people) - front - engineers), (22, 70, 28))
        sites = {site.name: len(people) for site, people in self.people.grouped("work_location_id").items()}
        self.assertEqual(set(sites), {"Lindwater North", "Lindwater South"})
        self.assertEqual(sum(sites.values()), 120)
        self.assertGreater(min(sites.values()), 50)

    def test_nobody_has_a_double(self):
        names = self.of_company("hr.employee").mapped("name")
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual(len(self.people.user_id), 14, "the others have no login")
        self.assertFalse(self.people.filtered(lambda person: not person.user_id and person.work_email))

    def test_everybody_is_led_and_the_chart_ends_with_the_director(self):
        helen = self.env.ref("__sample__.employee_helen")
        self.assertEqual(self.people.filtered(lambda person: not person.parent_id), helen)
        for person in self.people:
            chain = person
            while chain[-1:].parent_id:
                self.assertNotIn(chain[-1:].parent_id, chain, person.name)
                chain += chain[-1:].parent_id
            self.assertEqual(chain[-1:], helen, person.name)
        departments = self.of_company("hr.department")
        self.assertEqual(len(departments), 11)
        self.assertTrue(all(departments.mapped("manager_id")))

    def test_nobody_is_told_and_nothing_asked(self):
        self.assertEqual(self.told(), self.before)
        asked = self.of_company("backoffice.handoff") - self.env["backoffice.handoff"].union(
            *self.names(self.env["backoffice.handoff"]).values())
        self.assertFalse(asked, "no colleague of the story needs an access or a desk")

    def test_they_go(self):
        contacts = self.people.work_contact_id
        self.sample.action_remove()
        self.assertFalse(self.people.exists() | self.starts.exists())
        self.assertFalse(contacts.exists())
        self.assertFalse(self.of_company("hr.work.location"))
        self.assertFalse(self.of_company("hr.department"))
