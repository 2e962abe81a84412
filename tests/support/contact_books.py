"""Address books of programs, written from a list of people: Thunderbird old and new, LDIF, Windows, Outlook's autocompletion."""

from __future__ import annotations

import base64
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from support.contact_files import Friend, vcard


def _said(one: Friend) -> Iterator[tuple[str, str]]:
    """The properties of a card as Thunderbird names them."""
    yield from (("DisplayName", one.name), ("FirstName", one.given), ("LastName", one.family), ("Company", one.organisation))
    yield from zip(("PrimaryEmail", "SecondEmail"), one.mails, strict=False)
    yield from (("WorkPhone", one.telephone), ("WorkZipCode", one.postcode), ("WorkState", one.prefecture))
    yield from (("WorkCity", one.city), ("WorkAddress", one.rest), ("PopularityIndex", "3"))


def thunderbird(path: Path, people: Iterable[Friend], *, whole: bool = False, unwritten: bool = False) -> None:
    """``abook.sqlite`` (the tables of comm-central's ``SQLiteDirectory``), in version 102 and later with the *whole* card.

    *unwritten*: what was written last lies in the file beside.
    """
    database = sqlite3.connect(path)
    try:
        database.executescript(
            "CREATE TABLE properties (card TEXT, name TEXT, value TEXT);"
            "CREATE TABLE lists (uid TEXT PRIMARY KEY, name TEXT, nickName TEXT, description TEXT);"
            "CREATE TABLE list_cards (list TEXT, card TEXT, PRIMARY KEY(list, card));"
            "CREATE INDEX properties_card ON properties(card); PRAGMA user_version = 4;"
        )
        if unwritten:
            database.execute("PRAGMA journal_mode = WAL")
        for number, one in enumerate(people):
            rows = [*((("_vCard", vcard(one, "4.0")),) if whole else _said(one))]
            if whole:
                rows += [("PrimaryEmail", one.mails[0]), ("DisplayName", one.name)]
            database.executemany("INSERT INTO properties VALUES (?, ?, ?)", ((f"card-{number}", *row) for row in rows))
        database.execute("INSERT INTO lists VALUES ('l', 'みんな', '', '')")
        database.commit()
        if unwritten:
            beside = path.with_name(f"{path.name}-wal").read_bytes()
            before = path.read_bytes()
    finally:
        database.close()
    if unwritten:
        path.write_bytes(before)
        path.with_name(f"{path.name}-wal").write_bytes(beside)


def _escaped(text: str) -> str:
    """A value of Mork: what is no printable ASCII as ``$xx``, brackets and backslashes behind a backslash."""
    return "".join(
        f"\\{chr(byte)}" if byte in b")\\$" else chr(byte) if 32 <= byte < 127 else f"${byte:02X}" for byte in text.encode()
    )


def mork(people: Iterable[Friend]) -> str:
    """``abook.mab``, with the last card's address changed later to ``changed@example.com``, and a list."""
    people = list(people)
    names = dict.fromkeys(name for one in people for name, _ in _said(one))
    columns = {name: f"{number:X}" for number, name in enumerate(names, 0x83)}
    text = '// <!-- <mdb:mork:z v="1.4"/> -->\n< <(a=c)> // (f=iso-8859-1)\n'
    text += "  (80=ns:addrbk:db:row:scope:card:all)(81=ns:addrbk:db:row:scope:list:all)(82=ns:addrbk:db:row:scope:data:all)\n"
    text += "  (B8=ListName)" + "".join(f"({number}={name})" for name, number in columns.items()) + ">\n\n"
    values: dict[str, str] = {}
    rows = []
    for number, one in enumerate(people, 1):
        cells = ""
        for name, value in _said(one):
            if name == "PrimaryEmail":
                cells += f"(^{columns[name]}={_escaped(value)})"
                continue
            key = values.setdefault(value, f"{0x100 + len(values):X}")
            cells += f"(^{columns[name]}^{key})"
        rows.append(f"[{number:X}{cells}]")
    text += "<" + "".join(f"({key}={_escaped(value)})\n  " for value, key in values.items()) + ">\n"
    text += "{1:^80 {(k^BF:c)(s=9)} [1:^82(^B8=x)]\n  " + "\n  ".join(row.replace("(", ":^80(", 1) for row in rows) + "}\n"
    text += "[A0:^81(^B8=group)]\n@$${1{@\n"
    return text + f"[{len(rows):X}:^80(^{columns['PrimaryEmail']}=changed@example.com)]\n@$$}}1}}@\n"


