"""A million hints are counted, and a hundred kept."""

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from support.core import HERE, Seven, Trace, gap

from mimawari.engine.ledger import KEEP, collect
from mimawari.model import Finding


def hints(count: int) -> Iterator[Finding]:
    return (Trace(origin=HERE.at(str(n)), number=n) for n in range(count))


def peak(count: int) -> int:
    tracemalloc.start()
    collect(hints(count), "s", "k", "1")
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return used


def test_memory_does_not_grow_with_the_number_of_hints() -> None:
    peak(1_000)  # what is made once, at the first call
    assert peak(8_000) < peak(2_000) * 1.5 + 100_000


def test_hints_are_counted_and_a_hundred_are_kept_the_same_in_any_order() -> None:
    forward, backward = (collect(order, "s", "k", "1") for order in (list(hints(500)), list(hints(500))[::-1]))
    assert forward.hints == (("trace", 500),)
    assert len(forward.findings) == KEEP
    assert forward.findings == backward.findings


def test_every_strong_finding_is_kept() -> None:
    assert len(collect((Seven(origin=HERE, number=n) for n in range(300)), "s", "k", "1").findings) == 300


def test_the_same_outcome_twice_is_one() -> None:
    part = collect([gap("file"), gap("file"), Trace(origin=HERE), Trace(origin=HERE)], "s", "k", "1")
    assert (part.hints, part.gap_counts) == ((("trace", 1),), (("denied-file", 1),))


def test_all_of_them_are_kept_on_disk(tmp_path: Path) -> None:
    part = collect([*hints(250), gap("file")], "s", "k", "1", tmp_path)
    lines = [json.loads(line) for line in (tmp_path / f"{part.id}.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == 251
    assert {"trace"} == {line["finding"] for line in lines if "finding" in line}
