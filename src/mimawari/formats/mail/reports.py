"""What a mail that somebody calls strange tells, however it came: the original, Outlook's, passed on, pasted, a picture."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

from mimawari.formats.mail import outlook, telling
from mimawari.formats.mail.dates import in_utc
from mimawari.formats.mail.forwarded import Passed, passed_on, pasted
from mimawari.formats.mail.headers import Headers, read
from mimawari.formats.mail.outlook import Outlook, Storage
from mimawari.formats.mail.probes import plain, quoted_mails
from mimawari.formats.mail.results import results
from mimawari.formats.mail.signatures import UNREAD, is_missing, signatures
from mimawari.formats.msg import headers_of, name_of
from mimawari.formats.office.pictures import is_picture
from mimawari.formats.scripts.charsets import decoded, is_text, narrow
from mimawari.model import BadEvidence, Blob, Content, Firm, Form, Gap, Message, Reason, ReportedMail, digest
from mimawari.model.testimony import TESTIMONY

HEADER, TEXT = 4 << 20, 1 << 20
"""The most bytes of a header and of a text that somebody pasted."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TIFF = (b"II*\0", b"MM\0*")
_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"hevc")
_MAILS = (".eml", ".msg")
_WRAPPERS = ("message", "msg")
_WRITTEN = {"received", "message-id", "mime-version", "return-path", "delivered-to", "dkim-signature", "content-type", "x-mailer"}
"""Fields that only programs write. Without any of them somebody copied the lines of a heading into a file."""


def reported(blob: Blob, message: Message, firm: Firm, outer: Message | None = None) -> Iterator[ReportedMail | Gap]:
    """What the mail tells that *message* was made of; *blob* is what was opened for it, *outer* the mail that it is attached to.

    Nothing of a mail that has mails attached: those are what is meant, and each comes by itself. Nothing of what servers report
    (RFC 3462), nor of a part that only looks like a mail. May raise ``BadEvidence``, as reading may.
    """
    if carries_mails(message) or not _is_mail(message):
        return
    headers, content, form = _header(blob, message)
    if _is_a_servers(headers):
        return
    told = ReportedMail(
        origin=message.origin,
        id=identity(message),
        form=form,
        message=_without_texts(message),
        passed_on_by=_passed_on_by(message, outer),
        passed_on=in_utc(outer.date) if outer and _passed_on_by(message, outer) else "",
    )
    path = telling.told(headers, telling.PATH)
    passed = passed_on(message, firm, [value for _, value in path])
    if passed is not None:
        yield _inline(message, passed)
        return
    received = message.received[0].time if message.received else ""
    signed = signatures(content, headers, firm.keys, received)
    if headers.cut:
        yield Gap(message.origin, Reason.TOO_LARGE, TESTIMONY, "a mail whose header is too long to be read")
    if content is not None and any(one.state == UNREAD for one in signed) and is_missing():
        yield Gap(message.origin, Reason.UNSUPPORTED, TESTIMONY, "dkimpy is not installed: the DKIM signatures were not verified")
    yield replace(
        told,
        results=results(headers),
        signatures=signed,
        named=telling.told(headers, telling.NAMED),
        quoted=quoted_mails(message.text),
        list_id=telling.list_id(headers),
        original_path=path,
        auto_submitted=headers.text("auto-submitted")[:100].lower(),
    )


def _inline(message: Message, passed: Passed) -> ReportedMail:
    """What was passed on in the text of a mail, and by whom."""
    bare = passed.message(message.origin, message.name, message.size, message.within)
    return ReportedMail(
        origin=message.origin,
        id=digest("inline", *_named(bare), plain(passed.text)),
        form=Form.INLINE,
        message=bare,
        quoted=quoted_mails(passed.text),
        passed_on_by=message.author.address if message.author else "",
        passed_on=in_utc(message.date),
    )


def weak(blob: Blob) -> Iterator[ReportedMail]:
    """A picture of a mail, or its text in a file: what little it tells; nothing of anything else. May raise ``BadEvidence``."""
    with blob.content.open() as stream:
        data = stream.read(TEXT)
    if _is_picture(data):
        yield ReportedMail(origin=blob.origin, id=_digest_of(blob.content), form=Form.PICTURE, message=Message(**blob.common))
    elif data.strip() and is_text(data[:8192], 0.1):
        passed = pasted(decoded(data).replace("\r\n", "\n"))
        message = passed.message(blob.origin, blob.name, blob.content.size, blob.within)
        yield ReportedMail(
            origin=blob.origin,
            id=digest("pasted", *_named(message), plain(passed.text)),
            form=Form.PASTED,
            message=message,
            quoted=quoted_mails(passed.text),
        )


def _is_picture(start: bytes) -> bool:
    """Besides those that stand in documents TIFF, WebP and HEIF, by the first bytes."""
    heif = start[4:8] == b"ftyp" and start[8:12] in _BRANDS
    webp = start[:4] == b"RIFF" and start[8:12] == b"WEBP"
    return is_picture(start) or heif or webp or start.startswith(_TIFF)


