"""Who is in a mail, and which kinds of data about them: read from its header and its text, with its attachments closed.

It is for counting whose data a robbed mailbox held. What the mail says is looked at and forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from mimawari.formats import Head, mbox, message, msg
from mimawari.formats.budget import Budget
from mimawari.formats.mail import outlook
from mimawari.formats.mail.facts import author, named
from mimawari.formats.mail.headers import Headers
from mimawari.formats.mail.headers import read as read_headers
from mimawari.formats.mail.leaves import LOCKED, is_body
from mimawari.formats.mail.outlines import outline
from mimawari.formats.mail.outlook import Outlook, Storage
from mimawari.formats.mail.parts import Part, structure
from mimawari.formats.mail.people import people
from mimawari.formats.mail.personal import is_japanese, kinds
from mimawari.formats.mail.quotes import quoted
from mimawari.formats.mail.sent import in_sent_folder
from mimawari.formats.mail.texts import page_of, text
from mimawari.formats.slices import read
from mimawari.formats.web_page import shown
from mimawari.model import BadEvidence, Blob, Datum, Firm, Gap, Mailbox, Message, Reason
from mimawari.model.mojibake import repaired
from mimawari.trees import outlook_rtf

WANTED = "people"
"""What is missing where a mail could not be read."""
UNKNOWN = "no mail that can be read"
_ATTACHED, _TEXT, _HEAD, _LISTS = 20, 256 << 10, 64 << 10, 20
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_PGP = re.compile(r"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)
_ADDRESS = re.compile(r"[^\s<>,;:\"()@]{1,200}@[^\s<>,;:\"()@?]{1,255}")
_LIST_ID = re.compile(r"<([^\s<>@.]{1,100})\.([^\s<>@]{1,255})>\s*$")
_LIST_FIELDS = ("list-post", "mailing-list", "x-mailing-list", "x-beenthere", "x-ml-name")


@dataclass(frozen=True, slots=True)
class Correspondents:
    """The people of one mail. ``outline`` is its header as far as it tells whose mailbox it lies in.

    ``to`` are in To, ``copied`` in Cc and Bcc, ``quoted`` in mails that it quotes or that are attached. ``answers`` are in
    Reply-To, ``lists`` the addresses of the mailing lists that it came by. ``is_sent``: it lies among sent mails, or no server
    passed it on. ``data`` are the kinds of personal data in it. ``japanese``: its text or subject is.
    """

    outline: Message
    to: tuple[Mailbox, ...] = ()
    copied: tuple[Mailbox, ...] = ()
    quoted: tuple[Mailbox, ...] = ()
    answers: tuple[Mailbox, ...] = ()
    lists: frozenset[str] = frozenset()
    is_sent: bool = False
    data: frozenset[Datum] = frozenset()
    japanese: bool = False


def correspondents(blob: Blob, budget: Budget) -> Iterator[Correspondents | Gap]:
    """Those of the mail, or of each mail of a mailbox, that *blob* is; and what of it could not be read.

    May raise ``BadEvidence``.
    """
    near = message.at_hand(blob)
    head = Head.of(near)
    if msg.recognises(head):
        yield from _of_outlook(near)
    elif message.recognises(head):
        yield from _of_mail(near)
    elif mbox.recognises(head):
        for one in mbox.opened(near, budget):
            yield from _of_mail(message.at_hand(one)) if isinstance(one, Blob) else (one,) if isinstance(one, Gap) else ()
    else:
        yield Gap(blob.origin, Reason.UNSUPPORTED, WANTED, UNKNOWN)


def _of_mail(blob: Blob) -> Iterator[Correspondents | Gap]:
    found = structure(blob.content)
    yield from (Gap(blob.origin, reason, WANTED, detail) for reason, detail in found.faults)
    yield from (replace(gap, wanted=WANTED) for gap in message.cut(blob, found))
    said = text(blob.content, found.leaves)
    if any(leaf.media_type in _SEALED or "multipart/encrypted" in leaf.within for leaf in found.leaves) or _PGP.search(said):
        yield Gap(blob.origin, Reason.ENCRYPTED, WANTED, LOCKED)
    seen = _of(blob, found.headers, said)
    inner = tuple(_attached_people(blob, found.leaves))
    data = seen.data | {Datum.ATTACHMENT} if any(map(_is_file, found.leaves)) else seen.data
    yield replace(seen, quoted=(*seen.quoted, *inner), data=data)


def _of(blob: Blob, headers: Headers, said: str) -> Correspondents:
    """What a header and a text tell."""
    told = repaired(said)
    _, quotes = quoted(told)
    passed = "received" in headers.fields or "x-received" in headers.fields
    subject = headers.text("subject")[:2000]
    return Correspondents(
        outline=replace(outline(blob, headers, Firm()), author=author(headers)),
        to=named(headers, "to"),
        copied=named(headers, "cc", "bcc"),
        quoted=tuple(dict.fromkeys(one for quote in quotes for one in quote.people if "@" in one.address)),
        answers=named(headers, "reply-to"),
        lists=_lists(headers),
        is_sent=in_sent_folder(blob.origin.path) or not passed,
        data=kinds(f"{subject}\n{told}"),
        japanese=is_japanese(subject) or is_japanese(told),
    )


def _lists(headers: Headers) -> frozenset[str]:
    """The addresses of the mailing lists that a mail came by (RFC 2369 3.4, RFC 2919, and what programs write instead)."""
    fields = [raw for name in _LIST_FIELDS for raw in headers.fields.get(name, ())[:_LISTS]]
    found = {one.lower() for raw in fields for one in _ADDRESS.findall(raw[:2000].decode("latin-1").replace("mailto:", " "))}
    for raw in headers.fields.get("list-id", ())[:_LISTS]:
        if named_ := _LIST_ID.search(raw[:2000].decode("latin-1")):
            found.add(f"{named_[1]}@{named_[2]}".lower())
    return frozenset(found)


def _is_file(leaf: Part) -> bool:
    """Whether it is a file that somebody attached, and not the mail's text or a picture that is shown within it."""
    if is_body(leaf) or (leaf.media_type == "text/html" and not leaf.headers.file_name):
        return False
    return not (leaf.media_type.startswith("image/") and "multipart/related" in leaf.within) and leaf.size > 0


