"""Words around an import: what went wrong in a line, and what a log's channel is."""

CHANNEL_WORDS = {
    "counter": ("desk", "counter", "balie", "schalter", "walk", "visit", "office"),
    "phone": ("phone", "telephone", "telefon", "call"),
    "email": ("mail",),
    "web": ("internet", "web", "online", "form", "site"),
    "chat": ("chat",),
    "portal": ("portal",),
    "sms": ("sms", "text message"),
    "social": ("social", "whatsapp", "facebook", "twitter", "instagram"),
    "press": ("press", "journal"),
}


def channel_kind(name):
    """The kind of channel a word of a log most likely means; "api" (other system) when unknown.

    >>> channel_kind("e-mail"), channel_kind("Internet"), channel_kind("Post")
    ('email', 'web', 'api')
    """
    lower = name.lower()
    return next((kind for kind, words in CHANNEL_WORDS.items() if any(word in lower for word in words)), "api")


def problem_text(env, code, value):
    """The sentence for a problem of the pure reader."""
    return _file_text(env, code, value) or _row_text(env, code, value) or f"{code} {value}".strip()


def _file_text(env, code, value):
    return {
        "empty": env._("the file is empty"),
        "doctype": env._("XML with a document type is refused, because it can hide harmful content"),
        "xml": env._("this XML is broken (%s)", value),
        "encoding": env._("the text cannot be read as “%s”", value),
        "double_column": env._("a column name occurs twice: %s", value),
        "csv": env._("this line is not readable (%s)", value),
        "columns": env._("wrong number of columns: %s", value),
    }.get(code)


def _row_text(env, code, value):
    return {
        "no_case": env._("no case number"),
        "no_activity": env._("no activity"),
        "no_time": env._("no time"),
        "bad_time": env._("“%s” is not a date and time", value),
        "bad_due": env._("the promised date “%s” is not a date", value),
        "bad_first_due": env._("the first promised date “%s” is not a date", value),
        "bad_start": env._("the start “%s” is not a date", value),
        "bad_end": env._("the end “%s” is not a date", value),
        "contradiction": env._("another row of this case says otherwise: %s", value),
        "future": env._("this lies in the future: %s", value),
        "end_before_start": env._("the case ends before it begins: %s", value),
        "due_before_start": env._("promised for a time before the case begins: %s", value),
        "first_due_before_start": env._("first promised for a time before the case begins: %s", value),
    }.get(code)
