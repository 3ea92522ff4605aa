from odoo import api, fields, models
from odoo.exceptions import ValidationError


class BackofficeServiceSkill(models.Model):
    """A skill a request type takes, and how well one must have it."""

    _name = "backoffice.service.skill"
    _description = "Skill a request type takes"
    _order = "service_id, id"

    service_id = fields.Many2one("backoffice.service", required=True, index=True, ondelete="cascade")
    skill_id = fields.Many2one("hr.skill", required=True, index=True, ondelete="restrict")
    skill_type_id = fields.Many2one(related="skill_id.skill_type_id")
    level_id = fields.Many2one(
        "hr.skill.level", "At least", ondelete="restrict", domain="[('skill_type_id', '=', skill_type_id)]",
        help="Empty: any level somebody else has confirmed.",
    )

    _service_skill_uniq = models.Constraint(
        "UNIQUE (service_id, skill_id)", "This request type already takes this skill."
    )

    @api.constrains("skill_id", "level_id")
    def _check_level(self):
        if any(line.level_id and line.level_id.skill_type_id != line.skill_id.skill_type_id for line in self):
            raise ValidationError(self.env._("Choose a level of this very skill."))

    @api.depends("skill_id", "level_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " ".join(filter(None, [line.skill_id.name, line.level_id.name]))
