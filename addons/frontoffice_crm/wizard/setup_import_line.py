from odoo import fields, models


class SetupImportLine(models.TransientModel):
    """One difference between a set-up file and what is here."""

    _name = "frontoffice.setup.import.line"
    _description = "Difference"

    wizard_id = fields.Many2one("frontoffice.setup.import", required=True, ondelete="cascade")
    section = fields.Char(readonly=True)
    section_label = fields.Char("List", readonly=True)
    key = fields.Char(readonly=True)
    label = fields.Char("Record", readonly=True)
    kind = fields.Selection(
        [("add", "New"), ("change", "Changes"), ("edited", "Edited here"), ("cannot", "Cannot")], readonly=True
    )
    field = fields.Char(readonly=True)
    field_label = fields.Char("What", readonly=True)
    old = fields.Char("Here", readonly=True)
    new = fields.Char("In the file", readonly=True)
    take = fields.Boolean("Take the file's", help="Somebody edited this here. Ticked, the file's value replaces it.")
    reason = fields.Char("Why", readonly=True)
