"""A mail (RFC 5322) by itself or in something else: what its header says, its text, and everything that it carries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from mimawari.formats import Format, Head, Inside, ends, mbox
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.formats.mail import neighbours
from mimawari.formats.mail.contents import file_of
from mimawari.formats.mail.facts import facts
from mimawari.formats.mail.headers import Headers, read
from mimawari.formats.mail.leaves import attachment, inside_text, is_body, is_report, is_told_twice, name_of
from mimawari.formats.mail.outside import outside
from mimawari.formats.mail.parts import MAILBOX, Part, Structure, structure
from mimawari.formats.mail.quotes import quoted
from mimawari.formats.mail.texts import said, texts
from mimawari.formats.passwords import candidates
from mimawari.formats.scripts.charsets import WIDE, is_text, narrow
from mimawari.formats.scripts.languages import EXTENSIONS
from mimawari.formats.slices import Held
from mimawari.model import Blob, Embedded, Gap, Message, Reason
from mimawari.model.mojibake import repaired

MAIL = "message/rfc822"
HELD = 256 << 10
"""Up to how many bytes a mail is held while it is opened."""
_NAMES, _CONVERTED, _FIRST = 1000, 32 << 20, 100
_TELLING = {
    "from", "to", "subject", "date", "received", "mime-version", "message-id", "return-path", "delivered-to", "sender",
    "reply-to", "dkim-signature", "x-received", "authentication-results", "cc", "x-mailer", "in-reply-to", "references",
}  # fmt: skip
_SURE = _TELLING - {"date", "mime-version", "to", "from"}
_ID, _ADDRESS = re.compile(rb"<[^<>\s@]{1,500}@[^<>\s]{1,500}>"), re.compile(rb"[^\s@<>]@[^\s@<>]")
# What only a mail program or a server writes in them (RFC 5322 3.6, RFC 2045 4, RFC 8601, RFC 6376).
_WRITTEN = {
    "message-id": _ID, "in-reply-to": _ID, "references": _ID, "return-path": re.compile(rb"<[^<>]{0,500}>"),
    "delivered-to": _ADDRESS, "received": re.compile(rb"\b(?:from|by|with)\s"), "x-received": re.compile(rb"\bby\s"),
    "mime-version": re.compile(rb"\d\s?\.\s?\d"), "dkim-signature": re.compile(rb"\bb\s?="),
    "authentication-results": re.compile(rb"="),
    "date": re.compile(rb"\b\d{1,2} [A-Z][a-z]{2} \d{2,4} \d{1,2}:\d\d"),
}  # fmt: skip
_SHOWN = re.compile(rb"(?:\A|[\r\n])(?:From|Subject|To|Sender|Reply-To)[ \t]{0,20}:")


def recognises(head: Head) -> bool:
    """At least two fields that only mail has, right at the beginning; not what runs as a script because of its name."""
    labelled = head.media_type == MAIL or head.extension == "eml"
    if labelled and head.start[:2] in WIDE:
        return len(set(read(narrow(head.start)).fields) & _TELLING) >= 2
    # What is called a mail may have parts that are no text (RFC 3030), or zeros where a disk failed: its header tells.
    if head.extension in EXTENSIONS or not is_text(head.start[:_FIRST] if labelled else head.start, 0.1):
        return False
    if MAILBOX.match(head.start):
        return not mbox.recognises(head)
    headers = read(head.start, is_mail=labelled)
    return bool(headers.fields) if labelled else _is_header(headers, head)


def is_labelled(head: Head, headers: Headers) -> bool:
    """As :func:`recognises` for what is labelled as a mail, where its *headers* were read already. False says nothing: ask that."""
    is_plain = head.extension not in EXTENSIONS and head.start[:2] not in WIDE and is_text(head.start[:_FIRST], 0.1)
    return is_plain and head.media_type == MAIL and not headers.envelope and bool(headers.fields)


def _is_header(headers: Headers, head: Head) -> bool:
    """Whether it is the header of a mail: notes, rules and settings (YAML) have lines of that form too.

    Something in it has to be as a program writes it. Else somebody wrote it down, and it is taken for a mail only where it is a
    whole one: with an address, names of fields as people see them, and an empty line behind them.
    """
    names = set(headers.fields)
    if len(names & _TELLING) < 2 or not names & _SURE:
        return False
    if any(form.search(raw) for name, form in _WRITTEN.items() for raw in headers.fields.get(name, ())[:_FIRST]):
        return True
    is_whole = not headers.unended or head.size > len(head.start)
    has_address = any(_ADDRESS.search(raw) for name in ("from", "to", "sender", "reply-to") for raw in headers.fields.get(name, ()))
    return is_whole and has_address and _SHOWN.search(head.start[: headers.length]) is not None


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The mail, then what is in it; the passwords that its text names go with every part."""
    blob = at_hand(blob)
    found = structure(blob.content)
    yield from (Gap(blob.origin, reason, "content", detail) for reason, detail in found.faults)
    yield from cut(blob, found)
    plain, pages, links = texts(blob.content, found.leaves)
    subject = found.headers.text("subject")
    passwords = candidates(repaired(f"{subject}\n{plain}\n{pages}"))
    yield _message(blob, found, said(plain, pages), links, passwords)
    blob = replace(blob, passwords=(*blob.passwords, *neighbours.of_mail(blob, found.leaves)))
    for part in found.leaves:
        if is_report(part):
            continue
        if is_body(part):
            yield from inside_text(blob, part, budget, passwords)
        if not is_body(part) or is_told_twice(part):
            yield from attachment(blob, part, budget, passwords)
    yield from outside(blob, found.leaves, budget)


