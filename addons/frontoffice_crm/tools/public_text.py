"""What strangers type, made harmless: plain text without tricks. Knows no database.

Nothing is escaped here: text stays text, and what shows it escapes it.
"""

import re
import unicodedata

LINE = 200  # characters of a name or a subject
BODY = 10000  # characters of a message; more is refused, not cut
#: direction overrides and isolates, invisible joins and marks: they make text lie about itself
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
FORMULA = "=+-@"
_PART = r"[^\s@,;:<>()\[\]\"\\\x00-\x1f\x7f"
ADDRESS = re.compile(_PART + r"]{1,64}@" + _PART + r".]+(\." + _PART + r".]+)+")


def _clean(text):
    text = unicodedata.normalize("NFC", str(text or "")).replace("\r\n", "\n").replace("\r", "\n")
    text = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair is no character
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
    return INVISIBLE.sub("", text)


def line(text, limit=LINE):
    """One line: no breaks that could start a mail header, no start a spreadsheet would compute.

    >>> line("=HYPERLINK(1)\\r\\nBcc: all@example.com")
    'HYPERLINK(1) Bcc: all@example.com'
    >>> line("  Zoe\\u0301 \\u202egnp.exe")
    'Zoé gnp.exe'
    """
    return " ".join(_clean(text).split()).lstrip(FORMULA + " ")[:limit].strip()


def phone(text):
    """A telephone number as it was written, or an empty string when there is none in it.

    >>> phone("+49 (151) 220-18"), phone("call me"), phone("@SUM(1)")
    ('+49 (151) 220-18', '', '')
    """
    text = " ".join(_clean(text).split())[:40]
    return text if re.fullmatch(r"\+?[\d\s()./-]+", text) and len(re.sub(r"\D", "", text)) >= 4 else ""


def address(text):
    """One e-mail address in lower case, or an empty string: never two, never a header.

    >>> address(" Olga@Customer.example "), address("a@b.c, d@e.f"), address("a@b.c\\nBcc: d@e.f")
    ('olga@customer.example', '', '')
    """
    text = str(text or "").strip()
    return text.lower() if ADDRESS.fullmatch(text) and len(text) <= 254 else ""


def body(text):
    """The message, with its line breaks.

    >>> body("<b>Hi</b>\\x00\\x1b[31m\\n\\n\\n\\n\\nthere ")
    '<b>Hi</b>[31m\\n\\n\\nthere'
    """
    return re.sub(r"\n{4,}", "\n\n\n", _clean(text)).strip()


def subject(text):
    """First words of a message, for a list.

    >>> subject("My boiler stopped. It is cold.\\nPlease help")
    'My boiler stopped. It is cold.'
    """
    first = line((body(text).split("\n") or [""])[0], 1000)
    return first if len(first) <= 80 else first[:79].rsplit(" ", 1)[0] + "…"


def filename(name, extension):
    """Last part of a file's name, harmless on every system, with the extension its content has.

    >>> filename("..\\\\..\\\\a/b:c.html", "pdf"), filename("photo.JPG", "jpg"), filename("\\x00", "png")
    ('b c.pdf', 'photo.jpg', 'file.png')
    """
    name = re.split(r"[\\/]", line(name))[-1]
    stem = re.sub(r'[<>:"|?*.]+', " ", name.rsplit(".", 1)[0]).strip(" ")[:80]
    return f"{' '.join(stem.split()) or 'file'}.{extension}"
