from odoo import fields, models
from odoo.exceptions import UserError


class Case(models.Model):
    """A question on a case goes the way of the approval rule, where there is one."""

    _inherit = "frontoffice.case"

    approval_ids = fields.One2many("backoffice.approval", "case_id", "Approvals", readonly=True)

    def _request_approval(self, reason_code, amount):
        plain = self.browse()
        for case in self:
            rule = self.env["backoffice.approval.rule"]._of("case", case.company_id)
            if rule:
                case._record("approval_asked", {"reason": reason_code, "amount": amount})
                case._begin_approval(rule._current_version(), amount)
            else:
                plain |= case
        return super(Case, plain)._request_approval(reason_code, amount)

    def _begin_approval(self, version, amount):
        return self.env["backoffice.approval"]._begin(self, lambda case: {
            "steps": version.values["approvals"], "department": self.env["hr.department"],
            "values": {
                "case_id": case.id, "asked_by_id": self.env.uid, "amount": amount, "rule_version_id": version.id,
                "round": max(case.sudo().approval_ids.mapped("round"), default=0) + 1,  # sudo: a number alone
            },
        })

    def _approval_given(self, approval, last):
        if last:
            self._record("approved")

    def _approval_declined(self, approval, note):
        self._record("declined")
        if note:
            self.message_post(body=note, subtype_xmlid="mail.mt_note")

    def _decide(self, kind):
        open_steps = self.env["backoffice.approval"]._open_of("case_id", self.ids)
        if open_steps:
            raise UserError(self.env._("This goes its way step by step. Now it is with %s.", open_steps[0].people))
        return super()._decide(kind)

    def _merge_relations(self):
        """Approvals follow their case through a merge and back."""
        return super()._merge_relations() + [("backoffice.approval", "case_id")]
