"""A host nobody could look at is not a clean host; what decides is the ladder of DESIGN §3."""

from dataclasses import dataclass

import pytest
from support.core import HERE, Eight, Proof, Seven, Trace, gap, part, source

from mimawari.judge import judge, level_of
from mimawari.model import Delivery, Level, Looked, ReadFinding, Report, SignatureSet, Source, Strength, Used, Words

SEEN = (Looked("file", 3), Looked("service", 0))


def test_all_looked_at_and_quiet_is_no_sign() -> None:
    assert level_of(source(part(*SEEN))) is Level.NO_SIGN


def test_looked_and_found_none_counts_as_looked() -> None:
    assert level_of(source(part(Looked("file", 0), Looked("service", 0)))) is Level.NO_SIGN


@pytest.mark.parametrize("seen", [(), SEEN[:1], SEEN[1:]])
def test_what_ought_to_be_looked_at_and_was_not_is_undetermined(seen: tuple[Looked, ...]) -> None:
    assert level_of(source(part(*seen))) is Level.UNDETERMINED


def test_a_source_with_no_minimum_is_never_no_sign() -> None:
    assert level_of(source(part(*SEEN), ought=())) is Level.UNDETERMINED


def test_a_denied_hive_is_undetermined_however_much_else_was_seen() -> None:
    assert level_of(source(part(*SEEN, gap("service")))) is Level.UNDETERMINED


def test_a_gap_outside_the_minimum_does_not_spoil_no_sign() -> None:
    assert level_of(source(part(*SEEN, gap("volume-serial")))) is Level.NO_SIGN


def test_what_an_antivirus_program_calls_malware_is_no_all_clear() -> None:
    assert level_of(source(part(*SEEN, gap("blocked-by-antivirus")))) is Level.UNDETERMINED
    assert level_of(source(part(*SEEN, gap("blocked-by-antivirus")), ought=("file",))) is Level.UNDETERMINED
    assert level_of(source(part(Proof(origin=HERE), gap("blocked-by-antivirus")))) is Level.INFECTED


def test_two_half_seen_hosts_are_never_one_seen_host() -> None:
    halves = Report.of([source(part(SEEN[0])), source(part(SEEN[1], source="PC2"), id="PC2", host="PC2", locator="case/pc2")])
    verdict = judge(halves)
    assert verdict.level is Level.UNDETERMINED
    assert verdict.undetermined_sources == 2


def test_one_strong_is_suspected_and_a_gap_does_not_hide_it() -> None:
    assert level_of(source(part(Seven(origin=HERE), gap("service")))) is Level.SUSPECTED


def test_two_strong_of_one_kind_are_suspected() -> None:
    assert level_of(source(part(*SEEN, Seven(origin=HERE), Seven(origin=HERE.at("x"))))) is Level.SUSPECTED


def test_two_strong_of_different_kinds_are_infected() -> None:
    assert level_of(source(part(Seven(origin=HERE), Eight(origin=HERE)))) is Level.INFECTED


def test_conclusive_is_infected() -> None:
    assert level_of(source(part(Proof(origin=HERE)))) is Level.INFECTED


def test_hints_alone_never_raise_the_level() -> None:
    assert level_of(source(part(*SEEN, *(Trace(origin=HERE, number=n) for n in range(500))))) is Level.NO_SIGN


def test_what_is_only_past_is_suspected_and_past() -> None:
    verdict = judge(Report.of([source(part(*SEEN, Proof(origin=HERE, past=True)))]))
    assert (verdict.level, verdict.past) == (Level.SUSPECTED, True)


def test_the_highest_source_decides_and_the_undetermined_are_counted() -> None:
    infected = source(part(*SEEN, Proof(origin=HERE)))
    unseen = source(part(source="PC2"), id="PC2", locator="case/pc2", host="PC2")
    verdict = judge(Report.of([infected, unseen]))
    assert (verdict.level, verdict.undetermined_sources, verdict.families) == (Level.INFECTED, 1, ("emotet",))


