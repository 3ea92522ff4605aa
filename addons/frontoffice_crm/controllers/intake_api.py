import re

from psycopg2 import OperationalError

from odoo import http
from odoo.exceptions import ConcurrencyError
from odoo.http import request

from ..models.intake_refusal import Refusal
from . import posted

AGENT = "frontoffice_crm.group_agent"
STATUS = {"limit": 429, "oversized": 413}
KEYED_MB = 16  # files in base64 are a third larger; who has a key is known
SIGNED_MB = 4  # read before the signature can be checked


class IntakeApi(http.Controller):
    """Version 1 of the ways in for other systems: with an API key, or with a signed webhook.

    Every answer is one JSON object; an error has a code and a sentence that says what to do.
    """

    @http.route(
        "/frontoffice/api/v1/encounters",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def encounters(self, **_query):
        user = self._key_user()
        if not user:
            return posted.refusal(401, "key", "No valid API key. Send the header “Authorization: Bearer <key>”.")
        if not user.has_group(AGENT):
            return posted.refusal(
                403, "rights", "The user of this key is no Front Office agent. Give them a service role."
            )
        request.update_env(user=user.id)
        try:
            _raw, values = posted.json_body(KEYED_MB * posted.MB)
        except ValueError as error:
            return posted.refusal(400, "body", error)
        channel = request.env["frontoffice.intake"]._api_channel(user, values.get("channel"))
        if not channel:
            return posted.refusal(
                404, "channel", "No channel of your companies has this code. Look it up under Settings, Channels."
            )
        return self._taken(channel, values, f"api.{user.id}")

    @http.route(
        "/frontoffice/webhook/v1/<int:channel_id>",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def webhook(self, channel_id, **_query):
        # sudo: the signature is the right, and nobody is signed in
        channel = request.env["frontoffice.channel"].sudo().browse(channel_id).exists()
        try:
            raw, values = posted.json_body(SIGNED_MB * posted.MB)
        except ValueError as error:
            return posted.refusal(400, "body", error)
        headers = request.httprequest.headers
        fault = channel._webhook_fault(channel, headers, raw) if channel else "channel"
        if fault:
            if channel and channel.sudo().webhook_seed:
                request.env["frontoffice.intake"]._log_refused(channel, "signature", posted.origin(), fault)
            return posted.refusal(
                401,
                fault,
                {
                    "time": "The timestamp is missing or more than 5 minutes off. Set the clock and sign again.",
                }.get(fault, "Not signed with the secret of this channel. Check address and secret."),
            )
        if not values.get("external_id"):
            return posted.refusal(
                422, "invalid", "“external_id” is missing: the message's own id, so that it comes in once."
            )
        return self._taken(channel, values, f"webhook.{channel.id}")

    # -- steps ---------------------------------------------------------------------------------------

    def _key_user(self):
        """The user of the API key in the header; a browser's session counts for nothing here."""
        match = re.fullmatch(r"bearer\s+(\S+)", request.httprequest.headers.get("Authorization") or "", re.IGNORECASE)
        uid = match and request.env["res.users.apikeys"]._check_credentials(scope="rpc", key=match.group(1))
        user = request.env["res.users"].sudo().browse(uid or [])  # sudo: nobody is signed in yet
        return user if user and user.active else user.browse()

    def _taken(self, channel, values, caller):
        intake = request.env["frontoffice.intake"]
        try:
            with request.env.cr.savepoint():
                result = intake._api_take(channel, values, caller)
        except Refusal as error:
            intake._log_refused(channel, error.reason, caller, str(error))
            return posted.refusal(STATUS.get(error.reason, 422), error.reason, error)
        except (OperationalError, ConcurrencyError):
            raise  # the server runs it again
        return posted.answer(result, 200 if result["repeated"] else 201)
