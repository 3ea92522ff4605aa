import logging
import re
import time

from psycopg2 import errors

from odoo import api, models

from ..tools import letter as pure

_logger = logging.getLogger(__name__)

DEFAULT_LIMIT_MB = 25
BASE64 = 1.4  # a file grows by about a third, and by line ends, when it travels as mail
OURS = ("frontoffice.case", "frontoffice.promise")
# The server runs these again by itself, so they are no fault of the mail.
PAUSES = (0.2, 0.6)  # seconds
RETRIED = (errors.LockNotAvailable, errors.SerializationFailure, errors.DeadlockDetected)


class FrontofficeIntake(models.AbstractModel):
    """What happens to a mail for one of our channels: taken in, or written down with the reason."""

    _name = "frontoffice.intake"
    _description = "Mail intake"

    # -- whose mail is it ------------------------------------------------------------------------

    @api.model
    def _target(self, letter):
        """What a mail has to do with us.

        Returns (kind, aliases, others): kind "channel" (one of our addresses), "reply" (an answer
        to a case or promise), "domain" (an unknown address at a domain of our channels) or None;
        aliases of ours; whether other Odoo documents have an address among the recipients.
        """
        # sudo throughout: the gateway decides before anybody's rights do
        every = self._aliases(letter.recipients)
        ours = every.filtered(lambda alias: alias.alias_model_id.model == "frontoffice.case")
        others = bool(every - ours)
        if ours:
            return "channel", ours, others
        parent = self._answered_message(letter)
        if parent.model in OURS:
            return "reply", ours, others
        if others or parent or not self._our_domain(letter.recipients):
            return None, ours, others
        return "domain", ours, others

    @api.model
    def _aliases(self, addresses):
        names = [address.split("@")[0] for address in addresses]
        return self.env["mail.alias"].sudo().search([
            "|", ("alias_full_name", "in", addresses),
            "&", ("alias_name", "in", names), ("alias_incoming_local", "=", True),
        ])

    @api.model
    def _answered_message(self, letter):
        """The last message of ours this mail refers to, bounces included."""
        if not letter.references:
            return self.env["mail.message"]
        domain = [("message_id", "in", letter.references[-32:])]
        return self.env["mail.message"].sudo().search(domain, order="id desc", limit=1)

    @api.model
    def _our_domain(self, addresses):
        """Whether an address is at a mail domain where one of our channels has its address."""
        domains = {address.split("@")[1] for address in addresses}
        aliases = self.env["mail.alias"].sudo().search([
            ("alias_model_id.model", "=", "frontoffice.case"), ("alias_name", "!=", False),
            ("alias_domain_id.name", "in", list(domains)),
        ], limit=1)
        return bool(aliases)

    @api.model
    def _channel_of(self, aliases, letter=None):
        """The channel of the first alias, or of the case that is answered."""
        Channel = self.env["frontoffice.channel"].sudo()
        channel = Channel.search([("alias_id", "in", aliases.ids)], limit=1) if aliases else Channel
        if not channel and letter:
            parent = self._answered_message(letter)
            if parent.model in OURS:
                channel = self.env[parent.model].sudo().browse(parent.res_id).exists().channel_id
        return channel

    # -- why it is not taken in ------------------------------------------------------------------

    @api.model
    def _refusal(self, letter):
        """Reason code why this mail does not become a record, or None. Order: cheapest harm first."""
        checks = (
            ("oversized", lambda: letter.size > self._limit()),
            ("bounce", lambda: pure.is_bounce(letter)),
            ("loop", lambda: any("-loop-detection-bounce-email@" in ref for ref in letter.references)),
            ("own", lambda: self._is_own(letter)),
            ("auto_reply", lambda: pure.is_automatic(letter)),
            ("no_sender", lambda: not letter.sender),
            ("duplicate", lambda: self._is_known(letter.message_id)),
        )
        return next((reason for reason, check in checks if check()), None)

    @api.model
    def _limit(self):
        """Bytes of raw mail that are still taken in."""
        # sudo: a setting, not a secret
        text = self.env["ir.config_parameter"].sudo().get_param("frontoffice_crm.mail_limit_mb")
        megabytes = int(text) if (text or "").isdigit() else DEFAULT_LIMIT_MB
        return megabytes * BASE64 * 1024 * 1024

    @api.model
    def _is_own(self, letter):
        # sudo: alias domains are closed to people
        return bool(letter.sender and self.env["mail.alias.domain"].sudo()._find_aliases([letter.sender]))

    @api.model
    def _is_known(self, message_id):
        # sudo: it was received, whoever may read it
        return bool(message_id and self.env["mail.message"].sudo().search_count(
            [("message_id", "=", message_id)], limit=1
        ))

    # -- taking it in ----------------------------------------------------------------------------

    @api.model
    def _receive(self, raw, letter, target, deliver):
        """Deliver a mail of ours through ``deliver(raw)``, or write down why not. Never raises for
        the mail's own faults. Returns the id of the record, or False."""
        kind, aliases, others = target
        reason = self._refusal(letter)
        if kind == "domain":
            return self._receive_unknown(raw, letter, deliver, reason)
        if reason:
            self._log(reason, raw, letter, aliases)
            # Stock notes bounces on the message that failed; other documents get their mail.
            return self._attempt(raw, deliver)[0] if others or reason == "bounce" else False
        if aliases - self._aliases(letter.addresses(*pure.STOCK_RECIPIENT_HEADERS)):
            raw = pure.delivered_to(raw, aliases[0].alias_full_name)  # known from the envelope alone
        result, reason, detail = self._attempt(raw, deliver)
        if reason == "error":
            # What the strict parser cannot read a person perhaps can.
            result, reason, detail = self._attempt(pure.readable(raw), deliver)
        if not result:
            self._log(reason, raw, letter, aliases, detail)
        return result

    @api.model
    def _receive_unknown(self, raw, letter, deliver, reason):
        """A mail to an address at our domain that nobody has. Other documents' bounces stay stock."""
        if reason == "bounce" and not self._bounces_ours(raw):
            return deliver(raw)
        result, why, detail = self._attempt(raw, deliver)
        if not result:
            why = "no_recipient" if why == "refused" else why
            self._log(reason or why, raw, letter, self.env["mail.alias"], detail)
        return result

    @api.model
    def _attempt(self, raw, deliver):
        """(record id or False, reason, detail) of one delivery, undone when it fails."""
        try:
            result = self._patiently(raw, deliver)
        except Exception as error:  # any fault of one mail must not stop the others
            if isinstance(error, RETRIED) and not self.env.context.get("default_fetchmail_server_id"):
                raise  # the server runs the request again; a fetched mail would be marked as read
            _logger.info("Mail not taken in: %r", error)
            _logger.debug("Where it failed", exc_info=True)
            return False, self._reason_of(error), (str(error).splitlines() or [type(error).__name__])[0][:200]
        if result:
            return result, None, ""
        # Stock answers None when a sender writes too often, and False when every route was refused.
        return False, "loop" if result is None else "refused", ""

    @api.model
    def _reason_of(self, error):
        """Reason code of what delivering a mail raised."""
        if isinstance(error, errors.UniqueViolation) and "message_ref" in str(error):
            return "duplicate"  # another process took it in at the same moment
        return "no_recipient" if "No possible route" in str(error) else "error"

    @api.model
    def _patiently(self, raw, deliver):
        """Deliver in a savepoint; somebody else's lock on the case is waited for, a moment."""
        for pause in PAUSES:
            try:
                with self.env.cr.savepoint():
                    return deliver(raw)
            except errors.LockNotAvailable:
                time.sleep(pause)
        with self.env.cr.savepoint():
            return deliver(raw)

    @api.model
    def _bounces_ours(self, raw):
        """Whether the mail that came back was one of a case or promise."""
        found = re.findall(rb"(?im)^(?:message-id|references|in-reply-to):((?:.|\n[ \t])*)", raw[: 2 * pure.HEAD_LIMIT])
        ids = [ref.decode("ascii", "replace") for text in found for ref in re.findall(rb"<[^<>\s]+>", text)]
        # sudo: as above
        return bool(ids and self.env["mail.message"].sudo().search_count(
            [("message_id", "in", ids), ("model", "in", OURS)], limit=1
        ))

    @api.model
    def _log(self, reason, raw, letter, aliases, detail=""):
        """Write down a mail that did not become a record."""
        channel = self._channel_of(aliases, letter)
        # sudo: written by the gateway, whoever runs it; nobody else may write it
        return self.env["frontoffice.intake.log"].sudo().create({
            "reason": reason, "channel_id": channel.id,
            "company_id": channel.company_id.id or self.env.company.id,
            "email_from": letter.sender_text[:200], "subject": letter.subject[:200],
            "message_ref": letter.message_id[:200], "detail": (detail or "").replace("\x00", ""),
            "body_excerpt": "" if reason == "oversized" else pure.excerpt(raw),
        })

    # -- where it goes ---------------------------------------------------------------------------

    @api.model
    def _final_routes(self, message, routes):
        """Stock routes with answers led to the case that lives, and refused mail taken out."""
        letter = pure.of(message.raw_items())
        if self._refusal(letter):
            return [route for route in routes if route[0] not in OURS]
        result = {}
        for route in routes:
            route = self._final_route(route) if route[0] in OURS else route
            result.setdefault(self._route_key(route), self._without_alias(route))
        return list(result.values())

    @api.model
    def _without_alias(self, route):
        """Our routes forget their alias: stock would answer a fault of ours by telling the customer
        that the mail was refused and by closing the address. We try again and write it down."""
        if route[0] not in OURS or not route[4]:
            return route
        if route[4].alias_status != "valid":
            route[4].sudo().alias_status = "valid"  # as above
        return (*route[:4], self.env["mail.alias"])

    @api.model
    def _route_key(self, route):
        """Mails to two addresses of one company, or to two merged cases, arrive once."""
        model, thread_id, values, _user_id, alias = route
        if model not in OURS or thread_id:
            return model, thread_id
        channel = self.env["frontoffice.channel"].sudo().browse((values or {}).get("channel_id"))  # as above
        return model, alias.id if not channel else f"company {channel.company_id.id}"

    @api.model
    def _final_route(self, route):
        model, thread_id, values, user_id, alias = route
        if not thread_id:
            return route
        record = self.env[model].sudo().browse(thread_id)  # as above
        case = record.case_id if model == "frontoffice.promise" else record
        case = case._survivor()
        if not case or case._is_past():
            # Nobody looks at a cancelled or long closed case any more: the customer gets a new one.
            channel = record.channel_id or record.channel_id._for_mail(record.company_id)
            values = {**(values or {}), "channel_id": channel.id, "previous_id": case.id}
            return "frontoffice.case", 0, values, user_id, alias
        return "frontoffice.case", case.id, values, user_id, alias
