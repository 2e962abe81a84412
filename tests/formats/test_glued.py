"""Archives within or behind something else: found by marks that cannot be by chance; near misses give nothing."""

from __future__ import annotations

import gzip
from random import Random

import pytest
from support.archives import Member, look, zipped
from support.everything import JPEG, JUNK, LONG, bitmap, empty_row, link_member, picture
from support.inside import blob_of, content, inside, recognises

from mimawari.formats import Head, inert, text
from mimawari.formats.archives import compressed
from mimawari.formats.budget import Allowance, Budget
from mimawari.formats.glued import glued
from mimawari.model import BadEvidence, Reason

ZIP = zipped(Member(b"a.txt", LONG))


@pytest.mark.parametrize("before", [picture(), JPEG, bitmap()], ids=["png", "jpeg", "bmp"])
def test_it_is_taken_out_from_where_it_begins(before: bytes) -> None:
    data = before + JUNK + ZIP + JUNK
    assert inert.recognises(_head(data))
    assert inside(inert.FORMAT, data).contents() == {f"(data at byte {len(before + JUNK)})": ZIP + JUNK}


@pytest.mark.parametrize(
    "behind",
    [
        b"",
        JUNK,
        b"PK\3\4",
        b"PK\3\4" + bytes(300),
        ZIP[:26] + b"\0\0" + ZIP[28:34],
        ZIP[:8] + b"\x31\x31" + ZIP[10:],
        b"\x1f\x8b\x08" + bytes(range(10, 250)),
        gzip.compress(LONG, mtime=0)[:10] + b"\7" * 60,
        b"BZh91AY&S" + JUNK[:100],
        b"MSCF\0\0\0",
        b"Rar! in a text",
    ],
    ids=range(11),
)
def test_what_only_looks_like_one(behind: bytes) -> None:
    assert inside(inert.FORMAT, picture() + behind.replace(b"PK\1\2", b"").replace(b"PK\5\6", b"")).blobs == []


def test_pictures_of_noise_hold_none() -> None:
    noise = Random(7).randbytes(4 << 20)
    assert inside(inert.FORMAT, JPEG[:-2] + noise + b"\xff\xd9").blobs == []


def test_a_mark_between_two_pieces_of_reading() -> None:
    for shift in (1, 2, 30, 511):
        before = picture().ljust((4 << 20) - shift, b"\1")
        [found] = inside(inert.FORMAT, before + ZIP).blobs
        assert content(found) == ZIP


def test_many_false_marks_do_not_hide_the_real_one() -> None:
    data = picture() + b"PK\3\4" * 100_000 + ZIP
    assert [content(one) for one in inside(inert.FORMAT, data).blobs] == [ZIP]


def test_a_text_without_one_gives_nothing() -> None:
    assert inside(text.FORMAT, b"PK, 7z and Rar! are archives\r\n" * 500, "a.txt").blobs == []


def test_time_that_runs_out_is_told() -> None:
    ticks = iter([0.0, 0.0, 400.0, 400.0])
    with pytest.raises(BadEvidence) as bad:
        list(glued(blob_of(picture() + ZIP), Budget(Allowance(), clock=lambda: next(ticks, 400.0)), by="x"))
    assert bad.value.reason is Reason.TIMED_OUT


def test_a_link_of_a_zip_is_read_as_windows_would() -> None:
    out = look(link_member())
    assert (out.by_name, out.gaps) == ({"a.txt": LONG}, [])


def test_a_member_that_the_directory_calls_empty() -> None:
    out = look(empty_row())
    assert out.by_name == {"a.txt": LONG, "b.txt": b"honest"}
    assert out.says("1 members whose own headers name or pack them differently")


def test_a_member_of_which_nothing_says_how_long_it_is() -> None:
    data = bytearray(zipped(Member(b"a.txt", LONG, flags=8), Member(b"b.txt", b"honest")))
    at = data.index(b"PK\1\2")
    data[at + 16 : at + 28] = bytes(12)
    out = look(bytes(data))
    assert out.by_name["a.txt"] == LONG and out.says("1 members that the archive's directory does not list")


def test_empty_files_are_no_secret() -> None:
    for flags in (0, 8):
        empty = Member(b"e", b"", method=0, flags=flags)
        assert look(zipped(Member(b"a/", b"", method=0), empty, Member(b"b", b"x"))).gaps == []


def test_a_length_that_differs_is_told() -> None:
    data = bytearray(zipped(Member(b"a.txt", LONG)))
    data[18] += 1
    assert look(bytes(data)).says("name or pack them differently")


@pytest.mark.parametrize("data", [b"x^2 + y^2 = z^2, as everybody knows", b"x\x9c" + JUNK, b"x\x9c", b"x\x01" + bytes(5000), LONG])
def test_what_is_not_zlib(data: bytes) -> None:
    assert not recognises(compressed.FORMAT, data)


def _head(data: bytes) -> Head:
    return Head.of(blob_of(data))