def _attached_people(blob: Blob, leaves: Iterable[Part]) -> Iterator[Mailbox]:
    """Those in the headers of mails that are attached as they are."""
    mails = (leaf for leaf in leaves if leaf.media_type in ("message/rfc822", "text/rfc822-headers"))
    for leaf in islice(mails, _ATTACHED):
        if leaf.headers.encoding in ("", "7bit", "8bit", "binary"):
            yield from _in_header(read_headers(read(blob.content, min(leaf.size, _HEAD), leaf.start), is_mail=True))


def _in_header(headers: Headers) -> tuple[Mailbox, ...]:
    return named(headers, "from", "reply-to", "to", "cc", "bcc")


def _of_outlook(blob: Blob) -> Iterator[Correspondents | Gap]:
    """A message that Outlook saved: by the header that it came with, else by its properties."""
    with blob.content.open() as stream:
        file = Outlook(stream)
        mail = file.storage((), outlook.TOP)
        headers = _headers(file, mail)
        try:
            said = _text_of(mail)
        except BadEvidence as bad:
            yield Gap(blob.origin, bad.reason, WANTED, bad.detail)
            said = ""
        seen = _of(blob, headers, said)
        attached = list(islice(file.attachments(mail), _ATTACHED))
        inner = [one for each in attached if each.is_object for one in _of_inner(file, each)]
    date = seen.outline.date or mail.time(outlook.SENT) or mail.time(outlook.DELIVERED)
    data = seen.data | {Datum.ATTACHMENT} if attached else seen.data
    yield replace(seen, outline=replace(seen.outline, date=date), quoted=(*seen.quoted, *inner), data=data)


def _of_inner(file: Outlook, attached: Storage) -> Iterator[Mailbox]:
    """The people of a message that is attached to another."""
    inner = file.storage(attached.streams[outlook.DATA][1], outlook.EMBEDDED, attached.code_page)
    yield from _in_header(_headers(file, inner))


def _headers(file: Outlook, mail: Storage) -> Headers:
    """The header that it came with; who is only named in its properties is written in as a field."""
    headers = msg.headers_of(mail)
    sender = msg.sender_of(mail)
    _add(headers, "from", [sender])
    if "to" not in headers.fields and "cc" not in headers.fields:
        _add(headers, "to", file.recipients(mail))
    if "subject" not in headers.fields:
        headers.fields["subject"] = [mail.text(outlook.SUBJECT).encode("utf-8", "replace")]
    return headers


def _add(headers: Headers, name: str, every: Iterable[Mailbox]) -> None:
    """Exchange's own names for its people (``/o=...``) are no addresses."""
    found = [one for one in every if "@" in one.address and not one.address.startswith("/")]
    if found and not any("@" in one.address for raw in headers.fields.get(name, ()) for one in people(raw)):
        plain = (f'"{one.name.replace(chr(92), "").replace(chr(34), "")}" <{one.address}>' for one in found)
        headers.fields[name] = [", ".join(plain).encode("utf-8", "replace")]


def _text_of(mail: Storage) -> str:
    plain, page = mail.text(outlook.BODY), page_of(mail)
    if not plain.strip() and not page and outlook.RTF in mail.streams:
        packed, _ = outlook_rtf.unpacked(mail.data(outlook.RTF, 2 * outlook_rtf.MOST))
        told, is_page = outlook_rtf.text_of(packed)
        plain, page = ("", told) if is_page else (told, "")
    return (plain if plain.strip() else shown(page, _TEXT)[0] if page else "")[:_TEXT]
