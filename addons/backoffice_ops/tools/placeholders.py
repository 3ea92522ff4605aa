"""Texts with field names in double braces: {{ partner_id.name }}. Names and dots only, nothing is evaluated."""

import re

PLACE = re.compile(r"\{\{\s*([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)\s*\}\}")


def names(text):
    """Field paths of a text, in order.

    >>> names("Credit for {{ partner_id.name }}: {{amount}}"), names("{{ __class__.x() }}"), names(None)
    (['partner_id.name', 'amount'], [], [])
    """
    return PLACE.findall(text or "")


def unknown(text):
    """Pieces in braces that are not field names.

    >>> unknown("{{ 1 + 1 }} and {{ name }}"), unknown("plain")
    (['{{ 1 + 1 }}'], [])
    """
    return [piece for piece in re.findall(r"\{\{.*?\}\}", text or "", re.S) if not PLACE.fullmatch(piece)]


def fill(text, value_of):
    """The text with ``value_of(path)`` in place of each name.

    >>> fill("{{ a }}-{{ b.c }}", {"a": "1", "b.c": "2"}.get)
    '1-2'
    """
    return PLACE.sub(lambda found: str(value_of(found[1]) or ""), text or "")
