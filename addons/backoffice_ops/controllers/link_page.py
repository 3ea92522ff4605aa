from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.frontoffice_crm.controllers import posted
from odoo.addons.frontoffice_crm.models.intake_refusal import Refusal
from odoo.addons.frontoffice_crm.tools.file_kind import MB

FILES, FILE_MB = 3, 5
BODY = FILES * FILE_MB * MB + MB
POSTS, HOUR = 60, 3600  # of one visitor
STATUS = {"unknown": 404, "gone": 410, "limit": 429, "replay": 409, "changed": 409, "oversized": 413}
HEADERS = {
    "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow",
    "X-Frame-Options": "DENY", "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


class LinkPage(http.Controller):
    """One record by a link from a mail, without a login. Opening changes nothing: every decision is posted."""

    @http.route(
        "/service/work/<string:token>", type="http", auth="public", methods=["GET"], website=True, sitemap=False,
        save_session=False, readonly=True,
    )
    def open(self, token, done="", **_query):
        link, problem = self._link(token)
        return page(link, f"/service/work/{token}", problem=problem, done=done)

    # No session in a mail's link, so no stock CSRF token: the number of the page says that we drew it for
    # this record as it is now, and that it acts once. Nothing is done in anybody's name.
    @http.route(
        "/service/work/<string:token>", type="http", auth="public", methods=["POST"], website=True, sitemap=False,
        csrf=False, save_session=False, max_content_length=BODY,
    )
    def decide(self, token, **post):
        guard = request.env["frontoffice.public.guard"]
        address = f"/service/work/{token}"
        if not guard._allow("link.visitor", posted.origin(), POSTS, HOUR):
            return page(guard.env["backoffice.link"], address, problem="limit")
        link, problem = self._link(token)
        if problem:
            return page(link, address, problem=problem)
        return act(link, address, post)

    @http.route(
        "/service/work/<string:token>/file/<int:file_id>", type="http", auth="public", methods=["GET"],
        website=True, sitemap=False, save_session=False, readonly=True,
    )
    def file(self, token, file_id, **_query):
        link, problem = self._link(token)
        return page(link, f"/service/work/{token}", problem=problem) if problem else download(link, file_id)

    def _link(self, token):
        link, problem = request.env["backoffice.link"]._open(token)
        return speak(link), problem


def speak(link):
    """The link in the language of the person it was given to, where it is installed."""
    if link:
        request.update_context(lang=link._lang())
    return link.with_context(lang=request.env.context.get("lang"))


def act(link, address, post, csrf=False):
    """Carry out what was posted and show the page again, by a redirect that a reload does not repeat."""
    values = {
        "note": (post.get("note") or "").strip()[:5000], "date": post.get("date") or "",
        "choice": request.httprequest.form.getlist("choice")[:50],
    }
    code = post.get("code") or ""
    try:
        with request.env.cr.savepoint():
            link._decide(code, post.get("nonce"), values, posted.files("files", FILES, FILE_MB))
    except UserError as error:
        request.env.invalidate_all(flush=False)
        reason = error.reason if isinstance(error, Refusal) else "invalid"
        typed = {"note": values["note"], "code": code}
        return page(link, address, said=str(error), status=STATUS.get(reason, 422), csrf=csrf, typed=typed)
    return request.redirect(f"{address}?done={code}", code=303, local=True)


def page(link, address, problem="", done="", **how):
    """The page of a link, or plain words why there is nothing to do on it.

    ``how``: ``said`` what went wrong, ``status`` of the answer, ``typed`` before, ``csrf`` on the portal.
    """
    target = None if problem in ("unknown", "gone", "limit") else link._target()
    values = {
        "link": link, "problem": problem, "said": how.get("said"), "address": address, "link_csrf": how.get("csrf"),
        "typed": how.get("typed") or {},
        "company": link.company_id or request.env.company.sudo(), "embed": False, "no_header": True,
        "no_footer": False, "scheme": request.httprequest.cookies.get("color_scheme") or "",
        "file_count": FILES, "file_mb": FILE_MB, "page_name": "work",
    }
    if target and problem in ("", "over"):
        values |= shown(link, target, problem, done)
    response = request.render("backoffice_ops.link_page", values)
    response.status_code = STATUS.get(problem, 200) if problem else how.get("status", 200)
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def shown(link, target, problem, done):
    """What the record says and lets one do."""
    actions = [] if problem else target._link_actions(link.purpose)
    return {
        "what": target._link_page(link), "files": target._link_files(link.purpose), "actions": actions,
        "nonce": link._nonce(), "zone": link._zone(), "thanks": done and target._link_thanks(link.purpose, done),
    }


def download(link, file_id):
    """A file that is meant for whoever has the link; never shown inside the browser."""
    file = link._target()._link_files(link.purpose).filtered(lambda attachment: attachment.id == file_id)
    if not file:
        raise NotFound()
    stream = request.env["ir.binary"]._get_stream_from(file)
    response = stream.get_response(as_attachment=True)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
