"""Secrets of links that are mailed to people without a login. Only their hash is ever stored."""

import hashlib
import re
import secrets

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def fresh():
    """A new secret of 256 bits, safe in an address.

    >>> bool(TOKEN.fullmatch(fresh())), fresh() == fresh()
    (True, False)
    """
    return secrets.token_urlsafe(32)


def digest(token):
    """What is stored of a secret, or None for something that was never one.

    >>> digest("guess") is None, digest(None) is None
    (True, True)
    >>> len(digest("x" * 43))
    64
    """
    if not TOKEN.fullmatch(token or ""):
        return None
    return hashlib.sha256(token.encode()).hexdigest()
