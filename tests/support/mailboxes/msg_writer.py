"""Writes a mail as Outlook saves it (MS-OXMSG): the properties of the message, a storage for each recipient and each attachment."""

from __future__ import annotations

import email
import email.policy
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from support.mailboxes.charsets import decoded
from support.office.ole_writer import compound_file

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_TEXT, _BINARY, _LONG, _TIME = 0x001F, 0x0102, 0x0003, 0x0040
_MAP = {
    "subject": 0x0037, "normalized": 0x0E1D, "class": 0x001A, "headers": 0x007D, "body": 0x1000, "html": 0x1013,
    "message_id": 0x1035,
    "sender_name": 0x0C1A, "sender_address": 0x0C1F, "sender_smtp": 0x5D01, "sender_type": 0x0C1E, "sent": 0x0039,
    "delivered": 0x0E06,
    "to": 0x0E04, "code_page": 0x3FDE, "store": 0x340D, "reply": 0x1042,
}  # fmt: skip


@dataclass
class _Storage:
    """Streams below a storage, and its table of properties, which begins with *head* bytes (MS-OXMSG 2.4)."""

    path: str
    head: bytes
    streams: dict[str, bytes]
    rows: list[bytes]

    def put(self, number: int, kind: int, value: bytes | int) -> None:
        """A property: fixed ones stand in the table, others in a stream of their own."""
        if isinstance(value, int):
            self.rows.append(struct.pack("<IIQ", number << 16 | kind, 6, value))
            return
        self.streams[f"{self.path}__substg1.0_{number:04X}{kind:04X}"] = value
        size = len(value) + (2 if kind == _TEXT else 0)
        self.rows.append(struct.pack("<IIII", number << 16 | kind, 6, size, 0))

    def text(self, number: int, value: str) -> None:
        if value:
            self.put(number, _TEXT, value.encode("utf-16-le", "surrogatepass"))

    def close(self) -> dict[str, bytes]:
        return self.streams | {f"{self.path}__properties_version1.0": self.head + b"".join(sorted(self.rows))}


def msg(content: bytes, *, headers: bool = True) -> bytes:
    """The mail *content* as a ``.msg`` file, its header kept as Outlook keeps it (PidTagTransportMessageHeaders).

    Without *headers* that property is absent, as in a mail that was written here or copied between stores.
    """
    mail = email.message_from_bytes(content, policy=email.policy.compat32)
    people = [
        pair for name in ("To", "Cc") for pair in getaddresses([_shown(value) for value in mail.get_all(name, [])]) if pair[1]
    ]
    files = list(_files(mail))
    top = _Storage("", bytes(8) + struct.pack("<IIII", len(people), len(files), len(people), len(files)) + bytes(8), {}, [])
    _message(top, mail, content if headers else b"")
    streams = top.close()
    for number, (name, address) in enumerate(people):
        streams |= _recipient(number, name, address)
    for number, (name, kind, data, cid) in enumerate(files):
        streams |= _attachment(number, name, kind, data, cid)
    streams |= dict.fromkeys(("__nameid_version1.0/__substg1.0_00020102", "__nameid_version1.0/__substg1.0_00030102",
                              "__nameid_version1.0/__substg1.0_00040102"), b"")  # fmt: skip
    return compound_file(streams, {"": bytes.fromhex("0b0d020000000000c000000000000046")})


def _message(top: _Storage, mail: Message, content: bytes) -> None:
    raw = content.partition(b"\n\n")[0].decode("utf-8", "replace").replace("\n", "\r\n")
    name, address = _author(str(mail.get("From", "")))
    subject = _shown(mail.get("Subject", ""))
    texts = (
        ("class", "IPM.Note"), ("subject", subject), ("normalized", subject), ("headers", raw and raw + "\r\n\r\n"),
        ("message_id", mail.get("Message-ID", "")), ("sender_name", name or address), ("sender_address", address),
        ("sender_smtp", address), ("sender_type", "SMTP"), ("to", _shown(mail.get("To", ""))), ("reply", mail.get("In-Reply-To",
        "")),
        ("body", _said(mail, "plain").replace("\r\n", "\n").replace("\n", "\r\n")),
    )  # fmt: skip
    for key, value in texts:
        top.text(_MAP[key], str(value))
    page = _said(mail, "html")
    if page:
        top.put(_MAP["html"], _BINARY, page.encode())
        top.put(_MAP["code_page"], _LONG, 65001)
    top.put(_MAP["store"], _LONG, 0x40000)
    when = _moment(mail)
    top.put(_MAP["sent"], _TIME, when)
    top.put(_MAP["delivered"], _TIME, when)


def _author(field: str) -> tuple[str, str]:
    """The name as it is shown, and the address at the end: whatever else the name has in it."""
    found = re.search(r"<([^<>]*)>\s*$", field)
    if found is None:
        return "", field.partition(" (")[0].strip()
    return _shown(field[: found.start()]).strip().strip('"'), found[1]


def _moment(mail: Message) -> int:
    found = parsedate_to_datetime(mail["Date"])
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return int((found - _EPOCH).total_seconds()) * 10**7


def _recipient(number: int, name: str, address: str) -> dict[str, bytes]:
    one = _Storage(f"__recip_version1.0_#{number:08X}/", bytes(8), {}, [])
    for key, value in ((0x3001, name or address), (0x3002, "SMTP"), (0x3003, address), (0x39FE, address)):
        one.text(key, value)
    one.put(0x0C15, _LONG, 1)
    one.put(0x3000, _LONG, number)
    return one.close()


def _attachment(number: int, name: str, kind: str, data: bytes, cid: str) -> dict[str, bytes]:
    one = _Storage(f"__attach_version1.0_#{number:08X}/", bytes(8), {}, [])
    for key, value in (
        (0x3707, name),
        (0x3704, name[-12:]),
        (0x3001, name),
        (0x370E, kind),
        (0x3712, cid),
        (0x3703, "." + name.rpartition(".")[2]),
    ):
        one.text(key, value)
    one.put(0x3701, _BINARY, data)
    one.put(0x3705, _LONG, 1)
    one.put(0x0E21, _LONG, number)
    return one.close()


def _shown(value: object) -> str:
    """A header as people read it."""
    from email.header import decode_header

    out = []
    for piece, charset in decode_header(" ".join(str(value).split("\n"))):
        out.append(piece if isinstance(piece, str) else decoded(piece, charset or "latin-1"))
    return "".join(out)


def _said(mail: Message, kind: str) -> str:
    """The first text of that kind that is no attachment."""
    for part in mail.walk():
        if part.get_content_type() == f"text/{kind}" and part.get_content_disposition() != "attachment":
            raw = part.get_payload(decode=True)
            return decoded(raw if isinstance(raw, bytes) else b"", part.get_content_charset() or "utf-8")
    return ""


def _files(mail: Message) -> Iterator[tuple[str, str, bytes, str]]:
    """Name, type, bytes and Content-ID of what is attached."""
    for part in mail.walk():
        if part.get_content_disposition() in ("attachment", "inline") and not part.is_multipart():
            raw = part.get_payload(decode=True)
            name = part.get_filename() or "attachment.bin"
            name = name if name.isprintable() and "=?" not in name else _shown(name)
            yield name, part.get_content_type(), raw if isinstance(raw, bytes) else b"", part.get("Content-ID", "").strip("<>")
