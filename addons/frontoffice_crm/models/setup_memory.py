from odoo import api, fields, models


class SetupMemory(models.Model):
    """What the last import wrote to a record: a value that differs from it was edited since."""

    _name = "frontoffice.setup.memory"
    _description = "What a set-up file brought"
    _rec_name = "key"

    section = fields.Char(required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, ondelete="cascade")
    values = fields.Json(readonly=True)
    log_id = fields.Many2one("frontoffice.setup.log", readonly=True, ondelete="set null")

    _key_uniq = models.UniqueIndex("(company_id, section, key)")

    @api.model
    def _values_of(self, source=""):
        """{(section, key): values} of the current company.

        What one trade brought is not another trade's to replace: that counts as edited.
        """
        rows = self.search_fetch([("company_id", "=", self.env.company.id)], ["section", "key", "values", "log_id"])
        return {
            (row.section, row.key): row.values or {} for row in rows
            if not (source.startswith("trade:") and (row.log_id.name or "").startswith("trade:")
                    and row.log_id.name != source)
        }

    @api.model
    def _store(self, values, log):
        """Add to what is known of each record."""
        # sudo: only the import writes here; managers may read
        rows = self.sudo().search([("company_id", "=", self.env.company.id)])
        known = {(row.section, row.key): row for row in rows}
        new = []
        for (section, key), part in values.items():
            row = known.get((section, key))
            if row is None:
                new.append({"section": section, "key": key, "values": part, "log_id": log.id,
                            "company_id": self.env.company.id})
            elif {**(row.values or {}), **part} != row.values:
                row.write({"values": {**(row.values or {}), **part}, "log_id": log.id})
        self.sudo().create(new)
