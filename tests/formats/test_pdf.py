"""PDFs: links, actions, scripts, embedded files; packed, encrypted, damaged and hostile ones."""

import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import Inside, inside, recognises
from support.pdf_files import linked, packed_objects, pdf, stream

from mimawari.formats.pdf import FORMAT
from mimawari.formats.pdf_tokens import Token, readable, tokens
from mimawari.model import Embedded, Pdf, Script

LINK = "https://example.com/wp-content/a/"
SCRIPT = b"app.alert('nothing');"


def read(data: bytes, *passwords: str) -> Inside:
    return inside(FORMAT, data, "form.pdf", passwords)


def document(data: bytes) -> Pdf:
    return read(data).one(Pdf)


def test_links() -> None:
    found = read(linked([LINK, "https://example.jp/a\\(b\\)", "mailto:a@example.com"]))
    assert found.one(Pdf).links == (LINK, "https://example.jp/a(b)", "mailto:a@example.com")
    assert found.one(Pdf).pages == 1
    assert (found.one(Pdf).actions, found.one(Pdf).opens, found.gaps) == ((), (), [])


@pytest.mark.parametrize(
    "one",
    [
        b"<< /A << /S /URI /URI <" + LINK.encode().hex().encode() + b"> >> >>",
        b"<< /A<</S/URI/URI(" + LINK.encode() + b")>>>>",
        b"<< /A << /S /U#52I /#55RI (" + LINK.encode() + b") >> >>",
        b"<< /A << /S /URI /URI (https://example.com/wp-\\\ncontent/a\\057) >> >>",
        b"% /URI (https://example.com/comment)\n<< /URI (" + LINK.encode() + b") >>",
        b"<< /URI 5 0 R >>\nendobj\n5 0 obj\n(" + LINK.encode() + b")",
        b"<< /S /SubmitForm /F << /FS /URL /F (" + LINK.encode() + b") >> >>",
    ],
)
def test_every_way_to_write_a_link(one: bytes) -> None:
    assert document(pdf([one])).links == (LINK,)


def test_objects_in_object_streams() -> None:
    link = b"<< /S /URI /URI (" + LINK.encode() + b") >>"
    assert document(pdf([packed_objects([(8, b"(x)"), (9, link)])])).links == (LINK,)


def test_launch() -> None:
    one = b"<< /S /Launch /Win << /F (cmd.exe) /P (/c ver) >> >>"
    found = document(pdf([one], catalogue=b"/OpenAction 4 0 R"))
    assert (found.actions, found.launches, found.opens) == (("Launch",), ("cmd.exe /c ver",), ("Launch",))


@pytest.mark.parametrize(
    ("objects", "catalogue"),
    [
        ([], b"/OpenAction << /S /JavaScript /JS (" + SCRIPT + b") >>"),
        ([b"<< /S /JavaScript /JS 5 0 R >>", stream(SCRIPT)], b"/OpenAction 4 0 R"),
        ([stream(SCRIPT, deflated=False), b"<< /S /JavaScript /JS 4 0 R >>"], b"/AA << /O 5 0 R >>"),
        ([b"<< /Names [(a) 5 0 R] >>", b"<< /S /JavaScript /JS (" + SCRIPT + b") >>"], b"/Names << /JavaScript 4 0 R >>"),
        ([b"<< /S /JavaScript /JS <feff" + SCRIPT.decode().encode("utf-16-be").hex().encode() + b"> >>"], b"/OpenAction 4 0 R"),
    ],
)
def test_scripts(objects: list[bytes], catalogue: bytes) -> None:
    found = read(pdf(objects, catalogue=catalogue))
    script = found.one(Script)
    assert (script.text, script.language, script.host, script.within) == (SCRIPT.decode(), "javascript", "pdf", ("pdf",))
    assert "JavaScript" in found.one(Pdf).actions
    assert found.one(Pdf).opens == ("JavaScript",)


def test_a_script_of_a_field_does_not_run_at_opening() -> None:
    found = document(pdf([b"<< /T (a) /AA << /K << /S /JavaScript /JS (AFNumber_Keystroke(2);) >> >> >>"]))
    assert (found.actions, found.opens) == (("JavaScript",), ())


def test_a_form_with_a_script() -> None:
    form = stream(b'<template><script contentType="application/x-javascript">' + SCRIPT + b"</script></template>")
    found = read(pdf([form], catalogue=b"/AcroForm << /XFA [(template) 4 0 R] >>"))
    assert found.one(Script).text == SCRIPT.decode()


@pytest.mark.parametrize("deflated", [True, False])
def test_embedded_files(deflated: bool) -> None:
    file = stream(b"var x = 1;", b"/Type /EmbeddedFile", deflated=deflated)
    found = read(pdf([b"<< /Type /Filespec /F (a.js) /UF (b.js) /EF << /F 5 0 R >> >>", file]))
    assert found.one(Pdf).files == (Embedded(name="b.js", kind="script", size=10),)
    assert found.contents() == {"b.js": b"var x = 1;"}
    assert found.gaps == []


def test_an_embedded_file_that_nothing_names() -> None:
    assert read(pdf([stream(b"MZ" + bytes(9), b"/Type /EmbeddedFile")])).contents() == {"file 1": b"MZ" + bytes(9)}


def test_a_packing_that_is_not_read_is_a_gap() -> None:
    one = b"<< /Type /EmbeddedFile /Filter /FooDecode /Length 3 >>\nstream\nabc\nendstream"
    assert read(pdf([one])).gaps == [("unsupported", "the embedded file file 1: a stream packed as FooDecode")]


