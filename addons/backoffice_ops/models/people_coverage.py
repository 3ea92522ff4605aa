from odoo import api, models
from odoo.fields import Domain

from ..tools import people as pure


class PeopleCoverage(models.AbstractModel):
    """Who could do what: skills the request types take against skills somebody else has confirmed."""

    _inherit = "backoffice.people"

    @api.model
    @api.readonly
    def coverage(self, department_id):
        """{"people", "skills", "types", "unconfirmed"}; ``short``: fewer than two people can do it."""
        department = self._department(department_id)
        members, services = self._members(department), self._services(department)
        users = members.user_id
        skills, types = self._skill_rows(services, users), self._type_rows(services, users)
        self._offer_courses(services, skills)
        return {
            "people": [{"id": m.user_id.id, "name": m.user_id.name} for m in members],
            "skills": skills, "types": types, "unconfirmed": self._unconfirmed(services, users),
            "short": sum(row["short"] for row in types),
        }

    @api.model
    def _skill_rows(self, services, users):
        """A row a skill: who has it well enough for every type that takes it, who knows it a little."""
        lines = services.skill_ids
        levels = self.env["hr.employee.skill"]._levels(users, lines.skill_id)
        rows = []
        for skill, takes in lines.grouped("skill_id").items():
            wanted = max(takes.mapped(lambda line: line.level_id.level_progress or 0))
            has = levels[skill.id]
            cells = {user.id: self._mark(has.get(user.id), wanted) for user in users}
            able = sum(mark == "able" for mark in cells.values())
            rows.append({
                "id": skill.id, "name": skill.name, "cells": cells, "able": able, "short": able < pure.COVERED,
                "level": takes.level_id.sorted("level_progress")[-1:].name or "",
                "types": takes.service_id.mapped("name"),
            })
        return sorted(rows, key=lambda row: row["name"].casefold())

    @api.model
    def _mark(self, level, wanted):
        if level is None:
            return ""
        return "able" if level >= wanted else "some"

    @api.model
    def _type_rows(self, services, users):
        """A row a request type: who could do it; without skills, everybody of the department."""
        able = services._able(users)
        rows = []
        for service in services:
            if service.skill_ids:
                can, some = set(able[service.id][0]), set(able[service.id][1])
            else:
                can, some = set(users.ids), set()
            rows.append({
                "id": service.id, "name": service.name, "skills": service.skill_ids.mapped("display_name"),
                "cells": {u: "able" if u in can else "some" if u in some else "" for u in users.ids},
                "able": len(can), "short": len(can) < pure.COVERED,
            })
        return rows

    @api.model
    def _unconfirmed(self, services, users):
        """Skills people wrote down that nobody has confirmed yet, among those the types take."""
        Skill = self.env["hr.employee.skill"].sudo()  # sudo: a number, for the head to act on
        return Skill.search_count(
            Domain("employee_id.user_id", "in", users.ids) & Domain("skill_id", "in", services.skill_ids.skill_id.ids)
            & Skill._to_confirm_domain()
        )

    @api.model
    def _offer_courses(self, services, rows):
        """Courses beside each skill that too few people have."""
        short = [row["id"] for row in rows if row["short"]]
        courses = self._courses(services.skill_ids.skill_id.filtered(lambda skill: skill.id in short))
        for row in rows:
            row["courses"] = courses.get(row["id"], [])

    @api.model
    def _courses(self, skills):
        """{skill id: [{"id", "name", "url", "level", "invite"}]} this user may see; add-ons fill it.

        Who sets ``invite`` answers ``invite(department_id, course_id)`` with the names of those invited.
        """
        return {}
