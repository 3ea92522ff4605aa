"""What an incoming mail says about itself, read so that no mail can make it fail.

Everything works on the raw header lines: real mail is often malformed, and the strict parser of
the standard library raises on some of it. Nothing here knows a database.
"""

import email
import email.header
import email.message
import email.policy
import email.utils
import html
import re
from dataclasses import dataclass, field

RECIPIENT_HEADERS = (
    "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc", "resent-to", "resent-cc",
)
#: the ones Odoo's own gateway reads
STOCK_RECIPIENT_HEADERS = ("delivered-to", "to", "cc", "resent-to", "resent-cc")
ENVELOPE_HEADERS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
AUTOMATIC_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-mail-autoreply")
AUTOMATIC_PRECEDENCE = ("bulk", "junk", "auto_reply")
DAEMONS = ("mailer-daemon", "mail-daemon")
HEAD_LIMIT = 262144  # bytes of header looked at; more is not a letter
EXCERPT = 500  # characters


@dataclass(frozen=True)
class Letter:
    """The facts of one mail that decide what happens to it."""

    headers: dict = field(default_factory=dict)  # lower-case name -> list of decoded values
    size: int = 0  # bytes, as received

    def first(self, name):
        """First value of a header, without folding, or an empty string."""
        return " ".join((self.headers.get(name) or [""])[0].split())

    @property
    def message_id(self):
        return self.first("message-id")

    @property
    def subject(self):
        return self.first("subject")

    @property
    def sender_text(self):
        return self.first("from")

    @property
    def sender(self):
        """Address of the sender in lower case, or an empty string when there is none to answer to."""
        return next(iter(self.addresses("from")), "")

    @property
    def references(self):
        text = " ".join(self.headers.get("references", []) + self.headers.get("in-reply-to", []))
        return re.findall(r"<[^<>\s]+>", text)

    def addresses(self, *names):
        """Addresses in these headers, lower case, without those that cannot be one."""
        values = [value for name in names for value in self.headers.get(name, [])]
        found = [address.strip().lower() for _name, address in email.utils.getaddresses(values)]
        return list(dict.fromkeys(a for a in found if re.fullmatch(r"[^@\s]+@[^@\s]+", a)))

    @property
    def recipients(self):
        return self.addresses(*RECIPIENT_HEADERS)


def _text(value):
    """A header value as readable text, whatever it holds."""
    try:
        return str(email.header.make_header(email.header.decode_header(value)))
    except (LookupError, ValueError, email.errors.HeaderParseError):
        return str(value)


def of(pairs, size=0):
    """Letter of (name, raw value) pairs.

    >>> of([("From", "=?utf-8?q?Zo=C3=AB?= <Zoe@Example.com>")]).sender
    'zoe@example.com'
    """
    headers = {}
    for name, value in pairs:
        # A lone surrogate is a byte that was not ASCII: keep a mark, lose nothing else.
        readable = _text(value).encode("utf-8", "replace").decode("utf-8", "replace").replace("\x00", "")
        headers.setdefault(name.lower(), []).append(readable)
    return Letter(headers, size)


def read(raw):
    """Letter of a raw mail; the body is not looked at.

    >>> read(b"To: a@b.c\\nSubject: Hello\\n\\nBody").recipients
    ['a@b.c']
    """
    cut = re.search(rb"\r?\n\r?\n", raw[:HEAD_LIMIT])
    head = raw[: cut.end() if cut else HEAD_LIMIT]
    return of(email.message_from_bytes(head, policy=email.policy.compat32).raw_items(), len(raw))


def is_bounce(letter):
    """Whether it says that a mail could not be delivered (RFC 3464, or a mailer daemon).

    >>> is_bounce(of([("From", "MAILER-DAEMON@example.com")]))
    True
    """
    content = letter.first("content-type").lower()
    report = content.startswith("multipart/report") and "disposition-notification" not in content
    daemon = letter.sender.split("@")[0] in DAEMONS
    return report or daemon or "x-failed-recipients" in letter.headers


def is_automatic(letter):
    """Whether no person wrote it: out of office, read receipt, mass mail, nobody to answer to.

    >>> is_automatic(of([("Auto-Submitted", "auto-replied")])), is_automatic(of([("Auto-Submitted", "no")]))
    (True, False)
    """
    submitted = re.split(r"[;(\s]", letter.first("auto-submitted").lower())[0]
    suppress = re.split(r"[,\s]+", letter.first("x-auto-response-suppress").lower())
    return bool(
        submitted not in ("", "no")
        or {"all", "autoreply"} & set(suppress)
        or letter.first("precedence").lower() in AUTOMATIC_PRECEDENCE
        or any(name in letter.headers for name in AUTOMATIC_HEADERS)
        or letter.first("return-path") == "<>"
        or "disposition-notification" in letter.first("content-type").lower()
    )


def _decoded(part):
    """Text of a part in the charset it names, or in the nearest one that works."""
    payload = part.get_payload(decode=True) or b""
    for charset in (part.get_content_charset(), "utf-8"):
        try:
            return payload.decode(charset or "utf-8")
        except (LookupError, ValueError):
            continue
    return payload.decode("latin-1")


def body(raw):
    """Plain text of the first readable part, tags taken away; empty when there is none."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_maintype() == "text" and not part.is_multipart():
            text = _decoded(part)
            if part.get_content_subtype() == "html":
                text = html.unescape(re.sub(r"(?s)<(style|script).*?</\1>|<[^>]+>", " ", text))
            return text.replace("\x00", "").strip()
    return ""


def excerpt(raw, limit=EXCERPT):
    """Beginning of the text, for a person who decides whether it matters.

    >>> excerpt(b"Content-Type: text/html\\n\\n<p>Hi  there</p>")
    'Hi there'
    """
    return " ".join(body(raw[: HEAD_LIMIT * 2]).split())[:limit]


def delivered_to(raw, address):
    """The same mail with its envelope recipient where Odoo's gateway looks for it.

    >>> delivered_to(b"To: x@y.z\\n\\n", "a@b.c")
    b'Delivered-To: a@b.c\\r\\nTo: x@y.z\\n\\n'
    """
    return b"Delivered-To: %s\r\n" % address.encode() + raw


def readable(raw):
    """A well-formed copy of a mail that cannot be parsed: same facts and text, the original attached."""
    letter = read(raw)
    copy = email.message.EmailMessage(policy=email.policy.SMTP)
    copy["From"] = email.utils.formataddr((_name(letter), letter.sender))
    for header in STOCK_RECIPIENT_HEADERS[:3]:
        if found := letter.addresses(header):
            copy[header.title()] = ", ".join(a for a in found if a.isascii())
    for header in ("Subject", "Date", "Message-Id"):
        if value := letter.first(header.lower()):
            copy[header] = value
    if letter.references:
        copy["References"] = " ".join(letter.references)
    copy.set_content(body(raw) or letter.subject or "")
    copy.add_attachment(raw, maintype="application", subtype="octet-stream", filename="original.eml")
    return copy.as_bytes()


def _name(letter):
    return email.utils.parseaddr(letter.sender_text)[0]
