from odoo import api, fields, models


class BackofficeMember(models.Model):
    """Who joins or gets room gets work; who leaves leaves nothing lying."""

    _inherit = "backoffice.member"

    last_given_at = fields.Datetime("Last given something", readonly=True, copy=False, groups="base.group_system")

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        self.env["backoffice.assignment"]._drain(members.department_id)
        return members

    def write(self, vals):
        leaving = self.filtered("active") if vals.get("active") is False else self.browse()
        done = super().write(vals)
        leaving._leave()._assign()
        if vals.get("capacity") or vals.get("active"):
            self.env["backoffice.assignment"]._drain(self.department_id)
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_leave(self):
        if self._leave():
            self.env.ref("backoffice_ops.ir_cron_assign").sudo()._trigger()  # once the person is gone

    def _leave(self):
        """What they have in this department goes back to it. Returns these requests."""
        Handoff = self.env["backoffice.handoff"]
        freed = Handoff.sudo()
        for member in self:
            freed |= Handoff._of(member.user_id).filtered(
                lambda r, m=member: r.to_department_id == m.department_id and r.company_id == m.company_id
            )
        return freed._set_free()
