"""Minidumps: the programs in their memory, where rules about programs find what they look for."""

from __future__ import annotations

import struct
from itertools import islice
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.emotet_core import CODE, ecc_key, locked, program
from support.inside import blob_of, recognises
from support.rule_sets import blob, fits, rules, seen
from support.yara_rules import Unmoved

from mimawari.engine.opening import opened
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.formats.minidump import DUMP, FORMAT
from mimawari.model import BadEvidence, Gap, Looked, Match, Raw
from mimawari.signatures.watching import watch

DRAW = Random(12)
KEY = program((".text", CODE, locked(ecc_key(DRAW), 0x1A2B3C4D) + bytes(600)), mapped=True)
OTHER = program((".text", CODE, bytes(0x1800)), mapped=True)


def sized(image: bytes) -> bytes:
    """*image* with its size in its header (PE Format: SizeOfImage, 56 bytes into the optional header)."""
    (at,) = struct.unpack_from("<I", image, 0x3C)
    return image[: at + 80] + struct.pack("<I", len(image)) + image[at + 84 :]


def dump(*memory: tuple[int, bytes], long: bool = True, gap: bytes = b"") -> bytes:
    """A dump of *memory* (address, content), *gap* before each."""
    head = struct.pack("<4sIIIIIQ", b"MDMP", 0x0001A793, 1, 32, 0, 0, 2)
    contents = b"".join(gap + data for _, data in memory)
    if long:
        rows = b"".join(struct.pack("<QQ", address, len(data)) for address, data in memory)
        assert not gap
        table = struct.pack("<QQ", len(memory), 44 + 16 + len(rows)) + rows
        return head + struct.pack("<III", 9, len(table), 44) + table + contents
    at, rows = 44 + 4 + 16 * len(memory), b""
    for address, data in memory:
        at += len(gap)
        rows += struct.pack("<QII", address, len(data), at)
        at += len(data)
    table = struct.pack("<I", len(memory)) + rows
    return head + struct.pack("<III", 5, len(table), 44) + table + contents


def found(data: bytes) -> dict[str, bytes]:
    """The programs in a dump by their names."""
    programs = {}
    for thing in FORMAT.open(blob_of(data, "a.dmp"), Budget(watch=Unmoved)):
        if isinstance(thing, Raw):
            with thing.blob.content.open() as stream:
                programs[thing.blob.name] = stream.read()
        else:
            assert isinstance(thing, Gap) and thing.detail == DUMP
    return programs


def test_programs_among_other_memory() -> None:
    whole = dump((0x10000, b"x" * 5000), (0x400000, sized(KEY)), (0x7FF000000000, sized(OTHER) + bytes(4096)))
    assert recognises(FORMAT, whole, "a.dmp")
    assert list(found(whole).values()) == [sized(KEY), sized(OTHER)]


def test_a_program_whose_sections_are_ranges_of_their_own() -> None:
    image = sized(KEY)
    assert list(found(dump((0x400000, image[:4096]), (0x401000, image[4096:]))).values()) == [image]
    apart = dump((0x400000, image[:4096]), (0x402000, image[4096:]))
    assert list(found(apart).values()) == [image[:4096]], "what lies elsewhere is none of it"


def test_the_short_list_of_memory() -> None:
    assert list(found(dump((0x400000, sized(KEY)), (0x500000, sized(OTHER)), long=False, gap=b"abc")).values()) == [
        sized(KEY),
        sized(OTHER),
    ]


def test_what_is_no_program() -> None:
    assert found(dump((0x400000, b"MZ" + bytes(9000)), (0x600000, bytes(16) + sized(KEY)), (0x700000, b"MZ"))) == {}


def test_where_nobody_looks_there_is_nothing_but_the_word() -> None:
    (gap,) = FORMAT.open(blob_of(dump((0x400000, sized(KEY)))), Budget())
    assert isinstance(gap, Gap) and gap.detail == DUMP


def test_a_locked_key_in_a_dump_is_of_the_host() -> None:
    whole = dump((0x10000, b"x" * 5000), (0x400000, sized(KEY)))
    things = seen(rules(), blob(Kept.of(whole), "a.dmp"))
    hits = [one for one in things if isinstance(one, Match)]
    assert [(one.row.name, one.within) for one in hits] == [("emotet_locked_ecc_key", ())]
    assert hits[0].origin.path == (f"program at byte {whole.index(b'MZ')}",)
    assert fits(things) == []


def test_in_a_full_scan_it_was_looked_at() -> None:
    whole, made = blob(Kept.of(dump((0x400000, sized(OTHER)))), "a.dmp"), rules()
    budget = Budget(watch=watch([made]))
    asked = [one for one in opened([whole], budget, True, (made,)) if isinstance(one, Gap)]
    assert [gap.detail for gap in asked] == [DUMP]
    things = list(opened([whole], budget, True, (made,), is_scan=True))
    assert [one for one in things if isinstance(one, Gap)] == []
    assert sum(one.count for one in things if isinstance(one, Looked) and one.kind == "signature") == 2


def test_ranges_that_overlap_end() -> None:
    image = sized(OTHER)
    rows = b"".join(struct.pack("<QII", 0x400000 + 0x100000 * number, len(image), 44 + 4 + 16 * 500) for number in range(500))
    data = struct.pack("<4sIIIIIQ", b"MDMP", 0x0001A793, 1, 32, 0, 0, 2) + struct.pack("<III", 5, 4 + len(rows), 44)
    programs = FORMAT.open(blob_of(data + struct.pack("<I", 500) + rows + image), Budget(watch=Unmoved))
    assert len(list(islice(programs, 3))) == 3
    with pytest.raises(BadEvidence, match="overlap"):
        list(programs)


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 120), value=st.integers(0, 0xFFFFFFFF), cut=st.integers(0, 300))
def test_damaged_ones_end(at: int, value: int, cut: int) -> None:
    data = bytearray(dump((0x10000, b"x" * 100), (0x400000, sized(OTHER))))
    data[at : at + 4] = struct.pack("<I", value)
    try:
        for thing in FORMAT.open(blob_of(bytes(data[: len(data) - cut])), Budget(watch=Unmoved)):
            assert isinstance(thing, Raw | Gap)
    except BadEvidence:
        pass
