from odoo import api, fields, models

CAN_BE_MADE = ("hr.department", "crm.team")


class SetupImportName(models.TransientModel):
    """A name in a set-up file that means nothing here until somebody says what."""

    _name = "frontoffice.setup.import.name"
    _description = "Name in a set-up file"

    wizard_id = fields.Many2one("frontoffice.setup.import", required=True, ondelete="cascade")
    model = fields.Char(readonly=True)
    model_label = fields.Char("Kind", readonly=True)
    name = fields.Char("In the file", readonly=True)
    found = fields.Integer(readonly=True)
    record_id = fields.Many2oneReference("Here it is", model_field="model")
    make = fields.Boolean("Create it")
    can_make = fields.Boolean(compute="_compute_can_make")

    @api.depends("model")
    def _compute_can_make(self):
        for row in self:
            row.can_make = row.model in CAN_BE_MADE and self.env[row.model].has_access("create")

    @api.onchange("record_id")
    def _onchange_record_id(self):
        if self.record_id:
            self.make = False
