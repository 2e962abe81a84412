"""Sets of UIDs (RFC 9051, sequence-set) and the keys that pieces of work have by them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimawari.model import uids

SETS = st.sets(st.integers(1, 60), max_size=40)


@given(SETS)
@settings(max_examples=200, derandomize=True, deadline=None)
def test_a_set_reads_back(mails: set[int]) -> None:
    text = uids.written(sorted(mails))
    assert text == "" if not mails else set(uids.every(uids.read(text) or [])) == mails


@given(SETS, SETS)
@settings(max_examples=200, derandomize=True, deadline=None)
def test_without_and_less_are_differences(mails: set[int], others: set[int]) -> None:
    known = sorted(mails)
    spans = uids.read(uids.written(sorted(others))) or []
    assert {known[at] for at in uids.without(known, spans)} == mails - others
    assert set(uids.every(uids.less(spans, known))) == others - mails


def test_a_key_is_written_as_short_as_can_be() -> None:
    assert uids.key(7, [1, 2, 3, 5, 9, 10]) == "7;1:3,5,9:10"
    assert uids.read_key("7;1:3,5,9:10") == (7, [(1, 3), (5, 5), (9, 10)])


def test_runs_that_touch_or_overlap_are_one() -> None:
    assert uids.read("5:9,1:3,4,8:12,20") == [(1, 12), (20, 20)]
    assert uids.read("9:5") == [(5, 9)]


@pytest.mark.parametrize(
    "text", ["survey", "minimum", "7", "7;", ";1", "7;1;2", "7;x", "7;1:", "7;,1", "again;INBOX;1", "７;１", "7;1:2:3", "7;1\n"]
)
def test_other_keys_are_none(text: str) -> None:
    assert uids.read_key(text) is None


@pytest.mark.parametrize(
    ("key", "mails"),
    [
        ("again;INBOX;5,9", [5, 9]),
        ("again;a;b,7;9,5", [5, 9]),
        ("again;;1", [1]),
        ("again;INBOX;", []),
        ("7;1:3", []),
        ("survey", []),
    ],
)
def test_what_is_read_again(key: str, mails: list[int]) -> None:
    assert uids.read_again(key) == mails


def test_a_key_of_what_is_read_again_reads_back() -> None:
    assert uids.read_again(uids.key_again([5, 9])) == [5, 9]


def test_in_runs() -> None:
    assert list(uids.in_runs(range(5), 2)) == [[0, 1], [2, 3], [4]]
