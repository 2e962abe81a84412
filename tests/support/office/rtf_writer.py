"""Writes inert RTF and the OLE 1 objects in it (Rich Text Format Specification 1.9.1; MS-OLEDS 2.2.4, 2.2.5)."""

from __future__ import annotations

import struct


def rtf(*inside: str, head: str = r"{\rtf1\ansi\ansicpg932\uc1 ") -> bytes:
    """A document of these pieces."""
    return (head + "".join(inside) + "}").encode("ascii")


def field(code: str, result: str = "x") -> str:
    """A field; backslashes in its code are doubled, as RTF wants."""
    code = code.replace("\\", "\\\\")
    return rf"{{\field{{\*\fldinst {code}}}{{\fldrslt {result}}}}}"


def counted(text: str) -> bytes:
    raw = text.encode("ascii") + b"\0" if text else b""
    return struct.pack("<I", len(raw)) + raw


def embedded(class_name: str, data: bytes) -> bytes:
    """An embedded OLE 1 object."""
    return struct.pack("<II", 0x501, 2) + counted(class_name) + counted("") + counted("") + struct.pack("<I", len(data)) + data


def linked(class_name: str, topic: str) -> bytes:
    """A linked OLE 1 object."""
    return (
        struct.pack("<II", 0x501, 1) + counted(class_name) + counted(topic) + counted("") + counted("") + struct.pack("<II", 0, 0)
    )


def packaged(name: str, data: bytes, path: str = "C:\\Users\\a\\Desktop\\") -> bytes:
    """What the packager writes of a file."""
    full = (path + name).encode("cp932") + b"\0"
    head = b"\2\0" + name.encode("cp932") + b"\0" + full + b"\0\0\3\0" + struct.pack("<I", len(full)) + full
    return head + struct.pack("<I", len(data)) + data


def thing(data: bytes, *, words: str = r"\objemb", class_name: str = "Package", between: str = "") -> str:
    """An object group; *between* is written after every 16 bytes of its hex data."""
    digits = [data[at : at + 16].hex() for at in range(0, len(data), 16)]
    return rf"{{\object{words}{{\*\objclass {class_name}}}{{\*\objdata {(between or chr(10)).join(digits)}}}}}"
