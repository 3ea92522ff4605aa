import json
from datetime import timedelta

from odoo import api, fields, models

KEPT = 365  # days
KINDS = [("page", "Figures of one person"), ("records", "Records behind a figure"), ("file", "Taken as a file")]


class TriangleAccessLog(models.Model):
    """Who opened whose personal figures, and who took single records away: written by the server, changed by nobody.

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
    filters = fields.Char(readonly=True, help="Of a file: the days, teams and so on it was about.")

    @api.model
    def _note(self, kind, codes, person=None):
        """Write down that the user of the environment sees figures of a person (default: his or her own)."""
        # sudo: nobody writes here but the server
        return self.sudo().create({
            "user_id": self.env.uid, "person_id": (person or self.env.user).id, "company_id": self.env.company.id,
            "kind": kind, "figures": ", ".join(codes),
        })

    @api.model
    def _note_file(self, token):
        """Write down that the records a token stands for (``triangle.dashboard._token``) leave as a file."""
        try:
            asked = json.loads(token)
            code, part, own = str(asked["kpi"])[:32], str(asked["part"])[:64], bool(asked.get("own"))
            filters = {**asked, "date_from": asked["from"], "date_to": asked["to"]}
        except (TypeError, ValueError, KeyError):
            code, part, own, filters = "?", "", False, {}
        self._note_taken(f"{code} {part}".strip(), filters, own)

    @api.model
    def _note_taken(self, what, filters, own=False):
        """Write down what leaves, and the filters in words. About nobody, unless it is one's own work."""
        dashboard = self.env["triangle.dashboard"]
        filters = dashboard._clean(filters)
        words = self.env["triangle.out"]._filter_words(filters)
        # sudo: nobody writes here but the server
        return self.sudo().create({
            "user_id": self.env.uid, "person_id": own and self.env.uid, "company_id": self.env.company.id,
            "kind": "file", "figures": what,
            "filters": f"{filters.get('date_from') or ''} – {filters.get('date_to') or ''} · {words}",
        })

    @api.autovacuum
    def _gc_old(self):
        self.search([("at", "<", fields.Datetime.now() - timedelta(days=KEPT))]).unlink()
