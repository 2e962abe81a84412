"""The binary form of Microsoft Forms controls (MS-OFORMS): the texts that they hold.

Where a structure is not as the specification has it, the readable runs of its bytes are given: what a macro keeps there must not be
lost because one number is odd.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TEXT = 64 << 10
"""So many characters of a text are kept."""
SITES = 1_000

MORPH = ("TextBox", "ListBox", "ComboBox", "CheckBox", "OptionButton", "ToggleButton")
"""The controls whose structure is MorphData (2.2.5)."""
CACHED = {
    7: "Form", 12: "Image", 14: "Frame", 15: "MorphData", 16: "SpinButton", 17: "CommandButton", 18: "TabStrip", 21: "Label",
    23: "TextBox", 24: "ListBox", 25: "ComboBox", 26: "CheckBox", 27: "OptionButton", 28: "ToggleButton", 47: "ScrollBar",
    57: "MultiPage",
}  # fmt: skip
"""What a site's ClsidCacheIndex stands for (2.4.3)."""
_STYLES = {1: "TextBox", 2: "ListBox", 3: "ComboBox", 4: "CheckBox", 5: "OptionButton", 6: "ToggleButton", 7: "ComboBox"}
"""fmDisplayStyle (2.5.20)."""

# The bytes that each bit of a mask stands for in the data block, bit 0 first: 0 for none there. The names are those that matter.
_Bits = tuple[tuple[int, int, str], ...]


def _bits(sizes: str, **names: int) -> _Bits:
    by_bit = {bit: name.replace("_", "-") for name, bit in names.items()}
    return tuple((bit, int(size), by_bit.get(bit, "")) for bit, size in enumerate(sizes) if size != "0")


_MORPH_BITS = _bits("444411110242222211101144444222004", style=6, value=22, caption=23, group_name=32)
_LABEL_BITS = _bits("4444401422222", caption=3)
_BUTTON_BITS = _bits("44444012202", caption=3)
_SITE_BITS = _bits("444444220204444", name=0, tag=1, stored=5, kind=7, tip=11)
_SIZE = "size"
_MORPH_EXTRA = (_SIZE, "value", "caption", "group-name")
_CAPTION_EXTRA = ("caption", _SIZE)
_SITE_EXTRA = ("name", "tag", _SIZE, "tip")


class Broken(ValueError):
    """The structure is not as the specification has it."""


@dataclass(frozen=True, slots=True)
class Site:
    """A control in a form's list: its name, what it is, how many bytes of the stream ``o`` are its own, its texts."""

    name: str
    kind: str
    stored: int
    values: tuple[tuple[str, str], ...]


class _Block:
    """A data block: every property stands at a multiple of its own size (2.1.1.2)."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.start, self.at = data, at, at

    def number(self, size: int) -> int:
        self.align(size)
        return int.from_bytes(self.take(size), "little")

    def align(self, size: int) -> None:
        self.at += -(self.at - self.start) % size

    def take(self, count: int) -> bytes:
        piece = self.data[self.at : self.at + count]
        if len(piece) < count:
            raise Broken("it ends early")
        self.at += count
        return piece

    def numbers(self, bits: _Bits, mask: int) -> dict[str, int]:
        found = {}
        for bit, size, name in bits:
            if mask >> bit & 1:
                value = self.number(size)
                if name:
                    found[name] = value
        self.align(4)
        return found

    def texts(self, order: tuple[str, ...], sizes: dict[str, int], has_size: bool) -> dict[str, str]:
        """The extra data block: the texts, each filled up to four bytes, and the 8 bytes of a size or position."""
        found = {}
        for name in order:
            if name == _SIZE:
                self.take(8 if has_size else 0)
            elif name in sizes:
                found[name] = self.text(sizes[name])
                self.align(4)
        return found

    def text(self, counted: int) -> str:
        """CountOfBytesWithCompressionFlag (2.4.14.2): one byte a character if the highest bit is set."""
        count = counted & 0x7FFFFFFF
        return decoded(self.take(count), packed=bool(counted >> 31))


def decoded(data: bytes, *, packed: bool) -> str:
    """A string of a control: the low bytes of its characters, or UTF-16."""
    return data[:TEXT].decode("latin-1") if packed else data[: 2 * TEXT].decode("utf-16-le", "replace")


def read_control(data: bytes, kind: str) -> tuple[str, dict[str, str]]:
    """What kind of control *data* is (*kind* if that is known) and its texts by property. Raises :class:`Broken`."""
    if len(data) < 8 or data[:2] != b"\x00\x02":
        raise Broken("not a control")
    short = int.from_bytes(data[4:8], "little")
    # Of all these masks only that of MorphData has its highest bit set, and it always has it (2.2.5.2).
    if kind in MORPH or kind == "MorphData" or (not kind and short >> 31):
        return _read_morph(data, kind)
    bits = {"Label": _LABEL_BITS, "CommandButton": _BUTTON_BITS}.get(kind or "Label")
    if bits is None:
        raise Broken("not one with a text of its own")
    block = _Block(data, 0)
    block.take(8)
    sizes = block.numbers(bits, short)
    return kind, block.texts(_CAPTION_EXTRA, sizes, bool(short >> 5 & 1))


def _read_morph(data: bytes, kind: str) -> tuple[str, dict[str, str]]:
    block = _Block(data, 0)
    block.take(4)
    mask = int.from_bytes(block.take(8), "little")
    sizes = block.numbers(_MORPH_BITS, mask)
    style = sizes.pop("style", 1)
    texts = block.texts(_MORPH_EXTRA, sizes, bool(mask >> 8 & 1))
    return kind if kind in MORPH else _STYLES.get(style, "TextBox"), texts


def read_sites(data: bytes) -> list[Site]:
    """The controls of a form's ``f`` stream (2.2.10.1), in the order of their bytes in ``o``. Raises :class:`Broken`."""
    block = _Block(data, 0)
    if block.take(2) != b"\x00\x04":
        raise Broken("not a form")
    length = block.number(2)
    mask = block.number(4)
    has_classes = True
    for bit in (1, 2, 3):
        block.take(4 if mask >> bit & 1 else 0)
    if mask >> 6 & 1:
        has_classes = not block.number(4) >> 15 & 1
    block.at = 4 + length
    _over_pictures(block, mask)
    if has_classes:
        for _ in range(min(SITES, _plain(block, 2))):
            block.take(2)
            block.take(_plain(block, 2))
    return _listed_sites(block)


