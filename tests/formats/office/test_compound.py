"""Compound files as MS-CFB has them, and damaged ones. The oracle for whole files is olefile."""

from __future__ import annotations

import io
import random
import struct

import olefile
import pytest
from support.office.ole_writer import compound_file, guid
from support.public_data import labelled

from mimawari.formats.kept import Kept
from mimawari.formats.office.compound import DEPTH, CompoundFile
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.parts import Notes
from mimawari.model import BadEvidence, Reason

_NOISE = random.Random(7)
_STREAMS = {
    "WordDocument": _NOISE.randbytes(9000),
    "small": b"few bytes",
    "empty": b"",
    "Macros/VBA/dir": _NOISE.randbytes(700),
    "Macros/VBA/_VBA_PROJECT": _NOISE.randbytes(4096),
    "Macros/PROJECT": _NOISE.randbytes(4095),
}


def test_every_stream_whole() -> None:
    parts = OleParts(Kept.of(compound_file(_STREAMS)))
    assert {name: parts.read(name, 1 << 20) for name in parts.names()} == _STREAMS


def test_no_more_than_asked_for() -> None:
    parts = OleParts(Kept.of(compound_file(_STREAMS)))
    assert parts.read("WordDocument", 5000) == _STREAMS["WordDocument"][:5000]
    assert parts.read("small", 3) == b"few"


def test_names_are_found_in_any_letter_case() -> None:
    parts = OleParts(Kept.of(compound_file(_STREAMS)))
    assert parts.read("MACROS/vba/DIR", 9) == _STREAMS["Macros/VBA/dir"][:9]
    assert parts.size("worddocument") == 9000
    assert not parts.has("Macros/VBA")
    with pytest.raises(BadEvidence) as raised:
        parts.read("Macros/VBA", 9)
    assert raised.value.reason is Reason.MISSING


def test_a_stream_can_be_sought_in() -> None:
    stream = OleParts(Kept.of(compound_file(_STREAMS))).stream("WordDocument")
    stream.seek(8000)
    assert stream.read() == _STREAMS["WordDocument"][8000:]
    stream.seek(510)
    assert stream.read(4) == _STREAMS["WordDocument"][510:514]


def test_below_a_storage() -> None:
    parts = OleParts(Kept.of(compound_file(_STREAMS, {"Macros": guid("00020906-0000-0000-C000-000000000046")})))
    below = parts.below("macros")
    assert set(below.names()) == {"VBA/dir", "VBA/_VBA_PROJECT", "PROJECT"}
    assert below.read("VBA/dir", 700) == _STREAMS["Macros/VBA/dir"]
    assert below.clsid == parts.class_of("Macros") == guid("00020906-0000-0000-C000-000000000046")


def test_more_table_sectors_than_the_header_names() -> None:
    """109 sectors of the table are named in the header (MS-CFB 2.2); above 6.8 MB the rest is in a chain of its own."""
    big = _NOISE.randbytes(8 << 20)
    data = compound_file({"big": big, "small": b"x"})
    assert olefile.OleFileIO(io.BytesIO(data)).openstream("big").read() == big
    assert OleParts(Kept.of(data)).read("big", 9 << 20) == big


@pytest.mark.parametrize("label", ["office_inert", "office_benign"])
def test_the_same_as_olefile(label: str) -> None:
    seen = 0
    for name, path in labelled(label).items():
        data = path.read_bytes()
        if not data.startswith(b"\xd0\xcf\x11\xe0"):
            continue
        theirs = olefile.OleFileIO(io.BytesIO(data))
        notes = Notes()
        parts = OleParts(Kept.of(data), notes)
        expected = {"/".join(entry): theirs.openstream(entry).read() for entry in theirs.listdir()}
        assert {one: parts.read(one, 1 << 30) if parts.size(one) else b"" for one in parts.names()} == expected, name
        assert notes.taken == [], name
        seen += 1
    assert seen > 10


