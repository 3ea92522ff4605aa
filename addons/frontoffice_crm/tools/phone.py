"""Telephone numbers compared without a library: what people type, as one international number."""

import re

SHAPE = re.compile(r"\+\d{6,15}")
MIN_DIGITS = 3
TAIL = 7  # digits at the end that find nearly the right one
NORTH_AMERICA = 1  # the only plan whose national numbers begin without a zero and have a fixed length


def digits(text):
    return re.sub(r"\D", "", text or "")


def looks_like_number(text):
    """Whether a search term can be (part of) a number and nothing else.

    >>> looks_like_number("+49 (0)151/22"), looks_like_number("S00042")
    (True, False)
    """
    return bool(re.fullmatch(r"[\d\s()+./-]+", text or "")) and len(digits(text)) >= MIN_DIGITS


def fragment(text):
    """The digits of a number, or of a part of one, that are the same however it is written.

    >>> fragment("0151 22"), fragment("+49 151 22"), fragment("0049 151"), fragment("(0)151")
    ('15122', '4915122', '49151', '151')
    """
    return digits(text).lstrip("0") or digits(text)


def international(text, calling_code=None):
    """International form of a number; its bare digits when it has none; "" for no number at all.

    >>> international("0151/220 18 45", 49), international("0049 151 2201845"), international("+49 (0)151 2201845")
    ('+491512201845', '+491512201845', '+491512201845')
    >>> international("(415) 555-2671", 1), international("214", 49), international("ask", 49)
    ('+14155552671', '214', '')
    """
    plain = digits((text or "").replace("(0)", "") if (text or "").strip()[:1] in ("+", "0") else text)
    if (text or "").strip().startswith("+"):
        return f"+{plain}" if SHAPE.fullmatch(f"+{plain}") else plain
    if plain.startswith("00") and SHAPE.fullmatch(f"+{plain[2:]}"):
        return f"+{plain[2:]}"
    national = plain[1:] if plain.startswith("0") else ""
    if calling_code == NORTH_AMERICA and len(plain) == 10:
        national = plain
    if calling_code and national and SHAPE.fullmatch(f"+{calling_code}{national}"):
        return f"+{calling_code}{national}"
    return plain if len(plain) >= MIN_DIGITS else ""
