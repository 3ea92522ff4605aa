from dataclasses import dataclass
from datetime import datetime

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import plaintext2html

from ..tools import file_kind, letter, public_text
from .intake_refusal import Refusal

KEPT = 30  # days another system may report late
MAX_FILES = 10
MAX_FILE_MB = 10


@dataclass(frozen=True)
class Entry:
    """One contact on its way in, by whatever road. Texts are as the stranger sent them."""

    channel: models.BaseModel
    text: str = ""
    subject: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    need: models.BaseModel | None = None  # chosen by the customer
    partner: models.BaseModel | None = None  # known for sure: signed in, or a link of theirs
    reference: str = ""  # the same one twice in a company is one interaction
    at: datetime | None = None  # naive UTC; None: now
    files: tuple = ()  # (name, bytes)
    handled_by: str = "human"
    answered: bool = False  # somebody has dealt with it already: no case


@dataclass(frozen=True)
class Taken:
    """What became of an entry."""

    encounter: models.BaseModel
    fresh: bool  # False: it had come in before
    joined: bool = False  # it went to a case that was there


class FrontofficeIntake(models.AbstractModel):
    """The one way in for forms, portal, other systems and webhooks: checks, topic, routing, case."""

    _inherit = "frontoffice.intake"

    @api.model
    def _take_in(self, entry):
        """Make an interaction of an entry, and a case unless it was answered or belongs to one.

        Returns Taken. Raises Refusal with the reason and words for the sender; the caller logs it.
        """
        known = self._known_entry(entry)
        if known:
            return Taken(known, False)
        entry = self._checked_entry(entry)
        files = self._checked_files(entry.files)
        try:
            with self.env.cr.savepoint():
                encounter, sure = self._entry_encounter(entry)
                encounter.flush_recordset()
        except UniqueViolation as error:
            if "message_ref" in str(error):  # the same post at the same moment: the server runs this one again
                raise ConcurrencyError(entry.reference) from error
            raise
        joined = bool(encounter._recognise(sure=sure)) if not entry.answered else False
        if not entry.answered:
            self._entry_case(entry, encounter, files)
        return Taken(encounter, True, joined)

    @api.model
    def _known_entry(self, entry):
        # sudo throughout: the gate decides before anybody's rights do
        Encounter = self.env["frontoffice.encounter"].sudo()
        if not entry.reference:
            return Encounter
        return Encounter.search([
            ("message_ref", "=", entry.reference), ("company_id", "=", entry.channel.company_id.id),
        ], limit=1)

    # -- checks --------------------------------------------------------------------------------------

    @api.model
    def _checked_entry(self, entry):
        """The entry with harmless texts. Raises Refusal."""
        if len(str(entry.text or "")) > public_text.BODY:
            raise Refusal("oversized", self.env._(
                "The text is too long. Please write at most %s characters, or attach a file.", public_text.BODY
            ))
        text = public_text.body(entry.text)
        if not text and not entry.answered:
            raise Refusal("invalid", self.env._("Please write what it is about."))
        email, phone = public_text.address(entry.email), public_text.phone(entry.phone)
        if str(entry.email or "").strip() and not email:
            raise Refusal("invalid", self.env._("This e-mail address does not look right. Please check it."))
        if str(entry.phone or "").strip() and not phone:
            raise Refusal("invalid", self.env._("This telephone number does not look right. Please check it."))
        if email and self._is_own(letter.of([("From", email)])):
            raise Refusal("own", self.env._("This is an address of ours. Please give your own."))
        return Entry(**{
            **{name: getattr(entry, name) for name in entry.__dataclass_fields__}, "text": text,
            "subject": public_text.line(entry.subject) or public_text.subject(text), "email": email,
            "name": public_text.line(entry.name, 100), "phone": phone, "at": self._entry_moment(entry.at),
        })

    @api.model
    def _entry_moment(self, at):
        now = fields.Datetime.now()
        if at and at > now:
            raise Refusal("invalid", self.env._("The time lies in the future. Send when it happened, in UTC."))
        if at and (now - at).days > KEPT:
            raise Refusal("invalid", self.env._("This is older than %s days. Import it as a log instead.", KEPT))
        return (at or now).replace(microsecond=0)

    @api.model
    def _checked_files(self, files, count=MAX_FILES, megabytes=MAX_FILE_MB):
        """[(harmless name, bytes, MIME type by content)]. Raises Refusal."""
        files = [(name, data) for name, data in files or () if name or data]
        if len(files) > count:
            raise Refusal("file", self.env._("Please attach at most %s files.", count))
        result = []
        for name, data in files:
            if len(data) > megabytes * file_kind.MB:
                raise Refusal("oversized", self.env._("A file may have at most %s MB.", megabytes))
            kind = file_kind.kind(data)
            if not kind:
                raise Refusal("file", self.env._(
                    "“%s” is not a kind of file we can take. Pictures, PDF, text and office documents are.",
                    public_text.line(name, 60),
                ))
            result.append((public_text.filename(name, kind[1]), data, kind[0]))
        return result

    # -- records -------------------------------------------------------------------------------------

    @api.model
    def _entry_partner(self, entry):
        """(contact, whether it is surely this one). A contact is made for an address nobody has yet."""
        if entry.partner:
            return entry.partner, True
        # sudo: who writes to us is known to the gate, whoever runs it
        Partner = self.env["res.partner"].sudo()
        company = entry.channel.company_id
        found = Partner._find_by_contact(email=entry.email, phone=entry.phone, company=company, limit=None)
        found = found.filtered("partner_share") if entry.email or entry.phone else Partner
        if found or not (entry.email or entry.phone):
            return found[:1], len(found) == 1
        lang = self.env.context.get("lang") or entry.channel.lang
        known = self.env["res.lang"]._lang_get(lang or "")
        return Partner.create({
            "name": entry.name or entry.email or entry.phone, "email": entry.email or False,
            "phone": entry.phone or False, "company_id": company.id, **({"lang": lang} if known else {}),
        }), False

    @api.model
    def _entry_encounter(self, entry):
        channel, company = entry.channel, entry.channel.company_id
        partner, sure = self._entry_partner(entry)
        need = entry.need or self.env["frontoffice.need"].sudo()._matched(
            f"{entry.subject} {entry.text[:5000]}", company=company
        )
        values = {
            "partner_id": partner.id, "partner_name": entry.name or False, "email": entry.email or False,
            "phone": entry.phone or False, "channel_id": channel.id, "company_id": company.id, "direction": "in",
            "handled_by": entry.handled_by, "user_id": False, "arrived_at": entry.at, "need_id": need.id,
            "note": entry.subject or False, "source": "person", "message_ref": entry.reference or False,
            "state": "done" if entry.answered else "waiting", "outcome": "informed" if entry.answered else False,
        }
        # a topic guessed from words is no ground for joining a case: only the customer's own choice is
        return self.env["frontoffice.encounter"].sudo().create(values), sure and bool(entry.need)

    @api.model
    def _entry_case(self, entry, encounter, files):
        """The case an entry belongs to, with its words and files in the customer's thread."""
        joined = encounter.case_id
        case = joined or self._open_case(entry, encounter)
        author = encounter.partner_id
        attachments = [(name, data, {"mimetype": mime}) for name, data, mime in files]
        case.with_context(mail_post_autofollow=False, image_no_postprocess=True).message_post(
            body=plaintext2html(entry.text), body_is_html=True, message_type="comment", subtype_xmlid="mail.mt_comment",
            author_id=author.id or self.env.ref("base.partner_root").id,
            **({} if author.email or not entry.email else {"email_from": entry.email}),
            attachments=attachments,
        )
        joined._customer_wrote(entry.text)
        return case

    @api.model
    def _open_case(self, entry, encounter):
        channel = entry.channel
        case = self.env["frontoffice.case"].sudo().with_company(channel.company_id).create({
            "name": "/", "subject": entry.subject or self.env._("(no subject)"), "source": "person",
            "partner_id": encounter.partner_id.id, "partner_name": entry.name or False,
            "email": entry.email or False, "phone": entry.phone or False, "channel_id": channel.id,
            "company_id": channel.company_id.id, "need_id": encounter.need_id.id, "opened_at": entry.at,
        })
        encounter.write({"case_id": case.id, "outcome": "case", "team_id": case.team_id.id})
        case._message_subscribe(partner_ids=encounter.partner_id.ids)  # answers reach the customer
        return case
