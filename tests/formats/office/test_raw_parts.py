"""The parts of documents as they lie there: each once, those that are opened left out; where nobody wants them, none."""

from __future__ import annotations

import struct
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from support.archives import Member, zipped
from support.inside import blob_of
from support.office import ooxml_writer as word
from support.office.ole_writer import compound_file
from support.office.vba_writer import Source, vba_project
from support.office.word_writer import word_document
from support.yara_rules import Unmoved

from mimawari.formats import Format
from mimawari.formats.budget import Allowance, Budget
from mimawari.formats.office import odf, ole, ooxml
from mimawari.formats.office.raw_parts import FAULTS
from mimawari.model import BadEvidence, Blob, Gap, Raw, Reason

LONG = bytes(range(256)) * 8000
OPENED = b"MZ" + bytes(600)


def look(one: Format, data: bytes, *, watched: bool = True, allowance: Allowance | None = None) -> dict[str, bytes]:
    """The parts by their way, each read when it is given, as the engine does it."""
    parts: dict[str, bytes] = {}
    for thing in one.open(blob_of(data, "a.docm"), Budget(allowance, watch=Unmoved if watched else None)):
        if isinstance(thing, Raw):
            way = "/".join(thing.blob.origin.path)
            assert way not in parts
            parts[way] = whole(thing.blob)
    return parts


def whole(blob: Blob) -> bytes:
    with blob.content.open() as stream:
        return b"".join(iter(lambda: stream.read(64 << 10), b""))


def gaps(one: Format, data: bytes, allowance: Allowance | None = None) -> list[tuple[Reason, str]]:
    """What is said beside the parts, each of which is read as far as it goes."""
    told = []
    for thing in one.open(blob_of(data, "a.docm"), Budget(allowance, watch=Unmoved)):
        if isinstance(thing, Gap):
            told.append((thing.reason, thing.detail))
        elif isinstance(thing, Raw):
            with suppress(BadEvidence):
                whole(thing.blob)
    return told


def package(**more: bytes) -> bytes:
    parts = {
        "word/_rels/settings.xml.rels": b"<r/>",
        "docProps/app.xml": b"<a/>",
        "word/embeddings/a.bin": OPENED,
        "word/media/film.mp4": LONG,
        **more,
    }
    project = vba_project([Source("ThisDocument", "", "document")])
    return word.package("docm", word.page(word.run("x")), parts, vba=project)


def test_every_part_of_a_package_but_those_that_are_opened() -> None:
    data = package()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    opened = {thing.name for thing in ooxml.FORMAT.open(blob_of(data), Budget()) if isinstance(thing, Blob)}
    assert opened == {"a.bin"}
    assert parts.pop("word/embeddings/a.bin") == OPENED
    found = look(ooxml.FORMAT, data)
    assert found == parts
    assert {"[Content_Types].xml", "word/document.xml", "word/vbaProject.bin", "word/media/film.mp4"} <= found.keys()


def test_where_nobody_looks_none_is_unpacked() -> None:
    assert look(ooxml.FORMAT, package(), watched=False) == {}


def test_the_parts_of_open_document() -> None:
    parts = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<c/>", "Basic/Standard/Module1.xml": b"<m/>"}
    assert look(odf.FORMAT, word.zipped(parts, zipfile.ZIP_STORED)) == parts


def test_a_part_that_is_longer_than_the_directory_says_is_given_to_its_end() -> None:
    data = bytearray(package())
    row = data.rindex(b"word/media/film.mp4") - 46
    assert data[row : row + 4] == b"PK\1\2"
    data[row + 24 : row + 28] = struct.pack("<I", 7)
    assert look(ooxml.FORMAT, bytes(data))["word/media/film.mp4"] == LONG


@pytest.mark.parametrize(("method", "flags", "reason"), [(99, 0, Reason.UNSUPPORTED), (8, 1, Reason.ENCRYPTED)])
def test_a_part_that_cannot_be_unpacked_is_a_gap(method: int, flags: int, reason: Reason) -> None:
    data = bytearray(package())
    row = data.rindex(b"docProps/app.xml") - 46
    data[row + 8 : row + 12] = struct.pack("<HH", flags, method)
    assert reason in {found for found, _ in gaps(ooxml.FORMAT, bytes(data))}
    assert "docProps/app.xml" not in look(ooxml.FORMAT, bytes(data))
    assert "word/document.xml" in look(ooxml.FORMAT, bytes(data))


def test_many_parts_that_cannot_be_unpacked_are_not_told_without_end() -> None:
    data = bytearray(package(**{f"word/media/{number}.mp4": b"x" for number in range(3 * FAULTS)}))
    at = 0
    while (at := data.find(b"PK\1\2", at)) >= 0:
        if b"word/media/" in data[at + 46 : at + 57]:
            data[at + 10 : at + 12] = struct.pack("<H", 99)
        at += 4
    told = [detail for _, detail in gaps(ooxml.FORMAT, bytes(data))]
    assert "more of its parts cannot be read" in told
    assert len(told) - len(set(told)) <= FAULTS


def test_parts_beyond_the_budget_are_said_once() -> None:
    data = package(**{f"word/media/{number}.mp4": LONG for number in range(9)})
    told = gaps(ooxml.FORMAT, data, Allowance(unpacked=6 << 20))
    assert [detail for _, detail in told] == ["more than 6.0 MB inside, the rest was not opened"]


def test_of_one_part_no_more_than_the_allowance_is_given() -> None:
    with pytest.raises(BadEvidence, match=r"looked at the first 1\.0 MB only"):
        look(ooxml.FORMAT, package(), allowance=Allowance(member=1 << 20))


@pytest.mark.parametrize("method", [0, 8])
def test_a_part_that_the_directory_does_not_list(method: int) -> None:
    names = ("word/hidden.xml", "word/other.xml")
    extra = [Member(name.encode(), LONG, method=method, listed=False) for name in names]
    listed = [Member(name.encode(), data) for name, data in look(ooxml.FORMAT, package()).items()]
    whole = look(ooxml.FORMAT, zipped(*extra[:1], *listed, *extra[1:]))
    assert {name: whole[name] for name in names} == dict.fromkeys(names, LONG)
    assert len(whole) == len(listed) + 2
    assert gaps(ooxml.FORMAT, zipped(*listed, *extra)) == []
    locked = Member(b"word/locked.xml", b"<x/>", listed=False, password=b"x")
    assert [reason for reason, _ in gaps(ooxml.FORMAT, zipped(*listed, locked))] == [Reason.ENCRYPTED]


@pytest.mark.parametrize("size", [3000, 9000])
def test_of_a_compound_file_the_streams_that_lie_in_pieces(size: int) -> None:
    data = (bytes(range(251)) * 40)[:size]
    streams = {"WordDocument": bytes(5000), "one": data, "Two/two": data[::-1]}
    assert look(ole.FORMAT, compound_file(streams)) == {}
    assert look(ole.FORMAT, compound_file(streams, scattered=("two",))) == {"Two/two": data[::-1]}


def test_of_an_honest_document_hardly_any() -> None:
    assert look(ole.FORMAT, word_document(text="x")) == {}
