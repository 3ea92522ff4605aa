from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

CORE = {"skill_id", "skill_level_id", "skill_type_id", "employee_id"}
JUDGES = "hr.group_hr_user,frontoffice_crm.group_leader,backoffice_ops.group_head"


class HrEmployeeSkill(models.Model):
    """A skill counts for giving out work once somebody else has confirmed it."""

    _inherit = "hr.employee.skill"
    # stock leaves equal lines to chance, and of a certificate held twice the last line read decides whether it warns
    _order = "skill_type_id, skill_level_id, id"

    validated_by_id = fields.Many2one(
        "res.users", "Confirmed by", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    validated_at = fields.Datetime("Confirmed on", readonly=True, copy=False)

    @api.model
    def _has_field_access(self, field, operation):
        # nobody confirms a skill by writing the field: the button checks who it is
        if operation == "write" and field.name in ("validated_by_id", "validated_at") and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    def write(self, vals):
        done = super().write(vals)
        if CORE & vals.keys():  # another skill or level has to be confirmed anew
            self.sudo().filtered("validated_by_id").write({"validated_by_id": False, "validated_at": False})
        return done

    @api.model
    def _to_confirm_domain(self):
        """What waits for somebody to confirm it."""
        return Domain("validated_by_id", "=", False)

    def action_validate(self):
        """I know that this person can do it. UserError for one's own skill."""
        if not self.env.user.has_groups(JUDGES):
            raise AccessError(self.env._("A team leader, a department manager or HR confirms skills."))
        if any(skill.sudo().employee_id.user_id == self.env.user for skill in self):
            raise UserError(self.env._("Somebody else has to confirm your own skill."))
        self.check_access("read")
        # sudo: leaders confirm what they may read, though only HR edits it
        self.sudo().write({"validated_by_id": self.env.uid, "validated_at": fields.Datetime.now()})
        return True

    @api.model
    def _levels(self, users, skills):
        """{skill id: {user id: level in percent}} of confirmed skills that are valid today."""
        today = fields.Date.context_today(self)
        lines = self.sudo().search([  # sudo: the level decides about work, it is shown to nobody
            ("skill_id", "in", skills.ids), ("validated_by_id", "!=", False),
            ("employee_id.user_id", "in", users.ids) if users else ("employee_id.user_id", "!=", False),
            "|", ("valid_to", "=", False), ("valid_to", ">=", today),
        ])
        levels = {skill.id: {} for skill in skills}
        for line in lines:
            known = levels[line.skill_id.id]
            user = line.employee_id.user_id.id
            known[user] = max(known.get(user, 0), line.level_progress)
        return levels