def ldif(people: Iterable[Friend]) -> str:
    """LDIF as Thunderbird exports it: what is no ASCII in base64, long lines folded; a group behind."""

    def line(name: str, value: str) -> str:
        whole = f"{name}: {value}" if value.isascii() else f"{name}:: {base64.b64encode(value.encode()).decode()}"
        return "\n ".join(whole[at : at + 70] for at in range(0, len(whole), 70)) + "\n"

    text = "version: 1\n\n"
    for one in people:
        told: tuple[tuple[str, str], ...] = (
            ("dn", f"cn={one.name},mail={one.mails[0]}"), ("objectclass", "top"), ("objectclass", "person"),
            ("objectclass", "mozillaAbPersonAlpha"), ("givenName", one.given), ("sn", one.family), ("cn", one.name),
            ("mail", one.mails[0]), *((("mozillaSecondEmail", one.mails[1]),) if len(one.mails) > 1 else ()),
            ("telephoneNumber", one.telephone), ("street", one.rest), ("l", one.city), ("st", one.prefecture),
            ("postalCode", one.postcode), ("o", one.organisation),
        )  # fmt: skip
        text += "".join(line(name, value) for name, value in told if value) + "\n"
    return text + "dn: cn=list\nobjectclass: groupOfNames\ncn: list\nmember: cn=x\n"


def windows_contact(one: Friend) -> str:
    """``*.contact``, with the namespaces and collections of Windows Vista."""
    mails = "".join(
        f'<c:EmailAddress c:ElementID="{number}"><c:Type>SMTP</c:Type><c:Address>{escape(mail)}</c:Address></c:EmailAddress>'
        for number, mail in enumerate(one.mails)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<c:contact c:Version="1" xmlns:c="http://schemas.microsoft.com/Contact" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<c:CreationDate>2026-11-10T00:00:00Z</c:CreationDate><c:EmailAddressCollection>{mails}</c:EmailAddressCollection>"
        f"<c:NameCollection><c:Name><c:FormattedName>{one.name}</c:FormattedName><c:FamilyName>{one.family}</c:FamilyName>"
        f"<c:GivenName>{one.given}</c:GivenName></c:Name></c:NameCollection><c:PhoneNumberCollection><c:PhoneNumber>"
        f"<c:Number>{one.telephone}</c:Number></c:PhoneNumber></c:PhoneNumberCollection><c:PhysicalAddressCollection>"
        f"<c:PhysicalAddress><c:PostalCode>{one.postcode}</c:PostalCode><c:Region>{one.prefecture}</c:Region>"
        f"<c:Locality>{one.city}</c:Locality><c:Street>{one.rest}</c:Street></c:PhysicalAddress></c:PhysicalAddressCollection>"
        f"<c:PositionCollection><c:Position><c:Company>{one.organisation}</c:Company></c:Position></c:PositionCollection></c:contact>"
    )


def autocomplete(people: Iterable[Friend], exchange: Mapping[str, str] | None = None, major: int = 12) -> bytes:
    """``Stream_Autocomplete_*.dat``: one row an address, and rows of Exchange with their SMTP address."""

    def wide(number: int, text: str) -> bytes:
        data = f"{text}\0".encode("utf-16-le")
        return struct.pack("<II8xI", number << 16 | 0x1F, 0, len(data)) + data

    def binary(number: int, data: bytes) -> bytes:
        return struct.pack("<II8xI", number << 16 | 0x102, 0, len(data)) + data

    rows = []
    for one in people:
        for mail in one.mails:
            rows.append([wide(0x6001, one.name), binary(0x0FFF, b"\x81+\x1f"), wide(0x3001, one.name), wide(0x3003, mail),
                         wide(0x3002, "SMTP"), struct.pack("<IIQ", 0x60040003, 0, 0x2000), wide(0x6003, f"{one.name} <{mail}>"),
                         struct.pack("<II8xI", 0x800C1102, 0, 2) + struct.pack("<I", 3) + b"abc" + bytes(4)])  # fmt: skip
    for name, smtp in (exchange or {}).items():
        rows.append([wide(0x6001, name), wide(0x3001, name), wide(0x3003, "/o=x/cn=y"), wide(0x3002, "EX"), wide(0x39FE, smtp)])
    packed = b"".join(struct.pack("<I", len(row)) + b"".join(row) for row in rows)
    return b"\x0d\xf0\xad\xba" + struct.pack("<III", major, 0, len(rows)) + packed + struct.pack("<IQ", 0, 0)
