"""Artifacts reach the detectors that ask for them, with what those ask for beside."""

from collections.abc import Iterator

import pytest
from support.core import HERE, Seven, gap, value

from mimawari import knowledge
from mimawari.detectors import detector
from mimawari.engine.examine import Bench, Outcome, examine
from mimawari.knowledge import Knowledge
from mimawari.model import Artifact, Autostart, BadEvidence, Finding, Gap, Host, Looked, Reason, RegistryValue, RunValue, Service

HOST = Host(origin=HERE, name="PC1", volume_serial=0xDEADBEEF)
RUN = RunValue(origin=HERE, name="a", command="b", hive="HKLM", key="Run")
SERVICE = Service(origin=HERE, name="a", command="b")
KNOWN = knowledge.load()


@detector
def any_autostart(start: Autostart) -> Iterator[Seven]:
    yield Seven(origin=start.origin, number=1)


@detector
def only_services(start: Service) -> Iterator[Seven]:
    yield Seven(origin=start.origin, number=2)


@detector
def either(thing: Service | RegistryValue) -> Iterator[Seven]:
    yield Seven(origin=thing.origin, number=3)


@detector
def with_both(start: RunValue, known: Knowledge, host: Host) -> Iterator[Seven]:
    assert known.version
    yield Seven(origin=start.origin, number=host.volume_serial or 0)


@detector
def with_either(start: RunValue, host: Host | None) -> Iterator[Seven]:
    yield Seven(origin=start.origin, number=0 if host is None else 7)


@detector
def broken(start: RunValue) -> Iterator[Seven]:
    yield Seven(origin=start.origin, number=4)
    raise KeyError("bug")


@detector
def refusing(start: RunValue) -> Iterator[Seven]:
    raise BadEvidence(Reason.CORRUPT, "torn")
    yield


def outcomes(
    seen: list[Artifact | Gap | Looked], *detectors: object, context: tuple[Artifact, ...] = (), past: bool = False
) -> list[Outcome]:
    return list(examine(seen, Bench(detectors, context, KNOWN), past))  # type: ignore[arg-type]


def numbers(found: list[Outcome]) -> list[int]:
    return [f.facts["number"] for f in found if isinstance(f, Finding)]  # type: ignore[misc]


def test_a_subclass_reaches_the_detector_of_its_base() -> None:
    assert numbers(outcomes([RUN, SERVICE], any_autostart, only_services)) == [1, 1, 2]


def test_a_detector_may_ask_for_one_of_several() -> None:
    assert numbers(outcomes([RUN, SERVICE, value("x")], either)) == [3, 3]


def test_host_and_knowledge_are_given_by_type_in_any_order() -> None:
    assert numbers(outcomes([RUN], with_both, context=(HOST,))) == [0xDEADBEEF]


def test_a_detector_that_lacks_what_it_needs_is_a_gap_and_not_silence() -> None:
    bench = Bench([with_both], (), KNOWN)
    assert list(bench.examine(RUN)) == []
    assert [(g.reason, g.wanted, g.detail) for g in bench.idle(HERE)] == [(Reason.MISSING, "host", "with-both")]


def test_an_optional_need_may_be_missing() -> None:
    assert numbers(outcomes([RUN], with_either)) == [0]
    assert numbers(outcomes([RUN], with_either, context=(HOST,))) == [7]
    assert list(Bench([with_either], (), KNOWN).idle(HERE)) == []


def test_a_detector_that_breaks_loses_one_item_by_name_and_keeps_what_it_had_said() -> None:
    found = outcomes([RUN, SERVICE], broken, only_services)
    gaps = [g for g in found if isinstance(g, Gap)]
    assert numbers(found) == [4, 2]
    assert [(g.reason, g.wanted, g.detail) for g in gaps] == [(Reason.FAILED, "registry-value", "broken: KeyError")]


def test_in_tests_a_bug_is_raised() -> None:
    with pytest.raises(KeyError):
        list(Bench([broken], (), KNOWN, reraise=True).examine(RUN))


def test_bad_evidence_is_a_gap_with_its_reason() -> None:
    (found,) = (g for g in outcomes([RUN], refusing) if isinstance(g, Gap))
    assert (found.reason, found.detail) == (Reason.CORRUPT, "torn")


def test_what_is_looked_at_is_counted_zero_included() -> None:
    found = outcomes([RUN, value("x"), Looked("service", 0), gap("file")])
    assert [o for o in found if isinstance(o, Looked)] == [Looked("registry-value", 2), Looked("service", 0)]


def test_an_older_state_marks_its_findings_past() -> None:
    assert [f.past for f in outcomes([RUN], any_autostart, past=True) if isinstance(f, Finding)] == [True]
