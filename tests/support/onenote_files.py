"""Inert OneNote sections: a header, texts, and files as [MS-ONESTORE] stores them; and the packaging of Office 365."""

import struct
from collections.abc import Iterable
from uuid import UUID, uuid5

SECTION = UUID("7B5C52E4-D88C-4DA7-AEB1-5378D02996D3")
STORE = UUID("109ADD3F-911B-49F5-A5D0-1791EDC8AED8")
PACKAGING = UUID("638DE92F-A6D4-4BC1-9A36-B3FC2511A5B7")
HEADER = UUID("BDE316E7-2665-4511-A4C4-8D4D0B7A9EAC")
FOOTER = UUID("71FBA722-0F79-4A0B-BB13-899256426B24")


def one(files: Iterable[tuple[str, bytes]] = (), texts: Iterable[str] = (), *, declared: bool = True) -> bytes:
    """A section with *files* (name, content) and page *texts*; *declared*: each file has its reference and extension."""
    files = list(files)
    data = bytearray(SECTION.bytes_le + bytes(32) + STORE.bytes_le).ljust(0x400, b"\0")
    for text in texts:
        data += _value(text)
    for name, _ in files:
        data += _value(name)
    places = []
    for _, content in files:
        data += bytes(-len(data) % 8)
        places.append(len(data))
        data += stored(content)
    for (name, _), at in zip(files, places, strict=True):
        data += _declaration(name, at) if declared else b""
    return bytes(data)


def stored(content: bytes) -> bytes:
    """A FileDataStoreObject (2.6.13)."""
    return HEADER.bytes_le + struct.pack("<QIQ", len(content), 0, 0) + content + bytes(-(36 + len(content)) % 8) + FOOTER.bytes_le


def _value(text: str) -> bytes:
    raw = text.encode("utf-16-le") + b"\0\0"
    return struct.pack("<I", len(raw)) + raw + bytes(-len(raw) % 4)


def _declaration(name: str, at: int) -> bytes:
    """The file's object declaration (2.5.27) and, elsewhere, the reference of its GUID to its place (2.5.21)."""
    guid = uuid5(SECTION, f"{name}{at}")
    texts = (f"<ifndf>{{{str(guid).upper()}}}", "." + name.rpartition(".")[2])
    declared = b"".join(struct.pack("<I", len(text)) + text.encode("utf-16-le") for text in texts)
    return declared + bytes(8) + struct.pack("<IQQ", 0x94, at, 0x100) + guid.bytes_le


def packaged(files: Iterable[bytes], texts: Iterable[str] = ()) -> bytes:
    """The same as data elements ([MS-ONESTORE] 2.8, [MS-FSSHTTPB] 2.2.1.12): each file an object data BLOB."""
    data = SECTION.bytes_le + bytes(32) + PACKAGING.bytes_le + bytes(4)
    data += _start(0x7A, b"", is_compound=True)
    for text in texts:
        data += _start(0x16, _value(text))
    for content in files:
        data += _start(0x01, b"\0\0\x14", is_compound=True) + _start(0x02, _compact(len(content)) + content) + bytes([1 << 2 | 1])
    return data + struct.pack("<H", 0x7A << 2 | 3) + bytes(64)


def _start(kind: int, body: bytes, *, is_compound: bool = False) -> bytes:
    """A stream object header of 32 bits (2.2.1.5.2)."""
    if len(body) < 0x7FFF:
        return struct.pack("<I", 2 | is_compound << 2 | kind << 3 | len(body) << 17) + body
    return struct.pack("<I", 2 | is_compound << 2 | kind << 3 | 0x7FFF << 17) + _compact(len(body)) + body


def _compact(number: int) -> bytes:
    """2.2.1.1: the width is told by the lowest bit that is set."""
    for width in range(1, 8):
        if number < 1 << 7 * width:
            return ((number << width) | 1 << width - 1).to_bytes(width, "little")
    return b"\x80" + number.to_bytes(8, "little")
