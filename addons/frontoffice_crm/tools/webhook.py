"""Signature of webhook calls: HMAC-SHA256 over time and body, so that neither can be changed or kept.

``python3 webhook.py URL SECRET < message.json`` is the loopback adapter: it signs and posts one
message, as a gateway of a social network or messenger would.
"""

import hashlib
import hmac
import json
import sys
import time
import urllib.error
import urllib.request

WINDOW = 300  # seconds a call may be old, or ahead
TIMESTAMP = "X-Frontoffice-Timestamp"
SIGNATURE = "X-Frontoffice-Signature"


def sign(secret, timestamp, body):
    """Value of the signature header.

    >>> sign("s3cret", 1700000000, b"{}")[:11]
    'v1=97926816'
    """
    message = str(timestamp).encode() + b"." + body
    return "v1=" + hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def fault(secret, headers, body, now):
    """None for a good call, else "time" or "signature". ``headers``: a mapping; ``now``: Unix time.

    >>> body = b"{}"
    >>> headers = {TIMESTAMP: "1700000000", SIGNATURE: sign("s3cret", 1700000000, body)}
    >>> fault("s3cret", headers, body, 1700000010), fault("s3cret", headers, b"[]", 1700000010)
    (None, 'signature')
    >>> fault("s3cret", headers, body, 1700000301), fault("s3cret", {}, body, 1700000000)
    ('time', 'time')
    """
    timestamp = headers.get(TIMESTAMP) or ""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
        return "time"
    if abs(now - int(timestamp)) > WINDOW:
        return "time"
    given = (headers.get(SIGNATURE) or "").encode("utf-8", "replace")
    return None if hmac.compare_digest(given, sign(secret, timestamp, body).encode()) else "signature"


def post(url, secret, message):
    """Sign and post one message (a dict); returns (HTTP status, answer as dict)."""
    body, now = json.dumps(message).encode(), int(time.time())
    headers = {"Content-Type": "application/json", TIMESTAMP: str(now), SIGNATURE: sign(secret, now, body)}
    request = urllib.request.Request(url, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


if __name__ == "__main__":
    status, reply = post(sys.argv[1], sys.argv[2], json.load(sys.stdin))
    sys.stdout.write(f"{status} {reply}\n")
