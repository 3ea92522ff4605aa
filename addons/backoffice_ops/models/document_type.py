from odoo import fields, models


class DocumentType(models.Model):
    """A kind of document we ask for, and whether it runs out."""

    _name = "backoffice.document.type"
    _description = "Document type"
    _inherit = ["frontoffice.coded.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    hint = fields.Text("What exactly", translate=True, help="Shown to whoever is asked for it.")
    expires = fields.Boolean("Runs out", help="Then the date until when it is valid is asked for and watched.")
    remind_days = fields.Integer("Remind (days before)", default=30, required=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: shared by all companies.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _remind_positive = models.Constraint("CHECK (remind_days >= 0)", "Days cannot be negative.")
    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL", "This code is already used by another document type."
    )

    def _code_source(self):
        return self.name


class Setup(models.AbstractModel):
    _inherit = "frontoffice.setup"

    def _setup_sections(self):
        return super()._setup_sections() + [{
            "key": "document_types", "label": self.env._("Document types"), "model": "backoffice.document.type",
            "fields": ("name", "hint", "expires", "remind_days", "sequence"),
        }]


class BackofficeSettings(models.TransientModel):
    _inherit = "backoffice.settings"

    def action_document_types(self):
        return self.env["ir.actions.act_window"]._for_xml_id("backoffice_ops.document_type_action")
