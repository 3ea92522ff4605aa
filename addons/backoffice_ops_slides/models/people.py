from odoo import api, models
from odoo.exceptions import AccessError, UserError


class People(models.AbstractModel):
    """Courses for skills too few people have, and the invitation to them."""

    _inherit = "backoffice.people"

    @api.model
    def _courses(self, skills):
        found = super()._courses(skills)
        # searched as the user: who may not see a course is not offered it
        courses = self.env["slide.channel"].search([
            ("teaches_skill_id", "in", skills.ids), ("is_published", "=", True),
        ])._for_companies(self.env.companies)
        invited = courses._filter_add_members()
        for course in courses:
            found.setdefault(course.teaches_skill_id.id, []).append({
                "id": course.id, "name": course.name, "url": course.website_absolute_url,
                "level": course.teaches_level_id.name or "", "invite": course in invited,
            })
        return found

    @api.model
    def invite(self, department_id, course_id):
        """Invite those of the department who have not the course's skill yet, and are not in the course.

        Returns their names. Stock's own mail goes out. UserError when there is nobody left to invite.
        """
        department = self._department(department_id)
        course = self.env["slide.channel"].search([("id", "=", int(course_id))])._for_companies(self.env.companies)
        if not course._filter_add_members() or course.teaches_skill_id not in self._taken(department):
            raise AccessError(self.env._("Ask who is responsible for the course to invite people."))
        partners = self._learners(department, course)
        if not partners:
            raise UserError(self.env._("Everybody here has the skill or is in the course already."))
        # sudo: whether this user may add people was asked above; attendees are eLearning's alone
        wizard = self.env["slide.channel.invite"].sudo()
        action = course.sudo().action_channel_invite()
        wizard.with_context(**action["context"]).create({
            "partner_ids": partners.ids, "send_email": True,
        }).action_invite()
        return partners.sorted("name").mapped("name")

    @api.model
    def _taken(self, department):
        """Skills the department's request types take."""
        return self._services(department).skill_ids.skill_id

    @api.model
    def _learners(self, department, course):
        """Partners of people who are missing in the course and have less of the skill than it teaches."""
        users, skill = self._members(department).user_id, course.teaches_skill_id
        levels = self.env["hr.employee.skill"]._levels(users, skill)[skill.id]
        taught = course._taught_level().level_progress or 0
        learn = users.filtered(lambda user: user != self.env.user and levels.get(user.id, -1) < taught)
        # sudo: names of attendees stay here
        there = self.env["slide.channel.partner"].sudo().search([
            ("channel_id", "=", course.id), ("partner_id", "in", learn.partner_id.ids)])
        return learn.partner_id - there.partner_id
