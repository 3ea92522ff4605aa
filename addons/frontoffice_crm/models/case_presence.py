from odoo import api, fields, models
from odoo.tools import SQL

HERE_SECONDS = 75  # the browser says so every 30 seconds; one missed beat is no absence


class CasePresence(models.Model):
    """Who has a case open at this moment. A courtesy, never a lock; forgotten after a day."""

    _name = "frontoffice.case.presence"
    _description = "Who looks at a case"
    _log_access = False
    _rec_name = "user_id"

    case_id = fields.Many2one("frontoffice.case", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade")
    seen_at = fields.Datetime(required=True, index=True)
    writing = fields.Boolean()

    _case_user_uniq = models.UniqueIndex("(case_id, user_id)")

    @api.model
    def _touch(self, case, writing):
        """Note that the current user looks at a case. ON CONFLICT has no ORM counterpart, and two tabs
        of one person must not fail each other."""
        self.env.cr.execute(SQL(
            """INSERT INTO frontoffice_case_presence (case_id, user_id, seen_at, writing) VALUES (%s, %s, %s, %s)
               ON CONFLICT (case_id, user_id) DO UPDATE SET seen_at = EXCLUDED.seen_at, writing = EXCLUDED.writing""",
            case.id, self.env.uid, fields.Datetime.now(), bool(writing),
        ))
        self.invalidate_model()

    @api.model
    def _others(self, case):
        """Colleagues who have it open now, those who write first."""
        since = fields.Datetime.subtract(fields.Datetime.now(), seconds=HERE_SECONDS)
        return self.sudo().search([  # sudo: who may see the case may see who looks at it
            ("case_id", "=", case.id), ("user_id", "!=", self.env.uid), ("seen_at", ">=", since),
        ], order="writing desc, seen_at desc, id")

    @api.autovacuum
    def _gc_presence(self):
        """Nobody is told who looked at what yesterday."""
        self.search([("seen_at", "<", "now -1d")], limit=5000).unlink()
