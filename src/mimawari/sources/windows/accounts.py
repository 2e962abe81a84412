"""Accounts as Windows names them in its groups: by a SID, and by a name where somebody looked it up."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an account is. ``UNKNOWN``: nobody told, or the domain that knows it could not be asked."""

    PERSON = "person"
    GROUP = "group"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Member:
    r"""A member of a local group. ``name`` is ``DOMAIN\name``, empty where only the SID stands there."""

    sid: str
    name: str = ""
    kind: Kind = Kind.UNKNOWN


def sid_at(data: bytes, at: int = 0) -> tuple[str, int]:
    """The SID at a place of *data* as text, and where it ends ([MS-DTYP] 2.4.2.2). Raises ``struct.error`` where it is cut off."""
    revision, parts = struct.unpack_from("<BB", data, at)
    authority = int.from_bytes(data[at + 2 : at + 8], "big")
    numbers = struct.unpack_from(f"<{parts}I", data, at + 8)
    return "-".join(map(str, ("S", revision, authority, *numbers))), at + 8 + 4 * parts
