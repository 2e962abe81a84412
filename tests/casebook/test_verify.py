"""Whoever changes rows behind the program's back is found out, and which entry it was is said: on a file and on a server."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from support.casebooks import begun, change, entries, note, rows

from mimawari import casebook
from mimawari.casebook import FaultKind, Head, Place, faults

REPORT = b'{"a": "report"}'
TEXTS = ("一", "二", "三", "四", "五")
COLUMNS = "case_id, number, at, who, deed, about, text, facts, previous, hash"


def found(at: str, case: str, remembered: Head | None = None) -> list[tuple[FaultKind, int]]:
    return [(one.kind, one.number) for one in faults(rows(at, case), remembered)]


def head(at: str, case: str) -> Head:
    made = Head.of(rows(at, case))
    assert made
    return made


@pytest.mark.parametrize("number", [1, 3, 6])
@pytest.mark.parametrize("column", ["text", "who", "at", "about", "deed", "facts", "previous"])
def test_a_changed_entry(at: str, number: int, column: str) -> None:
    case = begun(at, *TEXTS)
    value = {"deed": "closed", "facts": '{"a": 1}', "at": "2020-01-01T00:00:00Z", "previous": "f" * 64}.get(column, "x")
    change(at, f"UPDATE mimawari_entries SET {column} = '{value}' WHERE number = {number}")
    assert (FaultKind.CHANGED, number) in found(at, case)
    assert {one for _, one in found(at, case)} == {number}


def test_a_changed_entry_whose_hash_was_made_anew_does_not_fit_the_next(at: str) -> None:
    case = begun(at, *TEXTS)
    third = replace(entries(at, case)[2], text="x")
    change(at, f"UPDATE mimawari_entries SET text = 'x', hash = '{third.hash}' WHERE number = 3")
    assert found(at, case) == [(FaultKind.UNBOUND, 4)]


def test_the_last_entry_made_anew_is_told_by_what_was_seen(at: str) -> None:
    case = begun(at, *TEXTS)
    seen = head(at, case)
    last = replace(entries(at, case)[-1], text="x")
    change(at, f"UPDATE mimawari_entries SET text = 'x', hash = '{last.hash}' WHERE number = {last.number}")
    assert found(at, case) == []
    assert found(at, case, seen) == [(FaultKind.OTHER, 6)]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((1,), [(FaultKind.MISSING, 1)]),
        ((3,), [(FaultKind.MISSING, 3)]),
        ((2, 3, 5), [(FaultKind.MISSING, 2), (FaultKind.MISSING, 5)]),
        ((6,), [(FaultKind.LAST_MISSING, 5)]),
        ((4, 5, 6), [(FaultKind.LAST_MISSING, 3)]),
    ],
)
def test_a_missing_entry_first_middle_and_last(at: str, numbers: tuple[int, ...], told: list[tuple[FaultKind, int]]) -> None:
    case = begun(at, *TEXTS)
    seen = head(at, case)
    change(at, f"DELETE FROM mimawari_entries WHERE number IN ({', '.join(map(str, numbers))})")
    assert found(at, case, seen) == told


def test_a_missing_entry_whose_place_was_closed_up(at: str) -> None:
    case = begun(at, *TEXTS)
    change(at, "DELETE FROM mimawari_entries WHERE number = 3",
           *(f"UPDATE mimawari_entries SET number = {number - 1} WHERE number = {number}" for number in (4, 5, 6)))  # fmt: skip
    told = found(at, case)
    assert {(FaultKind.MOVED, 3), (FaultKind.MOVED, 4), (FaultKind.MOVED, 5)} <= set(told)
    assert (FaultKind.UNBOUND, 3) in told


def test_reordered_entries_are_told_with_the_place_that_they_had(at: str) -> None:
    case = begun(at, *TEXTS)
    change(at, *(f"UPDATE mimawari_entries SET number = {to} WHERE number = {number}" for number, to in ((2, 90), (4, 2), (90, 4))))
    told = faults(rows(at, case))
    assert {(one.kind, one.number) for one in told if one.kind is FaultKind.MOVED} == {(FaultKind.MOVED, 2), (FaultKind.MOVED, 4)}
    assert next(one.words.en for one in told if one.number == 2) == "Entry 2 stands in the wrong place: it was written as entry 4."


def test_texts_of_two_entries_swapped(at: str) -> None:
    case = begun(at, *TEXTS)
    change(at, *(f"UPDATE mimawari_entries SET text = '{text}' WHERE number = {number}" for number, text in ((2, "二"), (3, "一"))))
    assert found(at, case) == [(FaultKind.CHANGED, 2), (FaultKind.CHANGED, 3)]


def test_an_entry_put_in_and_one_of_another_case(at: str) -> None:
    case, other = begun(at, *TEXTS), begun(at, "x")
    change(at, f"UPDATE mimawari_entries SET number = 90 WHERE number = 4 AND case_id = '{case}'",
           f"INSERT INTO mimawari_entries ({COLUMNS}) SELECT '{case}', 4, at, who, deed, about, text, facts, previous, hash "
           f"FROM mimawari_entries WHERE case_id = '{other}' AND number = 2",
           f"UPDATE mimawari_entries SET number = 7 WHERE number = 90 AND case_id = '{case}'")  # fmt: skip
    told = found(at, case)
    assert {(FaultKind.CHANGED, 4), (FaultKind.UNBOUND, 4), (FaultKind.UNBOUND, 5), (FaultKind.MOVED, 7)} <= set(told)
    assert found(at, other) == []


@pytest.mark.parametrize(("column", "value"), [("deed", "made-up"), ("facts", "[1]"), ("facts", "{"), ("facts", '{"a": []}')])
def test_a_row_that_mimawari_never_wrote_is_told_and_stops_nobody(at: str, column: str, value: str) -> None:
    case = begun(at, *TEXTS)
    change(at, f"UPDATE mimawari_entries SET {column} = '{value}' WHERE number = 3")
    assert found(at, case) == [(FaultKind.UNREADABLE, 3)]
    assert len(entries(at, case)) == 5


def test_what_only_a_file_can_hold_is_told_and_stops_nobody(tmp_path: Path) -> None:
    at = str(tmp_path / "mimawari.case")
    case = begun(at, *TEXTS)
    change(at, "UPDATE mimawari_entries SET text = CAST(x'ff' AS TEXT) WHERE number = 2",
           "UPDATE mimawari_entries SET number = 'six' WHERE number = 6",
           "UPDATE mimawari_entries SET who = x'00' WHERE number = 3",
           "UPDATE mimawari_entries SET hash = x'00' WHERE number = 4")  # fmt: skip
    told = found(at, case)
    assert {(FaultKind.CHANGED, 2), (FaultKind.UNREADABLE, 3), (FaultKind.CHANGED, 4)} <= set(told)
    with casebook.opened(Place.read(at)) as book:
        assert book.append(case, [note("on and on")])[0].number == 6


def test_every_entry_taken_away(at: str) -> None:
    case = begun(at, *TEXTS)
    seen = head(at, case)
    change(at, "DELETE FROM mimawari_entries")
    assert found(at, case, seen) == [(FaultKind.LAST_MISSING, 0)]


def test_a_report_whose_content_was_changed_or_taken_away(at: str) -> None:
    from mimawari.casebook import Draft
    from mimawari.model import Deed

    name = hashlib.sha256(REPORT).hexdigest()
    case = begun(at)
    with casebook.opened(Place.read(at)) as book:
        book.append(case, [Draft(deed=Deed.REPORT_ADDED, who="山田", about=name)], [REPORT])
        whole = {name: hashlib.sha256(book.report(name) or b"").hexdigest()}
    assert faults(rows(at, case), None, whole) == ()
    blob = "'\\x00'" if Place.read(at).is_server else "x'00'"
    change(at, f"UPDATE mimawari_reports SET content = {blob}")
    with casebook.opened(Place.read(at)) as book:
        assert book.report(name) is None
    kinds = {None: FaultKind.REPORT_MISSING, "0" * 64: FaultKind.REPORT_CHANGED}
    for now, kind in kinds.items():
        assert [(one.kind, one.number) for one in faults(rows(at, case), None, {name: now})] == [(kind, 2)]
