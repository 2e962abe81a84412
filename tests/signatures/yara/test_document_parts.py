"""A marker is found in whatever a format reads itself: the parts of a document, streams that lie in pieces, the text of a mail."""

import base64
import io
import zipfile
from pathlib import Path

import pytest
from support.archives import Member, zipped
from support.office import ooxml_writer as word
from support.office.ole_writer import compound_file
from support.office.vba_writer import Source, vba_project
from support.public_data import labelled
from support.rule_sets import ANYWHERE, MARK, blob, faults, fits, rules, seen, written

from mimawari.formats.kept import Kept
from mimawari.signatures.yara import Rules

HELD = b"A text with an " + MARK + b" in it."


@pytest.fixture
def made(tmp_path: Path) -> Rules:
    return rules(written(tmp_path / "s", ANYWHERE))


PARTS = ("word/_rels/settings.xml.rels", "word/settings.xml", "docProps/core.xml", "word/media/image1.png", "customXml/item1.xml")


@pytest.mark.parametrize("part", [*PARTS, "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"])
def test_in_a_part_of_a_package(made: Rules, part: str) -> None:
    project = vba_project([Source("ThisDocument", "", "document")])
    whole = word.package("docm", word.page(word.run("x")), dict.fromkeys(PARTS, b"<x/>"), vba=project)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] += b"<!--" + bytes(range(32, 60)) * 3 + MARK + b"-->"
    data = word.zipped(parts)
    assert MARK not in data
    found = fits(seen(made, blob(Kept.of(data), "a.docm")))
    assert found == [("marker", part, len(parts[part]) - 3 - len(MARK))]


def test_in_a_binary_sheet_of_an_archive(made: Rules) -> None:
    book = word.package("xlsb", b"\x83\x01\0\x84\x01\0", {"xl/macrosheets/binarySheet1.bin": b"text " * 99 + MARK})
    found = fits(seen(made, blob(Kept.of(zipped(Member(b"a.xlsb", book))), "x.zip")))
    assert ("marker", "a.xlsb/xl/macrosheets/binarySheet1.bin", 495) in found


def test_by_the_name_of_the_part(tmp_path: Path) -> None:
    made = rules(written(tmp_path / "s", 'rule named { strings: $m = "Inert" condition: $m and filename == "app.xml" }'))
    data = word.package("docx", word.page(word.run("x")), {"docProps/app.xml": b"Inert", "docProps/core.xml": b"Inert"})
    assert [way for _, way, _ in fits(seen(made, blob(Kept.of(data), "a.docx")))] == ["docProps/app.xml"]


def test_at_the_end_of_a_large_part_and_without_a_gap(made: Rules) -> None:
    sheet = b"<c>12345</c>" * (3 << 20) + MARK
    data = word.package("xlsx", b"<workbook/>", {"xl/worksheets/more.bin": sheet})
    things = seen(made, blob(Kept.of(data), "a.xlsx"))
    assert fits(things) == [("marker", "xl/worksheets/more.bin", len(sheet) - len(MARK))]
    assert faults(things) == []


def test_in_a_part_that_lies_about_its_size(made: Rules) -> None:
    data = bytearray(word.package("docx", word.page(word.run("x")), {"word/media/a.mp4": b"text " * 99 + MARK}))
    row = data.rindex(b"word/media/a.mp4") - 46
    data[row + 24 : row + 28] = bytes((5, 0, 0, 0))
    assert [way for _, way, _ in fits(seen(made, blob(Kept.of(bytes(data)), "a.docx")))] == ["word/media/a.mp4"]


def test_in_a_stream_whose_sectors_lie_in_pieces(made: Rules) -> None:
    data = bytes(512 - 5) + MARK + bytes(9000)
    whole = compound_file({"WordDocument": bytes(5000), "Data": data}, scattered=("Data",))
    assert MARK not in whole
    assert fits(seen(made, blob(Kept.of(whole), "a.doc"))) == [("marker", "Data", 507)]


def test_a_workbook_that_opens_with_the_password_that_everybody_has(tmp_path: Path) -> None:
    """The names of its styles stand in the clear only in what is decrypted."""
    made = rules(written(tmp_path / "s", 'rule plain { strings: $d = "20 % - Akzent1" condition: $d and uint32(0) == 0xE011CFD0 }'))
    data = labelled("office_inert")["oletools/dde-test-encrypt-standardpassword.xls"].read_bytes()
    assert b"Akzent1" not in data
    assert [(rule, way) for rule, way, _ in fits(seen(made, blob(Kept.of(data), "a.xls")))] == [("plain", "a.xls")]


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_in_the_encoded_text_of_a_mail(made: Rules, encoding: str) -> None:
    body = base64.encodebytes(HELD) if encoding == "base64" else HELD.replace(b"-", b"=2D")
    mail = b"From: a@example.jp\r\nTo: b@example.jp\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n"
    mail += b"Content-Transfer-Encoding: " + encoding.encode() + b"\r\n\r\n" + body
    assert MARK not in mail
    assert [(rule, offset) for rule, _, offset in fits(seen(made, blob(Kept.of(mail), "m.eml")))] == [("marker", 15)]
