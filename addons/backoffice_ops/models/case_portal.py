from odoo import fields, models


class Case(models.Model):
    _inherit = "frontoffice.case"

    def _portal_status(self):
        """With the department that has it now. Confidential requests name nobody."""
        status = super()._portal_status()
        Handoff = self.env["backoffice.handoff"].sudo()  # customers have no right to requests; a name is all they see
        open_requests = Handoff.search(
            Handoff._open_domain() & fields.Domain("case_id", "=", self.id), order="due_at, id"
        ).filtered(lambda h: h.state != "draft" and not h.confidential)
        names = list(dict.fromkeys(open_requests.to_department_id.mapped("name")))
        return {**status, "who": ", ".join(names) or status["who"]}
