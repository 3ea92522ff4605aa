"""Lines of a record in a set-up file: which one means which, what comes in, what differs. No database."""

from .setup_plan import same


def line_words(parts):
    """Values lines are known by, best first; none: by their place.

    >>> from .setup_plan import Spec
    >>> line_words({"code": Spec("text"), "name": Spec("text", required=True)})
    ('code', 'name')
    >>> line_words({"skill": Spec("name", required=True), "level": Spec("name")}), line_words({"at": Spec("number")})
    (('skill',), ())
    """
    found = tuple(word for word in ("code", "name") if word in parts)
    return found or tuple(word for word, spec in parts.items() if spec.kind in ("code", "name") and spec.required)[:1]


def pair_lines(old, new, words=("code", "name")):
    """For each new line the place of the old one that means the same, or None.

    Two lines of one name are told apart by their order; lines without a code of theirs are known by name.

    >>> pair_lines([{"name": "Photo"}, {"name": "Sign"}], [{"name": "Sign"}, {"name": "Sign"}, {"name": "Photo"}])
    [1, None, 0]
    >>> pair_lines([{"at": 50}], [{"at": 75}, {"at": 100}], ())
    [0, None]
    """
    left, pairs = list(range(len(old))), []
    for place, line in enumerate(new):
        word = next((w for w in words if line.get(w)), None)
        if words:
            found = next((i for i in left if word and old[i].get(word) == line[word]), None)
        else:
            found = place if place in left else None
        if found is not None:
            left.remove(found)
        pairs.append(found)
    return pairs


def merge_lines(old, new, words=("code", "name")):
    """Lines after an import: those of the file, then those only this place has. Nothing is deleted.

    >>> merge_lines([{"name": "Photo"}, {"name": "Serial", "required": False}], [{"name": "Serial", "required": True}])
    [{'name': 'Photo'}, {'name': 'Serial', 'required': True}]
    """
    kept, more = list(old or ()), []
    for line, place in zip(new or (), pair_lines(kept, new or (), words), strict=True):
        if place is None:
            more.append(line)
        else:
            kept[place] = {**kept[place], **line}
    return kept + more


def line_changes(old, new):
    """(old, new) without what is in both, so that a person sees the difference.

    >>> line_changes([{"name": "Photo"}, {"name": "Sign"}], [{"name": "Photo"}, {"name": "Sign", "required": True}])
    ([{'name': 'Sign'}], [{'name': 'Sign', 'required': True}])
    """
    if not (isinstance(old, list) and isinstance(new, list)):
        return old, new
    return (
        [part for part in old if not any(same(part, other) for other in new)],
        [part for part in new if not any(same(part, other) for other in old)],
    )
