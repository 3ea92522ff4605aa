from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

PER_PAGE = 20


class PromisePortal(CustomerPortal):
    """What we promised, for the customer: on track, new date, kept, late. Off until switched on."""

    def _promise_companies(self):
        """Companies that show promises to their customers."""
        # sudo: portal users do not read companies; only the switch is looked at
        return request.env["res.company"].sudo().search([("portal_promises", "=", True)])

    def _promise_customer(self):
        # sudo: promises are closed to the portal, the domain of the customer's page opens his own alone
        return request.env.user.partner_id.sudo()

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "promise_count" in counters:
            companies = self._promise_companies()
            values["promise_count"] = self._promise_customer()._promise_count(companies) if companies else 0
        return values

    @http.route(
        ["/my/promises", "/my/promises/page/<int:page>"], type="http", auth="user", website=True, readonly=True
    )
    def portal_my_promises(self, page=1, **_kwargs):
        companies, customer = self._promise_companies(), self._promise_customer()
        if not companies:
            return request.not_found()
        pager = portal_pager("/my/promises", customer._promise_count(companies), page=page, step=PER_PAGE)
        values = self._prepare_portal_layout_values() | {
            "page_name": "promise", "pager": pager, "default_url": "/my/promises",
            "lines": customer._promise_lines(companies, limit=PER_PAGE, offset=max(pager["offset"], 0)),
        }
        return request.render("frontoffice_crm.portal_my_promises", values)

    @http.route("/promises/<string:token>", type="http", auth="public", website=True, readonly=True, sitemap=False)
    def promise_statement(self, token, **_kwargs):
        """One customer, one page, by the signed link in our mails. Says nothing about who has which link."""
        partner, company = request.env["res.partner"]._promise_statement_of(token)
        if not partner:
            page = request.render("frontoffice_crm.promise_link_old", {})
            page.status_code = 404
            return page
        partner = partner.with_context(lang=partner.lang or request.env.lang)
        values = {"customer": partner, "statement_company": company, "lines": partner._promise_lines(company)}
        page = request.render("frontoffice_crm.promise_page", values)
        page.headers["X-Robots-Tag"] = "noindex, nofollow"
        page.headers["Referrer-Policy"] = "no-referrer"
        return page