def test_an_empty_report_is_undetermined() -> None:
    assert judge(Report()).level is Level.UNDETERMINED


def test_the_newest_evidence_of_a_host_decides_and_the_older_is_past() -> None:
    old = source(part(Proof(origin=HERE)), id="PC1-old", machine="pc1", seen_at="2022-03-01T00:00:00Z")
    new = source(part(*SEEN), id="PC1-new", machine="pc1", seen_at="2022-04-01T00:00:00Z")
    verdict = judge(Report.of([old, new]))
    assert (verdict.level, verdict.past) == (Level.NO_SIGN, True)


def test_a_report_of_another_kind_does_not_overrule_an_image_of_the_same_host() -> None:
    image = source(part(Proof(origin=HERE)), machine="pc1", seen_at="2022-03-01T00:00:00Z", kind="disk-image")
    other = source(part(*SEEN), id="e", machine="pc1", seen_at="2022-04-01T00:00:00Z", kind="emocheck-report")
    assert judge(Report.of([image, other])).level is Level.INFECTED


def test_gaps_that_stand_in_the_way_come_first() -> None:
    verdict = judge(Report.of([source(part(*SEEN, gap("volume-serial"), gap("service")))]))
    assert [g.wanted for g in verdict.unseen] == ["service", "volume-serial"]


def test_exit_statuses_are_those_of_the_contract() -> None:
    assert [level.exit_status for level in Level] == [10, 11, 12, 20, 0]


def test_newer_evidence_that_could_not_be_read_takes_nothing_back() -> None:
    old = source(part(Proof(origin=HERE)), id="PC1-old", machine="pc1", seen_at="2022-03-01T00:00:00Z")
    new = source(part(gap("service")), id="PC1-new", machine="pc1", seen_at="2022-04-01T00:00:00Z")
    verdict = judge(Report.of([old, new]))
    assert (verdict.level, verdict.undetermined_sources) == (Level.INFECTED, 1)


def test_a_quiet_and_whole_check_between_an_infection_and_an_unread_copy_still_cleared_it() -> None:
    old = source(part(Proof(origin=HERE)), id="a", machine="pc1", seen_at="2022-03-01T00:00:00Z")
    quiet = source(part(*SEEN), id="b", machine="pc1", seen_at="2022-04-01T00:00:00Z")
    unread = source(part(gap("service")), id="c", machine="pc1", seen_at="2022-05-01T00:00:00Z")
    verdict = judge(Report.of([old, quiet, unread]))
    assert (verdict.level, verdict.past) == (Level.UNDETERMINED, True)


@dataclass(frozen=True, kw_only=True, eq=False)
class Lure(Delivery):
    strength: Strength = Strength.STRONG
    words: Words = Words(en="a lure", ja="おとり")
    family: str | None = "emotet"


@dataclass(frozen=True, kw_only=True, eq=False)
class OtherLure(Lure):
    strength: Strength = Strength.CONCLUSIVE


def test_what_was_only_delivered_never_makes_more_than_exposed() -> None:
    assert level_of(source(part(*SEEN, Lure(origin=HERE)))) is Level.EXPOSED
    assert level_of(source(part(*SEEN, Lure(origin=HERE), OtherLure(origin=HERE)))) is Level.EXPOSED
    assert level_of(source(part(*SEEN, Lure(origin=HERE, strength=Strength.HINT)))) is Level.NO_SIGN


@pytest.mark.parametrize("host", ["", "PC1"])
def test_bytes_of_malware_in_a_file_prove_no_infection(host: str) -> None:
    """They lie there. Whether they ran, starts by itself or runs, other findings tell."""
    bytes_of = ReadFinding(
        origin=HERE, strength=Strength.CONCLUSIVE, family="emotet", words=Words(en="fits", ja="一致"), name="rule-hit"
    )
    assert level_of(source(part(*SEEN, bytes_of), kind="all-files", host=host)) is Level.SUSPECTED
    assert level_of(source(part(*SEEN, bytes_of, Seven(origin=HERE)), host=host)) is Level.SUSPECTED, "one that counts is not two"
    assert level_of(source(part(*SEEN, bytes_of, Proof(origin=HERE)), host=host)) is Level.INFECTED
    assert level_of(source(part(*SEEN, bytes_of, Seven(origin=HERE), Eight(origin=HERE)), host=host)) is Level.INFECTED


