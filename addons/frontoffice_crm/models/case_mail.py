from datetime import timedelta
from email.utils import parseaddr

from odoo import api, fields, models
from odoo.tools import email_normalize, html2plaintext

from ..tools.case import LIVE

OLDEST = timedelta(days=7)  # a mail dated earlier was not under way for so long: its clock is wrong
LOOKED_AT = 5000  # characters of a mail in which topics are looked for
HUMAN = ("comment", "email")


class Case(models.Model):
    """Cases by mail: who wrote, about what, who answers, and which clock that stops."""

    _inherit = "frontoffice.case"
    _mail_thread_customer = True

    # -- a new mail ------------------------------------------------------------------------------

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        values = dict(custom_values or {})
        channel = self.env["frontoffice.channel"].browse(values.get("channel_id")).exists()
        channel = channel or channel._for_mail(self.env.company)
        lang = channel.lang if self.env["res.lang"]._lang_get(channel.lang or "") else None
        cases = self.with_company(channel.company_id).with_context(lang=lang or self.env.lang)
        values |= cases._prepare_mail_case_vals(msg_dict, channel)
        case = super(Case, cases).message_new(msg_dict, values)
        case.email = email_normalize(msg_dict.get("email_from")) or msg_dict.get("email_from")
        msg_dict["author_id"] = case.partner_id.id or msg_dict.get("author_id")
        case._message_subscribe(partner_ids=case.partner_id.ids)  # answers reach the customer
        case._mail_encounter(msg_dict, channel, case.partner_id)._suggest_same()
        return case

    @api.model
    def _prepare_mail_case_vals(self, msg_dict, channel):
        """Values of a case made by a mail; the company is the channel's, never the sender's."""
        company = channel.company_id
        partner = self._mail_partner(msg_dict, channel)
        subject = (msg_dict.get("subject") or "").strip()
        text = html2plaintext(msg_dict.get("body") or "")[:LOOKED_AT]
        need = self.env["frontoffice.need"].sudo()._matched(f"{subject} {text}", company=company)
        return {
            "name": "/", "subject": subject or self.env._("(no subject)"), "partner_id": partner.id,
            "partner_name": parseaddr(msg_dict.get("email_from") or "")[0] or False,
            "channel_id": channel.id, "company_id": company.id, "need_id": need.id, "source": "mail",
            "opened_at": self._mail_moment(msg_dict),
        }

    @api.model
    def _mail_moment(self, msg_dict):
        """When the mail was sent, as far as its own date can be believed; else now. UTC."""
        now = fields.Datetime.now()
        try:
            sent = fields.Datetime.to_datetime(msg_dict.get("date"))
        except ValueError:
            return now
        return sent.replace(microsecond=0) if sent and now - OLDEST <= sent <= now else now

    @api.model
    def _mail_partner(self, msg_dict, channel):
        """The sender as a contact of the channel's company: found by address, else created."""
        text = msg_dict.get("email_from") or ""
        address = email_normalize(text)
        if not address:
            return self.env["res.partner"]
        company = channel.company_id
        # sudo: who writes to us is known to the gateway, whoever runs it
        Partner = self.env["res.partner"].sudo()
        found = Partner._find_by_contact(email=address, company=company)
        return found or Partner.create({
            "name": parseaddr(text)[0] or address, "email": address, "company_id": company.id,
            **({"lang": self.env.context["lang"]} if self.env.context.get("lang") else {}),
        })

    def _mail_encounter(self, msg_dict, channel, partner, carried=False):
        """One interaction per mail, waiting until a person answers."""
        self.ensure_one()
        text = msg_dict.get("email_from") or ""
        # sudo: as for the case, the mail comes in whoever wrote it
        return self.env["frontoffice.encounter"].sudo().create({
            "partner_id": partner.id, "partner_name": parseaddr(text)[0] or False,
            "email": email_normalize(text) or text or False, "channel_id": channel.id,
            "direction": "in", "user_id": False, "team_id": self.team_id.id,
            "company_id": self.company_id.id, "arrived_at": self._mail_moment(msg_dict),
            "state": "waiting", "need_id": self.need_id.id, "outcome": "case", "case_id": self.id,
            "note": msg_dict.get("subject") or False, "context_carried": carried, "source": "mail",
            "message_ref": msg_dict.get("message_id"),
        })

    # -- an answer of the customer -----------------------------------------------------------------

    def message_update(self, msg_dict, update_vals=None):
        result = super().message_update(msg_dict, update_vals)
        if not self._is_colleague(self.env["res.partner"].browse(msg_dict.get("author_id"))):
            channel = self.channel_id or self.env["frontoffice.channel"]._for_mail(self.company_id)
            partner = self._mail_partner(msg_dict, channel)
            msg_dict["author_id"] = partner.id or msg_dict.get("author_id")
            self._mail_encounter(msg_dict, channel, partner, carried=True)
            self._customer_wrote(html2plaintext(msg_dict.get("body") or ""))
        return result

    def _survivor(self):
        """The case that lives on after merges; empty when there is none any more."""
        case, seen = self.exists(), set()
        while case.merged_into_id and case.id not in seen:
            seen.add(case.id)
            case = case.merged_into_id
        return case

    def _is_colleague(self, partner):
        """Whether a person of ours writes, who is not the customer of this very case."""
        partner = partner.sudo()  # whether somebody is a colleague is no secret
        return bool(partner) and not partner.partner_share and partner != self.partner_id

    # -- an answer of ours -----------------------------------------------------------------------

    def message_post(self, **kwargs):
        message = super().message_post(**kwargs)
        if self._is_answer(message):
            self._answered_by(message)
        return message

    def _is_answer(self, message):
        """Whether a colleague wrote something that goes to the customer."""
        message = message.sudo()  # notifications are closed to people, the case is not
        if message.message_type not in HUMAN or message.subtype_id.internal or message.is_internal:
            return False
        if not self._is_colleague(message.author_id) or message.author_id == self.env.ref("base.partner_root"):
            return False
        reached = message.partner_ids | message.notified_partner_ids
        customer = self.partner_id.sudo()
        mailed = email_normalize(message.outgoing_email_to) or ""
        return bool(customer & reached) or bool(mailed and mailed in (self.email, customer.email_normalized))

    def _answered_by(self, message):
        """Stop the answer clocks: the case's and those of all mails still waiting."""
        # sudo: whoever may write to the customer from here has answered
        case = self.sudo()
        waiting = case.encounter_ids.filtered(lambda e: e.direction == "in" and e.state == "waiting")
        now = fields.Datetime.now()
        waiting._answered(now)
        waiting.write({"state": "done", "ended_at": now})
        user = message.sudo().author_id.user_ids.filtered(lambda u: not u.share)[:1]
        waiting.filtered(lambda e: not e.user_id).write({"user_id": user.id})
        if case.state in (*LIVE, "resolved"):
            case._record("replied", {"message": message.id})

    # -- what we send ----------------------------------------------------------------------------

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """Answers come back to the channel's own address rather than to the catch-all."""
        result = super()._notify_get_reply_to_batch(defaults=defaults, author_ids=author_ids)
        for case in self.sudo():  # the address is printed on every mail
            if address := case.channel_id.alias_email:
                result[case.id] = self._notify_get_reply_to_formatted_email(
                    address, author_id=(author_ids or {}).get(case.id, False)
                )
        return result
