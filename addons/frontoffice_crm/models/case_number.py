from odoo import api, fields, models
from odoo.tools import SQL


class Case(models.Model):
    """Cases by their number as people say it: "C00042", "42", "#42"."""

    _inherit = "frontoffice.case"

    _digits_idx = models.Index("((ltrim(substring(name, '[0-9]+$'), '0')))")

    @api.model
    def _number_domain(self, digits):
        """Cases whose number ends in exactly these digits, leading zeros aside."""

        def to_sql(_model, alias, _query):
            # the expression of the index above
            return SQL(
                "ltrim(substring(%s, '[0-9]+$'), '0') = %s", SQL.identifier(alias, "name"), digits.lstrip("0")
            )

        return fields.Domain.custom(to_sql=to_sql)
