"""Field codes put together from their pieces (ECMA-376 part 1, 17.16.4 and 17.16.5)."""

import pytest

from mimawari.formats.office.fields import Fields
from mimawari.formats.office.parts import Notes
from mimawari.model import External


def read(*steps: str) -> Fields:
    """``{`` begins a field, ``|`` ends its code, ``}`` ends it; anything else is a piece of code."""
    fields = Fields(Notes())
    for step in steps:
        {"{": fields.begin, "|": fields.separate, "}": fields.end}.get(step, lambda step=step: fields.code(step))()
    fields.finish()
    return fields


@pytest.mark.parametrize(
    ("steps", "codes"),
    [
        (("{", "DDE", "AUTO a b", "|", "result", "}"), ["DDEAUTO a b"]),
        (("{", " dde a", "}"), ["dde a"]),
        (("{", "DDE ", "{", "QUOTE 97 98", "}", " c", "}"), ["DDE ab c"]),
        (("{", "{", "QUOTE 68 68 69 32 120", "}", "}"), ["DDE x"]),
        (("{", 'SET v "x y"', "}", "{", "DDE ", "{", "REF v", "}", "}"), ["DDE x y"]),
        (("{", "DDE a"), ["DDE a"]),
        (("{", "IF 1 = 1 ", "{", "DDEAUTO a b", "}", "}"), ["DDEAUTO a b"]),
        (("{", "DDEX a", "}", "{", "PAGE", "}", "{", "DATE \\@ x", "}"), []),
        (("DDE a", "}", "|", "}"), []),
        (("{", "QUOTE 1114112 55296 99999999999", "}"), []),
    ],
)
def test_codes(steps: tuple[str, ...], codes: list[str]) -> None:
    assert read(*steps).codes == codes


@pytest.mark.parametrize(
    ("code", "link"),
    [
        ('HYPERLINK "http://example.com/a"', External(form="hyperlink", target="http://example.com/a")),
        (
            'INCLUDEPICTURE "https://example.com/p.png" \\d',
            External(form="field", target="https://example.com/p.png", automatic=True),
        ),
        ('INCLUDETEXT "\\\\\\\\192.0.2.1\\\\a.docx"', External(form="field", target="\\\\\\\\192.0.2.1\\\\a.docx", automatic=True)),
    ],
)
def test_links(code: str, link: External) -> None:
    assert read("{", code, "}").links == [link]


@pytest.mark.parametrize("code", ['HYPERLINK \\l "bookmark"', 'INCLUDEPICTURE "C:\\\\a.png"', "PAGEREF x"])
def test_what_leads_nowhere_outside(code: str) -> None:
    assert read("{", code, "}").links == []


def test_limits_are_told() -> None:
    notes = Notes()
    fields = Fields(notes)
    for _ in range(100):
        fields.begin()
    fields.code("x" * 20_000)
    fields.finish()
    assert {detail for _, detail in notes.taken} == {"more than 64 fields inside each other", "a field of more than 16 KiB"}
