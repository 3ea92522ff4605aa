from odoo import http
from odoo.http import request

from . import posted
from .reception_page import choose_lang, gone, languages, page

BODY = 16384


class Booking(http.Controller):
    """Customers book, move and cancel appointments by links, without a login."""

    def _kind(self, key):
        return request.env["frontoffice.appointment.type"]._by_link(key)

    def _visit(self, token):
        """The appointment behind a link, cancelled ones too. Once it is over the page says just that."""
        guard = request.env["frontoffice.public.guard"].with_context(active_test=False)
        return guard._by_token("calendar.event", "booking_token", token)

    # -- booking -------------------------------------------------------------------------------------------

    @http.route("/frontoffice/book/<string:key>", type="http", auth="public", methods=["GET"], save_session=False)
    def book(self, key, lang=None, **_query):
        kind = self._kind(key)
        if not kind:
            return gone()
        code = choose_lang(lang, kind.company_id)
        kind = kind.with_context(lang=code)
        values = {
            **kind._public_values(), "words": kind._booking_words(), "lang": code, "languages": languages(),
            "url": f"/frontoffice/book/{key}",
        }
        return page("booking", f"{kind.name} · {kind.company_id.name}", values, kind.company_id)

    @http.route(
        "/frontoffice/book/<string:key>/times", type="http", auth="public", methods=["GET"], save_session=False
    )
    def times(self, key, day=None, **_query):
        kind = self._kind(key)
        if not kind or not request.env["frontoffice.public.guard"]._allow("times", posted.origin(), 120, 600):
            return posted.answer({"slots": [], "next": None}, 404 if not kind else 429)
        return posted.answer(kind._public_slots(day))

    # No session and nobody's name: the stamp of the page says that we drew it, its number that it acts once.
    @http.route(
        "/frontoffice/book/<string:key>", type="http", auth="public", methods=["POST"], csrf=False,
        save_session=False, max_content_length=BODY,
    )
    def take(self, key, **_query):
        kind = self._kind(key)
        try:
            _raw, post = posted.json_body(BODY)
        except ValueError:
            return posted.answer({"ok": False, "text": ""}, 400)
        if not kind:
            return posted.answer({"ok": False, "text": ""}, 404)
        code = choose_lang(post.get("lang"), kind.company_id)
        done = kind.with_context(lang=code)._public_book(post, posted.origin())
        if done.get("token"):
            done = {"ok": True, "url": f"/frontoffice/visit/{done['token']}?new=1&lang={code}"}
        return posted.answer(done)

    # -- afterwards ------------------------------------------------------------------------------------------

    @http.route("/frontoffice/visit/<string:token>", type="http", auth="public", methods=["GET"], save_session=False)
    def visit(self, token, lang=None, new=None, **_query):
        visit = self._visit(token)
        if not visit:
            return gone()
        kind = visit.appointment_type_id
        code = choose_lang(lang or visit.booking_lang, kind.company_id)
        visit = visit.with_context(lang=code)
        values = {
            "visit": visit._public_visit(), "words": kind.with_context(lang=code)._booking_words(), "lang": code,
            "languages": languages(), "url": f"/frontoffice/visit/{token}", "new": bool(new),
        }
        return page("visit", f"{kind.name} · {kind.company_id.name}", values, kind.company_id)

    # A link in a mail is fetched by scanners: only a posted form changes anything.
    @http.route(
        "/frontoffice/visit/<string:token>", type="http", auth="public", methods=["POST"], csrf=False,
        save_session=False, max_content_length=BODY,
    )
    def change(self, token, **_query):
        visit = self._visit(token)
        try:
            _raw, post = posted.json_body(BODY)
        except ValueError:
            return posted.answer({"ok": False, "text": ""}, 400)
        if not visit or not request.env["frontoffice.public.guard"]._allow("visit", visit.id, 20, 3600):
            return posted.answer({"ok": False, "text": ""}, 404 if not visit else 429)
        choose_lang(post.get("lang") or visit.booking_lang, visit.appointment_company_id)
        return posted.answer(visit.with_context(lang=request.env.lang)._public_change(post))

    @http.route(
        "/frontoffice/visit/<string:token>/appointment.ics", type="http", auth="public", methods=["GET"],
        save_session=False,
    )
    def ics(self, token, **_query):
        visit = self._visit(token)
        if not visit or visit._is_over():
            return gone()
        headers = [
            ("Content-Type", "text/calendar; charset=utf-8"), ("Cache-Control", "no-store"),
            ("Content-Disposition", 'attachment; filename="appointment.ics"'),
        ]
        return request.make_response(visit._visit_ics(), headers=headers)
