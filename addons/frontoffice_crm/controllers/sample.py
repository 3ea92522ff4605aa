from odoo import http
from odoo.http import request

PAGES = ("front-desk", "my-work", "triangle")


class SampleController(http.Controller):
    @http.route("/frontoffice/sample/<string:page>", type="http", auth="user", methods=["GET"])
    def open_sample(self, page, **_query):
        """Show a page in the sample company: the company chosen in this browser, nothing stored on the user.

        Without the sample, or without access to it, the page opens in the user's own company.
        """
        company = request.env["frontoffice.sample"]._company()
        response = request.redirect(f"/odoo/{page}" if page in PAGES else "/odoo")
        if company.active and company.id in request.env.user._get_company_ids():
            response.set_cookie("cids", str(company.id))
        return response
