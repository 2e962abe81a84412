"""Which Japanese font of this machine goes into a PDF, and which letters it has."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

PREFERRED = (
    ("YuGothR.ttc", "YuGothB.ttc"),
    ("meiryo.ttc", "meiryob.ttc"),
    ("msgothic.ttc",),
    ("ヒラギノ角ゴシック W3.ttc", "ヒラギノ角ゴシック W6.ttc"),
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansCJKjp-Regular.otf", "NotoSansCJKjp-Bold.otf"),
    ("ipag.ttf",),
    ("TakaoGothic.ttf",),
    ("VL-Gothic-Regular.ttf",),
    ("ipagp.ttf",),
    ("TakaoPGothic.ttf",),
    ("VL-PGothic-Regular.ttf",),
)
"""Files of Japanese fonts without serifs, the regular one and the bold one where there is one, the best first.

Proportional ones come last: Typst takes every bracket and comma of Japanese for a full square and draws the next letter half a
square nearer, over it.
"""

FAMILIES = ("Yu Gothic", "Meiryo", "MS Gothic", "Hiragino Sans", "Noto Sans CJK JP", "IPAGothic", "IPAPGothic")
"""Families to take where a file holds several."""

_MOST_BYTES = 1 << 27
_SAMPLE = frozenset("感染の疑い、アイウｱ（）。漢字")
"""A font that lacks one of these is not taken for a Japanese one."""


def folders() -> tuple[Path, ...]:
    """Where fonts lie on this system."""
    if sys.platform == "win32":
        places = [Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "Fonts")]
        local = os.environ.get("LOCALAPPDATA")
        return (*places, Path(local, "Microsoft", "Windows", "Fonts")) if local else tuple(places)
    home = Path.home()
    return (
        Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts",
        Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts",
    )  # fmt: skip


def japanese() -> tuple[Path, ...]:
    """The files of the best Japanese font that is here; empty where there is none."""
    there = _by_name()
    for names in PREFERRED:
        first = there.get(names[0])
        if first and letters(first) >= _SAMPLE:
            return (first, *(there[name] for name in names[1:] if name in there))
    asked = _asked()
    return (asked,) if asked and letters(asked) >= _SAMPLE else ()


def _by_name() -> dict[str, Path]:
    """Files by the names of :data:`PREFERRED`, which some systems keep decomposed."""
    wanted = {name for names in PREFERRED for name in names}
    found: dict[str, Path] = {}
    for folder in folders():
        for here, _, names in os.walk(folder):
            for name in names:
                if (called := unicodedata.normalize("NFC", name)) in wanted:
                    found.setdefault(called, Path(here, name))
    return found


def _asked() -> Path | None:
    """What fontconfig has for Japanese; None where it is not here or has none."""
    program = shutil.which("fc-match")
    if program is None:
        return None
    try:
        answer = subprocess.run([program, "-f", "%{file}", ":lang=ja"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    path = Path(os.fsdecode(answer.stdout))
    return path if path.is_file() else None


def letters(path: Path) -> frozenset[str]:
    """The letters that a font (TrueType, OpenType, or a collection of them) has a glyph for; none where it cannot be read.

    Read from its table ``cmap``, subtables of the formats 4 and 12 (OpenType 1.9, "cmap").
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            return frozenset()
        return frozenset(map(chr, _codes(path.read_bytes())))
    except (OSError, struct.error, IndexError, ValueError, OverflowError):
        return frozenset()


def _codes(data: bytes) -> set[int]:
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    count = struct.unpack_from(">H", data, start + 4)[0]
    records = (struct.unpack_from(">4sIII", data, start + 12 + 16 * place) for place in range(count))
    cmap = next((offset for tag, _, offset, _ in records if tag == b"cmap"), len(data))
    found: set[int] = set()
    for place in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * place)
        if platform == 0 or (platform, encoding) in ((3, 1), (3, 10)):
            found.update(_mapped(data, cmap + offset))
    return {code for code in found if not 0xD800 <= code <= 0xDFFF}


def _mapped(data: bytes, at: int) -> Iterator[int]:
    form = struct.unpack_from(">H", data, at)[0]
    if form == 12:
        for place in range(min(struct.unpack_from(">I", data, at + 12)[0], 1 << 16)):
            first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * place)
            yield from (code for code in range(first, min(last, 0x10FFFF) + 1) if glyph + code - first)
    elif form == 4:
        yield from _segments(data, at)


def _segments(data: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 4 * count)
    ranges_at = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", data, ranges_at)
    for place, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", data, ranges_at + 2 * place + offset + 2 * (code - first))
            if (not offset or glyph) and (glyph + delta) & 0xFFFF:
                yield code
