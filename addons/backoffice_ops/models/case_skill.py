from odoo import fields, models


class Need(models.Model):
    _inherit = "frontoffice.need"

    skill_ids = fields.Many2many(
        "hr.skill", "frontoffice_need_skill_rel", "need_id", "skill_id", "Takes skill",
        help="Assignment rules prefer people whose skill somebody else has confirmed.",
    )


class Case(models.Model):
    _inherit = "frontoffice.case"

    def _wanted_skills(self):
        """People who have every skill of the topic, by their weakest one."""
        wanted = super()._wanted_skills()
        skills = self.need_id.sudo().skill_ids  # sudo: the topic is the user's, HR's catalogue is not
        if not skills:
            return wanted
        levels = self.env["hr.employee.skill"]._levels(self.env["res.users"], skills)
        for case in self.filtered(lambda case: case.need_id.sudo().skill_ids):
            each = [levels[skill.id] for skill in case.need_id.sudo().skill_ids]
            able = set(each[0]).intersection(*each[1:])
            wanted[case.id] = {user: min(level[user] for level in each) for user in able}
        return wanted
