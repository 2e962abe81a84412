"""RTF: objects through every disguise, fields, templates, texts; near misses; damaged and hostile ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import inside, recognises
from support.office.rtf_writer import embedded, field, linked, packaged, rtf, thing
from support.public_data import labelled
from support.spoiling import within

from mimawari.formats.office.rtf import FORMAT
from mimawari.model import Embedded, External, OfficeDocument

SCRIPT = b'Set x = CreateObject("Nothing")\r\n'
PACKAGE = embedded("Package", packaged("請求書.vbs", SCRIPT))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def document(data: bytes) -> OfficeDocument:
    return inside(FORMAT, data, "a.doc").one(OfficeDocument)


@pytest.mark.parametrize("head", [r"{\rtf1\ansi ", r"{\rt", "\r\n {\\rtf1 ", r"{\rtxyz9 "])
def test_word_asks_for_no_more_than_five_characters(head: str) -> None:
    assert recognises(FORMAT, rtf("x", head=head), "a.doc")


@pytest.mark.parametrize("data", [b"{\\r", b"text {\\rtf1}", b"", b"\\rtf1", b"{rtf1}"])
def test_what_is_none(data: bytes) -> None:
    assert not recognises(FORMAT, data, "a.rtf")


# Each is written between the lines of the hex data, or is how the object begins; Word reads over all of them.
DISGUISES = ["", "\n", " \t", "{}", "{\\*\\foo 4d5a}", "\\x ", "{\\objalias 41}", "\\bin0 ", "{\\*\\x{\\y ab}}"]


@pytest.mark.parametrize("between", DISGUISES)
def test_a_package_through_disguises(between: str) -> None:
    found = inside(FORMAT, rtf(thing(PACKAGE, between=between)))
    assert found.contents() == {"請求書.vbs": SCRIPT}
    assert found.one(OfficeDocument).objects == (Embedded(name="請求書.vbs", kind="script", size=len(SCRIPT)),)
    assert found.gaps == []
    assert found.blobs[0].within == ("rtf",)


def test_raw_data() -> None:
    whole = b"{\\rt{\\object{\\*\\objdata " + PACKAGE[:20].hex().encode() + b"\\bin" + str(len(PACKAGE) - 20).encode() + b" "
    assert inside(FORMAT, whole + PACKAGE[20:] + b"}}}").contents() == {"請求書.vbs": SCRIPT}


def test_an_object_that_is_loaded_by_itself_and_a_link() -> None:
    found = document(rtf(thing(linked("Word.Document.8", "http://example.com/a.doc"), words=r"\objautlink\objupdate")))
    assert found.externals == (External(form="oleObject", target="http://example.com/a.doc", automatic=True),)
    assert found.fields == ("objupdate Word.Document.8",)
    quiet = document(rtf(thing(linked("Excel.Sheet.8", "C:\\a.xls"), words=r"\objlink")))
    assert quiet.externals == (External(form="oleObject", target="C:\\a.xls", automatic=False),)


@pytest.mark.parametrize("class_name", ["Equation.3", "eQuatiOn.3"])
def test_the_equation_editor(class_name: str) -> None:
    found = document(rtf(thing(embedded(class_name, b"\x1c\0\0\0\2\0" + bytes(60)), class_name="Word.Document.8")))
    assert found.objects == (Embedded(name=class_name, kind="equation", size=66),)


def test_an_object_of_office_is_opened_and_another_programs_is_not() -> None:
    found = inside(FORMAT, rtf(thing(embedded("Word.Document.8", OLE)), thing(embedded("PBrush", bytes(40)))))
    assert found.contents() == {"object1.bin": OLE}
    assert [one.name for one in found.one(OfficeDocument).objects] == ["Word.Document.8", "PBrush"]


def test_data_that_is_no_object_is_told() -> None:
    found = inside(FORMAT, rtf(thing(b"\x01\x02\x03" * 30)))
    assert found.gaps == [("corrupt", "an object that cannot be read")]


def test_fields_templates_and_properties() -> None:
    info = r"{\info{\title Invoice}{\author Sato}{\operator Suzuki}{\creatim\yr2022\mo11\dy2\hr9\min5}{\edmins0}{\nofwords12}}"
    split = r"{\field{\*\fldinst {DDE}{\b AUTO c:\\\\x }{y}}{\fldrslt shown}}"
    link = field('HYPERLINK "http://example.jp/a"')
    found = document(rtf(info, r"{\*\template http://example.com/t.dotm}", split, field("PAGE"), link, "page text"))
    assert found.fields == ("DDEAUTO c:\\\\x y",)
    assert found.externals == (
        External(form="attachedTemplate", target="http://example.com/t.dotm", automatic=True),
        External(form="hyperlink", target="http://example.jp/a"),
    )
    told = found.properties
    assert (told.title, told.author, told.last_saved_by, told.created) == ("Invoice", "Sato", "Suzuki", "2022-11-02T09:05:00Z")
    assert (told.edit_minutes, told.words) == (0, 12)
    assert found.text == "shownxxpage text"


def test_texts_in_the_code_page_and_in_unicode() -> None:
    japanese = "".join(f"\\'{byte:02x}" for byte in "請求書".encode("cp932"))
    found = document(rtf(r"{\fonttbl{\f0 Hidden;}}", japanese, r" \u12354?\u-10179?\u-8704? {\*\unknown not shown}\par end"))
    assert found.text == "請求書 あ\U0001f600 \nend"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # What the file shows in WordPad; Tika's own tests look for the same.
        ("tika/testRTFIgnoredControlWord.rtf", "The quick brown fox jumps over the lazy dog"),
        ("tika/testRTFUnicodeGothic.rtf", "\U00010332\U0001033f\U00010344\U00010339\U00010343\U0001033a"),
    ],
)
def test_public_texts(name: str, expected: str) -> None:
    assert expected in document(labelled("office_benign")[name].read_bytes()).text


def test_a_public_disguised_equation_object() -> None:
    # As oletools' rtfobj finds it: class equation.3, with data that begins as an OLE file's.
    data = labelled("office_inert")["oletools/issue_251.rtf"].read_bytes()
    assert document(data).objects == (Embedded(name="equation.3", kind="equation", size=8),)


def test_benign_ones_give_no_gap_and_no_object() -> None:
    public = {name: path for name, path in labelled("office_benign").items() if path.suffix == ".rtf"}
    assert len(public) > 30
    for name, path in public.items():
        found = inside(FORMAT, path.read_bytes())
        assert found.gaps == [], name
        assert found.blobs == [], name


@pytest.mark.parametrize(
    "hostile", [b"{" * 400_000, b"{\\field{\\*\\fldinst " * 60_000, b"{\\object{\\objdata 0}}" * 50_000, b"\\bin99999999999 "]
)
def test_hostile_ones_end(hostile: bytes) -> None:
    with within(20):
        assert inside(FORMAT, b"{\\rt" + hostile).all(OfficeDocument)


WHOLE = rtf(thing(PACKAGE, words=r"\objupdate"), field("DDE a b"), r"{\info{\title x}}{\pict\jpegblip ffd8ff}text")


@settings(max_examples=150, deadline=None, derandomize=True)
@given(cut=st.integers(0, len(WHOLE)), at=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255))
def test_damaged_ones_raise_nothing(cut: int, at: int, byte: int) -> None:
    spoilt = bytearray(WHOLE[:cut])
    if at < cut:
        spoilt[at] = byte
    assert inside(FORMAT, bytes(spoilt)).one(OfficeDocument).shell == "rtf"
