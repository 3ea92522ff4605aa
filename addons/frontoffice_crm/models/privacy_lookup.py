from odoo import models
from odoo.tools import SQL, email_normalize


class PrivacyLookupWizard(models.TransientModel):
    """The stock search for a person also finds what names the person only through another record."""

    _inherit = "privacy.lookup.wizard"

    def _get_query(self):
        query = super()._get_query()
        # sudo: the stock search looks at all contacts, too; it belongs to administrators
        partners = self.env["res.partner"].sudo().with_context(active_test=False).search([
            "|", ("email_normalized", "=", email_normalize(self.email.strip())), ("name", "=ilike", self.name.strip()),
        ])
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        personal = self.env["frontoffice.personal"].sudo().with_context(allowed_company_ids=companies.ids)
        ids = {}
        for partner in partners:
            for model, records in personal._found(partner).items():
                ids.setdefault(model, set()).update(records.ids)
        parts = [query, *(self._found_query(model, found) for model, found in ids.items() if found)]
        # one line a record, whoever of the two found it
        return SQL(
            "SELECT res_model_id, res_id, bool_or(is_active) AS is_active FROM (%s) AS found"
            " GROUP BY res_model_id, res_id ORDER BY res_model_id, res_id",
            SQL(" UNION ALL ").join(parts),
        )

    def _found_query(self, model, ids):
        Model = self.env[model]
        stored = "active" in Model._fields and Model._fields["active"].store
        active = SQL.identifier("active") if stored else SQL("TRUE")
        return SQL(
            "SELECT %s AS res_model_id, id AS res_id, %s AS is_active FROM %s WHERE id IN %s",
            self.env["ir.model"]._get_id(model), active, SQL.identifier(Model._table), tuple(ids),
        )
