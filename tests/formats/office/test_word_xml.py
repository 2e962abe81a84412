"""WordprocessingML 2003, SpreadsheetML 2003 and flat packages: macros in ActiveMime, embedded files, properties."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import inside, recognises
from support.office.mso_writer import active_mime
from support.office.ole_writer import compound_file
from support.office.vba_writer import Source, vba_project
from support.public_data import labelled

from mimawari.formats.office.mso import FORMAT as MSO
from mimawari.formats.office.word_xml import FORMAT
from mimawari.model import External, OfficeDocument

MACROS = vba_project([Source("ThisDocument", "Sub autoopen()\nEnd Sub\n", "document")])
W = "http://schemas.microsoft.com/office/word/2003/wordml"


def word(body: str) -> bytes:
    pi = '<?mso-application progid="Word.Document"?>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{pi}<w:wordDocument xmlns:w="{W}">{body}</w:wordDocument>'.encode()


def binary(name: str, data: bytes) -> str:
    return f'<w:binData w:name="{name}">{base64.encodebytes(data).decode()}</w:binData>'


@pytest.mark.parametrize("place", [0x32, 0x22A, 0x40])
def test_macros_in_active_mime(place: int) -> None:
    data = word(f"<w:docSuppData>{binary('editdata.mso', active_mime(MACROS, place))}</w:docSuppData><w:p><w:t>page</w:t></w:p>")
    found = inside(FORMAT, data, "a.doc")
    document = found.one(OfficeDocument)
    assert recognises(FORMAT, data)
    assert document.vba is not None
    assert [module.name for module in document.vba.modules] == ["ThisDocument"]
    assert (document.application, document.shell, document.text) == ("word", "xml", "page")
    assert (document.parts, found.gaps, found.blobs) == (("editdata.mso",), [], [])


def test_an_embedded_object_is_opened() -> None:
    ole = compound_file({"\x01Ole10Native": b"x" * 40})
    found = inside(FORMAT, word(binary("oledata.mso", active_mime(ole))))
    assert found.contents() == {"oledata.mso": ole}
    assert found.blobs[0].within == ("word-xml",)


def test_active_mime_that_cannot_be_unpacked_is_told() -> None:
    broken = active_mime(MACROS)[:0x32] + b"\0" * 300
    assert inside(FORMAT, word(binary("editdata.mso", broken))).gaps == [("corrupt", "ActiveMime: it cannot be unpacked")]


def test_a_flat_package() -> None:
    part = (
        f'<pkg:part pkg:name="/word/vbaProject.bin"><pkg:binaryData>{base64.b64encode(MACROS).decode()}</pkg:binaryData></pkg:part>'
    )
    link = '<Relationship Type="http://x/attachedTemplate" Target="http://example.com/t.dotm" TargetMode="External"/>'
    xml = f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{part}<pkg:part>{link}</pkg:part></pkg:package>'
    data = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>' + xml.encode()
    document = inside(FORMAT, data).one(OfficeDocument)
    assert document.vba is not None
    assert document.parts == ("/word/vbaProject.bin",)
    assert document.externals == (External(form="attachedTemplate", target="http://example.com/t.dotm", automatic=True),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_both_encodings_that_office_writes(encoding: str) -> None:
    data = word("<w:p><w:t>請求書</w:t></w:p>").decode().replace("UTF-8", encoding).encode(encoding)
    assert recognises(FORMAT, data)
    assert inside(FORMAT, data).one(OfficeDocument).text == "請求書"


@pytest.mark.parametrize("data", [b"<html><body>mso</body></html>", b"<?xml version='1.0'?><a/>", b"", W.encode()])
def test_what_is_none(data: bytes) -> None:
    assert not recognises(FORMAT, data, "a.xml")


def test_active_mime_by_itself() -> None:
    assert inside(MSO, active_mime(MACROS), "editdata.mso").contents() == {"editdata.mso.ole": MACROS}


def test_a_public_one() -> None:
    # Seen in the file: two comments' authors, revision 3, 8 minutes, an embedded document in oledata.mso.
    found = inside(FORMAT, labelled("office_benign")["tika/testWORD2003.xml"].read_bytes())
    document = found.one(OfficeDocument)
    assert (document.properties.revision, document.properties.edit_minutes) == (3, 8)
    assert document.vba is None
    assert found.contents()["oledata.mso"].startswith(b"\xd0\xcf\x11\xe0")
    assert found.gaps == []


WHOLE = word(binary("editdata.mso", active_mime(MACROS)) + "<w:p><w:t>page</w:t></w:p>")


@settings(max_examples=80, deadline=None, derandomize=True)
@given(cut=st.integers(0, len(WHOLE)), at=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255))
def test_damaged_ones_give_a_document_and_nothing_raises(cut: int, at: int, byte: int) -> None:
    spoilt = bytearray(WHOLE[:cut])
    if at < cut:
        spoilt[at] = byte
    found = inside(FORMAT, bytes(spoilt))
    assert found.one(OfficeDocument).shell == "xml"
    assert found.gaps or len(spoilt) == len(WHOLE)
