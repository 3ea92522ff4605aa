from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SlideChannel(models.Model):
    """A course says which skill it teaches, and how well one has it afterwards."""

    _inherit = "slide.channel"

    teaches_skill_id = fields.Many2one(
        "hr.skill", "Teaches", index="btree_not_null", ondelete="set null", groups="base.group_user",
        help="Proposed for who completes the course. It counts once somebody else has confirmed it.",
    )
    teaches_skill_type_id = fields.Many2one(related="teaches_skill_id.skill_type_id", groups="base.group_user")
    teaches_level_id = fields.Many2one(
        "hr.skill.level", "Up to level", ondelete="set null", groups="base.group_user", index="btree_not_null",
        domain="[('skill_type_id', '=', teaches_skill_type_id)]", help="Empty: the first level of the skill.",
    )

    @api.constrains("teaches_skill_id", "teaches_level_id")
    def _check_teaches(self):
        for course in self.sudo():  # sudo: a rule of the data, whoever writes
            level = course.teaches_level_id
            if level and level.skill_type_id != course.teaches_skill_id.skill_type_id:
                raise ValidationError(self.env._("Choose a level of the very skill the course teaches."))

    @api.onchange("teaches_skill_id")
    def _onchange_teaches_skill_id(self):
        if self.teaches_level_id.skill_type_id != self.teaches_skill_id.skill_type_id:
            self.teaches_level_id = False

    def _taught_level(self):
        """The level it says, else the usual one of the skill, else its lowest; empty where it has none."""
        levels = self.teaches_skill_id.skill_type_id.skill_level_ids.sorted("level_progress")
        return self.teaches_level_id or levels.filtered("default_level")[:1] or levels[:1]

    def _for_companies(self, companies):
        """Courses of no website's company, or of one of these."""
        # sudo: whose website it is decides, and is not shown
        return self.filtered(lambda c: not c.sudo().website_id or c.sudo().website_id.company_id in companies)
