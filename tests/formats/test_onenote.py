"""Notebooks: the files in them, their names and texts; in both packings, on public ones and on damaged ones."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import inside, recognises
from support.onenote_files import HEADER, one, packaged, stored
from support.public_data import labelled

from mimawari.formats.onenote import FORMAT
from mimawari.formats.onenote_files import compact
from mimawari.formats.onenote_text import values
from mimawari.model import Embedded, Notebook

WSF = b'<job><script language="VBScript">x = "nothing"</script></job>'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
EMBEDDED = Embedded(name="click.wsf", kind="script", size=len(WSF))


def test_a_file_with_its_name_the_pictures_and_the_text() -> None:
    data = one([("View.png", PNG), ("click.wsf", WSF)], ["この文書を表示するには、ダブルクリックしてください。", "View"])
    found = inside(FORMAT, data, "form.one")
    notebook = found.one(Notebook)
    assert notebook.files == (EMBEDDED,)
    assert notebook.file_names == ("View.png", "click.wsf")
    assert notebook.pictures == 1
    assert notebook.text == "この文書を表示するには、ダブルクリックしてください。\nView"
    assert found.contents() == {"click.wsf": WSF}
    assert found.blobs[0].within == ("onenote",)
    assert found.gaps == []


def test_two_files_of_one_kind_keep_their_own_names() -> None:
    data = one([("a.vbs", b"x = 1"), ("press to unblock document.vbs", b"y = 2"), ("c.js", b"z")])
    assert inside(FORMAT, data).contents() == {"a.vbs": b"x = 1", "press to unblock document.vbs": b"y = 2", "c.js": b"z"}


def test_the_packaging_of_office_365() -> None:
    found = inside(FORMAT, packaged([PNG, WSF], ["click.wsf", "Page"]), "form.one")
    assert found.one(Notebook).files == (EMBEDDED,)
    assert found.one(Notebook).pictures == 1
    assert found.contents() == {"click.wsf": WSF}
    assert found.gaps == []


def test_a_large_file_in_the_packaging() -> None:
    large = b"MZ" + bytes(100_000)
    assert list(inside(FORMAT, packaged([large])).contents().values()) == [large]


def test_a_picture_that_is_declared_as_a_script_is_opened() -> None:
    found = inside(FORMAT, one([("view.hta", PNG)]))
    assert found.contents() == {"view.hta": PNG}
    assert found.one(Notebook).pictures == 0


def test_a_file_without_any_declaration_is_found() -> None:
    assert list(inside(FORMAT, one([("click.wsf", WSF)], declared=False)).contents().values()) == [WSF]


def test_a_wrong_length_hides_no_file_and_is_said() -> None:
    data = bytearray(one([("a.wsf", WSF), ("b.wsf", WSF)]))
    at = data.index(HEADER.bytes_le)
    for length in (0, 5, 1 << 40, (1 << 64) - 1, len(data)):
        data[at + 16 : at + 24] = struct.pack("<Q", length)
        found = inside(FORMAT, bytes(data))
        assert [reason for reason, _ in found.gaps] == ["corrupt"]
        assert WSF in found.contents().values(), length


def test_a_notebook_in_a_notebook_is_one_file() -> None:
    inner = one([("click.wsf", WSF)])
    assert inner in inside(FORMAT, one([("inner.one", inner)])).contents().values()


def test_encrypted_pages_are_a_gap() -> None:
    data = one() + (0xFB6BA385DAD1A067).to_bytes(8, "little")
    assert [reason for reason, _ in inside(FORMAT, data).gaps] == ["encrypted"]


def test_very_many_files_are_cut_off_and_said() -> None:
    found = inside(FORMAT, one() + stored(b"x = 1") * 2100)
    assert len(found.blobs) == 2000
    assert [reason for reason, _ in found.gaps] == ["too-large"]


@pytest.mark.parametrize("length", [48, 0x400, 0x420, -20])
def test_cut_off(length: int) -> None:
    found = inside(FORMAT, one([("click.wsf", WSF)], ["text"])[:length])
    assert len(found.all(Notebook)) == 1


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.data())
def test_flipped_bytes(data: st.DataObject) -> None:
    make = data.draw(st.sampled_from([one([("click.wsf", WSF)], ["some text"]), packaged([WSF], ["click.wsf"])]))
    damaged = bytearray(make)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(16, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    assert len(inside(FORMAT, bytes(damaged)).all(Notebook)) == 1


def test_compact_numbers_as_the_specification_has_them() -> None:
    # [MS-FSSHTTPB] 2.2.1.1: 0 is one zero byte; 1 is 0x03; 2^7 needs two bytes; nine bytes begin with 0x80.
    assert compact(b"\0", 0) == (0, 1)
    assert compact(b"\x03", 0) == (1, 1)
    assert compact(b"\x02\x02", 0) == (0x80, 2)
    assert compact(b"\x80" + b"\xff" * 8, 0) == ((1 << 64) - 1, 9)


def test_numbers_are_no_text() -> None:
    assert list(values(struct.pack("<I", 16) + bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac"))) == []


def test_recognised() -> None:
    assert recognises(FORMAT, one()) and recognises(FORMAT, packaged([]))
    assert not recognises(FORMAT, HEADER.bytes_le + bytes(100), "x.one")


# Seen by looking for the objects' marks in each with a hex viewer: embedded files that are no pictures, and pictures.
PUBLIC = {
    "tika/test-tika-4303-Chinese-notes.one": ((), 0, "中文标题"),
    "tika/testOneNoteFromOffice365.one": ((), 0, "Section1Page1Content"),
    "tika/testOneNote4.one": ((), 0, "way too much information about poptarts to handle."),
    "tika/testOneNoteEmbeddedImage.one": ((), 1, "Image above"),
    "tika/testOneNoteEmbeddedWordDoc.one": (("Dude this is a super cool embedded doc.docx",), 1, "Embedded doc sheet"),
    "tika/testOneNoteFromOffice365-2.one": ((), 0, "Section2page1content"),
    "tika/testOneNote-fuzz3.one": ((), 2, "Feedback zum Thema: Arbeit im Team"),
    "tika/testOneNote.one": ((), 3, "Note-ccn-test-mmmm"),
    "tika/testOneNote2016.one": ((), 0, "This is one note 2016"),
    "tika/testOneNote3.one": ((), 0, "awesome information about sports or some crap like that."),
    "one-extract/example.one": ((), 1, "Soccer practice"),
}


def test_public_notebooks() -> None:
    files = labelled("onenote_benign")
    assert files.keys() == PUBLIC.keys()
    for name, path in files.items():
        found = inside(FORMAT, path.read_bytes())
        notebook = found.one(Notebook)
        names, pictures, text = PUBLIC[name]
        assert (tuple(file.name for file in notebook.files), notebook.pictures) == (names, pictures), name
        assert text in notebook.text, name
        assert found.gaps == [], name


def test_the_notebook_with_a_document() -> None:
    found = inside(FORMAT, labelled("office_inert")["strelka/test.one"].read_bytes())
    assert found.one(Notebook).files == (Embedded(name="test.docx", kind="zip", size=36980),)
    assert found.contents()["test.docx"].startswith(b"PK\x03\x04")


@pytest.mark.parametrize("keep", [0.01, 0.3, 0.7, 0.99])
def test_a_notebook_shorter_than_it_says_was_cut_off(keep: float) -> None:
    """[MS-ONESTORE] 2.3.1: cbExpectedFileLength stands at 0xC4 of the header."""
    data = bytearray(one([], ["会議の記録"]).ljust(9000, b"\0"))
    struct.pack_into("<Q", data, 0xC4, len(data))
    assert inside(FORMAT, bytes(data)).gaps == []
    assert inside(FORMAT, bytes(data[: int(len(data) * keep)])).gaps == [("corrupt", "it was cut off")]


def test_public_notebooks_cut_off() -> None:
    whole = labelled("onenote_benign")["tika/testOneNote3.one"].read_bytes()
    for keep in (100, 5000, len(whole) // 2, len(whole) - 1):
        assert ("corrupt", "it was cut off") in inside(FORMAT, whole[:keep]).gaps
