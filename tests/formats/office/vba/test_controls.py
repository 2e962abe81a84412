"""Controls of pages and forms (MS-OFORMS), and what is left of them when their structure is broken."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.office.forms_writer import FormControl, class_of, control, form_streams
from support.office.ole_writer import compound_file
from support.office.vba_writer import Source
from support.office.word_writer import word_document
from support.public_data import labelled

from mimawari.formats.kept import Kept
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.vba import read_controls, read_ocx
from mimawari.formats.office.vba.oforms import TEXT
from mimawari.model import Control

_LONG = "a1b2" * 3000


def page(*controls: FormControl) -> tuple[Control, ...]:
    data = word_document([Source("Qwerty", "", "document")], controls=controls)
    return read_controls(OleParts(Kept.of(data)), "Macros", Notes(), "Qwerty")


def form(*controls: FormControl) -> tuple[Control, ...]:
    streams = {f"Macros/Form1/{name}": data for name, data in form_streams("Form1", controls).items()}
    return read_controls(OleParts(Kept.of(compound_file(streams))), "Macros", Notes())


@pytest.mark.parametrize("kind", ["TextBox", "ComboBox", "OptionButton"])
@pytest.mark.parametrize("value", ["x", "hello", _LONG, "日本語の値", "naïve £5"])
def test_a_value_on_the_page(kind: str, value: str) -> None:
    given = FormControl("Box1", value, kind, group_name="grp")
    (found,) = page(given)
    assert (found.owner, found.name, found.form, found.text) == ("Qwerty", "Box1", kind, value)
    assert found.stored == len(control(given))
    assert found.values == (("group-name", "grp"),)
    assert not found.in_form


@pytest.mark.parametrize("kind", ["Label", "CommandButton"])
def test_a_caption_on_the_page(kind: str) -> None:
    (found,) = page(FormControl("One", form=kind, caption="キャプション"))
    assert (found.form, found.text, found.values) == (kind, "", (("caption", "キャプション"),))


def test_many_on_the_page() -> None:
    assert [one.text for one in page(*(FormControl(f"B{number}", f"text {number}") for number in range(30)))] == [
        f"text {number}" for number in range(30)
    ]


def test_a_form() -> None:
    given = (
        FormControl("Payload", _LONG, tag="the tag", tip="the tip", group_name="the group"),
        FormControl("L", form="Label", caption="Label one"),
        FormControl("長い名前", "値", "ComboBox"),
    )
    *found, itself = form(*given)
    assert [(one.owner, one.name, one.form, one.text, one.in_form) for one in found] == [
        ("Form1", "Payload", "TextBox", _LONG, True),
        ("Form1", "L", "Label", "", True),
        ("Form1", "長い名前", "ComboBox", "値", True),
    ]
    assert found[0].values == (("tag", "the tag"), ("tip", "the tip"), ("group-name", "the group"))
    assert found[1].values == (("caption", "Label one"),)
    assert (itself.form, itself.values) == ("UserForm", (("caption", "Form1"),))


def test_text_is_bounded() -> None:
    (found,) = page(FormControl("Box", "x" * 200_000))
    assert len(found.text) == TEXT
    assert found.stored > 200_000


def test_of_ooxml() -> None:
    """``activeX1.bin`` begins with the class, or is a compound file with ``contents``."""
    given = FormControl("Box", "value of it")
    plain = read_ocx(class_of("TextBox") + control(given), "Box", "ThisDocument")
    packed = read_ocx(compound_file({"contents": control(given)}, {"": class_of("TextBox")}), "Box", "ThisDocument")
    assert plain == packed
    assert (plain.form, plain.text, plain.owner) == ("TextBox", "value of it", "ThisDocument")


def test_broken_structures_give_their_readable_runs() -> None:
    given = control(FormControl("Box", "readable payload"))
    broken = struct.pack("<BB", 9, 9) + given[2:]
    assert "readable payload" in read_ocx(class_of("TextBox") + broken, "Box", "D").text
    wide = control(FormControl("Box", "ab cd 12345\u2500"))
    assert "ab cd 12345" in read_ocx(class_of("TextBox") + b"\xff\xff" + wide[2:], "Box", "D").text
    streams = form_streams("F", (FormControl("A", "readable payload"),))
    for name in ("f", "o"):
        spoilt = streams | {name: b"\xff" + streams[name][1:]}
        found = read_controls(
            OleParts(Kept.of(compound_file({f"Macros/F/{key}": data for key, data in spoilt.items()}))), "Macros", Notes()
        )
        assert any("readable payload" in one.text for one in found)


def test_an_embedded_object_is_no_control() -> None:
    data = compound_file({"ObjectPool/_1/CONTENTS": b"{\\rtf1 an embedded text}"})
    assert read_controls(OleParts(Kept.of(data)), "Macros", Notes(), "D") == ()


def test_what_oletools_made_by_hand() -> None:
    """``oleform-PR314.docm`` of oletools' own tests; the values were typed into the form by its author, see that pull request."""
    import zipfile

    path = labelled("office_inert")["oletools/oleform-PR314.docm"]
    with zipfile.ZipFile(path) as package:
        parts = OleParts(Kept.of(package.read("word/vbaProject.bin")))
    found = {(one.owner, one.name): one for one in read_controls(parts, "", Notes())}
    assert found["UserFormTEST1", "TextBox1"].text == "heyhey"
    assert found["UserFormTEST1", "ComboBox1"].text == "none dd"
    assert found["UserFormTEST1", "TextBox3"].text == "last one"
    assert found["UserFormTEST1", "Label1"].values == (("tag", "sdfff"), ("caption", "Label1-test"))
    assert found["UserFormTest2", "TextBox1"].text == "&é\"'"


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_flipped_and_cut(data: st.DataObject) -> None:
    streams = form_streams("F", (FormControl("A", "x" * 50, tag="t"), FormControl("B", form="Label", caption="c")))
    for name in ("f", "o"):
        spoilt = bytearray(streams[name])
        for at in data.draw(st.lists(st.integers(0, len(spoilt) - 1), max_size=6)):
            spoilt[at] = data.draw(st.integers(0, 255))
        streams[name] = bytes(spoilt[: data.draw(st.integers(0, len(spoilt)))])
    found = read_controls(
        OleParts(Kept.of(compound_file({f"Macros/F/{key}": value for key, value in streams.items()}))), "Macros", Notes()
    )
    assert len(found) < 50


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes(data: bytes) -> None:
    read_ocx(data, "n", "o")
    read_ocx(class_of("Label") + b"\0\2" + data, "n", "o")
