from odoo import models

ISSUE = ("partner_id", "case_id")
FOLLOWED = {"partner_id": "res.partner", "case_id": "frontoffice.case"}


class FrontofficeEncounter(models.Model):
    """An interaction that leaves an issue changes the figures of those it leaves behind."""

    _inherit = "frontoffice.encounter"

    def write(self, vals):
        for name in ISSUE:
            if name in vals:
                self._triangle_leave(name, self.filtered(lambda e, n=name: e[n] and e[n].id != vals[n]))
        return super().write(vals)

    def unlink(self):
        for name in ISSUE:
            self._triangle_leave(name, self)
        return super().unlink()

    def _triangle_leave(self, name, leaving):
        if leaving[name]:
            self.env["triangle.engine"]._note(FOLLOWED[name], leaving[name].ids)