def test_a_chain_that_ends_early_is_told() -> None:
    text = bytes(range(256)) * 40
    data = bytearray(compound_file({"a": text}))
    fat = struct.unpack_from("<I", data, 76)[0]
    # the stream is the first thing in the file: its sixth sector becomes its last
    struct.pack_into("<I", data, (fat + 1) * 512 + 4 * 5, 0xFFFFFFFE)
    notes = Notes()
    assert OleParts(Kept.of(bytes(data)), notes).read("a", 1 << 20) == text[: 6 * 512]
    assert notes.taken == [(Reason.CORRUPT, "a: it ends early")]


@pytest.mark.parametrize("length", [0, 8, 511, 512, 600])
def test_nothing_but_a_beginning(length: int) -> None:
    with pytest.raises(BadEvidence) as raised:
        OleParts(Kept.of(compound_file(_STREAMS)[:length]))
    assert raised.value.reason is Reason.CORRUPT


def test_a_chain_in_a_circle() -> None:
    data = bytearray(compound_file({"a": b"x" * 9000}))
    fat = struct.unpack_from("<I", data, 76)[0]
    struct.pack_into("<I", data, (fat + 1) * 512 + 4 * 3, 0)
    assert len(OleParts(Kept.of(bytes(data))).read("a", 1 << 30)) == 9000


def test_a_directory_in_a_circle() -> None:
    data = bytearray(compound_file(_STREAMS))
    directory = struct.unpack_from("<I", data, 48)[0]
    root = (directory + 1) * 512
    child = struct.unpack_from("<I", data, root + 76)[0]
    struct.pack_into("<II", data, root + 128 * child + 68, child, 0)
    notes = Notes()
    assert len(OleParts(Kept.of(bytes(data)), notes).names()) <= len(_STREAMS)
    assert notes.taken == [(Reason.CORRUPT, "the directory of the compound file is damaged")]


def test_storages_deep_inside_each_other() -> None:
    notes = Notes()
    deep = "/".join("abcdefgh"[number % 8] for number in range(DEPTH + 20))
    assert OleParts(Kept.of(compound_file({deep: b"x", "top": b"y"})), notes).names() == ("top",)
    assert notes.taken == [(Reason.TOO_LARGE, f"more than {DEPTH} storages inside each other")]


def test_sizes_that_lie() -> None:
    data = bytearray(compound_file({"a": b"x" * 9000}))
    directory = struct.unpack_from("<I", data, 48)[0]
    struct.pack_into("<I", data, (directory + 1) * 512 + 128 + 120, 0xFFFFFFF0)
    notes = Notes()
    parts = OleParts(Kept.of(bytes(data)), notes)
    assert parts.read("a", 1 << 20)[:9000] == b"x" * 9000
    assert parts.stream("a").read()[:9000] == b"x" * 9000
    assert notes.taken == [(Reason.CORRUPT, "a: it ends early")]


def test_padded_to_half_a_gigabyte_in_flat_memory() -> None:
    import tracemalloc

    data = compound_file(_STREAMS)
    zero = (550 << 20) // (64 << 10)
    whole = Kept.of(data + bytes(-len(data) % (64 << 10)))
    padded = Kept(whole.size + zero * (64 << 10), (*whole.blocks, *[0] * zero), whole.size, whole.held)
    tracemalloc.start()
    parts = OleParts(padded)
    assert {name: parts.read(name, 1 << 20) for name in parts.names()} == _STREAMS
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 << 20


def test_what_was_not_kept_is_told() -> None:
    data = compound_file({"a": b"x" * 200_000, "b": b"y" * 200_000})
    whole = Kept.of(data)
    gone = Kept(whole.size, (whole.blocks[0], None, *whole.blocks[2:]), whole.size, whole.held, cut=64 << 10)
    parts = OleParts(gone)
    with pytest.raises(BadEvidence) as raised:
        parts.read("a", 1 << 20)
    assert raised.value.reason is Reason.TOO_LARGE
    assert parts.read("b", 1 << 20)[-100_000:] == b"y" * 100_000


def test_it_needs_a_root() -> None:
    data = bytearray(compound_file(_STREAMS))
    directory = struct.unpack_from("<I", data, 48)[0]
    data[(directory + 1) * 512 + 66] = 1
    with pytest.raises(BadEvidence):
        CompoundFile(Kept.of(bytes(data)))
