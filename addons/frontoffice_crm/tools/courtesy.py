"""Whether a reply only says thank you. A guess: a person confirms it."""

import re

LONGEST = 25  # words; whoever writes more has something to say
THANKS = (
    "thank", "thanks", "thx", "cheers", "danke", "dankeschön", "dank", "merci", "remercie", "gracias", "agradezco",
    "bedankt", "dankjewel", "obrigado", "obrigada", "شكرا",
)
PLEASED = ("perfect", "great", "works", "solved", "super", "parfait", "perfekt", "perfecto", "geweldig", "prima")
#: words after which a thank you is the beginning of something else
DOUBT = (
    "but", "however", "still", "again", "not", "no", "doesn", "didn", "isn", "won", "unfortunately", "yet", "when",
    "why", "aber", "jedoch", "leider", "nicht", "noch", "wieder", "kein", "keine", "wann", "mais", "pas", "encore",
    "toujours", "malheureusement", "quand", "pero", "todavía", "aún", "otra", "cuándo", "maar", "niet", "nog", "weer",
    "geen", "helaas", "wanneer", "mas", "não", "ainda",
)
QUOTED = re.compile(r"(?m)^(>.*|On .{5,200} wrote:.*|Am .{5,200} schrieb.*|Le .{5,200} écrit.*|-{2,} ?\n?.*)$")


def own_words(text: str) -> str:
    """What the customer wrote, without the quoted mail below and without a signature.

    >>> own_words("Thanks!\\n\\nOn Mon, Ana wrote:\\n> does it work?")
    'Thanks!'
    """
    found = QUOTED.search(text or "")
    return (text[: found.start()] if found else text or "").strip()


def is_courtesy(text: str) -> bool:
    """True for a short reply of thanks that asks for nothing.

    >>> [is_courtesy(t) for t in ("Thank you, all good!", "Danke, passt.", "Merci beaucoup")]
    [True, True, True]
    >>> [is_courtesy(t) for t in ("Thanks, but it still drips", "Thank you. When will you come?", "It broke again", "")]
    [False, False, False, False]
    """
    words = re.findall(r"\w+", own_words(text).lower())
    if not words or len(words) > LONGEST or "?" in own_words(text):
        return False
    if any(word in DOUBT for word in words):
        return False
    return any(word in THANKS for word in words) or (len(words) <= 3 and any(word in PLEASED for word in words))
