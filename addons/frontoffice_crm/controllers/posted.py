"""What all pages and addresses for outsiders need: their files, and answers that tell nothing twice."""

import json

from werkzeug.exceptions import RequestEntityTooLarge

from odoo.http import request

from ..tools.file_kind import MB


def origin():
    """What stands for the sender: the network of the address Odoo sees (proxy_mode decides), as a daily hash."""
    address = request.httprequest.remote_addr or ""
    if ":" in address:  # one household has a whole IPv6 network
        address = ":".join(address.split(":")[:4])
    return request.env["frontoffice.public.guard"]._origin(address)


def files(name, most, megabytes):
    """[(file name, bytes)] of a form field; one more than allowed is read, so that it can be refused."""
    uploads = request.httprequest.files.getlist(name)[: most + 1]
    return tuple((upload.filename, upload.stream.read(megabytes * MB + 1)) for upload in uploads if upload.filename)


def json_body(limit=MB):
    """(raw bytes, object) of a JSON request. Raises ValueError with a sentence for the caller."""
    if (request.httprequest.content_length or 0) > limit:
        raise ValueError(_too_large(limit))
    try:
        raw = request.httprequest.get_data()
    except RequestEntityTooLarge as error:
        raise ValueError(_too_large(limit)) from error
    try:
        found = json.loads(raw.decode("utf-8"))
    except ValueError as error:
        raise ValueError("The body is not JSON in UTF-8. Send one JSON object.") from error
    if not isinstance(found, dict):
        raise ValueError("The body is not a JSON object. Send {…} with the fields of the documentation.")
    return raw, found


def _too_large(limit):
    return f"The request is larger than {limit // MB} MB. Send less, or send the files by mail."


def answer(values, status=200):
    return request.make_json_response(values, status=status, headers=[("Cache-Control", "no-store")])


def refusal(status, code, sentence):
    """One line that says what is wrong and what to do."""
    return answer({"error": code, "message": " ".join(str(sentence).split())}, status)
