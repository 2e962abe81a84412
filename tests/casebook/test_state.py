"""The state is what the entries come to, and no change of a record goes unnoticed, whatever the entries are."""

import string
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mimawari.casebook import Draft, FaultKind, Head, Kept, faults, state_of
from mimawari.casebook.kept import kept_of, row_of
from mimawari.model import Deed, Entry, StepState
from mimawari.model.case_record import START

CALM = settings(max_examples=100, derandomize=True, suppress_health_check=[HealthCheck.too_slow], deadline=None)
"""However busy the machine is."""

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
KEYS = st.sampled_from(["unplug@PC1", "unplug@PC2", "tell", "x"])
FACTS = st.dictionaries(WORDS, st.none() | st.booleans() | st.integers() | WORDS, max_size=3)
DRAFTS = st.builds(Draft, deed=st.sampled_from(Deed), who=WORDS, about=KEYS | WORDS, text=WORDS, facts=FACTS)


def chained(drafts: Sequence[Draft], case: str = "c-01234567") -> list[Entry]:
    entries: list[Entry] = []
    for number, draft in enumerate(drafts, 1):
        previous = entries[-1].hash if entries else START
        entries.append(draft.entry(case, number, previous, f"2026-11-27T00:{number % 60:02}:00Z"))
    return entries


CHAINS = st.lists(DRAFTS, min_size=1, max_size=12).map(chained)


def kept(entries: Sequence[Entry]) -> list[Kept]:
    return [Kept.of(entry) for entry in entries]


def head(rows: Sequence[Kept]) -> Head:
    found = Head.of(rows)
    assert found
    return found


@CALM
@given(CHAINS)
def test_each_value_is_what_was_said_of_it_last(entries: list[Entry]) -> None:
    state = state_of("c-01234567", "件", entries)
    steps = {Deed.STEP_DONE: StepState.DONE, Deed.STEP_SKIPPED: StepState.SKIPPED, Deed.STEP_REOPENED: StepState.OPEN}
    for key in {entry.about for entry in entries} | {"never"}:
        last = [steps[entry.deed] for entry in entries if entry.deed in steps and entry.about == key]
        assert state.step(key) is (last[-1] if last else StepState.OPEN)
        said = [entry.text for entry in entries if entry.deed is Deed.REPLIED and entry.about == key]
        assert state.reply(key) == (said[-1] if said else None)
    moments = [entry for entry in entries if entry.deed is Deed.KNOWN_AT]
    assert state.known_at == (moments[-1] if moments else None)
    ends = [entry for entry in entries if entry.deed in (Deed.CLOSED, Deed.REOPENED)]
    assert state.closed == (ends[-1] if ends and ends[-1].deed is Deed.CLOSED else None)
    assert (state.count, state.head, state.opened) == (
        len(entries), entries[-1].hash, next((one for one in entries if one.deed is Deed.OPENED), entries[0])
    )  # fmt: skip
    for deed, told in ((Deed.NOTED, state.notes), (Deed.CONTACTED, state.contacts), (Deed.LIFTED, state.lifted)):
        assert list(told) == [entry for entry in entries if entry.deed is deed]
    added = [entry.about for entry in entries if entry.deed is Deed.REPORT_ADDED]
    assert list(state.reports) == list(dict.fromkeys(added))


def test_a_case_without_entries_has_no_state() -> None:
    with pytest.raises(ValueError, match="without entries"):
        state_of("c-01234567", "件", ())


@CALM
@given(CHAINS)
def test_an_honest_record_has_no_fault_and_survives_the_way_into_a_row_and_back(entries: list[Entry]) -> None:
    rows = kept(entries)
    assert faults(rows, head(rows)) == ()
    assert [kept_of(row_of(entry)) for entry in entries] == rows
    for number, row in enumerate(rows):
        assert faults(rows, head(rows[: number + 1])) == (), row


