"""The two PCs of the examples: one small online shop's, with its people and its programs."""

from __future__ import annotations

import struct
from dataclasses import dataclass

INERT = "inert example file"


@dataclass(frozen=True, slots=True)
class User:
    """A local account with a profile; ``number`` ends its SID."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Pc:
    """A PC. ``serial`` is the 32-bit serial of drive C:, ``authority`` the machine's own part of its SIDs.

    ``installed`` and ``used`` are days: of Windows' files, and of the last work on it.
    """

    name: str
    serial: int
    authority: tuple[int, int, int]
    users: tuple[User, ...]
    build: str
    installed: str
    used: str

    @property
    def sid(self) -> str:
        """The machine's SID."""
        return "S-1-5-21-" + "-".join(map(str, self.authority))

    @property
    def sid_bytes(self) -> bytes:
        """The machine's SID as Windows stores it."""
        return struct.pack("<BB6s4I", 1, 4, b"\0\0\0\0\0\5", 21, *self.authority)

    def sid_of(self, user: User) -> str:
        """A user's SID."""
        return f"{self.sid}-{user.number}"


def stub(name: str) -> bytes:
    """A stand-in for a program: the two letters that programs start with, then plain text. Nothing can run it."""
    return f"MZ - {INERT}: {name}\r\n".encode()
