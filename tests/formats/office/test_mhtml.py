"""Web archives of Office: macros in ActiveMime, fields in HTML, broken headers; what is a mail and what is not."""

import base64
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import inside, recognises
from support.office.mso_writer import active_mime
from support.office.vba_writer import Source, vba_project
from support.spoiling import within

from mimawari.formats.office.mhtml import FORMAT
from mimawari.model import External, OfficeDocument

MACROS = vba_project([Source("ThisDocument", "Sub autoopen()\nEnd Sub\n", "document")])
PAGE = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>Sato &amp; Co</o:Author><o:TotalTime>3</o:TotalTime>
</o:DocumentProperties></xml><![endif]--><style>p {color: red}</style></head><body><p>請求書&nbsp;1</p>
<span style='mso-element:field-begin'></span> DDE<b>AUTO</b> c:\\\\x y <span style='mso-element:field-separator'></span>shown
<span style='mso-element:field-end'></span><a href="http://example.com/a?b&amp;c">link</a><img src="http://example.jp/i.png">
</body></html>"""
HEAD = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_Next"\r\n\r\n'
HTML = "Content-Location: file:///C:/x/a.htm\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html\r\n\r\n"
MSO = "Content-Location: file:///C:/x/a_files/editdata.mso\r\nContent-Transfer-Encoding: base64\r\n"
MSO += "Content-Type: application/x-mso\r\n\r\n"


def archive(head: str = HEAD, mso: str = MSO, data: bytes = b"") -> bytes:
    page = quopri.encodestring(PAGE.encode()).replace(b"\n", b"\r\n")
    body = base64.encodebytes(data or active_mime(MACROS)).replace(b"\n", b"\r\n")
    line = b"------=_Next\r\n"
    return head.encode() + line + HTML.encode() + page + b"\r\n" + line + mso.encode() + body + b"\r\n------=_Next--\r\n"


def test_macros_text_fields_links_and_properties() -> None:
    found = inside(FORMAT, archive(), "a.doc")
    document = found.one(OfficeDocument)
    assert document.vba is not None
    assert [module.name for module in document.vba.modules] == ["ThisDocument"]
    assert (document.application, document.shell, document.parts) == ("word", "mhtml", ("a.htm", "editdata.mso"))
    assert document.fields == ("DDEAUTO c:\\\\x y",)
    assert (document.properties.author, document.properties.edit_minutes) == ("Sato & Co", 3)
    assert document.externals == (
        External(form="hyperlink", target="http://example.com/a?b&c", automatic=False),
        External(form="image", target="http://example.jp/i.png", automatic=True),
    )
    assert "請求書\xa01" in document.text.replace("書 ", "書\xa0")
    assert "color" not in document.text
    assert found.gaps == []


@pytest.mark.parametrize(
    "head",
    [
        "junk\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
        "mime-version : 1.0\nContent-Type: multipart/related; boundary=other\n\n",
        "MIME-Version: 1.0\r\nContent-Type: multi\r\n\r\n",
        "\xff\xfe\r\n\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n",
    ],
)
def test_broken_headers(head: str) -> None:
    data = archive(head)
    assert recognises(FORMAT, data, "a.doc")
    assert inside(FORMAT, data, "a.doc").one(OfficeDocument).vba is not None


@pytest.mark.parametrize(
    "mso", ["Content-Type: text/plain\r\n\r\n", "Content-Location: x\r\n\r\n", MSO.replace("base64", "BASE64  ")]
)
def test_macros_under_another_label(mso: str) -> None:
    assert inside(FORMAT, archive(mso=mso), "a.doc").one(OfficeDocument).vba is not None


def test_other_embedded_files_are_opened() -> None:
    assert inside(FORMAT, archive(data=b"MZ" + bytes(80))).contents() == {"editdata.mso": b"MZ" + bytes(80)}


def test_a_mail_is_none_unless_it_bears_a_documents_name() -> None:
    mail = archive("From: a@example.jp\r\nTo: b@example.jp\r\n" + HEAD)
    assert not recognises(FORMAT, mail, "a.eml")
    assert not recognises(FORMAT, mail, "message")
    assert recognises(FORMAT, mail, "a.doc")


@pytest.mark.parametrize("data", [b"", b"<html>MIME</html>", b"MIME-Version: 1.0\r\n\r\nplain text", PAGE.encode()])
def test_what_is_none(data: bytes) -> None:
    assert not recognises(FORMAT, data, "a.txt")


@pytest.mark.parametrize(
    "hostile", [b"--x\n\n" * 100_000, b"<" * 500_000, b"<a " * 200_000, b"Content-A: " * 100_000, b"=" * 500_000]
)
def test_hostile_ones_end(hostile: bytes) -> None:
    with within(20):
        inside(FORMAT, HEAD.encode() + b"--x\r\nContent-Type: text/html\r\n\r\n" + hostile, "a.mht")


WHOLE = archive()


@settings(max_examples=80, deadline=None, derandomize=True)
@given(cut=st.integers(0, len(WHOLE)), at=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255))
def test_damaged_ones_raise_nothing(cut: int, at: int, byte: int) -> None:
    spoilt = bytearray(WHOLE[:cut])
    if at < cut:
        spoilt[at] = byte
    assert inside(FORMAT, bytes(spoilt), "a.doc").one(OfficeDocument).shell == "mhtml"
