"""One part of a mail: read as text, or given on as something to open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.formats import Inside
from mimawari.formats.budget import Budget, shortfalls
from mimawari.formats.kept import Kept
from mimawari.formats.mail import cms
from mimawari.formats.mail.bodies import body, uuencoded
from mimawari.formats.mail.parts import Part
from mimawari.formats.scripts.charsets import is_text
from mimawari.model import Blob, Content, Gap, Reason

BY = "message"
_CMS, _TEXT, _SCAN = 64 << 20, 256 << 10, 32 << 20
_PLAIN = {"", "7bit", "8bit", "binary"}
_ENCODINGS = {"base64", "quoted-printable", "x-uuencode", "uuencode", "x-uue"}
# Reports of mail servers: fields only.
_REPORTS = {"message/delivery-status", "message/global-delivery-status", "message/disposition-notification",
            "message/feedback-report", "text/rfc822-headers", "message/global-headers"}  # fmt: skip
_LOCKED = re.compile(rb"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)
_SUFFIX = {"text/html": "html", "message/rfc822": "eml", "message/global": "eml", "text/calendar": "ics", "application/pdf": "pdf",
           "application/zip": "zip", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "application/ms-tnef": "dat",
           "text/rtf": "rtf", "application/rtf": "rtf", "image/svg+xml": "svg", "text/csv": "csv"}  # fmt: skip


def is_body(part: Part) -> bool:
    """Whether it is text that is shown as the mail itself."""
    if part.media_type in _REPORTS:
        return True
    plain = part.media_type.startswith("text/") and part.media_type not in _SUFFIX
    return (plain or part.media_type == "text") and not part.headers.file_name and part.headers.disposition != "attachment"


def is_report(part: Part) -> bool:
    """Whether it is what a mail server tells, nothing that somebody wrote."""
    return part.media_type in _REPORTS


def name_of(part: Part) -> str:
    """Its file name, or one after its place and kind."""
    named = part.headers.file_name
    if named:
        return named
    suffix = _SUFFIX.get(part.media_type, "")
    return f"part {part.number}.{suffix}" if suffix else f"part {part.number}"


def data_of(content: Content, part: Part, most: int = _TEXT) -> bytes:
    """Up to *most* decoded bytes of it."""
    with content.open() as stream:
        return body(stream, part.start, part.size, part.headers.encoding)[0].read(most)


def inside_text(blob: Blob, part: Part, passwords: tuple[str, ...]) -> Iterator[Inside]:
    """What lies in the text of a mail: files in uuencode or yEnc, a locked text; or it is no text at all."""
    data = data_of(blob.content, part, _SCAN)
    if len(data) >= _SCAN:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", "a very long text of a mail was not read to its end")
    if not is_text(data[:8192], 0.1):
        yield blob.inner(name_of(part), Kept.of(data), by=BY, media_type=part.media_type, passwords=passwords)
    if b"-----BEGIN PGP" in data and _LOCKED.search(data):
        yield Gap(blob.origin, Reason.ENCRYPTED, "content", "a mail locked with PGP")
    for name, content in uuencoded(data):
        yield blob.inner(name, Kept.of(content), by=BY, passwords=passwords)


def attachment(blob: Blob, part: Part, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Inside]:
    """The part as something to open, or why it cannot be opened."""
    special = _SPECIAL.get(part.media_type)
    if special:
        yield Gap(blob.origin, *special)
        if part.media_type == "message/external-body":
            return
    if part.media_type in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        yield from _signed(blob, part, passwords)
        return
    if "multipart/encrypted" in part.within and part.media_type == "application/octet-stream":
        yield Gap(blob.origin, Reason.ENCRYPTED, "content", f"{name_of(part)}: a locked mail")
        return
    yield from _whole(blob, part, budget, passwords)


_SPECIAL = {
    "message/partial": (Reason.UNSUPPORTED, "content", "one piece of a mail that was cut into several"),
    "message/external-body": (Reason.MISSING, "content", "an attachment that lies elsewhere"),
}


def _whole(blob: Blob, part: Part, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Inside]:
    name, encoding = name_of(part), part.headers.encoding
    if part.size == 0:
        return
    content: Content
    if encoding in _ENCODINGS:
        with blob.content.open() as stream:
            reading, decoding = body(stream, part.start, part.size, encoding)
            content = kept = budget.keep(reading)
        yield from (Gap(blob.origin, reason, "content", f"{name}: {detail}") for reason, detail in shortfalls(kept))
        if decoding.odd * 20 > part.size:
            yield Gap(blob.origin, Reason.CORRUPT, "content", f"{name}: its encoding is damaged")
        if encoding == "base64" and decoding.odd * 20 > part.size:
            # The label lies: as it stands it may be what a mail program shows.
            yield blob.inner(name, budget.slice(blob.content, part.start, part.size), by=BY, passwords=passwords)
    else:
        content = budget.slice(blob.content, part.start, part.size)
        if encoding not in _PLAIN:
            yield Gap(blob.origin, Reason.UNSUPPORTED, "content", f"{name}: an unknown encoding, it was read as it stands")
    yield blob.inner(name, content, by=BY, media_type=_label(part), passwords=passwords)


def _label(part: Part) -> str:
    """The media type, with the character set where it has one."""
    charset = part.headers.parameter("charset")
    return f"{part.media_type}; charset={charset}" if charset and part.media_type.startswith("text/") else part.media_type


def _signed(blob: Blob, part: Part, passwords: tuple[str, ...]) -> Iterator[Inside]:
    """An S/MIME part: the mail inside a signed one (RFC 8551 3.5), or that it is locked."""
    name = name_of(part)
    data = data_of(blob.content, part, _CMS)
    try:
        kind = cms.kind(data)
        inner = cms.signed(data) if kind == cms.SIGNED else b""
    except cms.NotCms:
        yield Gap(blob.origin, Reason.CORRUPT, "content", f"{name}: a signed or locked mail that cannot be read")
        return
    if kind in cms.ENVELOPED:
        yield Gap(blob.origin, Reason.ENCRYPTED, "content", f"{name}: a locked mail")
    elif kind != cms.SIGNED:
        yield Gap(blob.origin, Reason.UNSUPPORTED, "content", f"{name}: an S/MIME form that is not read")
    elif inner:
        yield blob.inner("signed.eml", Kept.of(inner), by=BY, media_type="message/rfc822", passwords=passwords)
