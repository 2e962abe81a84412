"""A million hints are counted, and a hundred kept."""

import json
import tracemalloc
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields, replace
from itertools import permutations
from pathlib import Path
from typing import Any

from support.core import HERE, Seven, Trace, gap

from mimawari.detectors.rule_hit import RuleHit
from mimawari.engine.ledger import FURTHER, KEEP, MOST_ALIKE, Ledger, collect
from mimawari.model import About, Finding, Part, Strength


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


def hit(number: int, rule: str = "all", **given: Any) -> RuleHit:
    needed = {one.name: "" for one in fields(RuleHit) if one.default is MISSING}
    said = {"origin": HERE.at(f"{number:06}"), "strength": Strength.STRONG, "by": "yara", "rule": rule, "collection": "own"}
    return RuleHit(**{**needed, **said, **given})


def scan_part(outcomes: Iterable[Finding]) -> Part:
    return collect(outcomes, "s", "k", "1", is_scan=True)


def further(part: Part) -> int:
    return {looked.kind: looked.count for looked in part.looked}.get(FURTHER, 0)


def test_of_a_rule_that_fits_everything_the_first_thousand_are_kept_and_all_are_counted() -> None:
    part = scan_part(hit(number) for number in reversed(range(2_500)))
    assert [one.origin.path[-1] for one in part.findings] == [f"{number:06}" for number in range(MOST_ALIKE)]
    assert further(part) == 1_500


def test_what_a_verdict_could_rest_on_is_never_left_out_for_it() -> None:
    """Another rule, family, strength or time, and what is told of the machine itself."""
    others = [
        hit(9_001, "other"), hit(9_002, family="emotet"), hit(9_003, strength=Strength.CONCLUSIVE), hit(9_004, past=True),
        hit(9_005, about=About.DELIVERY), *(Seven(origin=HERE, number=n) for n in range(1_200)),
    ]  # fmt: skip
    part = scan_part([*(hit(number) for number in range(2_000)), *others])
    assert set(others) < set(part.findings)


def test_of_many_rules_each_keeps_some_and_memory_is_bound() -> None:
    part = scan_part(hit(number, f"rule {rule}") for rule in range(100) for number in range(60))
    assert Counter(one.facts["rule"] for one in part.findings) == dict.fromkeys((f"rule {rule}" for rule in range(100)), 40)
    assert further(part) == 100 * 20


def test_however_parts_come_the_sum_is_the_same() -> None:
    parts = [
        scan_part(hit(number, f"rule {number % rules}") for number in range(at, at + 1_500))
        for at, rules in ((0, 1), (1_500, 7), (3_000, 2))
    ]
    sums = []
    for order in permutations(parts):
        ledger = Ledger(is_scan=True)
        for part in order:
            ledger.merge(part)
        sums.append(replace(ledger.part("s", "k", "1"), content=""))
    assert all(one == sums[0] for one in sums)
    assert len(sums[0].findings) + further(sums[0]) == 4_500


def test_a_hit_that_is_told_twice_is_one() -> None:
    part = scan_part([hit(1), hit(1), hit(2)])
    assert (len(part.findings), further(part)) == (2, 0)
