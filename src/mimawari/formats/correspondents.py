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
from mimawari.formats.mail import crowds, mentioned, outlook
from mimawari.formats.mail.crowds import CROWD, everyone
from mimawari.formats.mail.enclosed import MORE as MORE_ATTACHED
from mimawari.formats.mail.enclosed import MOST as MOST_ATTACHED
from mimawari.formats.mail.enclosed import enclosed, in_header
from mimawari.formats.mail.facts import author
from mimawari.formats.mail.headers import Headers
from mimawari.formats.mail.leaves import LOCKED, is_body
from mimawari.formats.mail.outlines import outline
from mimawari.formats.mail.outlook import Outlook, Storage
from mimawari.formats.mail.parts import Part, structure
from mimawari.formats.mail.people import people
from mimawari.formats.mail.personal import is_japanese, kinds
from mimawari.formats.mail.quotes import quoted
from mimawari.formats.mail.sent import in_junk_folder, in_sent_folder
from mimawari.formats.mail.texts import TEXT, is_cut, page_of, text
from mimawari.formats.web_page import shown
from mimawari.model import BadEvidence, Blob, Content, Datum, Firm, Gap, Mailbox, Message, Reason
from mimawari.model.mojibake import repaired
from mimawari.trees import outlook_rtf

WANTED = "people"
"""What is missing where a mail could not be read."""
UNKNOWN = "no mail that can be read"
LONG = "a very long text of a mail was not read to its end"
_LISTS = 20
_WRITERS = ("from", "sender", "reply-to", "resent-from", "resent-sender", "mail-reply-to", "disposition-notification-to")
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_PGP = re.compile(r"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)
_ADDRESS = re.compile(r"[^\s<>,;:\"()@]{1,200}@[^\s<>,;:\"()@?]{1,255}")
_LIST_ID = re.compile(r"<([^\s<>@.]{1,100})\.([^\s<>@]{1,255})>\s*$")
_LIST_FIELDS = ("list-post", "mailing-list", "x-mailing-list", "x-beenthere", "x-ml-name")


@dataclass(frozen=True, slots=True)
class Correspondents:
    """The people of one mail. ``outline`` is its header as far as it tells whose mailbox it lies in.

    ``to`` are in To, ``copied`` in Cc and Bcc and among those to whom it was sent on, ``quoted`` in mails that it quotes, in what
    is attached as a mail or an invitation, and those that a bounce could not reach. ``answers`` are further writers and those in
    Reply-To, ``mentioned`` in its text, each with whether a form names them. ``lists`` are the addresses of the mailing lists that
    it came by. ``is_sent``: it lies among sent mails, or no server passed it on; ``is_junk``: among unwanted ones. ``data`` are the
    kinds of personal data in it. ``japanese``: its text or subject is.
    """

    outline: Message
    to: tuple[Mailbox, ...] = ()
    copied: tuple[Mailbox, ...] = ()
    quoted: tuple[Mailbox, ...] = ()
    answers: tuple[Mailbox, ...] = ()
    mentioned: tuple[tuple[Mailbox, bool], ...] = ()
    lists: frozenset[str] = frozenset()
    is_sent: bool = False
    is_junk: bool = False
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
    seen = _of(blob, found.headers, said, blob.content)
    inner, are_more = enclosed(blob.content, found.leaves)
    data = seen.data | {Datum.ATTACHMENT} if any(map(_is_file, found.leaves)) else seen.data
    yield from _limits(blob, seen, are_more=are_more, is_cut=len(said) >= TEXT or is_cut(blob.content, found.leaves))
    yield replace(seen, quoted=(*seen.quoted, *inner), data=data)


def _limits(blob: Blob, seen: Correspondents, *, are_more: bool, is_cut: bool) -> Iterator[Gap]:
    """That not everybody in it was read."""
    for is_over, detail in (
        (max(map(len, (seen.to, seen.copied, seen.answers))) > CROWD, crowds.MORE),
        (len(seen.mentioned) > mentioned.MOST, mentioned.MORE),
        (are_more, MORE_ATTACHED),
        (is_cut, LONG),
    ):
        if is_over:
            yield Gap(blob.origin, Reason.TOO_LARGE, WANTED, detail)


def _of(blob: Blob, headers: Headers, said: str, content: Content | None = None) -> Correspondents:
    """What a header and a text tell. *content* is the mail where it is a file."""
    told = repaired(said)
    _, quotes = quoted(told)
    passed = "received" in headers.fields or "x-received" in headers.fields
    subject = headers.text("subject")[:2000]
    writer = author(headers)
    way = (*blob.origin.path, blob.origin.locator.replace("\\", "/").rpartition("/")[2])
    shell = outline(blob, headers, Firm())
    return Correspondents(
        outline=replace(shell, author=writer, bulk="auto" if _is_answer(headers) else shell.bulk),
        to=everyone(headers, ("to",), content),
        copied=everyone(headers, ("cc", "bcc", "resent-to", "resent-cc", "resent-bcc"), content),
        quoted=tuple(dict.fromkeys(one for quote in quotes for one in quote.people if "@" in one.address)),
        answers=tuple(one for one in everyone(headers, _WRITERS, content) if one != writer),
        mentioned=tuple(mentioned.mentioned(told)),
        lists=_lists(headers),
        is_sent=in_sent_folder(blob.origin.path) or not passed,
        is_junk=in_junk_folder(way),
        data=kinds(f"{subject}\n{told}"),
        japanese=is_japanese(subject) or is_japanese(told),
    )


def _is_answer(headers: Headers) -> bool:
    """Whether a program answers for somebody who is away (RFC 3834 5): such mails often call themselves bulk."""
    return headers.raw("auto-submitted")[:40].strip().lower().startswith(b"auto-replied")


def _lists(headers: Headers) -> frozenset[str]:
    """The addresses of the mailing lists that a mail came by (RFC 2369 3.4, RFC 2919, and what programs write instead)."""
    fields = [raw for name in _LIST_FIELDS for raw in headers.fields.get(name, ())[:_LISTS]]
    found = {one.lower() for raw in fields for one in _ADDRESS.findall(raw[:2000].decode("latin-1").replace("mailto:", " "))}
    for raw in headers.fields.get("list-id", ())[:_LISTS]:
        if named_ := _LIST_ID.search(raw[:2000].decode("latin-1")):
            found.add(f"{named_[1]}@{named_[2]}".lower())
    # A list hands mails on in the name of an address of its own.
    return frozenset(found.union(one.address for one in everyone(headers, ("sender",)) if found))


def _is_file(leaf: Part) -> bool:
    """Whether it is a file that somebody attached, and not the mail's text or a picture that is shown within it."""
    if is_body(leaf) or (leaf.media_type == "text/html" and not leaf.headers.file_name):
        return False
    return not (leaf.media_type.startswith("image/") and "multipart/related" in leaf.within) and leaf.size > 0


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
        attached = list(islice(file.attachments(mail), MOST_ATTACHED + 1))
        inner = [one for each in attached[:MOST_ATTACHED] if each.is_object for one in _of_inner(file, each)]
    yield from _limits(blob, seen, are_more=len(attached) > MOST_ATTACHED, is_cut=len(said) >= TEXT)
    date = seen.outline.date or mail.time(outlook.SENT) or mail.time(outlook.DELIVERED)
    data = seen.data | {Datum.ATTACHMENT} if attached else seen.data
    yield replace(seen, outline=replace(seen.outline, date=date), quoted=(*seen.quoted, *inner), data=data)


def _of_inner(file: Outlook, attached: Storage) -> Iterator[Mailbox]:
    """The people of a message that is attached to another."""
    inner = file.storage(attached.streams[outlook.DATA][1], outlook.EMBEDDED, attached.code_page)
    yield from in_header(_headers(file, inner))


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
    return (plain if plain.strip() else shown(page, TEXT)[0] if page else "")[:TEXT]