@dataclass(slots=True)
class Reports:
    """Takes the mails of one item (a file that somebody gave) as they are opened, the outer before what is attached to it."""

    firm: Firm
    _outer: dict[tuple[str, ...], Message] = field(default_factory=dict)
    _waiting: dict[tuple[str, ...], tuple[Blob, Message]] = field(default_factory=dict)
    _left_out: set[tuple[str, ...]] = field(default_factory=set)

    def take(self, blob: Blob, message: Message) -> Iterator[ReportedMail | Gap]:
        """The next mail; *blob* is what the format opened that it came of."""
        path = message.origin.path
        if any(path[:end] in self._left_out for end in range(len(path))):
            return
        outer = self._around(message)
        if carries_mails(message):
            if _is_a_servers(_header(blob, message)[0]):
                self.bounced(message)
                return
            self._waiting[path] = (blob, message)
        self._outer[path] = message
        for told in reported(blob, message, self.firm, outer):
            for end in range(len(path)):
                self._waiting.pop(path[:end], None)
            yield told

    def bounced(self, message: Message) -> None:
        """Leave out a mail, and all that is attached to it: what a server gives back is no mail that somebody calls strange."""
        self._left_out.add(message.origin.path)

    def rest(self) -> Iterator[ReportedMail | Gap]:
        """The mails whose attached ones could not be opened: then they themselves are what there is."""
        waiting, self._waiting = self._waiting, {}
        for path in sorted(waiting):
            blob, message = waiting[path]
            yield from reported(blob, replace(message, files=(), attachments=()), self.firm, self._around(message))

    def _around(self, message: Message) -> Message | None:
        """The mail that it is attached to, however deep; none where something else lies between that was no mail."""
        path = message.origin.path
        return next((self._outer[path[:end]] for end in range(len(path) - 1, -1, -1) if path[:end] in self._outer), None)


def carries_mails(message: Message) -> bool:
    """Whether mails are attached to it."""
    return any(one.kind == "mail" or one.name.lower().rstrip(". ").endswith(_MAILS) for one in message.files)


def identity(message: Message) -> str:
    """A digest of what a mail says of itself and in its text: the same in mbox, with other line ends, and with more stamps."""
    return digest("mail", *_named(message), plain(message.text))


def _named(message: Message) -> tuple[str, ...]:
    who = message.author.address if message.author else ""
    people = sorted(one.address for one in message.people[:50] if one.address)
    return (message.message_id.strip(), in_utc(message.date) or message.date, who, plain(message.subject), *people)


def _without_texts(message: Message) -> Message:
    return replace(message, text="", written="", links=(), passwords=(), correspondence=None)


def _is_mail(message: Message) -> bool:
    """Not a part that somebody signed or encoded by itself, which is opened as a mail and has no header of one."""
    is_inside = message.within[-1:] in [(one,) for one in _WRAPPERS]
    return not is_inside or bool(message.author or message.message_id or message.received or message.subject)


def _is_a_servers(headers: Headers) -> bool:
    """Reports of delivery and of reading. One that a mail is spam (RFC 5965) has that mail attached."""
    kind = headers.parameter("report-type").lower()
    return headers.media_type == "multipart/report" and kind != "feedback-report"


def _passed_on_by(message: Message, outer: Message | None) -> str:
    """Who attached it; nobody where a filter wrapped it up in its own name (SpamAssassin's ``report_safe``)."""
    if outer is None or outer.author is None:
        return ""
    is_wrapped = bool(message.message_id) and outer.message_id == message.message_id
    return "" if is_wrapped else outer.author.address


def _header(blob: Blob, message: Message) -> tuple[Headers, Content | None, Form]:
    """The header as it was, the whole mail where it is there byte by byte, and the form."""
    with blob.content.open() as stream:
        data = stream.read(HEADER)
        if data.startswith(_OLE):
            stream.seek(0)
            steps = message.origin.path[len(blob.origin.path) :]
            with suppress(BadEvidence):
                # What cannot be read is told where it is opened.
                return _of_outlook(Outlook(stream), steps), None, Form.OUTLOOK
            return Headers(), None, Form.OUTLOOK
    data = narrow(data)
    data = data if b"\n" in data else data.replace(b"\r", b"\n")
    headers = read(data, is_mail=True)
    headers.cut = headers.cut or (headers.unended and blob.content.size > HEADER)
    return headers, blob.content, Form.ORIGINAL if _WRITTEN & set(headers.fields) else Form.PASTED


def _of_outlook(file: Outlook, steps: tuple[str, ...]) -> Headers:
    """The header of the message that lies below those names of attachments."""
    storage = file.storage((), outlook.TOP)
    for step in steps[: outlook.DEPTH]:
        inner = _attached(file, storage, step)
        if inner is None:
            return Headers()
        storage = inner
    return headers_of(storage)


def _attached(file: Outlook, storage: Storage, name: str) -> Storage | None:
    for number, one in enumerate(file.attachments(storage), 1):
        if one.is_object and name_of(one, number) == name:
            return file.storage(one.streams[outlook.DATA][1], outlook.EMBEDDED, one.code_page)
    return None


def _digest_of(content: Content) -> str:
    whole = hashlib.sha256()
    with content.open() as stream:
        while block := stream.read(1 << 20):
            whole.update(block)
    return whole.hexdigest()[:16]
