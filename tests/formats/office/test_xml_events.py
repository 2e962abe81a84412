"""XML as a flow of events: all of them, and only those that a reader asks for."""

import io

import pytest

from mimawari.formats.office.xml_events import Event, Kind, events
from mimawari.model import BadEvidence, Reason

PAGE = (
    b'<w:d xmlns:w="x" xmlns:a="y"><w:p w:id="1"><w:r><w:t>one</w:t></w:r><a:click action="go"/>'
    b"<w:x><t>two</t>rest</w:x></w:p></w:d>"
)


def read(data: bytes, only: frozenset[str] | None = None, having: str = "") -> list[Event]:
    return list(events(io.BytesIO(data), "it", only=only, having=having))


def test_every_event_with_local_names() -> None:
    found = read(PAGE)
    assert [one.name for one in found if one.kind is Kind.START] == ["d", "p", "r", "t", "click", "x", "t"]
    assert [one.name for one in found if one.kind is Kind.END] == ["t", "r", "click", "t", "x", "p", "d"]
    assert [(one.name, one.text) for one in found if one.kind is Kind.TEXT] == [("t", "one"), ("t", "two"), ("x", "rest")]
    assert next(one for one in found if one.name == "p").attributes == {"id": "1"}


def test_only_some_are_the_same_ones_under_any_prefix() -> None:
    wanted = [one for one in read(PAGE) if one.name in ("t", "p") or (one.kind is Kind.START and "action" in one.attributes)]
    assert read(PAGE, frozenset({"t", "p"}), "action") == wanted
    assert [one.text for one in wanted if one.text] == ["one", "two"]


def test_an_attribute_that_is_asked_for_shows_an_element_that_was_left_out_before() -> None:
    found = read(b'<r><a/><a action="x"/><a/></r>', frozenset({"t"}), "action")
    assert found == [Event(Kind.START, "a", "", {"action": "x"})]


@pytest.mark.parametrize("only", [None, frozenset[str]()])
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<r><a></r>", Reason.CORRUPT),
        (b"<!DOCTYPE r><r/>", Reason.UNSUPPORTED),
        (b"<a>" * 2_001 + b"</a>" * 2_001, Reason.TOO_LARGE),
    ],
)
def test_what_is_wrong_is_raised_whatever_is_asked_for(data: bytes, reason: Reason, only: frozenset[str] | None) -> None:
    with pytest.raises(BadEvidence) as caught:
        read(data, only)
    assert caught.value.reason is reason
