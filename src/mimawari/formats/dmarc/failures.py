"""What a failure report says of the one mail that failed (RFC 6591 over RFC 5965; the text that Exim writes instead)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mimawari.formats.bounces.given_back import HEADERS, MAILS
from mimawari.formats.bounces.given_back import of_text as of_lines
from mimawari.formats.dmarc.rows import domain
from mimawari.formats.mail.dates import utc
from mimawari.formats.mail.facts import author, ids
from mimawari.formats.mail.headers import Headers, read
from mimawari.formats.mail.leaves import data_of
from mimawari.formats.mail.parts import Part
from mimawari.formats.mail.people import people
from mimawari.model import Content, Mailbox, Origin
from mimawari.model.account_records import FailureReport
from mimawari.trees.dmarc import EXIM

FIELDS = "message/feedback-report"
_MOST = 64 << 10
_LINE = re.compile(
    r"^\s{0,9}(Sender Domain|Sender IP Address|Received date|DMARC Results):[ \t]{0,9}([^\r\n]{1,300})", re.MULTILINE
)
_ADDRESS = re.compile(r"[0-9A-Fa-f.:]{2,45}")


def header_of(content: Content, leaves: list[Part]) -> Headers:
    """The header of the mail that is given back; an empty one where none is."""
    part = next((one for one in leaves if one.media_type in (*MAILS, *HEADERS)), None)
    return read(data_of(content, part, _MOST), is_mail=True) if part else Headers()


def of_fields(origin: Origin, itself: Headers, fields: Headers, back: Headers) -> FailureReport | None:
    """The failure that a part of fields tells; None where it is no failure of authentication but a complaint (RFC 5965 7.3)."""
    kind = fields.text("feedback-type").lower()
    if kind != "auth-failure" and not (not kind and "auth-failure" in fields.fields):
        return None
    identity = ids(back.raw("message-id")) or ids(fields.raw("message-id"))
    return FailureReport(
        origin=origin,
        reporter=_reporter(itself, fields),
        time=utc(fields.text("arrival-date") or fields.text("received-date")) or utc(itself.text("date")),
        address=_address(fields.text("source-ip")),
        author=_author(back, fields.text("reported-domain")),
        envelope_sender=_first(fields.raw("original-mail-from")),
        message_id=identity[0] if identity else "",
        failure=fields.text("auth-failure").lower()[:100],
        result=fields.text("delivery-result").lower()[:100],
    )


def of_text(origin: Origin, itself: Headers, data: bytes) -> FailureReport | None:
    """The failure that the text of Exim's reports tells (its ``dmarc.c``), which has no part of fields; None where it is none."""
    if EXIM not in data:
        return None
    told: Mapping[str, str] = {name.lower(): value.strip() for name, value in _LINE.findall(data.decode("latin-1"))}
    copied = data.find(b"------ This is a copy of the headers")
    copy = of_lines(data[copied:]) if copied >= 0 else None
    back = copy.headers if copy else Headers()
    identity = ids(back.raw("message-id"))
    return FailureReport(
        origin=origin,
        reporter=_reporter(itself, Headers()),
        time=utc(told.get("received date", "")) or utc(itself.text("date")),
        address=_address(told.get("sender ip address", "")),
        author=_author(back, told.get("sender domain", "")),
        envelope_sender=_first(back.raw("return-path")),
        message_id=identity[0] if identity else "",
        failure="dmarc",
        result=told.get("dmarc results", "").lower()[:100],
    )


def _reporter(itself: Headers, fields: Headers) -> str:
    """The server that reports (``Reporting-MTA: dns; name``); where it is not told the domain that sent the report."""
    named = fields.text("reporting-mta").rpartition(";")[2].strip().lower()
    sender = author(itself)
    return named[:255] or (sender.domain if sender else "")


def _author(back: Headers, reported: str) -> str:
    found: Mailbox | None = author(back)
    return found.address if found and found.address else domain(reported)


def _first(raw: bytes) -> str:
    return next((one.address for one in people(raw) if one.address), "")


def _address(text: str) -> str:
    found = _ADDRESS.search(text.removeprefix("IPv6:"))
    return found[0].lower() if found else ""
