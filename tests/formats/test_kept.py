"""Content in little memory, and the budget that all of an item shares."""

from __future__ import annotations

import os
import random
from io import BytesIO

import pytest

from mimawari.formats.budget import Allowance, Budget, shortfalls
from mimawari.formats.kept import BLOCK, HEAD, TAIL, Kept, keep
from mimawari.model import BadEvidence, Reason

MB = 1 << 20
_RANDOM = random.Random(7).randbytes(12 * MB)


def kept(data: bytes, room: int = 8 * MB) -> Kept:
    return keep(BytesIO(data), 1 << 31, room)


@pytest.mark.parametrize(
    "data",
    [bytes(40 * MB), b" " * (40 * MB), b"lorem ipsum " * (3 * MB), (_RANDOM[:MB] + _RANDOM[MB : 2 * MB]) * 20, b"", b"x"],
    ids=["zeros", "spaces", "text", "two blocks", "nothing", "one"],
)
def test_what_repeats_is_kept_whole(data: bytes) -> None:
    found = kept(data)
    with found.open() as stream:
        assert stream.read() == data
    assert found.held <= 8 * MB
    assert shortfalls(found) == []


def test_a_small_alphabet_is_squeezed() -> None:
    data = bytes(random.Random(3).choices(b"01", k=24 * MB))
    found = kept(data, 16 * MB)
    assert found.cut == 0
    with found.open() as stream:
        assert stream.read() == data


def test_what_does_not_fit_is_cut_out_of_the_middle_and_said() -> None:
    found = kept(_RANDOM, 5 * MB)
    first, last = found.ends
    assert first >= HEAD
    assert last > TAIL - 2 * BLOCK
    with found.open() as stream:
        assert stream.read(first) == _RANDOM[:first]
        stream.seek(-last, os.SEEK_END)
        assert stream.read() == _RANDOM[-last:]
        stream.seek(first)
        with pytest.raises(BadEvidence):
            stream.read(1)
    ((reason, detail),) = shortfalls(found)
    assert reason is Reason.TOO_LARGE
    assert detail.startswith("too large to be kept whole: 12 MB, looked at the first ")


def test_without_any_room_the_ends_are_there() -> None:
    first, last = kept(_RANDOM, 0).ends
    assert first >= HEAD
    assert last > TAIL - 2 * BLOCK


def test_what_goes_on_is_said() -> None:
    found = keep(BytesIO(bytes(3 * MB)), MB, MB)
    assert found.is_longer
    assert [reason for reason, _ in shortfalls(found)] == [Reason.TOO_LARGE]
    assert not keep(BytesIO(bytes(MB)), MB, MB).is_longer


def test_memory_comes_back_with_the_content() -> None:
    budget = Budget(Allowance(kept=64 * MB))
    found = budget.keep(BytesIO(_RANDOM))
    assert budget.kept <= 64 * MB - found.held
    del found
    assert budget.kept == 64 * MB


def test_time_runs_out_once() -> None:
    now = [0.0]
    budget = Budget(Allowance(seconds=10), clock=lambda: now[0])
    assert budget.take_thing(1)
    now[0] = 11
    with pytest.raises(BadEvidence) as raised:
        budget.take_thing(1)
    assert raised.value.reason is Reason.TIMED_OUT
    assert not budget.take_thing(1)
    assert budget.renewed().take_thing(1)


def test_time_that_runs_out_while_unpacking_keeps_what_there_is() -> None:
    now = [0.0]

    class Slow(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            now[0] += 1
            return super().read(size)

    found = Budget(Allowance(seconds=20), clock=lambda: now[0]).keep(Slow(bytes(40 * MB)))
    assert 0 < found.size < 40 * MB
    assert [reason for reason, _ in shortfalls(found)] == [Reason.TIMED_OUT]


def test_things_and_depth() -> None:
    budget = Budget(Allowance(things=2, depth=3))
    with pytest.raises(BadEvidence, match="3 containers"):
        budget.take_thing(4)
    assert budget.take_thing(3)
    assert budget.take_thing(0)
    with pytest.raises(BadEvidence, match="2 things"):
        budget.take_thing(0)
    assert budget.is_spent
