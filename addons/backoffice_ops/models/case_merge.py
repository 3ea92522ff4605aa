from odoo import models


class Case(models.Model):
    _inherit = "frontoffice.case"

    def _merge_relations(self):
        """Requests follow their case through a merge and back."""
        return super()._merge_relations() + [("backoffice.handoff", "case_id")]

    def _with_attachments(self, keep):
        """Requests go with the promise they stand behind."""
        kept = super()._with_attachments(keep)
        Handoff = self.env["backoffice.handoff"].sudo()  # a request follows whoever may see it
        found = Handoff.search([("promise_id", "in", keep.get("frontoffice.promise", [])), ("case_id", "=", self.id)])
        return {**kept, "backoffice.handoff": [*kept.get("backoffice.handoff", []), *found.ids]}
