from odoo import fields
from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.sample_common import SmallSampleCase


@tagged("post_install", "-at_install")
class TestSampleStaff(SmallSampleCase):
    """A company of a hundred and twenty, of whom fourteen sit at a screen of ours."""

    def setUp(self):
        super().setUp()
        self.starts = self.env.ref("__sample__.employee_lena")
        everybody = self.of_company("hr.employee") - self.starts
        self.people = everybody.filtered("active")
        self.gone = everybody - self.people

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

    def test_a_year_of_people(self):
        """Most came long ago; seven left, four of them of their own accord in the bad quarter; all were away."""
        today = fields.Date.subtract(self.starts.contract_date_start, days=10)
        self.assertTrue(all(day < today for day in self.people.version_ids.mapped("date_version")))
        self.assertEqual(len(self.gone), 7)
        self.assertTrue(all(person.departure_date < today for person in self.gone))
        resigned = self.gone.filtered(
            lambda person: person.departure_reason_id == self.env.ref("hr.departure_resigned"))
        months = sorted((today.year - p.departure_date.year) * 12 + today.month - p.departure_date.month
                        for p in resigned)
        self.assertEqual(months, [6, 7, 7, 8])
        away = self.of_company("resource.calendar.leaves", [("resource_id", "!=", False)])
        self.assertEqual(len(away.resource_id), 106, "who has a login is there, so that the story is about work")
        self.assertLess(max(away.mapped("date_to")).date(), today, "nobody of the desk of today")
        cards = self.people.employee_skill_ids.filtered(lambda skill: skill.skill_id.name == "Gas safety card")
        self.assertEqual(len(cards), 70)
        self.assertEqual(len(cards.filtered(lambda card: card.valid_to < today)), 4)

    def test_goals_are_told_and_read(self):
        goals = self.of_company("backoffice.notice", [("kind", "=", "goal")])
        self.assertEqual(len(goals), 10)
        self.assertEqual(set(goals.mapped("state")), {"ended"}, "nobody has to read them now")
        self.assertTrue(all(goal.asked_count == 14 and goal.read_count >= 12 for goal in goals))

    def test_nobody_is_told_and_nothing_asked(self):
        self.assertEqual(self.told(), self.before)
        asked = self.of_company("backoffice.handoff") - self.env["backoffice.handoff"].union(
            *self.names(self.env["backoffice.handoff"]).values())
        self.assertFalse(asked, "no colleague of the story needs an access or a desk")

    def test_they_go(self):
        contacts = self.people.work_contact_id
        self.sample.action_remove()
        self.assertFalse(self.people.exists() | self.starts.exists() | self.gone.exists())
        self.assertFalse(contacts.exists())
        self.assertFalse(self.of_company("hr.work.location"))
        self.assertFalse(self.of_company("hr.department"))
        self.assertFalse(self.of_company("hr.job"))
        self.assertFalse(self.env["hr.skill.type"].search([("name", "like", "Lindwater")]))
