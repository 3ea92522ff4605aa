from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from .link_page import BODY, act, download, page, speak

PER_PAGE = 20
OPEN = ("sent", "accepted", "in_progress", "paused", "returned", "delivered", "declined")


class MyWork(CustomerPortal):
    """"Work for you": what somebody outside with a portal login is asked to do."""

    def _work(self):
        # sudo: the portal has no right to requests; the domain opens those addressed to this visitor's company
        return request.env["backoffice.handoff"].sudo()

    def _work_domain(self):
        return self._work()._performer_domain(request.env.user.partner_id)

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "work_count" in counters:
            values["work_count"] = self._work().search_count(self._work_domain())
        return values

    @http.route(["/my/work", "/my/work/page/<int:page>"], type="http", auth="user", website=True, readonly=True)
    def my_work(self, page=1, **_query):
        domain = self._work_domain()
        pages = pager("/my/work", self._work().search_count(domain), page=page, step=PER_PAGE)
        found = self._work().search(domain, order="column, due_at, id", limit=PER_PAGE, offset=pages["offset"])
        return request.render("backoffice_ops.portal_my_work", {
            **self._prepare_portal_layout_values(), "page_name": "my_work", "pager": pages, "default_url": "/my/work",
            "lines": [(handoff, handoff._link_status(), handoff._link_time()) for handoff in found],
            "scheme": request.httprequest.cookies.get("color_scheme") or "",
        })

    @http.route("/my/work/<int:handoff_id>", type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_work_page(self, handoff_id, done="", **_query):
        link = self._portal_link(handoff_id)
        problem = link._target()._link_problem("work") if link else "unknown"
        return page(link, f"/my/work/{handoff_id}", problem=problem, done=done, csrf=True)

    @http.route(
        "/my/work/<int:handoff_id>", type="http", auth="user", website=True, methods=["POST"], max_content_length=BODY
    )
    def my_work_decide(self, handoff_id, **post):
        link = self._portal_link(handoff_id, make=True)
        problem = link._target()._link_problem("work") if link else "unknown"
        address = f"/my/work/{handoff_id}"
        return page(link, address, problem=problem, csrf=True) if problem else act(link, address, post, csrf=True)

    @http.route("/my/work/<int:handoff_id>/file/<int:file_id>", type="http", auth="user", website=True, readonly=True)
    def my_work_file(self, handoff_id, file_id, **_query):
        link = self._portal_link(handoff_id)
        if not link:
            raise NotFound()
        return download(link, file_id)

    def _portal_link(self, handoff_id, make=False):
        handoff = self._work().search([("id", "=", handoff_id), *self._work_domain()])
        empty = request.env["backoffice.link"].sudo()
        return speak(handoff._portal_link(request.env.user.partner_id, make)) if handoff else empty
