"""What a registry value holds."""

from __future__ import annotations

from dataclasses import dataclass

SZ, EXPAND_SZ, BINARY, DWORD, MULTI_SZ, QWORD = 1, 2, 3, 4, 7, 11


@dataclass(frozen=True, slots=True)
class HiveValue:
    """A value. ``name`` is empty for a key's default value; ``type`` as Windows numbers them (``REG_SZ`` is 1).

    ``data`` is text for strings (several of ``REG_MULTI_SZ`` joined by newlines), bytes as they stand for all else.
    """

    name: str
    type: int
    data: str | bytes


def decoded(kind: int, data: bytes) -> str | bytes:
    """*data* as a value of this type has it: text ends at its first NUL, as it does for Windows."""
    if kind in (SZ, EXPAND_SZ):
        return _utf16(data).partition("\0")[0]
    if kind == MULTI_SZ:
        return "\n".join(_utf16(data).partition("\0\0")[0].rstrip("\0").split("\0"))
    return data


def _utf16(data: bytes) -> str:
    return data[: len(data) & ~1].decode("utf-16-le", "replace")
