"""What the header of a mail tells of it, for :class:`mimawari.model.Message`: of a file, and of the header that Outlook keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypedDict

from mimawari.formats.mail.dates import dated
from mimawari.formats.mail.headers import Headers
from mimawari.formats.mail.hops import hops, tells_who_signed_in
from mimawari.formats.mail.people import PEOPLE, people
from mimawari.formats.scripts.charsets import decoded
from mimawari.model import Hop, Mailbox

_FIELD, _IDS, _RESULTS, _PEOPLE_BYTES = 2000, 200, 40, 192 << 10
_ID = re.compile(r"<[^<>\s]{1,500}>")
_BROKEN_ID = re.compile(r"[^<>\s]{1,500}@[^<>\s]{1,500}")
_RESULT = re.compile(
    r"(?:^|[;\s])(spf|dkim|dmarc|arc|auth|iprev|sender-id|compauth|domainkeys)\s{0,5}=\s{0,5}([a-z]{2,20})\b", re.IGNORECASE
)
_WORD = re.compile(r"\s{0,20}([a-z]{2,20})\b", re.IGNORECASE)
_SIGNER = re.compile(r"(?:^|;)\s{0,20}d\s{0,5}=\s{0,5}([^\s;]{1,255})")
_LIST = ("list-id", "list-unsubscribe", "list-post", "mailing-list", "x-mailing-list", "x-ml-name", "x-beenthere")
_SERVICE = ("feedback-id", "x-campaign", "x-campaign-id", "x-campaignid", "x-sg-eid", "x-mailgun-sid", "x-mc-user",
            "x-mandrill-user", "x-ses-outgoing", "x-bulkmail", "x-mailin-eid", "x-marketoid", "x-csa-complaints",
            "x-job")  # fmt: skip
_SENDERS = re.compile(
    r"mailchimp|sendgrid|cuenote|blastmail|acmailer|mailpublisher|will ?mail|benchmark|sendinblue|brevo|hubspot|salesforce"
    r"|exacttarget|constant contact|campaign|newsletter|bulk|mail magazine|メルマガ|配配|xserver newsletter",
    re.IGNORECASE,
)
_AUTOMATIC = ("x-autoreply", "x-autorespond", "x-failed-recipients")


class Facts(TypedDict):
    """The fields of a message that its header fills."""

    sender_field: str
    author: Mailbox | None
    people: tuple[Mailbox, ...]
    reply_to: str
    envelope_sender: str
    date: str
    zone: str
    received: tuple[Hop, ...]
    in_reply_to: str
    references: tuple[str, ...]
    authentication: tuple[str, ...]
    signed_by: tuple[str, ...]
    bulk: str
    mailer: str


def facts(headers: Headers) -> Facts:
    """All of them; what the header does not have is empty."""
    replied = ids(headers.raw("in-reply-to"))
    moment, zone = dated(headers.text("date"))
    return Facts(
        sender_field=decoded(headers.raw("from"))[:_FIELD],
        author=author(headers),
        people=named(headers, "to", "cc", "bcc"),
        reply_to=_first_address(headers, "reply-to"),
        envelope_sender=envelope(headers),
        date=moment,
        zone=zone,
        received=received(headers),
        in_reply_to=replied[0] if replied else "",
        references=tuple(dict.fromkeys(one for raw in headers.fields.get("references", ())[:10] for one in ids(raw)))[:_IDS],
        authentication=tuple(dict.fromkeys(_results(headers)))[:_RESULTS],
        signed_by=tuple(dict.fromkeys(_signers(headers.fields.get("dkim-signature", ()))))[:_RESULTS],
        bulk=bulk(headers),
        mailer=(headers.text("x-mailer") or headers.text("user-agent"))[:200],
    )


def author(headers: Headers) -> Mailbox | None:
    """Who wrote it: the first in From that has an address, else in Sender; a name alone is better than nobody."""
    found = [*people(headers.raw("from")), *people(headers.raw("sender"))]
    return next((one for one in found if one.address), found[0] if found else None)


def named(headers: Headers, *names: str) -> tuple[Mailbox, ...]:
    """Everyone in these fields, each once; of headers beyond all measure only the beginning."""
    found: dict[Mailbox, None] = {}
    room = _PEOPLE_BYTES
    for raw in (raw for name in names for raw in headers.fields.get(name, ())[:20]):
        if room <= 0:
            break
        found |= dict.fromkeys(people(raw[:room]))
        room -= len(raw)
    return tuple(found)[:PEOPLE]


def ids(raw: bytes) -> list[str]:
    """The Message-IDs in a field, also one that lacks its angle brackets."""
    text = raw.decode("latin-1")
    found = _ID.findall(text)
    if not found and (bare := _BROKEN_ID.search(text, 0, _FIELD)):
        found = [f"<{bare[0]}>"]
    return found[:_IDS]


def bulk(headers: Headers) -> str:
    """``list``, ``bulk`` or ``auto``, as the mail calls itself; empty where it does not."""
    fields = headers.fields
    precedence = headers.raw("precedence")[:40].strip().lower()
    if any(name in fields for name in _LIST) or precedence == b"list":
        return "list"
    if precedence in (b"bulk", b"junk") or any(name in fields for name in _SERVICE):
        return "bulk"
    if "x-mailer" in fields and _SENDERS.search(headers.text("x-mailer")[:200]):
        return "bulk"
    return "auto" if _is_automatic(headers, precedence) else ""


def _is_automatic(headers: Headers, precedence: bytes) -> bool:
    told = headers.raw("auto-submitted")[:40].strip().lower()
    return (
        (bool(told) and not told.startswith(b"no"))
        or precedence == b"auto_reply"
        or any(name in headers.fields for name in _AUTOMATIC)
        or headers.media_type == "multipart/report"
    )


def received(headers: Headers) -> tuple[Hop, ...]:
    """Its way, the newest hop first. Who signed in may stand in a field of its own."""
    found = hops(raw.decode("latin-1") for raw in headers.fields.get("received", ()))
    if found and tells_who_signed_in(headers.fields):
        return (*found[:-1], replace(found[-1], authenticated=True))
    return found


def _first_address(headers: Headers, name: str) -> str:
    return next((one.address for one in people(headers.raw(name)) if one.address), "") if name in headers.fields else ""


def envelope(headers: Headers) -> str:
    """The Return-Path, else what the line of a mailbox names; ``<>`` where it is empty, as of bounces."""
    if "return-path" in headers.fields:
        raw = headers.raw("return-path")
        return "<>" if raw.replace(b" ", b"") == b"<>" else _first_address(headers, "return-path")
    word = headers.envelope[5:600].split(b" ")[0].strip(b"<>").decode("latin-1").lower()
    return word if "@" in word else ""


def _results(headers: Headers) -> Iterator[str]:
    """RFC 8601 and the older Received-SPF (RFC 7208 9.1)."""
    for raw in headers.fields.get("authentication-results", ())[:10]:
        yield from (f"{name.lower()}={result.lower()}" for name, result in _RESULT.findall(raw[:4000].decode("latin-1")))
    for raw in headers.fields.get("received-spf", ())[:5]:
        if found := _WORD.match(raw[:60].decode("latin-1")):
            yield f"spf={found[1].lower()}"


def _signers(fields: Iterable[bytes]) -> Iterator[str]:
    for raw in list(fields)[:20]:
        if found := _SIGNER.search(raw[:4000].decode("latin-1")):
            yield found[1].lower()
