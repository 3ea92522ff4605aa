from odoo import models


class SlideChannelPartner(models.Model):
    """Who completes a course gets its skill proposed; taking that back takes back nothing."""

    _inherit = "slide.channel.partner"

    def _post_completion_update_hook(self, completed=True):
        result = super()._post_completion_update_hook(completed)
        if completed:
            # sudo: the course proposes, whatever the rights of who learns; nothing counts before it is confirmed
            self.sudo()._propose_skills()
        return result

    def _propose_skills(self):
        done = self.filtered(lambda m: m.channel_id.teaches_skill_id)
        if not done:
            return
        employees = self.env["hr.employee"].search([("user_id.partner_id", "in", done.partner_id.ids)])
        by_partner = employees.grouped(lambda e: e.user_id.partner_id)
        for member in done:
            course = member.channel_id
            for employee in by_partner.get(member.partner_id, ()):
                if course._for_companies(employee.company_id):
                    self.env["hr.employee.skill"]._propose(employee, course)
