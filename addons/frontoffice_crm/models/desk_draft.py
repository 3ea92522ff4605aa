from odoo import api, fields, models


class DeskDraft(models.Model):
    """A parked form of one person at the desk; it survives a reload, and nobody else sees it."""

    _name = "frontoffice.desk.draft"
    _description = "Parked at the desk"
    _order = "write_date desc, id desc"
    _rec_name = "label"

    user_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="cascade", default=lambda self: self.env.uid
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    label = fields.Char(required=True)
    values = fields.Json(required=True)
    auto = fields.Boolean(help="Saved by itself while it is being filled in, not parked.")
    window = fields.Char(help="The browser window it is being filled in.")

    @api.autovacuum
    def _gc_drafts(self):
        """What nobody took up for a month is forgotten."""
        self.search([("write_date", "<", "now -1m")], limit=1000).unlink()
