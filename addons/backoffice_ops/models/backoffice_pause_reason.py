from odoo import api, fields, models


class BackofficePauseReason(models.Model):
    """Whom a request can wait for, and whether our clock then waits too."""

    _name = "backoffice.pause.reason"
    _description = "Waiting for…"
    _inherit = ["frontoffice.coded.mixin"]
    _order = "sequence, name, id"

    name = fields.Char("Waiting for", required=True, translate=True)
    stops_clock = fields.Boolean(
        "The clock waits, with proof", default=True,
        help="Only with a message or a file on the request. Without proof the clock goes on.",
    )
    cap_hours = fields.Float(
        "At most (working hours)", help="After that the request goes on by itself. 0: as long as it takes."
    )
    needs_customer_message = fields.Boolean(
        "Only if the customer was told",
        help="The proof must be a message to the customer on the case, where there is one.",
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: shared by all companies.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL", "This code is already used by another reason."
    )
    _cap_positive = models.Constraint("CHECK (cap_hours >= 0)", "The longest wait cannot be negative.")

    def _code_source(self):
        return self.name

    @api.model
    def _for_companies(self, companies):
        return self.search([("company_id", "in", (False, *companies.ids))])

    @api.model
    def _choices(self):
        """What My work offers: code, words, whether the clock can wait, and for how long."""
        found = self._for_companies(self.env.companies)
        return [
            {"id": r.code, "label": r.name, "stops": r.stops_clock, "cap": r.cap_hours,
             "tell": r.needs_customer_message}
            for r in {r.code: r for r in found}.values()
        ]

    @api.model
    def _labels(self):
        """{code: words}, of reasons put away too: requests wait for them still."""
        return {r.code: r.name for r in self.with_context(active_test=False).search([])}

    @api.model
    def _codes(self, companies):
        return set(self._for_companies(companies).mapped("code"))

    @api.model
    def _by_company(self, companies):
        """{(company id, code): reason}: a company's own before the shared one."""
        # sudo: the rule of the company of the request counts, whoever waits
        found = self.sudo()._for_companies(companies).sorted(lambda r: bool(r.company_id))
        return {
            (company.id, r.code): r for company in companies for r in found
            if not r.company_id or r.company_id == company
        }
