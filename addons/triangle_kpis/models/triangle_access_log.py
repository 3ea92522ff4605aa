from datetime import timedelta

from odoo import api, fields, models

KEPT = 365  # days
KINDS = [("page", "Figures of one person"), ("records", "Records behind a figure")]


class TriangleAccessLog(models.Model):
    """Who opened whose personal figures, and when: written by the server, changed by nobody.

    A line goes after a year. Managers read all of their companies, everybody the lines about oneself.
    """

    _name = "triangle.access.log"
    _description = "Opened personal figures"
    _order = "at desc, id desc"
    _rec_name = "at"
    _log_access = False

    at = fields.Datetime("When", required=True, readonly=True, default=fields.Datetime.now, index=True)
    user_id = fields.Many2one("res.users", "Who looked", readonly=True, index=True, ondelete="set null")
    person_id = fields.Many2one("res.users", "At whose figures", readonly=True, index=True, ondelete="set null")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    kind = fields.Selection(KINDS, "What", required=True, readonly=True)
    figures = fields.Char(readonly=True, help="Codes of the figures that were shown.")

    @api.model
    def _note(self, kind, codes, person=None):
        """Write down that the user of the environment sees figures of a person (default: his or her own)."""
        # sudo: nobody writes here but the server
        return self.sudo().create({
            "user_id": self.env.uid, "person_id": (person or self.env.user).id, "company_id": self.env.company.id,
            "kind": kind, "figures": ", ".join(codes),
        })

    @api.autovacuum
    def _gc_old(self):
        self.search([("at", "<", fields.Datetime.now() - timedelta(days=KEPT))]).unlink()
