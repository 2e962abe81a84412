"""Accounts as Windows keeps them in its groups: by their security identifiers (SIDs)."""

from __future__ import annotations

import struct

_OF_EVERY_DOMAIN = {
    500: "Administrator", 501: "Guest", 512: "Domain Admins", 513: "Domain Users", 514: "Domain Guests", 515: "Domain Computers",
    516: "Domain Controllers", 518: "Schema Admins", 519: "Enterprise Admins",
}  # fmt: skip
"""[MS-DTYP] 2.4.2.4: numbers that mean the same in every domain. Of these two are persons, all others are groups."""
_PERSONS = frozenset({500, 501, 502, 503, 504})


def sid_at(data: bytes, at: int = 0) -> tuple[str, int]:
    """The SID at a place of *data* as text, and where it ends ([MS-DTYP] 2.4.2.2). Raises ``struct.error`` where it is cut off."""
    revision, parts = struct.unpack_from("<BB", data, at)
    authority = int.from_bytes(data[at + 2 : at + 8], "big")
    numbers = struct.unpack_from(f"<{parts}I", data, at + 8)
    return "-".join(map(str, ("S", revision, authority, *numbers))), at + 8 + 4 * parts


def home(sid: str) -> str:
    """What keeps an account: its SID without the last number."""
    return sid.rpartition("-")[0]


def is_person(sid: str) -> bool:
    """Whether an account that Windows itself makes in every domain is one of a person. Of others the number does not tell."""
    return _number(sid) in _PERSONS


def called(sid: str) -> str:
    """A SID with the name that its number has in every domain, where it has one."""
    name = _OF_EVERY_DOMAIN.get(_number(sid)) if sid.startswith("S-1-5-21-") else None
    return f"{sid} ({name})" if name else sid


def _number(sid: str) -> int:
    last = sid.rpartition("-")[2]
    return int(last) if last.isascii() and last.isdecimal() else -1
