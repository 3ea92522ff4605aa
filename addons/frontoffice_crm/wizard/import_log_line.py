from odoo import fields, models

ROLES = [
    ("case", "Case number"), ("activity", "Activity"), ("time", "Time"), ("resource", "Person"),
    ("group", "Group"), ("channel", "Channel"), ("department", "Department"), ("due", "Promised date"),
    ("first_due", "First promised date"), ("start", "Start of the case"), ("end", "End of the case"),
]


class ImportLogLine(models.TransientModel):
    """One column of the file and what it means."""

    _name = "frontoffice.import.log.line"
    _description = "Column of an event log"

    wizard_id = fields.Many2one("frontoffice.import.log", required=True, index=True, ondelete="cascade")
    column = fields.Char(required=True, readonly=True)
    sample = fields.Char("For example", readonly=True)
    role = fields.Selection(ROLES, "Means")
