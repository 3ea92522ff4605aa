from odoo import http
from odoo.http import request

from . import posted
from .reception_page import gone, page

BODY = 8192


class Kiosk(http.Controller):
    """The screen visitors touch and the screen on the wall. The secret link is the only key."""

    def _kiosk(self, field, token):
        kiosk = request.env["frontoffice.public.guard"]._by_token("frontoffice.kiosk", field, token)
        return kiosk.filtered("active").with_company(kiosk.company_id)

    @http.route("/frontoffice/kiosk/<string:token>", type="http", auth="public", methods=["GET"], save_session=False)
    def kiosk(self, token, **_query):
        kiosk = self._kiosk("kiosk_token", token)
        if not kiosk:
            return gone()
        langs = kiosk._languages()
        request.update_context(lang=langs[0]["code"])
        return page("kiosk", kiosk.company_id.name, {
            "languages": langs, "idle": kiosk.idle_seconds, "number": kiosk.take_number, "visit": kiosk.check_in,
            "leave": kiosk.check_out,
            "ask_name": kiosk.ask_name, "state": kiosk._kiosk_state(), "company": kiosk.company_id.name,
            "key": f"frontoffice.kiosk.{kiosk.id}",
        }, kiosk.company_id)

    @http.route(
        "/frontoffice/kiosk/<string:token>/state", type="http", auth="public", methods=["GET"], save_session=False
    )
    def kiosk_state(self, token, **_query):
        kiosk = self._kiosk("kiosk_token", token)
        return posted.answer(kiosk._kiosk_state()) if kiosk else posted.answer({"gone": True}, 404)

    # No session and nobody's name: the link of the screen is what allows it, so there is no token to forge.
    @http.route(
        "/frontoffice/kiosk/<string:token>/arrive", type="http", auth="public", methods=["POST"], csrf=False,
        save_session=False, max_content_length=BODY,
    )
    def arrive(self, token, **_query):
        kiosk = self._kiosk("kiosk_token", token)
        if not kiosk:
            return posted.answer({"ok": False, "reason": "off"}, 404)
        try:
            _raw, post = posted.json_body(BODY)
        except ValueError:
            return posted.answer({"ok": False, "reason": "off"}, 400)
        return posted.answer(kiosk._arrive(post))

    @http.route("/frontoffice/wall/<string:token>", type="http", auth="public", methods=["GET"], save_session=False)
    def wall(self, token, **_query):
        kiosk = self._kiosk("wall_token", token)
        if not kiosk:
            return gone()
        lang = kiosk.company_id.partner_id.lang or request.env.lang
        request.update_context(lang=lang)
        kiosk = kiosk.with_context(lang=lang)
        return page("wall", kiosk.company_id.name, {
            "words": kiosk._wall_words(), "state": kiosk._wall_state(), "company": kiosk.company_id.name,
        }, kiosk.company_id)

    @http.route(
        "/frontoffice/wall/<string:token>/state", type="http", auth="public", methods=["GET"], save_session=False
    )
    def wall_state(self, token, **_query):
        kiosk = self._kiosk("wall_token", token)
        return posted.answer(kiosk._wall_state()) if kiosk else posted.answer({"gone": True}, 404)
