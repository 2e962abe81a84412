"""Property sets (MS-OLEPS)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from support.office.ole_writer import compound_file, property_streams

from mimawari.formats.kept import Kept
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.properties import read_properties
from mimawari.model import Properties, Reason

_MINUTE = 600_000_000
_2020 = 132_223_104_000_000_000
"""2020-01-01T00:00:00Z: 1577836800 s after 1970, which is 11644473600 s after 1601."""


def read(streams: dict[str, bytes]) -> tuple[Properties, Notes]:
    notes = Notes()
    return read_properties(OleParts(Kept.of(compound_file({"WordDocument": b"x"} | streams)), notes), notes), notes


def test_all_of_them() -> None:
    found, notes = read(
        property_streams(
            title="Title", subject="Subject", author="First Last", keywords="k", comments="c", template="Normal.dotm",
            last_saved_by="Other", revision="1", edited=3 * _MINUTE, created=_2020, saved=_2020 + 90 * _MINUTE // 60, words=28,
            application="Microsoft Office Word", category="cat", manager="Boss", company="A, B and C", title_parts=["one", "two"],
        )
    )  # fmt: skip
    assert notes.taken == []
    assert found == Properties(
        title="Title", subject="Subject", author="First Last", last_saved_by="Other", company="A, B and C", manager="Boss",
        category="cat", keywords="k", comments="c", template="Normal.dotm", application="Microsoft Office Word",
        title_parts=("one", "two"), revision=1, edit_minutes=3, created="2020-01-01T00:00:00Z", saved="2020-01-01T00:01:30Z",
        words=28, code_page=1252,
    )  # fmt: skip


def test_japanese() -> None:
    found, _ = read(property_streams(932, title="請求書（表）", company="例示商店", title_parts=["ソ", "表題"]))
    assert (found.title, found.company, found.title_parts, found.code_page) == ("請求書（表）", "例示商店", ("ソ", "表題"), 932)
    found, _ = read(property_streams(65001, title="請求書"))
    assert (found.title, found.code_page) == ("請求書", 65001)


def test_none() -> None:
    found, notes = read({})
    assert found == Properties()
    assert notes.taken == []


def test_damaged() -> None:
    whole = property_streams(title="Title")
    for length in (1, 20, 47):
        found, notes = read({"\x05SummaryInformation": whole["\x05SummaryInformation"][:length]})
        assert found == Properties()
        assert notes.taken == [(Reason.CORRUPT, "SummaryInformation")]


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_flipped_and_cut(data: st.DataObject) -> None:
    streams = property_streams(title="Title", created=_2020, title_parts=["one", "two"], words=5, company="C")
    spoilt = {}
    for name, value in streams.items():
        raw = bytearray(value)
        for at in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=8)):
            raw[at] = data.draw(st.integers(0, 255))
        spoilt[name] = bytes(raw[: data.draw(st.integers(0, len(raw)))])
    read(spoilt)
