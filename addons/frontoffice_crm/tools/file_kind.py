"""What a file is, by its content. Its name and what the browser says about it count for nothing."""

import io
import zipfile

MB = 1024 * 1024
#: first bytes -> (MIME type, extension)
HEADS = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"GIF87a", "image/gif", "gif"),
    (b"GIF89a", "image/gif", "gif"),
)
OFFICE = {
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
PHOTO_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"hevc")


def kind(data):
    """(MIME type, extension) of content customers may send, or None.

    Pictures, PDF, plain text and office documents without macros; nothing a browser would run.

    >>> kind(b"%PDF-1.7 ...")
    ('application/pdf', 'pdf')
    >>> kind(b"<html><script>alert(1)</script>"), kind(b"MZ\\x90\\x00"), kind(b"")
    (None, None, None)
    >>> kind("Grüße".encode())
    ('text/plain', 'txt')
    """
    for head, mime, extension in HEADS:
        if data.startswith(head):
            return mime, extension
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp", "webp"
    if data[4:8] == b"ftyp" and data[8:12] in PHOTO_BRANDS:
        return "image/heic", "heic"
    return _document(data) if data[:4] == b"PK\x03\x04" else _text(data)


def _document(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            for name, found in OFFICE.items():
                if name in names:
                    return found
            info = archive.getinfo("mimetype") if "mimetype" in names else None
            mime = archive.read(info).strip() if info and info.file_size < 100 else b""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError):
        return None
    return (mime.decode(), OPEN_DOCUMENT[mime]) if mime in OPEN_DOCUMENT else None


def _text(data):
    """Plain text, and none that a browser could take for a page."""
    try:
        text = data.decode("utf-8")
    except ValueError:
        return None
    start = text.lstrip("\ufeff \t\r\n")[:1]
    clean = all(c >= " " or c in "\t\r\n" for c in text)
    return ("text/plain", "txt") if text and clean and start != "<" else None
