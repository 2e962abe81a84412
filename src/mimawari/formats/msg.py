"""A mail that Outlook saved (``.msg``): the same facts as of any other mail, its attachments, and the mails attached to it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget, shortfalls
from mimawari.formats.kept import Kept
from mimawari.formats.mail import neighbours, outlook
from mimawari.formats.mail.contents import START, kind
from mimawari.formats.mail.facts import Facts, facts
from mimawari.formats.mail.headers import Headers, read
from mimawari.formats.mail.outlook import Outlook, Storage
from mimawari.formats.mail.quotes import quoted
from mimawari.formats.mail.texts import links_in, page_of
from mimawari.formats.passwords import candidates
from mimawari.formats.web_page import shown
from mimawari.model import BadEvidence, Blob, Embedded, Gap, Mailbox, Message, Reason
from mimawari.model.mojibake import repaired
from mimawari.trees import outlook_rtf
from mimawari.trees.faults import parsing

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NAME = "__properties_version1.0".encode("utf-16-le")
_STREAM = "__substg1.0_".encode("utf-16-le")
_SHOWN, _LINKS = 256 << 10, 2000


def recognises(head: Head) -> bool:
    """A compound file whose directory names the properties of a message."""
    if not head.start.startswith(_OLE):
        return False
    return head.extension in ("msg", "oft") or any(mark in part for mark in (_NAME, _STREAM) for part in (head.start, head.end))


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The message and all messages in it, each with its attachments."""
    with blob.content.open() as stream:
        file = Outlook(stream)
        known = (*blob.passwords, *neighbours.of_outlook(blob, file))
        waiting = [(file.storage((), outlook.TOP), replace(blob, passwords=known))]
        count = 0
        while waiting:
            message, place = waiting.pop(0)
            count += 1
            if count > outlook.ATTACHMENTS or len(place.within) > budget.allowance.depth:
                yield Gap(blob.origin, Reason.TOO_LARGE, "content", "too many messages inside each other")
                return
            yield from _message(file, message, place, budget, waiting)


def _message(file: Outlook, message: Storage, place: Blob, budget: Budget, waiting: list[tuple[Storage, Blob]]) -> Iterator[Inside]:
    attached = list(file.attachments(message))
    if len(attached) == outlook.ATTACHMENTS:
        yield Gap(place.origin, Reason.TOO_LARGE, "content", f"more than {outlook.ATTACHMENTS} attachments of one message")
    subject, plain, page = message.text(outlook.SUBJECT), message.text(outlook.BODY), page_of(message)
    packed = outlook.RTF in message.streams and not plain.strip() and not page
    if packed:
        plain, page = yield from _of_rtf(message, place)
    text, links = shown(page, _SHOWN) if page else ("", ())
    links = (*links, *islice(links_in(plain), _LINKS))
    passwords = candidates(repaired(f"{subject}\n{plain}\n{text}"))
    people = tuple(islice(file.recipients(message), outlook.ATTACHMENTS))
    said = (plain if plain.strip() else text)[:_SHOWN]
    written, quotes = quoted(repaired(said))
    yield Message(
        **place.common,
        **_facts(message, people),
        subject=subject[:2000],
        sender=str(sender_of(message))[:2000],
        recipients=tuple(map(str, people)),
        message_id=message.text(outlook.MESSAGE_ID)[:1000],
        text=said,
        links=tuple(dict.fromkeys(links))[:_LINKS],
        attachments=tuple(name_of(one, number) for number, one in enumerate(attached, 1)),
        files=tuple(_file(one, name_of(one, number)) for number, one in enumerate(attached, 1)),
        written=written,
        quotes=quotes,
        passwords=passwords,
    )
    if page:
        yield place.inner("body.html", Kept.of(page.encode()), by="msg", media_type="text/html; charset=utf-8", passwords=passwords)
    for number, one in enumerate(attached, 1):
        yield from _attachment(file, one, name_of(one, number), place, budget, waiting, passwords)


def _of_rtf(message: Storage, place: Blob) -> Generator[Inside, None, tuple[str, str]]:
    """The text and the page of a message that are there as RTF only; the RTF itself, in which objects may lie."""
    try:
        data, is_whole = outlook_rtf.unpacked(message.data(outlook.RTF, 2 * outlook_rtf.MOST))
        text, is_page = outlook_rtf.text_of(data)
    except BadEvidence as bad:
        yield Gap(place.origin, bad.reason, "content", bad.detail)
        return "", ""
    if not is_whole:
        reason, detail = outlook_rtf.shortfall(data)
        yield Gap(place.origin, reason, "content", detail)
    if not is_page:
        yield place.inner("body.rtf", Kept.of(data), by="msg", media_type="text/rtf")
    return ("", text) if is_page else (text, "")