@CALM
@given(CHAINS, st.data())
def test_any_change_of_a_field_is_found_and_its_entry_named(entries: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    name = data.draw(st.sampled_from(["at", "who", "about", "text", "previous"]))
    value = data.draw(st.text(string.printable, max_size=5).filter(lambda text: text != getattr(entries[place], name)))
    rows = kept(entries)
    changed: dict[str, Any] = {name: value}
    rows[place] = replace(rows[place], entry=replace(entries[place], **changed))
    assert place + 1 in {one.number for one in faults(rows) if one.kind in (FaultKind.CHANGED, FaultKind.MOVED)}


@CALM
@given(CHAINS, st.data())
def test_a_change_made_with_a_hash_of_its_own_is_found_by_the_next_entry_or_by_what_was_seen(
    entries: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    rows = kept(entries)
    seen = head(rows)
    rows[place] = Kept.of(replace(entries[place], text=entries[place].text + "!"))
    found = {(one.kind, one.number) for one in faults(rows, seen)}
    is_last = place == len(entries) - 1
    assert found == {(FaultKind.OTHER, place + 1) if is_last else (FaultKind.UNBOUND, place + 2)}


@CALM
@given(CHAINS, st.data())
def test_taken_out_entries_are_found_wherever_they_stood(entries: list[Entry], data: st.DataObject) -> None:
    places = data.draw(st.sets(st.integers(0, len(entries) - 1), min_size=1))
    rows = kept(entries)
    left = [row for place, row in enumerate(rows) if place not in places]
    found = faults(left, head(rows))
    assert {one.kind for one in found} <= {FaultKind.MISSING, FaultKind.LAST_MISSING}
    assert any(one.kind is FaultKind.LAST_MISSING for one in found) == (len(entries) - 1 in places)
    inner = {place for place in places if any(other not in places for other in range(place, len(entries)))}
    assert any(one.kind is FaultKind.MISSING for one in found) == bool(inner)


@CALM
@given(CHAINS.filter(lambda entries: len(entries) > 1), st.data())
def test_two_entries_that_changed_places_are_both_named_with_where_they_were(entries: list[Entry], data: st.DataObject) -> None:
    one, other = data.draw(st.lists(st.integers(0, len(entries) - 1), min_size=2, max_size=2, unique=True))
    rows = kept(entries)
    rows[one], rows[other] = (
        Kept(one + 1, rows[other].hash, replace(entries[other], number=one + 1)),
        Kept(other + 1, rows[one].hash, replace(entries[one], number=other + 1)),
    )
    moved = {fault.number: fault.words.en for fault in faults(rows) if fault.kind is FaultKind.MOVED}
    assert set(moved) == {one + 1, other + 1}
    assert f"written as entry {other + 1}." in moved[one + 1]


@CALM
@given(CHAINS, DRAFTS, st.data())
def test_an_entry_put_in_does_not_fit(entries: list[Entry], draft: Draft, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    false = draft.entry("c-01234567", place + 1, entries[place].previous, "2026-11-27T00:00:00Z")
    pushed = [replace(entry, number=entry.number + 1) for entry in entries[place:]]
    rows = [*kept(entries[:place]), Kept.of(false), *kept(pushed)]
    assert {one.kind for one in faults(rows)} >= {FaultKind.UNBOUND}


@CALM
@given(CHAINS)
def test_the_whole_record_made_anew_is_found_only_by_what_was_seen(entries: list[Entry]) -> None:
    forged = chained([Draft(deed=one.deed, who="x" + one.who, text=one.text) for one in entries])
    assert faults(kept(forged)) == ()
    assert [one.kind for one in faults(kept(forged), head(kept(entries)))] == [FaultKind.OTHER]


COLUMNS = tuple(row_of(chained([Draft(deed=Deed.NOTED, who="x")])[0]))
ANYTHING = st.none() | st.integers() | st.floats() | st.binary(max_size=5) | st.text(max_size=5)


@CALM
@given(st.dictionaries(st.sampled_from(COLUMNS), ANYTHING, max_size=3))
@example({"facts": '{"\\ud800": 1}'})
@example({"facts": "[" * 100_000})
@example({"facts": "9" * 10_000})
@example({"text": "\ud800"})
def test_a_row_of_anything_is_read_and_told(values: dict[str, object]) -> None:
    entry = chained([Draft(deed=Deed.NOTED, who="x")])[0]
    found = kept_of(row_of(entry) | values)
    assert found == Kept.of(entry) or faults([found])
