from odoo import fields, models


class Case(models.Model):
    """Where an imported case comes from, so that the same log never brings it twice."""

    _inherit = "frontoffice.case"

    import_key = fields.Char("Imported as", readonly=True, copy=False, help="Source and number in the imported log.")
    import_digest = fields.Char(readonly=True, copy=False, help="Tells whether the log says something else today.")

    _import_key_uniq = models.UniqueIndex(
        "(import_key, company_id) WHERE import_key IS NOT NULL", "This case of this source is already here."
    )