def _listed_sites(block: _Block) -> list[Site]:
    count = _plain(block, 4)
    if count > SITES:
        raise Broken("too many controls")
    _plain(block, 4)
    start, left = block.at, count
    while left > 0:
        _, mixed = block.take(2)
        if mixed & 0x80:
            block.take(1)
            left -= max(1, mixed & 0x7F)
        else:
            left -= 1
    block.start = start
    block.align(4)
    return [_site(block) for _ in range(count)]


def _site(block: _Block) -> Site:
    """OleSiteConcreteControl (2.2.10.12.1)."""
    if _plain(block, 2) != 0:
        raise Broken("not a site")
    length = _plain(block, 2)
    inner = _Block(block.take(length), 0)
    mask = inner.number(4)
    sizes = inner.numbers(_SITE_BITS, mask)
    stored, kind = sizes.pop("stored", 0), sizes.pop("kind", 0)
    texts = inner.texts(_SITE_EXTRA, sizes, bool(mask >> 8 & 1))
    values = tuple((name, text) for name, text in texts.items() if name != "name" and text)
    return Site(texts.get("name", ""), CACHED.get(kind & 0x7FFF, ""), stored, values)


_FONT = bytes.fromhex("0352E30B918FCE119DE300AA004BB851")
_TEXT_PROPERTIES = bytes.fromhex("2009C2AF4EDACE11B94300AA006887B4")


def _over_pictures(block: _Block, mask: int) -> None:
    """FormStreamData (2.2.10.5): a mouse icon, a font and a picture may stand before the list."""
    if mask >> 15 & 1:
        _over_picture(block)
    if mask >> 20 & 1:
        kind = block.take(16)
        if kind == _FONT:
            block.take(10)
            block.take(block.take(1)[0])
        elif kind == _TEXT_PROPERTIES:
            block.take(2)
            block.take(_plain(block, 2))
        else:
            raise Broken("not a font")
    if mask >> 21 & 1:
        _over_picture(block)


def _over_picture(block: _Block) -> None:
    block.take(20)
    block.take(_plain(block, 4))


def _plain(block: _Block, size: int) -> int:
    return int.from_bytes(block.take(size), "little")


_NARROW = re.compile(rb"[\x20-\x7e\t\r\n]{6,65536}")
_WIDE = re.compile(rb"(?:[\x20-\x7e\t\r\n]\x00){6,65536}")


def runs(data: bytes) -> str:
    """The readable runs of *data*, six characters or longer, one a line."""
    found = [run.group().decode("latin-1") for run in _NARROW.finditer(data)]
    found += [run.group().decode("utf-16-le") for run in _WIDE.finditer(data)]
    return "\n".join(found)[:TEXT]
