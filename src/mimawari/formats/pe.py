"""A Portable Executable's headers, as far as they tell what it is (Microsoft, *PE Format*). Nothing in it is trusted or run."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.formats.slices import read
from mimawari.model import BadEvidence, Content, Reason

_MACHINES = {0x014C: "x86", 0x8664: "x64", 0xAA64: "arm64", 0x01C4: "arm", 0x0200: "ia64"}
_IS_LIBRARY = 0x2000
_PLUS = 0x20B
_SECTIONS = 96
EXPORTS = 100
_NAME = 512
_EXPORT, _CERTIFICATE = 0, 4


@dataclass(frozen=True, slots=True)
class Headers:
    """``overlay`` is the offset behind the last section and behind the signature; ``exports`` are the first hundred names."""

    machine: str
    is_library: bool
    own_name: str
    exports: tuple[str, ...]
    signed: bool
    overlay: int


@dataclass(frozen=True, slots=True)
class _Section:
    address: int
    offset: int
    size: int


def headers(content: Content) -> Headers:
    """Raises ``BadEvidence`` corrupt where they are cut off, unsupported where what follows ``MZ`` is another kind of program."""
    try:
        return _Reader(content).headers()
    except struct.error as fault:
        raise BadEvidence(Reason.CORRUPT, "the program's headers are cut off") from fault


class _Reader:
    def __init__(self, content: Content) -> None:
        self._content = content
        at = struct.unpack_from("<I", read(content, 0x40), 0x3C)[0]
        self._head = read(content, 24 + 0xFFFF + _SECTIONS * 40, at)
        if self._head[:4] != b"PE\0\0":
            raise BadEvidence(Reason.UNSUPPORTED, "a program for DOS or 16-bit Windows")
        machine, self._count, optional, self._flags = struct.unpack_from("<HH12xHH", self._head, 4)
        self._machine = _MACHINES.get(machine, "")
        self._directories = 24 + (112 if struct.unpack_from("<H", self._head, 24)[0] == _PLUS else 96)
        self._sections = list(self._read_sections(24 + optional))

    def headers(self) -> Headers:
        export = self._directory(_EXPORT)[0]
        where, size = self._directory(_CERTIFICATE)
        own_name, exports = self._exports(self._offset(export)) if export else ("", ())
        end = max((one.offset + one.size for one in self._sections), default=0)
        signed = bool(where and size)
        if signed and end <= where <= where + size <= self._content.size:
            end = where + size
        return Headers(self._machine, bool(self._flags & _IS_LIBRARY), own_name, exports, signed, end)

    def _read_sections(self, at: int) -> Iterator[_Section]:
        for number in range(min(self._count, _SECTIONS)):
            _, address, size, offset = struct.unpack_from("<4I", self._head, at + number * 40 + 8)
            yield _Section(address, offset, size)

    def _directory(self, number: int) -> tuple[int, int]:
        at = self._directories + number * 8
        count = struct.unpack_from("<I", self._head, self._directories - 4)[0]
        return struct.unpack_from("<2I", self._head, at) if number < count else (0, 0)

    def _offset(self, address: int) -> int:
        for one in self._sections:
            if one.address <= address < one.address + one.size:
                return address - one.address + one.offset
        raise BadEvidence(Reason.CORRUPT, "the program's exports lie outside of it")

    def _exports(self, at: int) -> tuple[str, tuple[str, ...]]:
        """The name and the named exports of the export directory at *at*; what leads nowhere is left out."""
        name, count, table = struct.unpack_from("<I8xI4xI", read(self._content, 40, at), 12)
        try:
            places = read(self._content, 4 * min(count, EXPORTS), self._offset(table)) if count else b""
        except BadEvidence:
            places = b""
        addresses = struct.unpack(f"<{len(places) // 4}I", places[: len(places) & ~3])
        names = (self._text(address) for address in addresses)
        return self._text(name), tuple(name for name in names if name)

    def _text(self, address: int) -> str:
        try:
            raw = read(self._content, _NAME, self._offset(address))
        except BadEvidence:
            return ""
        return raw.split(b"\0", 1)[0].decode("latin-1")
