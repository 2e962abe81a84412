"""Outlook's data file with contacts and distribution lists (MS-OXOCNTC), written from a list of people."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from support.contact_files import Friend
from support.pst_file import UNICODE, File, Form
from support.pst_heap import BINARY, Value
from support.pst_mail import SUBTREE, Writer, Written

# PidLidEmail1..3 AddressType, EmailAddress, OriginalDisplayName; PidLidWorkAddress City, State, PostalCode; members of a list.
NAMES = (0x8082, 0x8083, 0x8084, 0x8092, 0x8093, 0x8094, 0x80A2, 0x80A3, 0x80A4, 0x8045, 0x8046, 0x8047, 0x8048, 0x8054)
_PLACES = {name: 0x8000 + place for place, name in enumerate(NAMES, 1)}
_ONE_OFF = bytes.fromhex("00000000812b1fa4bea310199d6e00dd010f54020000")
SEVERAL_BINARY = 0x1102


def contact(writer: Writer, one: Friend, exchange: str = "") -> Written:
    """A contact. *exchange*: its first address is one of Exchange, shown as that."""
    texts = {0x3001: one.name, 0x3A11: one.family, 0x3A06: one.given, 0x3A16: one.organisation, 0x3A08: one.telephone}
    texts |= {_PLACES[0x8045]: one.rest, _PLACES[0x8046]: one.city, _PLACES[0x8047]: one.prefecture, _PLACES[0x8048]: one.postcode}
    for mail, (kind, address) in zip(one.mails, ((0x8082, 0x8083), (0x8092, 0x8093), (0x80A2, 0x80A3)), strict=False):
        texts |= {_PLACES[kind]: "SMTP", _PLACES[address]: mail}
    if exchange:
        texts |= {_PLACES[0x8082]: "EX", _PLACES[0x8083]: "/o=x/cn=y", _PLACES[0x8084]: exchange}
    values: dict[int, Value] = {number: writer.text(text) for number, text in texts.items() if text}
    return Written(subject=one.name, form="IPM.Contact", extra=values)


def one_off(one: Friend) -> bytes:
    """A member that tells its address itself, in UTF-16 (MS-OXCDATA 2.2.5.1)."""
    texts = f"{one.name}\0SMTP\0{one.mails[0]}\0".encode("utf-16-le")
    return _ONE_OFF + struct.pack("<H", 0x9001) + texts


def distribution_list(name: str, members: Sequence[Friend]) -> Written:
    """A list of people who stand in it alone."""
    pieces = [one_off(one) for one in members]
    starts = [4 + 4 * len(pieces)]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    packed = struct.pack(f"<I{len(pieces)}I", len(pieces), *starts[:-1]) + b"".join(pieces)
    return Written(subject=name, form="IPM.DistList", extra={_PLACES[0x8054]: (SEVERAL_BINARY, packed)})


def data_file(
    people: Sequence[Friend], listed: Sequence[Friend] = (), form: Form = UNICODE, mails: Sequence[Written] = (), exchange: str = ""
) -> bytes:
    """A file with these contacts, a list of *listed* and some mails."""
    writer = Writer(File(form), names=NAMES)
    writer.begin()
    folder, inbox = writer.folder("連絡先", SUBTREE), writer.folder("受信トレイ", SUBTREE)
    for one in people:
        writer.message(contact(writer, one, exchange), folder)
    if listed:
        writer.message(distribution_list("関係者", listed), folder)
    for mail in mails:
        writer.message(mail, inbox)
    return writer.done()


assert BINARY | 0x1000 == SEVERAL_BINARY
