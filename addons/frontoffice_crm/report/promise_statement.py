from odoo import api, models


class PromiseStatement(models.AbstractModel):
    """Values of the printed statement: the promises the user may read, in the customer's words."""

    _name = "report.frontoffice_crm.promise_statement"
    _description = "Promise statement"

    @api.model
    def _get_report_values(self, docids, data=None):
        partners = self.env["res.partner"].browse(docids)
        company = self.env.company
        return {
            "doc_ids": docids, "doc_model": "res.partner", "docs": partners, "company": company,
            "lines_of": lambda partner: partner._promise_lines(company),
        }
