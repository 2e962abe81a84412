"""Which letters a font has: as fontconfig says of the same file, and of tables made by the specification (OpenType, "cmap")."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from mimawari.faces.documents import fonts


def table_12(groups: list[tuple[int, int, int]]) -> bytes:
    """A subtable of format 12: first code, last code, first glyph."""
    rows = b"".join(struct.pack(">III", *group) for group in groups)
    return struct.pack(">HHIII", 12, 0, 16 + len(rows), 0, len(groups)) + rows


def table_4(first: int, glyphs: list[int]) -> bytes:
    """A subtable of format 4 with one segment that leads to an array of glyphs, and the last one that the format asks for."""
    count, last = 2, first + len(glyphs) - 1
    body = struct.pack(">HHHH", 4, 0, 0, 2 * count) + bytes(6)
    body += struct.pack(">2H", last, 0xFFFF) + bytes(2) + struct.pack(">2H", first, 0xFFFF)
    body += struct.pack(">2H", 0, 1) + struct.pack(">2H", 4, 0) + struct.pack(f">{len(glyphs)}H", *glyphs)
    return body


def font(*subtables: tuple[int, int, bytes], collection: bool = False) -> bytes:
    """A file with nothing but a table "cmap"; as the first font of a collection where asked for."""
    before = 16 if collection else 0
    cmap, at = struct.pack(">HH", 0, len(subtables)), 4 + 8 * len(subtables)
    for platform, encoding, table in subtables:
        cmap += struct.pack(">HHI", platform, encoding, at)
        at += len(table)
    cmap += b"".join(table for _, _, table in subtables)
    head = struct.pack(">IHHHH", 0x00010000, 1, 0, 0, 0) + struct.pack(">4sIII", b"cmap", 0, before + 28, len(cmap))
    return (b"ttcf" + struct.pack(">III", 0x00010000, 1, before) if collection else b"") + head + cmap


def letters(tmp_path: Path, content: bytes) -> frozenset[str]:
    (tmp_path / "f.ttf").write_bytes(content)
    return fonts.letters(tmp_path / "f.ttf")


@pytest.mark.parametrize("collection", [False, True])
def test_tables_by_the_specification_are_read(collection: bool, tmp_path: Path) -> None:
    wide = table_12([(0x41, 0x43, 5), (0x1F600, 0x1F601, 9), (0xD800, 0xD801, 20)])
    assert letters(tmp_path, font((3, 10, wide), collection=collection)) == set("ABC\U0001f600\U0001f601")
    assert letters(tmp_path, font((3, 1, table_4(0x611F, [7, 0, 8])), collection=collection)) == {"\u611f", "\u6121"}
    assert letters(tmp_path, font((1, 0, wide), collection=collection)) == set(), "a table of the old Macintosh is no Unicode"


def test_glyph_zero_is_no_letter(tmp_path: Path) -> None:
    assert letters(tmp_path, font((0, 4, table_12([(0x41, 0x43, 0)])))) == set("BC")


@pytest.mark.skipif(shutil.which("fc-query") is None or not fonts.japanese(), reason="fontconfig or a Japanese font is not here")
def test_fontconfig_says_the_same() -> None:
    (path, *_) = fonts.japanese()
    answer = subprocess.run(["fc-query", "-i", "0", "-f", "%{charset}", str(path)], capture_output=True, check=True, timeout=60)
    said: set[str] = set()
    for part in answer.stdout.decode().split():
        first, _, last = part.partition("-")
        said |= {chr(code) for code in range(int(first, 16), int(last or first, 16) + 1)}
    ours = fonts.letters(path)
    assert len(said) > 5000
    # Control codes and blanks: whether they count is each one's own affair.
    assert {char for char in ours ^ said if char.isprintable() and not char.isspace()} == set()


def test_a_font_whose_brackets_are_no_full_squares_is_taken_only_where_there_is_no_other() -> None:
    """Typst takes them for full squares: of a proportional one the next letter would be drawn over the bracket."""
    proportional = [bool(re.search("PGothic|ipagp", names[0])) for names in fonts.PREFERRED]
    assert proportional == sorted(proportional) and any(proportional)
    assert "MS PGothic" not in fonts.FAMILIES


def test_what_is_no_font_has_no_letters(tmp_path: Path) -> None:
    for content in (b"", b"ttcf", b"\0\1\0\0\xff\xff" + b"x" * 40, b"OTTO" + b"\0" * 200, os.urandom(5000)):
        path = tmp_path / "f.ttf"
        path.write_bytes(content)
        assert fonts.letters(path) == frozenset()
    assert fonts.letters(tmp_path / "none.ttf") == frozenset()
