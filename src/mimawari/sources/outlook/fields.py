"""The header of the mail that is made of a message: as it came over the wire, completed from the message's properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime

from mimawari.model import BadEvidence
from mimawari.sources.outlook.properties import Properties, rows
from mimawari.sources.outlook.store import Store

SUBJECT, HEADERS, MESSAGE_ID, REPLY_TO, REFERENCES = 0x0037, 0x007D, 0x1035, 0x1042, 0x1039
SENT, DELIVERED, CREATED, CLASS = 0x0039, 0x0E06, 0x3007, 0x001A
NAME, ADDRESS_TYPE, ADDRESS, SMTP, RECIPIENT_TYPE = 0x3001, 0x3002, 0x3003, 0x39FE, 0x0C15
# Of the person that a mail is from, then of whoever sent it: name, type of address, address, SMTP address.
_FROM = ((0x0042, 0x0064, 0x0065, 0x5D02), (0x0C1A, 0x0C1E, 0x0C1F, 0x5D01))
_RECIPIENTS, PEOPLE = 0x0692, 2000
_FIELD = re.compile(r"([!-9;-~]{1,100})[ \t]{0,20}:")
# What tells of parts and encodings that are not there any more.
_OF_PARTS = ("content-", "mime-version")
_HEADER = 4 << 20
_WIDEST = 4000
_IDENTIFIER = re.compile(r"<?([^<>\s]{1,900})>?")


def subject(message: Properties) -> str:
    """The subject, without the two characters that tell how long its prefix is (MS-PST 2.5.3.1.1.1)."""
    text = message.text(SUBJECT)
    return _line(text[2:] if text.startswith("\x01") else text)


def message_id(message: Properties, header: list[tuple[str, str]]) -> str:
    """The Message-ID in its brackets; empty where there is none."""
    told = next((line.split(":", 1)[1] for name, line in header if name == "message-id"), "") or message.text(MESSAGE_ID)
    found = _IDENTIFIER.search(told)
    return f"<{found[1]}>" if found else ""


_CONTROLS = {code: " " for code in range(32) if code not in (9, 10, 13)} | {127: " "}


def wired(message: Properties) -> list[tuple[str, str]]:
    """Name in lower case and text of each field that came with the mail, in their order; none of its parts' own."""
    fields: list[tuple[str, str]] = []
    is_kept = False
    for line in re.split(r"\r\n|\n|\r", message.text(HEADERS, _HEADER).translate(_CONTROLS)):
        found = _FIELD.match(line)
        if line[:1] in (" ", "\t") and line.strip():
            if is_kept:
                fields[-1] = (fields[-1][0], f"{fields[-1][1]}\r\n{line}")
        elif found:
            name = found[1].lower()
            is_kept = not name.startswith(_OF_PARTS)
            if is_kept:
                fields.append((name, line))
        else:
            is_kept = False
    return fields


def header(store: Store, message: Properties) -> list[tuple[str, str]]:
    """The fields of the mail. Raises ``BadEvidence`` where the message's properties are damaged."""
    fields = wired(message)
    there = {name for name, _ in fields}
    fields += [(name.lower(), f"{name}: {value}") for name, value in _told(store, message, there) if value]
    return fields


def _told(store: Store, message: Properties, there: set[str]) -> Iterator[tuple[str, str]]:
    if "from" not in there:
        yield "From", _author(message)
    if not there & {"to", "cc", "bcc"}:
        yield from recipients(store, message)
    if "subject" not in there:
        yield "Subject", subject(message)
    if "date" not in there:
        yield "Date", _date(message)
    for name, number in (("Message-ID", MESSAGE_ID), ("In-Reply-To", REPLY_TO), ("References", REFERENCES)):
        if name.lower() not in there:
            yield name, _line(message.text(number))


def _author(message: Properties) -> str:
    for name, kind, address, smtp in _FROM:
        found = _person(message.text(name), message.text(smtp), message.text(kind), message.text(address))
        if found:
            return found
    return ""


def recipients(store: Store, message: Properties) -> Iterator[tuple[str, str]]:
    """To, Cc and Bcc by the message's own table of them; what is damaged of it is noted in the store."""
    people: dict[int, list[str]] = {}
    table = message.below.get(_RECIPIENTS)
    try:
        for one in rows(store, table, PEOPLE, message.pages) if table else ():
            person = _person(one.text(NAME), one.text(SMTP), one.text(ADDRESS_TYPE), one.text(ADDRESS))
            people.setdefault(one.number(RECIPIENT_TYPE) & 0xF, []).append(person)
    except BadEvidence as bad:
        store.note(bad.reason, bad.detail)
    for name, number in (("To", 1), ("Cc", 2), ("Bcc", 3)):
        yield name, ",\r\n ".join(person for person in people.get(number, ()) if person)


def _person(name: str, smtp: str, kind: str, address: str) -> str:
    """As in a mail; an address of Exchange (``/O=...``) is none of the Internet and is left out."""
    reach = _line(smtp) or ("" if kind.upper() == "EX" or address.startswith("/") else _line(address))
    reach = re.sub(r"[<>\s,;]", "", reach)
    shown = _line(name)
    if not shown or shown == reach:
        return f"<{reach}>" if reach else ""
    quoted = '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{quoted} <{reach}>" if reach else quoted


def _date(message: Properties) -> str:
    """When it was sent, in UTC: ``-0000``, for nobody tells the sender's zone (RFC 5322 3.3)."""
    for number in (SENT, DELIVERED, CREATED):
        if moment := message.time(number):
            return format_datetime(datetime.fromisoformat(moment).replace(tzinfo=None))
    return ""


def _line(text: str) -> str:
    return " ".join(text.translate(_CONTROLS).split())[:_WIDEST]
