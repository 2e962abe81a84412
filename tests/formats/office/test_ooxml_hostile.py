"""Packages that are damaged or made to be costly: nothing raises, nothing takes long, what was not read is told."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import inside, recognises
from support.office import ooxml_writer as w
from support.office.ooxml_writer import Rel
from support.office.vba_writer import Source, vba_project
from support.public_data import labelled
from support.spoiling import within

from mimawari import formats
from mimawari.formats.kept import Kept
from mimawari.formats.office import ooxml_parts, xml_events
from mimawari.formats.office.ooxml import FORMAT
from mimawari.model import Blob, OfficeDocument, Origin

MACROS = vba_project([Source("ThisDocument", "Sub autoopen()\nEnd Sub\n", "document")])
WHOLE = w.package("docm", w.page(w.run("text"), w.begin() + w.instruction("DDE a") + w.end()), {"word/e.bin": b"MZ"}, vba=MACROS)
STORED = w.zipped(dict.fromkeys(("[Content_Types].xml", "_rels/.rels"), b"<x/>"), zipfile.ZIP_STORED)
HEADER = (Rel("word/document.xml", "header", "header1.xml"),)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(cut=st.integers(0, len(WHOLE)), at=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255))
def test_damaged_ones_raise_nothing(cut: int, at: int, byte: int) -> None:
    spoilt = bytearray(WHOLE[:cut])
    if at < cut:
        spoilt[at] = byte
    recognises(FORMAT, bytes(spoilt))
    found = inside(FORMAT, bytes(spoilt))
    assert found.artifacts or found.blobs or found.gaps


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=400), st.integers(0, len(STORED)))
def test_recognising_never_raises(noise: bytes, at: int) -> None:
    recognises(FORMAT, STORED[:at] + noise + STORED[at:])
    recognises(FORMAT, b"PK\3\4" + noise)


@pytest.mark.parametrize(
    ("inner", "detail"),
    [
        (b"<a>" * 3_000, "more than 2000 elements inside each other"),
        (b'<a b="' + b"x" * (9 << 20) + b'"/>', "one tag of more than 4 MiB"),
        (b"<a/>" * 60_000, "more than 100000 elements"),
        (b"<t>" + b"x" * (66 << 20) + b"</t>", "more than 64 MiB of XML"),
    ],
    ids=["deep", "tag", "many", "long"],
)
def test_costly_xml_is_read_only_so_far(inner: bytes, detail: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_events, "_EVENTS", 100_000)
    data = w.package("docx", w.page(w.run("seen")), {"word/header1.xml": b"<r>" + inner + b"</r>"}, HEADER)
    with within(60):
        found = inside(FORMAT, data)
    assert found.one(OfficeDocument).text.startswith("seen")
    assert found.gaps == [("too-large", f"a page: word/header1.xml: {detail}")]


def test_many_parts_share_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ooxml_parts, "_ALL", 1 << 20)
    parts = {f"word/header{number}.xml": b"<r>" + b"<a/>" * 5_000 + b"</r>" for number in range(6)}
    rels = tuple(Rel("word/document.xml", "header", f"header{number}.xml") for number in range(6))
    found = inside(FORMAT, w.package("docm", w.page(w.run("seen")), parts, rels, vba=MACROS))
    assert found.one(OfficeDocument).vba is not None
    assert {reason for reason, _ in found.gaps} == {"too-large"}


def test_more_parts_than_are_read() -> None:
    names = {f"word/a{number}.xml": b"" for number in range(20_100)}
    found = inside(FORMAT, w.package("docx", w.page(w.run("seen")), names))
    assert found.one(OfficeDocument).text == "seen"
    assert found.gaps == [("too-large", "package: more than 20000 parts")]


def test_public_documents_give_no_gap() -> None:
    # None of them is damaged or encrypted, and all of their parts are ones that Office knows.
    public = {**labelled("office_inert"), **labelled("office_benign"), **labelled("office_macro_benign")}
    seen = 0
    for name, path in public.items():
        data = path.read_bytes()
        if recognises(FORMAT, data, path.name):
            found = inside(FORMAT, data, path.name)
            assert found.one(OfficeDocument).application, name
            assert found.gaps == [], name
            seen += 1
    assert seen > 250


@pytest.mark.parametrize(("members", "comment"), [(0, 0), (900, 0), (1500, 0), (600, 40_000)])
@pytest.mark.parametrize("first", [True, False])
def test_a_package_whose_directory_is_too_long_to_be_seen_at_the_end_is_one_all_the_same(
    members: int, comment: int, first: bool
) -> None:
    junk = {f"junk/a-rather-long-name-of-a-member-{number:06}.xml": b"" for number in range(members)}
    with zipfile.ZipFile(BytesIO(WHOLE)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ({**parts, **junk} if first else {**junk, **parts}).items():
            archive.writestr(name, content)
        archive.comment = b"x" * comment
    blob = Blob(Origin("s", "l"), "a.docm", Kept.of(made.getvalue()))
    names = [one.name for one in formats.recognised(formats.Head.of(blob))]
    assert "ooxml" in names
    assert "zip" not in names
