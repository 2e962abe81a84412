"""The binary Word document (MS-DOC)."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from support.office.ole_writer import compound_file
from support.office.word_writer import word_streams
from support.public_data import labelled

from mimawari.formats.kept import Kept
from mimawari.formats.office import word97
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.word97 import Page
from mimawari.model import External, Reason


def read(streams: dict[str, bytes]) -> tuple[Page, Notes]:
    notes = Notes()
    return word97.read_page(OleParts(Kept.of(compound_file(streams)), notes), notes), notes


@pytest.mark.parametrize("text", ["Plain text", "二行の\n文書です", "tab\tand line"])
def test_text(text: str) -> None:
    page, notes = read(word_streams(text.replace("\n", "\r")))
    assert page.text == text
    assert notes.taken == []
    assert not (page.is_template or page.is_encrypted or page.is_cut)


def test_fields() -> None:
    text = (
        "Before\r\x13 CONTROL Forms.TextBox.1 \\s \x14\x01\x15"
        '\x13 DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" \x14result\x15'
        '\x13 HYPERLINK "https://example.com/a" \x14here\x15\x13 PAGE \x141\x15 after'
    )
    page, _ = read(word_streams(text))
    assert page.fields == ("CONTROL Forms.TextBox.1 \\s", 'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"')
    assert page.externals == (External(form="hyperlink", target="https://example.com/a"),)
    assert page.text == "Before\nresulthere1 after"


def test_a_field_that_is_spelt_by_others() -> None:
    """``QUOTE`` gives characters by number; the DDE field is only there when they are put together."""
    page, _ = read(word_streams("\x13 DDEAUTO \x13 QUOTE 67 58 92 \x15x \x14\x15"))
    assert page.fields == ("DDEAUTO C:\\x",)


@pytest.mark.parametrize("address", ["https://example.com/t.dotm", "\\\\192.0.2.7\\share\\t.dotm"])
def test_a_template_from_elsewhere(address: str) -> None:
    page, _ = read(word_streams("x", attached=address))
    assert page.externals == (External(form="attachedTemplate", target=address, automatic=True),)


@pytest.mark.parametrize("own", ["", "Normal.dotm", "C:\\Users\\a\\Templates\\Letter.dot"])
def test_a_template_of_ones_own(own: str) -> None:
    assert read(word_streams("x", attached=own))[0].externals == ()


def test_flags() -> None:
    assert read(word_streams("x", template=True))[0].is_template
    page, _ = read(word_streams("secret", encrypted=True))
    assert page.is_encrypted
    assert page.text == ""


def test_several_pieces() -> None:
    """Narrow and wide pieces in another order than in the file (MS-DOC 2.8.35)."""
    streams = word_streams("")
    body = streams["WordDocument"] + b"narrow" + "広い".encode("utf-16-le")
    plc = struct.pack("<III", 0, 2, 8) + struct.pack("<HIH", 0, 0x806, 0) + struct.pack("<HIH", 0, 0x800 * 2 | 0x40000000, 0)
    clx = b"\x01\x03\x00abc" + b"\x02" + struct.pack("<I", len(plc)) + plc
    main = bytearray(body)
    struct.pack_into("<II", main, 0x01A2, 0, len(clx))
    page, notes = read({"WordDocument": bytes(main), "1Table": clx})
    assert page.text == "広いnarrow"
    assert notes.taken == []


def test_pictures() -> None:
    out = io.BytesIO()
    Image.effect_noise((400, 310), 90).save(out, "JPEG")
    jpeg = out.getvalue()
    out = io.BytesIO()
    Image.effect_noise((500, 320), 90).save(out, "PNG")
    png = out.getvalue()
    # OfficeArtBlipJPEG and OfficeArtBlipPNG (MS-ODRAW 2.2.27, 2.2.28): header, digest, tag, picture
    data = b"\x44\0" * 30
    for kind, raw in ((0xF01D, jpeg), (0xF01E, png)):
        data += struct.pack("<HHI", 0x46A0, kind, len(raw) + 17) + bytes(16) + b"\xff" + raw
    page, _ = read(word_streams("x") | {"Data": data})
    assert [(one.width, one.height) for one in page.pictures] == [(400, 310), (500, 320)]
    cut, _ = read(word_streams("x") | {"Data": b"\0" * 99 + jpeg + b"\0" * 99 + png})
    assert [(one.width, one.height) for one in cut.pictures] == [(400, 310), (500, 320)]


def test_older_than_word_97() -> None:
    streams = word_streams("x")
    old = bytearray(streams["WordDocument"])
    struct.pack_into("<H", old, 2, 0x65)
    page, notes = read(streams | {"WordDocument": bytes(old)})
    assert page.text == ""
    assert notes.taken == [(Reason.UNSUPPORTED, "the page: the text of a document from before Word 97")]


@pytest.mark.parametrize("name", ["WordDocument", "1Table"])
def test_without_a_stream(name: str) -> None:
    streams = word_streams("x")
    del streams[name]
    page, notes = read(streams | {"other": b"x"})
    assert page.text == ""
    assert [reason for reason, _ in notes.taken] == [Reason.MISSING]


def test_damaged_pieces() -> None:
    streams = word_streams("some text")
    page, notes = read(streams | {"1Table": b"\xff" * 200})
    assert page.text == ""
    assert notes.taken == [(Reason.CORRUPT, "the page: its table of pieces is damaged")]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_flipped_and_cut(data: st.DataObject) -> None:
    streams = word_streams("Text \x13 DDE x \x14 y \x15 more", attached="https://example.com/x")
    spoilt = {}
    for name, value in streams.items():
        raw = bytearray(value)
        for _ in range(data.draw(st.integers(0, 6))):
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
        spoilt[name] = bytes(raw[: data.draw(st.one_of(st.just(len(raw)), st.integers(0, len(raw))))])
    read(spoilt)


def test_public_documents() -> None:
    """What stands in three of them, seen with other programs (``strings -el``, LibreOffice)."""
    found = {}
    for name in ("oletools/harmless-clean.doc", "oletools/embedded-simple-2007.doc", "strelka/test.doc"):
        parts = OleParts(Kept.of(labelled("office_inert")[name].read_bytes()))
        found[name] = word97.read_page(parts, Notes())
    assert "This is a harmless test document." in found["oletools/harmless-clean.doc"].text
    assert found["oletools/embedded-simple-2007.doc"].fields == ("EMBED Package",)
    assert found["strelka/test.doc"].text.startswith("Lorem Ipsum\n\nLorem ipsum dolor sit amet")
