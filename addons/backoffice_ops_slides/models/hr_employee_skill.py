from odoo import api, fields, models
from odoo.fields import Domain


class HrEmployeeSkill(models.Model):
    """Skills that a completed course proposes. A level somebody has stays until the higher one is confirmed."""

    _inherit = "hr.employee.skill"

    course_id = fields.Many2one(
        "slide.channel", "Course completed", readonly=True, copy=False, index="btree_not_null", ondelete="set null",
        help="It proposed this skill, or the higher level.",
    )
    proposed_level_id = fields.Many2one(
        "hr.skill.level", "Proposed level", readonly=True, copy=False, index="btree_not_null", ondelete="set null",
        help="What the course teaches. The level does not change before somebody confirms it.",
    )

    @api.model
    def _has_field_access(self, field, operation):
        # a course proposes, nobody by hand
        if operation == "write" and field.name in ("course_id", "proposed_level_id") and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    def write(self, vals):
        done = super().write(vals)
        if {"skill_id", "employee_id"} & vals.keys():  # the proposal was for another skill, or somebody else
            self.sudo().filtered("proposed_level_id").write({"proposed_level_id": False})
        return done

    @api.model
    def _propose(self, employee, course):
        """Propose the course's skill once: not where the person has it as well, or has it proposed."""
        skill, level, today = course.teaches_skill_id, course._taught_level(), fields.Date.context_today(self)
        if not level:
            return
        known = self.search([("employee_id", "=", employee.id), ("skill_id", "=", skill.id)]).filtered(
            lambda line: not line.valid_to or line.valid_to >= today)
        best = max([*known.mapped("level_progress"), *known.proposed_level_id.mapped("level_progress")], default=-1)
        if best >= level.level_progress:
            return
        if known:
            known.sorted("level_progress")[-1:].write({"proposed_level_id": level.id, "course_id": course.id})
        else:
            self.create({
                "employee_id": employee.id, "skill_id": skill.id, "skill_type_id": skill.skill_type_id.id,
                "skill_level_id": level.id, "course_id": course.id,
            })

    @api.model
    def _to_confirm_domain(self):
        return super()._to_confirm_domain() | Domain("proposed_level_id", "!=", False)

    def action_validate(self):
        """Who confirms a proposal confirms the level the course teaches."""
        done = super().action_validate()
        proposed = self.sudo().filtered("proposed_level_id")  # sudo: as above, who confirms does not edit
        for level, lines in proposed.grouped("proposed_level_id").items():
            lines.write({"skill_level_id": level.id, "proposed_level_id": False})
        # another level has to be confirmed anew, and is, by the same person
        return super(HrEmployeeSkill, self.browse(proposed.ids)).action_validate() if proposed else done
