import re

from odoo import api, models


class DeskFind(models.AbstractModel):
    """The desk finds a case by the reference a public form gave, too."""

    _inherit = "frontoffice.desk"

    @api.model
    def _cases_by_number(self, term):
        match = re.fullmatch(r"[Ff]-?\s?(\d{1,9})", term)
        if match:
            return self.env["frontoffice.encounter"].search(
                [("id", "=", int(match.group(1))), ("company_id", "=", self.env.company.id)]
            ).case_id
        return super()._cases_by_number(term)
