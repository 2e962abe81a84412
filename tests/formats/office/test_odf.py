"""OpenDocument: recognised by its first member, its text, links and DDE read, its macros told as not read."""

import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import inside, recognises
from support.office.ooxml_writer import zipped

from mimawari.formats.archives.zip import FORMAT as ZIP
from mimawari.formats.office.odf import FORMAT
from mimawari.formats.office.ooxml import FORMAT as OOXML
from mimawari.model import Embedded, External, OfficeDocument

TYPE = b"application/vnd.oasis.opendocument."
PAGE = """<office:document-content xmlns:office="o" xmlns:text="t" xmlns:xlink="x" xmlns:draw="d"><text:p>請求書</text:p>
<text:a xlink:href="http://example.com/">more</text:a><draw:image xlink:href="http://example.jp/i.png"/>
<text:dde-connection-decl office:dde-application="cmd" office:dde-topic="/k x" office:dde-item="a"/></office:document-content>"""


def odf(kind: str = "text", more: dict[str, bytes] | None = None) -> bytes:
    parts = {"mimetype": TYPE + kind.encode(), "content.xml": PAGE.encode(), "META-INF/manifest.xml": b"<m/>"}
    return zipped({**parts, **(more or {})}, zipfile.ZIP_STORED)


def test_what_is_read() -> None:
    data = odf()
    found = inside(FORMAT, data, "a.odt")
    document = found.one(OfficeDocument)
    assert recognises(FORMAT, data)
    assert not recognises(OOXML, data)
    assert not recognises(ZIP, data)
    assert (document.application, document.shell) == ("word", "odf")
    assert document.text.split() == ["請求書", "more"]
    assert document.fields == ("DDE cmd /k x a",)
    assert document.externals == (
        External(form="hyperlink", target="http://example.com/", automatic=False),
        External(form="image", target="http://example.jp/i.png", automatic=True),
    )
    assert found.gaps == []


def test_macros_are_told_and_embedded_files_are_opened() -> None:
    more = {"Basic/Standard/Module1": b"<x/>", "Object": b"MZ", "Thumb": b"\x89PNG\r\n\x1a\n"}
    found = inside(FORMAT, odf("spreadsheet", more))
    assert found.gaps == [("unsupported", "macros of OpenDocument")]
    assert found.contents() == {"Object": b"MZ"}
    assert found.one(OfficeDocument).objects == (Embedded(name="Object", kind="pe", size=2),)


def test_an_encrypted_one_is_told() -> None:
    data = odf(more={"META-INF/manifest.xml": b"<m><file-entry><encryption-data/></file-entry></m>"})
    assert ("encrypted", "an encrypted document of OpenDocument") in inside(FORMAT, data).gaps


def test_a_zip_with_such_a_name_in_it_is_none() -> None:
    assert not recognises(FORMAT, zipped({"a.txt": b"mimetypeapplication/vnd.oasis.opendocument.text"}))


WHOLE = odf()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(cut=st.integers(0, len(WHOLE)), at=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255))
def test_damaged_ones_raise_nothing(cut: int, at: int, byte: int) -> None:
    spoilt = bytearray(WHOLE[:cut])
    if at < cut:
        spoilt[at] = byte
    found = inside(FORMAT, bytes(spoilt))
    assert found.artifacts or found.gaps
