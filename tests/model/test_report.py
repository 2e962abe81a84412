"""Reports merge as sets do."""

import functools
import itertools
import operator
import pickle
from dataclasses import replace

import pytest
from support.core import HERE, Eight, Seven, Trace, gap, part, source

from mimawari.model import Conflict, Looked, Provenance, Report, SignatureSet, Source, Used

PARTS = (
    part(Seven(origin=HERE), Looked("file", 3), key="files"),
    part(Eight(origin=HERE), gap("service"), Looked("service", 1), key="services"),
    part(Trace(origin=HERE), Looked("file", 4), key="more files"),
)


def report(*parts: object) -> Report:
    return Report.of([source(*parts)])  # type: ignore[arg-type]


def test_any_order_and_any_number_of_times_give_one_report() -> None:
    ordered = sorted(PARTS, key=lambda p: p.id)
    whole = report(*ordered)
    for order in itertools.permutations([*PARTS, PARTS[0]]):
        assert functools.reduce(operator.or_, map(report, order), Report()) == whole
    assert whole | whole == whole


def test_totals_are_derived_from_parts_and_never_added_twice() -> None:
    merged = report(PARTS[0], PARTS[2]) | report(PARTS[0])
    assert merged.sources[0].looked_at == {"file": 7}


def test_the_same_part_with_another_content_is_an_error() -> None:
    other = part(Seven(origin=HERE, number=9), Looked("file", 3), key="files")
    with pytest.raises(Conflict, match="files"):
        report(PARTS[0]) | report(other)


def test_other_evidence_stays_apart() -> None:
    two = Report.of([source(PARTS[0]), source(PARTS[0], locator="case/pc2")])
    assert len(two.sources) == 2


def test_everything_pickles() -> None:
    whole = report(*PARTS)
    assert pickle.loads(pickle.dumps(whole)) == whole


def test_findings_are_the_same_when_they_say_the_same() -> None:
    assert Seven(origin=HERE) == Seven(origin=HERE)
    assert Seven(origin=HERE) != Eight(origin=HERE)
    assert Seven(origin=HERE).id != Seven(origin=HERE, number=1).id
    assert len({Seven(origin=HERE), Seven(origin=HERE)}) == 1


def test_what_was_used_is_joined_in_any_order() -> None:
    """The same evidence, looked at with newer knowledge a day later."""
    first = Used("0.1.0", "1", "2026-11-01", sets=(SignatureSet("yara", "mimawari", "1"),))
    second = Used("0.1.0", "2", "2026-11-20", Provenance("installed", "https://example.jp/", "2026-11-21T00:00:00Z"))
    early: Source = replace(source(PARTS[0]), seen_at="2026-11-02T00:00:00Z", used=(first,))
    late = replace(source(PARTS[1]), seen_at="2026-11-22T00:00:00Z", series="x", used=(second,))
    (one,) = (Report.of([early]) | Report.of([late])).sources
    (other,) = (Report.of([late]) | Report.of([early]) | Report.of([late])).sources
    assert one == other
    assert (one.used, one.seen_at, one.series) == ((first, second), late.seen_at, "x")
