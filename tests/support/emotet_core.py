"""Inert stand-ins for Emotet's unpacked program: headers, and data in the layouts that its analysts published. There is no code."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from random import Random

CODE, DATA = 0x60000020, 0xC0000040
"""Characteristics of a section: code that runs; data that is written to."""

_MACHINES = {"x86": 0x014C, "x64": 0x8664}
_RAW, _VIRTUAL = 0x400, 0x1000


def program(*sections: tuple[str, int, bytes], machine: str = "x86", mapped: bool = False) -> bytes:
    """A program of *sections* (name, characteristics, content), as it lies in a file, or as Windows puts it into memory."""
    optional = struct.pack("<H", 0x10B if machine == "x86" else 0x20B).ljust(0xE0 if machine == "x86" else 0xF0, b"\0")
    head = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x80)
    head = head.ljust(0x80, b"\0") + b"PE\0\0"
    head += struct.pack("<HHIIIHH", _MACHINES[machine], len(sections), 0, 0, 0, len(optional), 0x2022) + optional
    raw, virtual, body, image = _RAW, _VIRTUAL, b"", b""
    for name, traits, content in sections:
        padded = content + bytes(-len(content) % 0x200)
        head += struct.pack("<8s6I2HI", name.encode(), len(content), virtual, len(padded), raw, 0, 0, 0, 0, traits)
        body += padded
        image += content + bytes(-len(content) % 0x1000)
        raw, virtual = raw + len(padded), _VIRTUAL + len(image)
    return head.ljust(_VIRTUAL, b"\0") + image if mapped else head.ljust(_RAW, b"\0") + body


def locked(plain: bytes, key: int, *, step: int = 4) -> bytes:
    """The blob: key, length ^ key, content ^ key; *step*: another number of bytes after which the key begins anew."""
    padded = plain + bytes(-len(plain) % 4)
    stream = struct.pack("<I", key)[:step]
    cipher = bytes(one ^ stream[at % step] for at, one in enumerate(padded))
    return struct.pack("<II", key, len(plain) ^ key) + cipher


def ecc_key(draw: Random, magic: bytes = b"ECK1") -> bytes:
    """A BCRYPT_ECCKEY_BLOB of P-256, of nobody's."""
    return magic + struct.pack("<I", 32) + draw.randbytes(64)


def rsa_key(draw: Random) -> bytes:
    """An RSAPublicKey in DER (RFC 8017 A.1.1) with a modulus of 768 bits and the exponent 65537; it is nobody's."""
    return bytes.fromhex("3068026100") + b"\x80" + draw.randbytes(95) + bytes.fromhex("0203010001")


def servers(draw: Random, count: int, flag: int = 1) -> bytes:
    """The list of 2021-11 to 2022-05: the address as it is read, port and flag with the high byte first."""
    rows = ((192, 0, 2, draw.randint(1, 254), draw.choice((80, 443, 7080, 8080)), flag) for _ in range(count))
    return b"".join(struct.pack(">BBBBHH", *row) for row in rows)


def old_servers(draw: Random, ports: Iterable[int]) -> bytes:
    """The list until 2020: the address backwards, the port with the low byte first, nothing; the end is 0."""
    rows = (bytes((draw.randint(1, 254), 2, 0, 192)) + struct.pack("<HH", port, 0) for port in ports)
    return b"".join(rows) + bytes(8)


def server_function(draw: Random, port: int, flag: int = 1) -> bytes:
    """The four stores of one server of 2022-11: locked address, locked port and flag, and the key of each; then a return."""
    address_key, port_key = draw.getrandbits(32), draw.getrandbits(32)
    address = int.from_bytes(bytes((192, 0, 2, draw.randint(1, 254))), "little")
    store = bytes.fromhex("c74424")
    return (
        store + b"\x40" + struct.pack("<I", address ^ address_key)
        + bytes.fromhex("c70424") + struct.pack("<I", (port << 16 | flag) ^ port_key)
        + store + b"\x48" + struct.pack("<I", address_key)
        + store + b"\x50" + struct.pack("<I", port_key) + b"\xc3"
    )  # fmt: skip
