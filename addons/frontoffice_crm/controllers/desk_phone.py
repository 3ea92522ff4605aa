from urllib.parse import urlencode

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from . import posted
from .intake_api import AGENT, IntakeApi


class DeskPhone(http.Controller):
    """Caller ID: an address any softphone can open, and events of a telephone system."""

    @http.route("/front-desk", type="http", auth="user", methods=["GET"], readonly=True)
    def front_desk(self, phone="", **_query):
        """The desk, on the caller. A plus that was not escaped arrives as a blank."""
        text = f"+{phone.strip()}" if phone.startswith(" ") else phone
        number = request.env["frontoffice.call"]._clean_number(text)
        # "tel:" keeps it a text: the web client would read bare digits as a quantity
        query = f"?{urlencode({'caller': f'tel:{number}'})}" if number else ""
        return request.redirect(f"/odoo/front-desk{query}")

    @http.route(
        "/frontoffice/api/v1/calls", type="http", auth="public", methods=["POST"], csrf=False, save_session=False,
    )
    def calls(self, **_query):
        """One event of a call: {"event", "call_id", "number", "extension" or "login", "direction"}."""
        user = IntakeApi._key_user(self)
        if not user:
            return posted.refusal(401, "key", "No valid API key. Send the header “Authorization: Bearer <key>”.")
        if not user.has_group(AGENT):
            return posted.refusal(403, "rights", "The user of this key is no Front Office agent: give a service role.")
        request.update_env(user=user.id, context={**request.env.context, "allowed_company_ids": user.company_ids.ids})
        try:
            _raw, values = posted.json_body()
        except ValueError as error:
            return posted.refusal(400, "body", error)
        try:
            with request.env.cr.savepoint():
                return self._taken(values)
        except UserError as error:
            return posted.refusal(422, "invalid", error)

    def _taken(self, values):
        Call = request.env["frontoffice.call"]
        number = Call._clean_number(values.get("number"))
        ref = str(values.get("call_id") or "").strip()[:100]
        if not number or not ref:
            return posted.refusal(422, "invalid", "“call_id” and “number” are needed. A withheld number is no event.")
        colleague = Call._user_of(values.get("extension"), values.get("login"))
        if not colleague:
            return posted.refusal(404, "user", "No colleague of your companies has this extension. Set it on the user.")
        if not colleague.has_group(AGENT):
            return posted.refusal(404, "user", "This colleague is no Front Office agent, so there is no desk to open.")
        # sudo: calls are written by the telephone alone, whose key was checked
        call = Call.sudo()._event(
            str(values.get("event") or ""), colleague,
            {"ref": ref, "number": number, "direction": "out" if values.get("direction") == "out" else "in"},
        )
        return posted.answer({
            "call_id": call.ref, "state": call.state, "known": bool(call.partner_id), "user": colleague.id,
        })
