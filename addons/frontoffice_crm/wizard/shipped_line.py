from odoo import api, fields, models


class ShippedLine(models.TransientModel):
    """One value that is not as shipped."""

    _name = "frontoffice.shipped.line"
    _description = "Value that differs"

    page_id = fields.Many2one("frontoffice.shipped", required=True, ondelete="cascade")
    xmlid = fields.Char(readonly=True)
    model = fields.Char(readonly=True)
    res_id = fields.Integer(readonly=True)
    field = fields.Char(readonly=True)
    here = fields.Text("Yours", readonly=True)
    shipped = fields.Text(readonly=True)
    record_name = fields.Char("Record", compute="_compute_words")
    field_label = fields.Char("What", compute="_compute_words")

    @api.depends("model", "res_id", "field")
    def _compute_words(self):
        for line in self:
            record = self.env[line.model].browse(line.res_id).exists()
            line.record_name = f"{record._description}: {record.display_name}" if record else ""
            line.field_label = record._fields[line.field]._description_string(self.env) if record else ""

    def action_open_record(self):
        """The record as it is here."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": self.model, "res_id": self.res_id,
            "views": [(False, "form")], "name": self.record_name,
        }

    def action_take(self):
        """Take the shipped value; who did so is in the settings history."""
        self.ensure_one()
        self.page_id._take(self)
        self.page_id._compare()
        return True
