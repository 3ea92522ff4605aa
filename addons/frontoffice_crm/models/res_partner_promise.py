from datetime import timedelta

from odoo import fields, models
from odoo.tools import hash_sign, verify_hash_signed

SCOPE = "frontoffice.promise.statement"
LINK_DAYS = 30


class ResPartner(models.Model):
    """One customer, one page: everything we promised, in the customer's words."""

    _inherit = "res.partner"

    def _promise_domain(self, companies):
        """Promises on this customer's page: given by people to the customer or to its contacts.

        A contact of a company also sees what was promised to the company itself, never what was
        promised to a colleague. What was taken back is not listed.
        """
        own = fields.Domain("partner_id", "child_of", self.ids)
        company = self.commercial_partner_id - self
        if company:
            own |= fields.Domain("partner_id", "in", company.ids)
        return own & fields.Domain([
            ("company_id", "in", companies.ids), ("origin_kind", "=", "person"),
            ("state", "in", ("made", "enabled", "kept", "late", "broken")),
        ])

    def _promise_lines(self, companies, limit=None, offset=0):
        """Lines of the statement: open ones first, the next due at the top, then the latest settled."""
        Promise = self.env["frontoffice.promise"]
        order = "fulfilled_at desc nulls first, due_at, id"
        found = Promise.search(self._promise_domain(companies), order=order, limit=limit, offset=offset)
        return [promise._customer_line() for promise in found]

    def _promise_count(self, companies):
        return self.env["frontoffice.promise"].search_count(self._promise_domain(companies))

    def action_print_promises(self):
        """The statement as PDF."""
        return self.env.ref("frontoffice_crm.action_report_promises").report_action(self)

    # -- a link for those without a login ----------------------------------------------------------

    def _promise_statement_url(self, company):
        """Address of the page, signed for this customer and company, for 30 days."""
        self.ensure_one()
        # sudo: signing reads the database secret
        token = hash_sign(self.sudo().env, SCOPE, [self.id, company.id], expiration=timedelta(days=LINK_DAYS))
        return f"{self.get_base_url()}/promises/{token}"

    def _promise_statement_of(self, token):
        """(customer, company) of a signed link; empty records when it is forged, too old or switched off."""
        nobody = self.browse(), self.env["res.company"]
        try:
            values = verify_hash_signed(self.sudo().env, SCOPE, token)  # sudo: as above
        except (ValueError, IndexError):
            return nobody
        if not values:
            return nobody
        partner = self.sudo().browse(values[0]).exists()  # sudo: the signature is the right to read
        company = self.env["res.company"].sudo().browse(values[1]).exists()
        return (partner, company) if partner and company.portal_promises else nobody
