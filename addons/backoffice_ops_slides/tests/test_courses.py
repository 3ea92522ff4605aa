from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.backoffice_ops.tests.assignment_common import AssignmentCase


@tagged("post_install", "-at_install")
class TestCourses(AssignmentCase):
    """A course teaches a skill: offered where too few have it, proposed to who completes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._skills()
        cls.boss.group_ids = [Command.link(cls.env.ref("backoffice_ops.group_head").id)]
        cls.boss.email = "boss@example.com"
        cls.course = cls._course()

    @classmethod
    def _course(cls, **values):
        return cls.env["slide.channel"].create({
            "name": "Gas for all", "is_published": True, "teaches_skill_id": cls.gas.id,
            "teaches_level_id": cls.master.id,
            "slide_ids": [Command.create({"name": "Valves", "slide_category": "article", "is_published": True})],
            **values,
        })

    def _complete(self, user, course=None):
        course = course or self.course
        course._action_add_members(user.partner_id)
        course.slide_ids.with_user(user)._action_mark_completed()
        membership = course.channel_partner_ids.filtered(lambda m: m.partner_id == user.partner_id)
        self.assertEqual(membership.member_status, "completed")
        return membership

    def _skill(self, user):
        return self.env["hr.employee.skill"].search([
            ("skill_id", "=", self.gas.id), ("employee_id.user_id", "=", user.id)])

    def _people(self, user=None, company=None):
        return self.env["backoffice.people"].with_user(user or self.boss).with_company(company or self.company)

    def _offered(self, **who):
        [row] = [row for row in self._people(**who).coverage(self.parts.id)["skills"] if row["id"] == self.gas.id]
        return [course["name"] for course in row["courses"]]

    # -- offered -----------------------------------------------------------------------------------

    def test_a_skill_with_too_few_people_offers_its_courses(self):
        self._course(name="Oil", teaches_skill_id=False, teaches_level_id=False)
        self._course(name="Not yet", is_published=False)
        self.assertEqual(self._offered(), ["Gas for all"])

    def test_a_skill_two_people_have_needs_no_course(self):
        self.lines[1].sudo().skill_level_id = self.master
        self.lines[1].with_user(self.leader).action_validate()
        self.assertEqual(self._offered(), [])

    def test_who_may_not_see_a_course_is_not_offered_it(self):
        self.course.write({"visibility": "members", "enroll": "invite"})
        self.assertEqual(self._offered(), [])
        with self.assertRaises(AccessError):
            self._people().invite(self.parts.id, self.course.id)

    def test_a_course_on_the_website_of_another_company_is_theirs(self):
        self.course.website_id = self.env["website"].create({"name": "Theirs", "company_id": self.other_company.id})
        self.assertEqual(self._offered(), [])
        self._complete(self.rob)
        self.assertFalse(self._skill(self.rob), "an employee of this company learns nothing there")

    def test_what_one_person_alone_did_offers_them_too(self):
        requests = self._come(user_id=self.clerk.id)
        with self._clock("2026-03-02 10:00:00"):
            requests.with_user(self.clerk).action_accept()
            requests.with_user(self.clerk).action_deliver("done")
        with self._clock("2026-03-20 10:00:00"):
            [row] = self._people().experts(self.parts.id)
        self.assertEqual([course["id"] for course in row["courses"]], self.course.ids)

    # -- invitation --------------------------------------------------------------------------------

    def test_a_head_invites_those_who_cannot_do_it_yet(self):
        names = self._people().invite(self.parts.id, self.course.id)
        self.assertEqual(names, sorted((self.pia | self.rob).mapped("name")), "not who can, not the head")
        members = self.env["slide.channel.partner"].search([
            ("channel_id", "=", self.course.id), ("member_status", "=", "invited")])
        self.assertEqual(members.partner_id, (self.pia | self.rob).partner_id)
        with self.assertRaises(UserError):
            self._people().invite(self.parts.id, self.course.id)

    def test_a_course_on_invitation_is_for_its_people_to_open(self):
        self.course.enroll = "invite"
        [row] = self._people().coverage(self.parts.id)["skills"]
        self.assertFalse(row["courses"][0]["invite"])
        with self.assertRaises(AccessError):
            self._people().invite(self.parts.id, self.course.id)

    def test_only_heads_invite(self):
        with self.assertRaises(AccessError):
            self._people(self.rob).invite(self.parts.id, self.course.id)

    # -- proposed ----------------------------------------------------------------------------------

    def test_who_completes_it_gets_the_skill_proposed_once(self):
        membership = self._complete(self.rob)
        line = self._skill(self.rob)
        self.assertEqual((line.skill_level_id, line.course_id), (self.master, self.course))
        self.assertFalse(line.validated_by_id, "nobody has confirmed it")
        self.assertEqual(self._people().coverage(self.parts.id)["unconfirmed"], 1)
        membership._post_completion_update_hook()
        self.assertEqual(len(self._skill(self.rob)), 1)
        line.with_user(self.leader).action_validate()
        membership._post_completion_update_hook(completed=False)
        self.assertEqual((line.exists(), line.validated_by_id), (line, self.leader))

    def test_a_lower_level_stays_until_the_higher_one_is_confirmed(self):
        self._complete(self.pia)
        line = self.lines[1]
        self.assertEqual(self._skill(self.pia), line)
        self.assertEqual((line.skill_level_id, line.proposed_level_id), (self.knows, self.master))
        self.assertEqual(line.validated_by_id, self.leader, "what was confirmed still counts")
        self.assertEqual(self._people().coverage(self.parts.id)["unconfirmed"], 1)
        line.with_user(self.boss).action_validate()
        self.assertEqual((line.skill_level_id, line.validated_by_id), (self.master, self.boss))
        self.assertFalse(line.proposed_level_id)

    def test_a_higher_level_is_not_lowered(self):
        self.course.teaches_level_id = self.knows
        self._complete(self.clerk)
        self.assertEqual(self._skill(self.clerk), self.lines[0])
        self.assertEqual((self.lines[0].skill_level_id, self.lines[0].validated_by_id), (self.master, self.leader))
        self.assertFalse(self.lines[0].proposed_level_id)

    def test_nobody_proposes_a_level_to_oneself(self):
        with self.assertRaises(AccessError):
            self.lines[1].with_user(self.pia).proposed_level_id = self.master
        self._complete(self.pia)
        self.pia.group_ids = [Command.link(self.env.ref("backoffice_ops.group_head").id)]
        with self.assertRaisesRegex(UserError, "Somebody else"):
            self.lines[1].with_user(self.pia).action_validate()

    def test_people_without_employee_get_nothing(self):
        before = self.env["hr.employee.skill"].search_count([])
        self._complete(self.boss)
        self.assertEqual(self.env["hr.employee.skill"].search_count([]), before)

    def test_without_a_level_the_usual_one_is_taught(self):
        self.course.teaches_level_id = False
        self._complete(self.rob)
        self.assertEqual(self._skill(self.rob).skill_level_id, self.knows)

    def test_the_level_belongs_to_the_skill(self):
        other = self.env["hr.skill.type"].create({
            "name": "Languages", "skill_ids": [Command.create({"name": "Dutch"})],
            "skill_level_ids": [Command.create({"name": "A1", "level_progress": 10})],
        })
        with self.assertRaises(ValidationError):
            self.course.teaches_level_id = other.skill_level_ids