def test_a_lure_is_told_however_much_could_not_be_looked_at() -> None:
    assert level_of(source(part(Lure(origin=HERE), gap("file")))) is Level.EXPOSED


def test_a_lure_beside_a_trace_on_the_host_proves_nothing_more() -> None:
    assert level_of(source(part(*SEEN, Lure(origin=HERE), Seven(origin=HERE, number=1)))) is Level.SUSPECTED
    assert level_of(source(part(*SEEN, Lure(origin=HERE), Proof(origin=HERE)))) is Level.INFECTED


def test_exposed_stands_between_suspected_and_undetermined() -> None:
    lure = source(part(*SEEN, Lure(origin=HERE)))
    unknown = source(part(SEEN[0], source="PC2"), id="PC2", host="PC2", locator="case/pc2")
    verdict = judge(Report.of([lure, unknown]))
    assert (verdict.level, verdict.undetermined_sources, verdict.families) == (Level.EXPOSED, 1, ("emotet",))


def scan(*things: object, day: int, series: str = "C", **more: object) -> Source:
    """A full scan of a drive of PC1, on a day of May."""
    given = {"kind": "all-files", "machine": "pc1", "series": series, "seen_at": f"2022-05-{day:02}T00:00:00Z", **more}
    return source(part(*things), id=f"{series}-{day}", **given)  # type: ignore[arg-type]


def test_a_newer_full_scan_of_a_drive_takes_the_place_of_an_older_one() -> None:
    old, new = scan(*SEEN, Lure(origin=HERE), day=1), scan(*SEEN, day=2)
    assert judge(Report.of([old])).level is Level.EXPOSED
    assert judge(Report.of([old, new])).level is Level.NO_SIGN


def test_a_scan_of_another_drive_of_the_same_machine_does_not() -> None:
    old, new = scan(*SEEN, Lure(origin=HERE), day=1), scan(*SEEN, day=2, series="D")
    assert judge(Report.of([old, new])).level is Level.EXPOSED


def test_a_scan_that_was_not_whole_does_not() -> None:
    old, new = scan(*SEEN, Lure(origin=HERE), day=1), scan(*SEEN, gap("file"), day=2)
    assert judge(Report.of([old, new])).level is Level.EXPOSED


def made_with(*names: str) -> tuple[Used, ...]:
    by = {"good": "known-good"}
    return (Used("0.1.0", "1", sets=tuple(SignatureSet(by.get(name, "yara"), name, "1") for name in names)),)


@pytest.mark.parametrize(
    ("before", "after", "level"),
    [
        (("ours",), ("ours",), Level.NO_SIGN),
        (("ours",), ("more", "ours"), Level.NO_SIGN),
        (("more", "ours"), ("ours",), Level.EXPOSED),
        (("ours",), (), Level.EXPOSED),
        (("good", "ours"), ("ours",), Level.NO_SIGN),
    ],
)
def test_what_was_not_held_against_the_same_sets_takes_nothing_back(
    before: tuple[str, ...], after: tuple[str, ...], level: Level
) -> None:
    old = scan(*SEEN, Lure(origin=HERE), day=1, used=made_with(*before))
    new = scan(*SEEN, day=2, used=made_with(*after))
    assert judge(Report.of([old, new])).level is level


def test_a_series_needs_no_machine() -> None:
    old, new = (scan(*SEEN, *found, day=day, machine="", host="") for day, found in ((1, [Lure(origin=HERE)]), (2, [])))
    assert judge(Report.of([old, new])).level is Level.NO_SIGN