def cut(blob: Blob, found: Structure) -> Iterator[Gap]:
    """That it ends before its first attachment could come. Mails given back in a bounce are cut so by whoever gives them back."""
    if "message" in blob.within:
        return
    if found.headers.unended:
        yield Gap(blob.origin, Reason.CORRUPT, "content", "a mail that ends within its header")
    elif found.unended:
        yield Gap(blob.origin, Reason.CORRUPT, "content", "a mail that ends within a part")


def at_hand(blob: Blob) -> Blob:
    """The same mail, held if it is small: each part of it is read by itself, some twice.

    What an editor saved in UTF-16 is made narrow. It gets line feeds where its lines end in carriage returns only, as some
    programs saved it.
    """
    size = blob.content.size
    if size > _CONVERTED:
        return blob
    start, end = ends(blob.content) if size > HELD else (b"", b"")
    if start[:2] not in WIDE and (b"\n" in start or b"\n" in end or (size > HELD and b"\r" not in start)):
        return blob
    with blob.content.open() as stream:
        data = stream.read()
    data = narrow(data)
    data = data if b"\n" in data else data.replace(b"\r", b"\n")
    return replace(blob, content=Held(data) if size <= HELD else Kept.of(data))


def _message(blob: Blob, found: Structure, text: str, links: tuple[str, ...], passwords: tuple[str, ...]) -> Message:
    headers = found.headers
    written, quotes = quoted(repaired(text))
    files = _files(blob, found.leaves)
    told = facts(headers)
    return Message(
        **blob.common,
        **told,
        subject=headers.text("subject")[:2000],
        sender=headers.text("from")[:2000],
        recipients=tuple(map(str, told["people"])),
        message_id=headers.text("message-id")[:1000],
        text=text,
        links=links,
        attachments=tuple(one.name for one in files),
        files=files,
        written=written,
        quotes=quotes,
        passwords=passwords,
    )


def _files(blob: Blob, leaves: Iterable[Part]) -> tuple[Embedded, ...]:
    """What it carries beside its text; a page without a name is its text."""
    found = [part for part in leaves if not is_body(part) and (part.media_type != "text/html" or part.headers.file_name)][:_NAMES]
    if not found:
        return ()
    with blob.content.open() as stream:
        return tuple(file_of(stream, part, name_of(part)) for part in found)


FORMAT = Format("message", 130, recognises, opened)