def test_a_broken_object_stream_is_a_gap() -> None:
    assert [reason for reason, _ in read(pdf([packed_objects([(9, b"(x)")]).replace(b"x\x9c", b"zz")])).gaps] == ["corrupt"]


def made(password: str, algorithm: str) -> bytes:
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject, NameObject, RectangleObject, TextStringObject

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_uri(0, LINK, RectangleObject((0, 0, 9, 9)))
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(SCRIPT.decode())}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    writer.add_attachment("a.js", b"var x = 1;")
    writer.encrypt(password, "owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"])
@pytest.mark.parametrize("password", ["", "secret"])
def test_encrypted_by_another_writer(algorithm: str, password: str) -> None:
    data = made(password, algorithm)
    found = read(data, "wrong", "secret")
    assert found.one(Pdf).links == (LINK,)
    assert found.one(Script).text == SCRIPT.decode()
    assert found.contents() == {"a.js": b"var x = 1;"}
    assert found.blobs[0].within == ("pdf-encrypted" if password else "pdf",)
    assert found.gaps == []
    if password:
        locked = read(data, "wrong")
        assert [reason for reason, _ in locked.gaps] == ["encrypted"]
        assert locked.one(Pdf).links == ()


def test_it_may_start_later() -> None:
    data = pdf([], before=b"\xef\xbb\xbf" + b"x" * 1000)
    assert recognises(FORMAT, data)
    assert not recognises(FORMAT, pdf([], before=b"x" * 1100))
    assert not recognises(FORMAT, b"%PD", "x.pdf")


@pytest.mark.parametrize("name", ["README.md", "rule.yar", "notes.txt", "", "check.py"])
def test_a_text_that_speaks_of_it_is_none(name: str) -> None:
    told = b"A document begins with %PDF-1.7 and ends with %%EOF; its objects end with endobj.\n"
    assert not recognises(FORMAT, told, name)
    assert not recognises(FORMAT, told + b"a line of a long text\n" * 20_000, name)
    assert recognises(FORMAT, told, "order.pdf"), "it is said to be one"
    assert recognises(FORMAT, told[told.index(b"%PDF") :], name), "it says so itself"


@pytest.mark.parametrize("far", [0, 200_000])
def test_an_object_anywhere_makes_it_one(far: int) -> None:
    """Readers look for objects in all of the file: where they lie hides nothing."""
    data = pdf([], before=b"x" * 500)
    at = data.index(b"%PDF-1.") + 8
    filled = data[:at] + b"\n" + b"% a comment\n" * (far // 12) + data[at:] + b"% more\n" * (far // 7)
    assert recognises(FORMAT, filled, "notes.txt")


def test_without_objects_it_is_damaged() -> None:
    assert [reason for reason, _ in read(b"%PDF-1.7\n").gaps] == ["corrupt"]


@pytest.mark.parametrize(
    "body",
    [
        b"<<" * 300_000,
        b"(" * 300_000,
        b"/URI (" + b"(" * 300_000,
        b"/AA <<" * 100_000,
        b"/OpenAction [" * 100_000,
        b"<< /JS 4 0 R >>" * 20_000,
        b"1 0 obj " * 100_000,
        b">> stream" * 100_000,
        b"/URI " * 200_000,
        b"<script" * 100_000,
    ],
    ids=range(10),
)
def test_hostile_ones_are_read_in_bounded_time(body: bytes) -> None:
    begun = time.process_time()
    read(pdf([body, stream(b"<script>" * 100_000)], catalogue=b"/XFA 5 0 R"))
    assert time.process_time() - begun < 20


def test_a_bomb_is_cut_off_and_said() -> None:
    bomb = stream(bytes(40 << 20), b"/Type /ObjStm /N 1 /First 4")
    assert [reason for reason, _ in read(pdf([bomb])).gaps] == ["too-large"]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.data())
def test_flipped_and_cut_bytes(data: st.DataObject) -> None:
    whole = pdf([b"<< /S /Launch /F (a.exe) >>", packed_objects([(9, b"<< /URI (x) >>")]), stream(b"x", b"/Type /EmbeddedFile")],
                catalogue=b"/OpenAction 4 0 R /AA << /O << /S /JavaScript /JS (x) >> >>")  # fmt: skip
    damaged = bytearray(whole[: data.draw(st.integers(50, len(whole)))])
    for _ in range(data.draw(st.integers(0, 12))):
        damaged[data.draw(st.integers(8, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    assert len(read(bytes(damaged)).all(Pdf)) == 1


def test_words_as_the_specification_has_them() -> None:
    # ISO 32000-1, 7.3.4.2 and 7.3.4.3 (the examples there), 7.3.5.
    assert list(tokens(rb"(a\(b\)\\ \53 \0053)")) == [Token("text", b"a(b)\\ + \x053")]
    assert list(tokens(b"<901FA>")) == [Token("text", b"\x90\x1f\xa0")]
    assert list(tokens(b"/A#42 12 0 R 3")) == [Token("name", b"AB"), Token("ref", b"12"), Token("word", b"3")]
    assert readable(b"\xfe\xff\x8a\xcb") == "請"


@pytest.mark.parametrize("keep", [0.5, 0.9, 0.98])
def test_one_without_its_end_was_cut_off(keep: float) -> None:
    whole = linked(["https://example.com/"] * 30)
    assert read(whole + b"\r\n<!-- added by a server -->" + b" " * 3000).gaps == []
    assert ("corrupt", "it was cut off") in read(whole[: int(len(whole) * keep)]).gaps
