import base64
import binascii
from datetime import datetime, timezone

from odoo import api, models

from .intake_entry import Entry
from .intake_refusal import Refusal

TEXTS = ("name", "email", "phone", "subject", "text", "topic", "external_id", "occurred_at")
KNOWN = {*TEXTS, "channel", "answered", "files"}
LONGEST_ID = 200


class FrontofficeIntake(models.AbstractModel):
    """What other systems send: one JSON object, version 1. See readme/API.md."""

    _inherit = "frontoffice.intake"

    @api.model
    def _api_channel(self, user, code):
        """The channel with this code in one of the companies of the key's user."""
        if not isinstance(code, str) or not code:
            return self.env["frontoffice.channel"]
        # sudo: a key has no company of its own; the user's companies are the limit
        return (
            self.env["frontoffice.channel"]
            .sudo()
            .search([("code", "=", code), ("company_id", "in", user.company_ids.ids)], limit=1)
        )

    @api.model
    def _api_take(self, channel, values, caller):
        """Take in what a system sent. Returns plain JSON; raises Refusal."""
        guard = self.env["frontoffice.public.guard"]
        if not guard._allow("api", caller, self._rate("api_per_minute"), 60):
            raise Refusal("limit", self.env._("Too many requests. Wait a minute and send the rest again."))
        self._api_check(values)
        entry = self._api_entry(channel, values)
        taken = self._take_in(entry)
        case = taken.encounter.case_id
        if taken.fresh and case and not taken.joined:
            case._acknowledge()
        return {
            "encounter": taken.encounter.id,
            "case": case.name or None,
            "topic": taken.encounter.need_id.code or None,
            "joined": taken.joined,
            "repeated": not taken.fresh,
            "suggested_case": taken.encounter.suggested_case_id.name or None,
        }

    @api.model
    def _api_check(self, values):
        unknown = sorted(set(values) - KNOWN)
        if unknown:
            raise Refusal(
                "invalid",
                self.env._(
                    "Unknown field “%(name)s”. Known are: %(known)s.",
                    name=str(unknown[0])[:50],
                    known=", ".join(sorted(KNOWN)),
                ),
            )
        wrong = [name for name in TEXTS if values.get(name) is not None and not isinstance(values[name], str)]
        if wrong:
            raise Refusal("invalid", self.env._("“%s” must be a text.", wrong[0]))
        if not isinstance(values.get("answered", False), bool):
            raise Refusal("invalid", self.env._("“answered” must be true or false."))
        if not any((values.get(name) or "").strip() for name in ("name", "email", "phone")):
            raise Refusal("invalid", self.env._("Say who it was: “email”, “phone” or “name”."))

    @api.model
    def _api_entry(self, channel, values):
        external = (values.get("external_id") or "").strip()
        if len(external) > LONGEST_ID:
            raise Refusal("invalid", self.env._("“external_id” has at most %s characters.", LONGEST_ID))
        return Entry(
            channel,
            text=values.get("text") or "",
            subject=values.get("subject") or "",
            name=values.get("name") or "",
            email=values.get("email") or "",
            phone=values.get("phone") or "",
            need=self._api_need(channel, values),
            reference=f"api:{channel.id}:{external}" if external else "",
            at=self._api_moment(values.get("occurred_at")),
            answered=bool(values.get("answered")),
            files=self._api_files(values.get("files")),
        )

    @api.model
    def _api_files(self, files):
        """((name, bytes), …) of [{"name", "content" in base64}]. Kind and size are checked with all other files."""
        if files in (None, []):
            return ()
        shape = isinstance(files, list) and all(
            isinstance(file, dict) and set(file) == {"name", "content"}
            and isinstance(file["name"], str) and isinstance(file["content"], str) for file in files
        )
        if not shape:
            raise Refusal("invalid", self.env._(
                "“files” is a list of objects with “name” and “content”, the content in base64."
            ))
        try:
            return tuple((file["name"], base64.b64decode(file["content"], validate=True)) for file in files)
        except (binascii.Error, ValueError) as error:
            raise Refusal("invalid", self.env._("The content of a file is not base64.")) from error

    @api.model
    def _api_need(self, channel, values):
        code = (values.get("topic") or "").strip()
        Need = self.env["frontoffice.need"].sudo()  # as for the channel
        if not code:
            return Need
        found = Need.search([("code", "=", code), ("company_id", "in", (False, channel.company_id.id))], limit=1)
        if not found:
            raise Refusal(
                "invalid",
                self.env._(
                    "No topic has the code “%s”. Send a code of Settings, Topics, or leave it out and send the text.",
                    code[:50],
                ),
            )
        return found

    @api.model
    def _api_moment(self, text):
        """Naive UTC of an ISO 8601 time; a time without a zone is UTC."""
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
            return (at.astimezone(timezone.utc) if at.tzinfo else at).replace(tzinfo=None, microsecond=0)
        except (ValueError, OverflowError) as error:
            raise Refusal(
                "invalid", self.env._("“occurred_at” is no time. Write it like 2026-11-22T14:30:00Z.")
            ) from error
