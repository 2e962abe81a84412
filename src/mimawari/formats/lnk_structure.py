"""A shell link taken apart ([MS-SHLLINK]): what it says, and where the structure ends. Offsets in it are never trusted."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from enum import IntFlag

from mimawari.formats.lnk_items import narrow, path_of, wide

HEADER = 0x4C
SIGNATURE = struct.pack("<I", HEADER) + bytes.fromhex("0114020000000000C000000000000046")
_BLOCKS = 1024
_USUAL = 64 << 10
"""More than this in one structure is no usual link: it is given out to be looked at by itself."""


class Flags(IntFlag):
    """LinkFlags (2.1.1), those that say what follows."""

    HAS_ID_LIST = 0x01
    HAS_LINK_INFO = 0x02
    HAS_NAME = 0x04
    HAS_RELATIVE_PATH = 0x08
    HAS_WORKING_FOLDER = 0x10
    HAS_ARGUMENTS = 0x20
    HAS_ICON = 0x40
    IS_UNICODE = 0x80
    FORCE_NO_LINK_INFO = 0x100


_NONE = Flags(0)
_STRINGS = (
    (Flags.HAS_NAME, "description"), (Flags.HAS_RELATIVE_PATH, "relative_path"), (Flags.HAS_WORKING_FOLDER, "working_folder"),
    (Flags.HAS_ARGUMENTS, "arguments"), (Flags.HAS_ICON, "icon"),
)  # fmt: skip

_VARIABLE, _TRACKER = 0xA0000001, 0xA0000003
_KNOWN = {*range(0xA0000001, 0xA000000D)}


class Cut(Exception):
    """The bytes end before the structure does."""


@dataclass(slots=True)
class Link:
    """What was read. ``end`` is the offset behind the structure, ``damage`` says where reading had to stop.

    ``texts`` are the five strings by field name. ``strays`` are pieces (offset, size) that no usual link has.
    """

    flags: Flags = _NONE
    target_size: int = 0
    show: int = 1
    item_path: str = ""
    info_path: str = ""
    variable_path: str = ""
    machine: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    end: int = 0
    damage: str = ""
    strays: list[tuple[int, int]] = field(default_factory=list)


def parse(data: bytes) -> Link:
    """The link at the start of *data*. It never raises: what stands before the damage is given."""
    return _Parser(data).parse()


class _Parser:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._link = Link()

    def parse(self) -> Link:
        link = self._link
        steps = (self._header, self._id_list, self._info, self._texts, self._blocks)
        for step in steps:
            try:
                step()
            except (Cut, struct.error):
                link.damage = f"the link's {step.__name__.strip('_').replace('_', ' ')} is cut off"
                break
        link.end = min(self._at, len(self._data))
        return link

    def _take(self, size: int) -> bytes:
        piece = self._data[self._at : self._at + size]
        if len(piece) != size:
            raise Cut
        self._at += size
        return piece

    def _header(self) -> None:
        head = self._take(HEADER)
        flags, target_size, show = struct.unpack_from("<I28xI4xI", head, 20)
        self._link.flags, self._link.target_size, self._link.show = Flags(flags & 0x1FF), target_size, show

    def _id_list(self) -> None:
        if Flags.HAS_ID_LIST in self._link.flags:
            size = struct.unpack("<H", self._take(2))[0]
            piece = self._data[self._at : self._at + size]
            self._link.item_path = path_of(piece)
            self._take(size)

    def _info(self) -> None:
        if Flags.HAS_LINK_INFO not in self._link.flags:
            return
        size = struct.unpack_from("<I", self._data, self._at)[0]
        piece = self._data[self._at : self._at + size]
        if Flags.FORCE_NO_LINK_INFO not in self._link.flags:
            self._link.info_path = _info_path(piece)
        self._note_stray(size)
        self._take(max(size, 4))

    def _texts(self) -> None:
        width = 2 if Flags.IS_UNICODE in self._link.flags else 1
        for flag, name in _STRINGS:
            if flag in self._link.flags:
                size = width * struct.unpack("<H", self._take(2))[0]
                piece = self._data[self._at : self._at + size]
                self._link.texts[name] = piece.decode("utf-16-le", "replace").rstrip("\0") if width == 2 else narrow(piece)
                self._take(size)

    def _blocks(self) -> None:
        for _ in range(_BLOCKS):
            if self._at == len(self._data):
                # Some writers leave the terminal block out; nothing is missing then.
                return
            size = struct.unpack_from("<I", self._data, self._at)[0]
            if size < 4:
                self._take(4)
                return
            if size < 8 or self._at + size > len(self._data):
                raise Cut
            self._block(struct.unpack_from("<I", self._data, self._at + 4)[0], self._data[self._at + 8 : self._at + size])
            self._at += size
        raise Cut

    def _block(self, signature: int, body: bytes) -> None:
        if signature == _VARIABLE:
            self._link.variable_path = wide(body[260:780]) or narrow(body[:260])
        elif signature == _TRACKER:
            self._link.machine = narrow(body[8:24])
        if signature not in _KNOWN or len(body) > _USUAL:
            self._link.strays.append((self._at + 8, len(body)))

    def _note_stray(self, size: int) -> None:
        if size > _USUAL:
            self._link.strays.append((self._at, min(size, len(self._data) - self._at)))


def _info_path(info: bytes) -> str:
    """LinkInfo (2.3): the local path or the network path, each with the suffix that they share."""
    if len(info) < 0x1C:
        return ""
    head, flags, _, base, network, suffix = struct.unpack_from("<6I", info, 4)
    wide_base, wide_suffix = struct.unpack_from("<2I", info, 0x1C) if head >= 0x24 and len(info) >= 0x24 else (0, 0)
    end = _text(info, suffix, wide_suffix)
    if flags & 1:
        return _text(info, base, wide_base) + end
    if flags & 2:
        share = _share(info[network:])
        return f"{share}\\{end}" if share and end else share or end
    return end


def _share(network: bytes) -> str:
    """CommonNetworkRelativeLink (2.3.2): the name of the share."""
    if len(network) < 0x14:
        return ""
    name = struct.unpack_from("<I", network, 8)[0]
    wide_name = struct.unpack_from("<I", network, 0x14)[0] if name > 0x14 and len(network) >= 0x18 else 0
    return _text(network, name, wide_name)


def _text(data: bytes, at: int, wide_at: int) -> str:
    text = wide(data[wide_at : wide_at + 65536]) if wide_at else ""
    return text or (narrow(data[at : at + 32768]) if at else "")
