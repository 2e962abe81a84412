"""The binary presentation (MS-PPT)."""

from __future__ import annotations

import struct
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st
from support.office.ole_writer import compound_file

from mimawari.formats.kept import Kept
from mimawari.formats.office import powerpoint97
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.powerpoint97 import Slides
from mimawari.model import Reason


def record(kind: int, data: bytes, *, version: int = 0, instance: int = 0) -> bytes:
    return struct.pack("<HHI", version | instance << 4, kind, len(data)) + data


def stored(data: bytes) -> bytes:
    """ExOleObjStgCompressedAtom (MS-PPT 2.10.36)."""
    return record(0x1011, struct.pack("<I", len(data)) + zlib.compress(data), instance=1)


def read(data: bytes, **more: bytes) -> tuple[Slides, Notes]:
    notes = Notes()
    return powerpoint97.read_slides(OleParts(Kept.of(compound_file({powerpoint97.MAIN: data} | more)), notes), notes), notes


_TEXT = record(
    0x03E8, record(0x0FF0, record(0x0FA0, "題名".encode("utf-16-le")) + record(0x0FA8, b"plain\rtext"), version=0xF), version=0xF
)


def test_text_and_links() -> None:
    link = record(0x0FD7, record(0x0FBA, "https://example.com/x".encode("utf-16-le"), instance=1), version=0xF)
    found, notes = read(_TEXT + link)
    assert found.text == "題名\nplain\ntext"
    assert [(one.form, one.target) for one in found.externals] == [("hyperlink", "https://example.com/x")]
    assert notes.taken == []


def test_stored_objects() -> None:
    found, notes = read(_TEXT + stored(b"first" * 500) + record(0x1011, b"second"))
    assert found.stored == [b"first" * 500, b"second"]
    assert notes.taken == []


def test_a_damaged_object_is_told() -> None:
    found, notes = read(record(0x1011, b"\x05\0\0\0not zlib", instance=1) + stored(b"whole"))
    assert found.stored == [b"whole"]
    assert notes.taken == [(Reason.CORRUPT, "an object stored in the presentation")]


def test_a_bomb_is_cut_off() -> None:
    found, notes = read(stored(bytes(200 << 20)))
    assert len(found.stored[0]) == 32 << 20
    assert notes.taken == [(Reason.TOO_LARGE, "an object of more than 32 MiB in the presentation")]


def test_encryption_stands_in_the_current_user() -> None:
    """CurrentUserAtom (MS-PPT 2.3.2): size 0x14, then the token."""
    for token, answer in ((0xE391C05F, False), (0xF3D1C4DF, True)):
        user = record(0x0FF6, struct.pack("<II", 0x14, token) + bytes(20))
        parts = OleParts(Kept.of(compound_file({powerpoint97.MAIN: b"", "Current User": user})))
        assert powerpoint97.is_encrypted(parts) is answer


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_flipped_and_cut(data: st.DataObject) -> None:
    raw = bytearray(_TEXT + stored(b"first" * 50) + record(0x1011, b"second"))
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=8)):
        raw[at] = data.draw(st.integers(0, 255))
    read(bytes(raw[: data.draw(st.integers(0, len(raw)))]))
