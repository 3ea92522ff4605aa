from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

STOP = "/feedback/stop/<string:token>"


class FeedbackStop(http.Controller):
    """"Please do not ask me again", from a link in each question. Opening it changes nothing."""

    @http.route(STOP, type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def page(self, token):
        line = request.env["frontoffice.public.guard"]._by_token("frontoffice.feedback.invitation", "token", token)
        if not line:
            raise NotFound()
        return request.render("frontoffice_crm.feedback_stop", {"token": token, "done": False})

    @http.route(STOP, type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def stop(self, token):
        line = request.env["frontoffice.public.guard"]._by_token("frontoffice.feedback.invitation", "token", token)
        if not line:
            raise NotFound()
        line.partner_id.feedback_opt_out = True  # superuser: the token is this person's own wish
        return request.render("frontoffice_crm.feedback_stop", {"token": token, "done": True})
