"""What a mail says about itself is read from any bytes, and the readable copy says the same."""

import email
import email.policy

import pure
from hypothesis import given
from hypothesis import strategies as st

letter = pure.frontoffice("letter")

HEADERS = st.sampled_from([
    b"From", b"To", b"Cc", b"Subject", b"Date", b"Message-Id", b"References", b"In-Reply-To", b"Content-Type",
    b"Auto-Submitted", b"Precedence", b"Delivered-To", b"Content-Transfer-Encoding", b"Return-Path",
])
VALUES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([
        b"a@b.example", b"Olga <olga@b.example>", b"=?utf-8?q?=FF?= <x@y.z>", b"=?nothing?b?!!?=", b"<a@b> <c@d>",
        b"text/plain; charset=nonsense", b"multipart/report; boundary=x", b"multipart/mixed; boundary=", b"base64",
        b'"unclosed <a@b.c', b"a@b.c, , ;;; <>", b"message/rfc822", b"text/html", b"@", b"group: a@b.c, d@e.f;",
    ]),
)
MAILS = st.tuples(st.lists(st.tuples(HEADERS, VALUES), max_size=8), st.binary(max_size=200)).map(
    lambda mail: b"".join(b"%s: %s\r\n" % pair for pair in mail[0]) + b"\r\n" + mail[1]
)


@given(st.one_of(st.binary(max_size=400), MAILS))
def test_any_bytes_are_read(raw):
    facts = letter.read(raw)
    assert facts.size == len(raw)
    assert all(address.count("@") == 1 for address in [*facts.recipients, *filter(None, [facts.sender])])
    assert {letter.is_bounce(facts), letter.is_automatic(facts)} <= {True, False}
    text = letter.excerpt(raw) + facts.subject + facts.sender_text + facts.message_id
    assert "\x00" not in text
    text.encode("utf-8")  # a database would refuse lone surrogates


@given(MAILS)
def test_the_readable_copy_parses_and_says_the_same(raw):
    facts = letter.read(raw)
    copy = letter.readable(raw)
    message = email.message_from_bytes(copy, policy=email.policy.SMTP)
    again = letter.read(copy)
    assert again.sender == facts.sender
    assert again.references == facts.references
    assert [part.get_filename() for part in message.iter_attachments()] == ["original.eml"]
    assert [part.get_content() for part in message.iter_attachments()] == [raw]
