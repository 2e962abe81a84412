"""One part of a mail: read as text, or given on as something to open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from mimawari.formats import Inside
from mimawari.formats.budget import Budget, shortfalls
from mimawari.formats.kept import Kept
from mimawari.formats.mail import cms
from mimawari.formats.mail.bodies import ENCODINGS, body, is_short, uuencoded
from mimawari.formats.mail.parts import APART, Part
from mimawari.formats.scripts.charsets import is_text
from mimawari.formats.slices import Held
from mimawari.model import Blob, Content, Gap, Raw, Reason

BY = "message"
_CMS, _TEXT, _SCAN = 64 << 20, 256 << 10, 32 << 20
_PLAIN = {"", "7bit", "8bit", "binary"}
_READABLE = {*_PLAIN, "quoted-printable"}
# Reports of mail servers: fields only.
_REPORTS = {"message/delivery-status", "message/global-delivery-status", "message/disposition-notification",
            "message/feedback-report", "text/rfc822-headers", "message/global-headers"}  # fmt: skip
BINHEX = re.compile(rb"\s{0,100}\(This file must be converted with BinHex", re.IGNORECASE)
"""How every such file begins (RFC 1741, appendix A)."""
LOCKED = "a mail locked with PGP"
_LOCKED = re.compile(rb"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)
_SUFFIX = {"text/html": "html", "message/rfc822": "eml", "message/global": "eml", "text/calendar": "ics", "application/pdf": "pdf",
           "application/zip": "zip", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "application/ms-tnef": "dat",
           "text/rtf": "rtf", "application/rtf": "rtf", "image/svg+xml": "svg", "text/csv": "csv",
           "text/vcard": "vcf", "text/x-vcard": "vcf", "text/directory": "vcf"}  # fmt: skip


def is_body(part: Part) -> bool:
    """Whether it is text that is shown as the mail itself."""
    if part.media_type in _REPORTS:
        return is_report(part)
    plain = part.media_type.startswith("text/") and part.media_type not in _SUFFIX
    return (plain or part.media_type == "text") and not part.headers.file_name and part.headers.disposition != "attachment"


def is_report(part: Part) -> bool:
    """Whether it is what a mail server tells, nothing that somebody wrote, and nothing that programs give to people as a file."""
    return part.media_type in _REPORTS and not _is_file(part)


def _is_file(part: Part) -> bool:
    """Whether it is encoded as files are, or named as one. Mail servers call theirs ``details.txt``, which nothing runs."""
    headers = part.headers
    names = (headers.parameter("filename", "content-disposition"), headers.parameter("name"))
    named = any("." in name and not name.rstrip(". ").lower().endswith(".txt") for name in names)
    return named or not _READABLE.issuperset(headers.encodings) or is_told_twice(part)


def is_told_twice(part: Part) -> bool:
    """Whether its header says two things of what it is or how it is encoded: one program reads the one, one the other."""
    return len(part.headers.media_types) > 1 or len(part.headers.encodings) > 1


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


def inside_text(blob: Blob, part: Part, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Inside]:
    """What lies in the text of a mail: files in uuencode or yEnc, a locked text; or it is no text at all."""
    data = data_of(blob.content, part, _SCAN)
    if len(data) >= _SCAN:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", "a very long text of a mail was not read to its end")
    if not is_text(data[:8192], 0.1):
        yield blob.inner(name_of(part), Kept.of(data), by=BY, media_type=part.media_type, passwords=passwords)
    elif budget.is_watched and part.headers.encoding in ENCODINGS:
        yield Raw(blob.inner(name_of(part), Held(data), by=BY, media_type=part.media_type))
    if b"-----BEGIN PGP" in data and _LOCKED.search(data):
        yield Gap(blob.origin, Reason.ENCRYPTED, "content", LOCKED)
    if b"(This file must be converted with BinHex" in data:
        yield Gap(blob.origin, Reason.UNSUPPORTED, "content", "a file in BinHex")
    if b"=ybegin " in data and is_short(data):
        yield Gap(blob.origin, Reason.CORRUPT, "content", "a file in yEnc that is not there as a whole")
    for name, content in uuencoded(data):
        yield blob.inner(name, Kept.of(content), by=BY, passwords=passwords)


def attachment(blob: Blob, part: Part, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Inside]:
    """The part as something to open, or why it cannot be opened."""
    special = _SPECIAL.get(part.media_type)
    if part.media_type.startswith("multipart/") and part.headers.encoding in ENCODINGS:
        yield from _decoded_parts(blob, part, budget, passwords)
        return
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


def _decoded_parts(blob: Blob, part: Part, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Inside]:
    """Parts that are encoded all together, which RFC 2045 6.4 forbids: what they are decoded, under the header that they have."""
    head = b"Content-Type: " + part.headers.raw("content-type") + b"\r\n\r\n"
    data = data_of(blob.content, part, _SCAN)
    if len(data) >= _SCAN:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", APART)
    yield blob.inner(name_of(part), budget.keep(BytesIO(head + data)), by=BY, media_type="message/rfc822", passwords=passwords)


def _whole(blob: Blob, part: Part, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Inside]:
    if part.size == 0:
        return
    encodings = part.headers.encodings or ("",)
    if len(encodings) > 1 and not ENCODINGS.issuperset(encodings):
        # One of them says that it is not encoded.
        encodings = (*(one for one in encodings if one in ENCODINGS), "")
    for encoding in encodings:
        yield from _by(blob, part, encoding, budget, passwords)


def _by(blob: Blob, part: Part, encoding: str, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Inside]:
    """It, read by an encoding."""
    name = name_of(part)
    content: Content
    if encoding in ENCODINGS:
        with blob.content.open() as stream:
            reading, decoding = body(stream, part.start, part.size, encoding)
            content = kept = budget.keep(reading)
        yield from (Gap(blob.origin, reason, "content", f"{name}: {detail}") for reason, detail in shortfalls(kept))
        if decoding.odd * 20 > part.size:
            yield Gap(blob.origin, Reason.CORRUPT, "content", f"{name}: its encoding is damaged")
            # The label lies: as it stands it may be what a mail program shows.
            yield blob.inner(name, budget.slice(blob.content, part.start, part.size), by=BY, passwords=passwords)
    else:
        content = budget.slice(blob.content, part.start, part.size)
        if encoding not in _PLAIN:
            yield Gap(blob.origin, Reason.UNSUPPORTED, "content", f"{name}: an unknown encoding, it was read as it stands")
        elif BINHEX.match(_start(content)):
            yield Gap(blob.origin, Reason.UNSUPPORTED, "content", f"{name}: a file in BinHex")
    yield blob.inner(name, content, by=BY, media_type=_label(part), passwords=passwords)


def _start(content: Content) -> bytes:
    with content.open() as stream:
        return stream.read(1024)


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
