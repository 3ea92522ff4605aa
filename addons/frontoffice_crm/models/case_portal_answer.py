from odoo import models
from odoo.tools import plaintext2html

from ..tools import public_text
from ..tools.case import LIVE
from .intake_refusal import Refusal


class Case(models.Model):
    """What customers do on the page of their case."""

    _inherit = "frontoffice.case"

    def _portal_answer(self, partner, text, files=(), reference=None):
        """An answer of the customer: in the thread, an interaction on the portal, the ball with us.

        The same ``reference`` twice is one answer. Raises Refusal.
        """
        self.ensure_one()
        case = self.sudo()  # customers have no right to the model; who they are was checked by the caller
        intake = self.env["frontoffice.intake"]
        channel = case.channel_id._for_portal(case.company_id)
        text, files = self._portal_text(text), intake._checked_files(files)
        if not text and not files:
            raise Refusal("invalid", self.env._("Please write something first."))
        encounters = case.env["frontoffice.encounter"]
        if reference and encounters.search_count(
            [("message_ref", "=", reference), ("company_id", "=", case.company_id.id)], limit=1
        ):
            return False
        message = case.with_context(image_no_postprocess=True).message_post(
            body=plaintext2html(text), body_is_html=True, message_type="comment",
            subtype_xmlid="mail.mt_comment", author_id=partner.id,
            attachments=[(name, data, {"mimetype": mime}) for name, data, mime in files],
        )
        encounters.create(case._prepare_portal_encounter_vals(channel, partner, reference))
        case._customer_wrote(text)
        return message

    def _portal_text(self, text):
        if len(text or "") > public_text.BODY:
            raise Refusal("oversized", self.env._("Please write at most %s characters.", public_text.BODY))
        return public_text.body(text)

    def _prepare_portal_encounter_vals(self, channel, partner, reference):
        return {
            "partner_id": partner.id,
            "channel_id": channel.id,
            "direction": "in",
            "user_id": False,
            "team_id": self.team_id.id,
            "company_id": self.company_id.id,
            "state": "waiting",
            "need_id": self.need_id.id,
            "outcome": "case",
            "case_id": self.id,
            "note": self.subject,
            "context_carried": True,
            "message_ref": reference or False,
        }

    def _portal_solved(self):
        """The customer says that it is solved."""
        case = self.sudo()  # as above
        case.filtered(lambda c: c.state in LIVE)._record("resolved")
        case.filtered(lambda c: c.state == "resolved")._record("closed")

    def _portal_not_solved(self):
        """The customer says that it is not solved."""
        self.sudo().filtered(lambda c: c.state in ("resolved", "closed"))._record("reopened")  # as above

    def _portal_rating_url(self, rate):
        """Stock's page where the customer confirms these stars."""
        self.ensure_one()
        case = self.sudo()  # as above
        if case.state not in case._rating_states:
            raise Refusal("invalid", self.env._("It is not finished yet, so tell us later."))
        case._freeze_rating()
        return f"/rate/{case._rating_get_access_token()}/{rate}"
