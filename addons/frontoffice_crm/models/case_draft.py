from odoo import api, fields, models


class CaseDraft(models.Model):
    """An answer somebody is writing: kept on the server, one per person and case.

    It belongs to who writes it, so a new owner, a reload or another computer takes nothing away.
    """

    _name = "frontoffice.case.draft"
    _description = "Draft of an answer"
    _order = "write_date desc, id desc"
    _rec_name = "case_id"

    case_id = fields.Many2one("frontoffice.case", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade", default=lambda s: s.env.uid)
    body = fields.Html(sanitize_attributes=False)
    kind = fields.Selection([("message", "Message"), ("note", "Note")], default="message", required=True)

    _case_user_uniq = models.UniqueIndex("(case_id, user_id)")

    @api.autovacuum
    def _gc_drafts(self):
        """What nobody sent for three months is forgotten."""
        self.search([("write_date", "<", "now -3m")], limit=1000).unlink()