def _attachment(
    file: Outlook,
    one: Storage,
    name: str,
    place: Blob,
    budget: Budget,
    waiting: list[tuple[Storage, Blob]],
    passwords: tuple[str, ...],
) -> Iterator[Inside]:
    if one.is_object:
        path = one.streams[outlook.DATA][1]
        inner = file.storage(path, outlook.EMBEDDED, one.code_page)
        if inner.streams or inner.fixed:
            waiting.append((inner, place.inner(name, Kept.of(b""), by="msg", passwords=passwords)))
        else:
            yield Gap(place.origin, Reason.UNSUPPORTED, "content", f"{name}: an object in an Outlook message")
        return
    if outlook.DATA not in one.streams:
        elsewhere = one.number(outlook.METHOD) in outlook.BY_REFERENCE
        detail = f"{name}: an attachment that lies elsewhere" if elsewhere else f"{name}: an attachment without content"
        yield Gap(place.origin, Reason.MISSING, "content", detail)
        return
    try:
        with parsing(name):
            kept = budget.keep(file.ole.openstream(list(one.streams[outlook.DATA][1])))
    except BadEvidence as bad:
        yield Gap(place.origin, bad.reason, "content", bad.detail)
        return
    yield from (Gap(place.origin, reason, "content", f"{name}: {detail}") for reason, detail in shortfalls(kept))
    yield place.inner(name, kept, by="msg", media_type=one.text(outlook.MIME).lower()[:200], passwords=passwords)


def name_of(one: Storage, number: int) -> str:
    """What an attachment is called, the *number*-th of its message."""
    name = one.text(outlook.LONG_NAME) or one.text(outlook.SHORT_NAME) or one.text(outlook.DISPLAY)
    return " ".join(name.replace("\0", "").split())[:255] or f"attachment {number}"


def sender_of(message: Storage) -> Mailbox:
    """Who Outlook shows; the names that Exchange gives to its own people (``/o=...``) are no addresses."""
    addresses = [message.text(one) for one in (outlook.SENDER_SMTP, outlook.SENDER_ADDRESS, outlook.FOR_SMTP)]
    name = message.text(outlook.SENDER_NAME) or message.text(outlook.FOR_NAME)
    address = next((one for one in addresses if one and not one.startswith("/")), "")
    return Mailbox(name if name != address else "", address)


def _facts(message: Storage, people: tuple[Mailbox, ...]) -> Facts:
    """What the header that it came with says; what there is no header for, as of a mail of one's own, by its properties."""
    headers = headers_of(message)
    found = facts(headers)
    found["date"] = message.time(outlook.SENT) or message.time(outlook.DELIVERED)
    sender = sender_of(message)
    if found["author"] is None and (sender.name or sender.address):
        found["author"] = _person(sender)
        found["sender_field"] = str(sender)[:2000]
    found["people"] = found["people"] or tuple(map(_person, people))
    return found


def _person(one: Mailbox) -> Mailbox:
    """As the header would have it."""
    return Mailbox(repaired(one.name), "" if one.address.startswith("/") else one.address.lower())


def headers_of(message: Storage) -> Headers:
    """The header that a message came with, as far as Outlook keeps it; empty for one's own and for what it never saw."""
    raw = _or_empty(message, outlook.HEADERS).encode("utf-8", "replace")
    # Old servers of Exchange put a title over it.
    headers = read(raw.partition(b"\n")[2] if raw.startswith(b"Microsoft Mail Internet Headers") else raw.lstrip())
    for name, property_ in (("references", outlook.REFERENCES), ("in-reply-to", outlook.IN_REPLY_TO)):
        if name not in headers.fields and (value := _or_empty(message, property_)):
            headers.fields[name] = [value.encode("utf-8", "replace")]
    return headers


def _or_empty(message: Storage, property_: int) -> str:
    """What a property says beside the mail itself, which is not lost if it cannot be read."""
    with suppress(BadEvidence):
        return message.text(property_)
    return ""


def _file(one: Storage, name: str) -> Embedded:
    if one.is_object:
        return Embedded(name=name, kind="mail")
    with suppress(BadEvidence):
        # What is broken is told where it is opened.
        return Embedded(name=name, kind=kind(one.data(outlook.DATA, START), name), size=one.size(outlook.DATA))
    return Embedded(name=name)


FORMAT = Format("msg", 95, recognises, opened)
