"""Transaction logs, by the regf specification's own rules."""

from __future__ import annotations

from itertools import pairwise

import pytest
from support.hives import HIVE, base, changes, dirty, entry, hive, new_log, old_log, tree, value

from mimawari.examples.hive_writer import build, number

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
LENGTH = len(HIVE) - 4096
STATES = [HIVE, *(build(tree(mark), "NTUSER.DAT") for mark in ("2nd__", "3rd__", "4th__"))]
STEPS = [changes(old, new) for old, new in pairwise(STATES)]
ENTRIES = [entry(10 + i, LENGTH, step) for i, step in enumerate(STEPS)]
LOG = new_log(HIVE, 10, *ENTRIES)
PRIMARY = dirty(HIVE, 10)


def mark(data: bytes, *logs: bytes) -> object:
    found = value(hive(data, *logs), RUN, "Mark")
    return found and found.data


def test_entries_are_applied_in_order() -> None:
    assert all(len(step) == 1 for step in STEPS)
    opened = hive(PRIMARY, LOG)
    assert mark(PRIMARY, LOG) == "4th__"
    assert (opened.recovered, opened.defects) == (3, ())


def test_entries_may_be_split_over_both_logs_in_any_order() -> None:
    first, second = new_log(HIVE, 10, *ENTRIES[:2]), new_log(HIVE, 12, ENTRIES[2])
    assert mark(PRIMARY, first, second) == mark(PRIMARY, second, first) == "4th__"


def test_what_the_hive_already_has_is_passed_over() -> None:
    stale = entry(9, LENGTH, changes(HIVE, build(tree("stale"))))
    assert mark(PRIMARY, new_log(HIVE, 9, stale)) == "first"
    assert hive(PRIMARY, new_log(HIVE, 9, stale)).defects == ("dirty, no usable log",)
    assert mark(PRIMARY, new_log(HIVE, 9, stale, *ENTRIES)) == "4th__"
    assert mark(PRIMARY, new_log(HIVE, 9, *ENTRIES, stale)) == "4th__"


def test_a_missing_number_ends_the_recovery() -> None:
    opened = hive(PRIMARY, new_log(HIVE, 10, ENTRIES[0], ENTRIES[2]))
    assert opened.recovered == 1
    assert mark(PRIMARY, new_log(HIVE, 10, ENTRIES[0], ENTRIES[2])) == "2nd__"


def test_entries_of_the_future_alone_are_not_applied() -> None:
    assert hive(PRIMARY, new_log(HIVE, 12, ENTRIES[2])).defects == ("dirty, no usable log",)


@pytest.mark.parametrize("place", [24, 32, 60, 3000])
def test_a_wrong_hash_ends_the_recovery_before_that_entry(place: int) -> None:
    bad = bytearray(ENTRIES[1])
    bad[place] ^= 1
    opened = hive(PRIMARY, log := new_log(HIVE, 10, ENTRIES[0], bytes(bad), ENTRIES[2]))
    assert mark(PRIMARY, log) == "2nd__"
    assert opened.defects == ("log stops at a bad entry: hash",)


def test_a_page_beyond_the_bins_is_refused() -> None:
    opened = hive(PRIMARY, new_log(HIVE, 10, entry(10, LENGTH, [(LENGTH, bytes(4096))])))
    assert opened.recovered == 0
    assert opened.defects == ("log stops at a bad entry: page reference", "dirty, no usable log")


def test_a_clean_hive_takes_nothing_from_logs() -> None:
    opened = hive(base(HIVE, 10, 10) + HIVE[4096:], LOG)
    assert (opened.recovered, opened.defects) == (0, ())


def test_the_hive_grows_with_its_log() -> None:
    bigger = tree()
    bigger.at("New").put(*(number(f"n{i}", i) for i in range(500)))
    grown = build(bigger)
    assert len(grown) > len(HIVE)
    opened = hive(PRIMARY, new_log(HIVE, 10, entry(10, len(grown) - 4096, changes(HIVE, grown))))
    assert (found := value(opened, "New", "n499")) and found.data == (499).to_bytes(4, "little")
    assert opened.defects == ()


def test_a_damaged_base_block_is_taken_from_the_log() -> None:
    broken = HIVE[:20] + b"\xff" * 30 + HIVE[50:]
    opened = hive(broken, LOG)
    assert "base block damaged" in opened.defects
    assert mark(broken, LOG) == "4th__"


def test_a_damaged_base_block_without_a_log_has_to_do() -> None:
    broken = HIVE[:508] + b"\1\2\3\4" + HIVE[512:]
    opened = hive(broken)
    assert opened.defects == ("base block damaged", "dirty, no usable log")
    assert mark(broken) == "first"


def test_a_log_with_a_bitmap() -> None:
    step = changes(HIVE, STATES[3])
    opened = hive(PRIMARY, log := old_log(HIVE, 11, step))
    assert mark(PRIMARY, log) == "4th__"
    assert (opened.recovered, opened.defects) == (8, ())


def test_a_log_with_a_bitmap_of_another_state_is_left_alone() -> None:
    other = bytearray(old_log(HIVE, 11, changes(HIVE, STATES[3])))
    other[12:20] = (1).to_bytes(8, "little")
    sealed = base(bytes(other).ljust(4096, b"\0"), 11, 11, 1)[:512] + bytes(other[512:])
    assert hive(PRIMARY, sealed).defects == ("dirty, no usable log",)
    assert mark(PRIMARY, sealed) == "first"


def test_a_log_that_was_itself_not_finished_is_left_alone() -> None:
    unfinished = base(HIVE, 12, 11, 1)[:512] + old_log(HIVE, 11, changes(HIVE, STATES[3]))[512:]
    assert mark(PRIMARY, unfinished) == "first"


@pytest.mark.parametrize("log", [b"", bytes(4096), b"regf", LOG[:512], LOG[:600], old_log(HIVE, 11, STEPS[0])[:-512]])
def test_a_log_that_is_none(log: bytes) -> None:
    opened = hive(PRIMARY, log)
    assert opened.defects[-1] == "dirty, no usable log"
    assert mark(PRIMARY, log) == "first"
