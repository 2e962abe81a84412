"""A report as JSON: valid by its schema, the same every time, and read back equal."""

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from support import reports

from mimawari import app
from mimawari.faces import json_report
from mimawari.model import (
    Finding,
    Gap,
    Level,
    Looked,
    Origin,
    Part,
    Provenance,
    ReadFinding,
    Reason,
    Report,
    Run,
    SignatureSet,
    Source,
    Strength,
    Used,
    Words,
)

KNOWN = app.known()
LABEL = st.text(max_size=8)  # lone surrogates, control codes and all
WORD = st.from_regex("[a-z]{1,6}(-[a-z]{1,4})?", fullmatch=True)
TIME = st.sampled_from(["", "2022-06-01T02:03:04Z", "2026-11-24T00:00:00Z", "2023-03-10"])
WORDS = st.builds(Words, en=LABEL, ja=LABEL)
ORIGIN = st.builds(Origin, LABEL, LABEL, st.tuples(LABEL) | st.just(()))
FACT = LABEL | st.integers() | st.booleans() | st.none() | st.floats()
FINDING = st.builds(
    ReadFinding, origin=ORIGIN, strength=st.sampled_from(Strength), words=WORDS, family=st.sampled_from([None, "emotet", "icedid"]),
    attack=st.sampled_from([(), ("T1547.001",), ("T1218.010", "T1036")]), era=st.sampled_from([(), ("P6",)]),
    seen_at=TIME | st.none(), past=st.booleans(), name=WORD,
    given=st.dictionaries(WORD, FACT, max_size=3).map(lambda facts: tuple(facts.items())),
)  # fmt: skip
GAP = st.builds(Gap, ORIGIN, st.sampled_from(Reason), WORD, LABEL, WORDS | st.none())
COUNTS = st.dictionaries(WORD, st.integers(0, 10**9), max_size=3).map(lambda counts: tuple(sorted(counts.items())))


def of_part(findings: set[Finding], gaps: set[Gap], **more: Any) -> Part:
    return Part(findings=tuple(sorted(findings)), gaps=tuple(sorted(gaps, key=repr_of_gap)), **more)


def repr_of_gap(gap: Gap) -> tuple[object, ...]:
    return (gap.origin, gap.reason, gap.wanted, gap.detail, str(gap.remedy))


PART = st.builds(
    of_part, findings=st.sets(FINDING, max_size=3), gaps=st.sets(GAP, max_size=3), source=LABEL, key=LABEL, knowledge=LABEL,
    looked=COUNTS.map(lambda counts: tuple(Looked(*pair) for pair in counts)), hints=COUNTS, gap_counts=COUNTS, content=LABEL,
)  # fmt: skip
RUN = st.builds(Run, LABEL, TIME, TIME)
COUNT = st.integers(0, 10**9)
SET = st.builds(SignatureSet, LABEL, LABEL, LABEL, LABEL, COUNT, st.booleans(), LABEL, COUNT, COUNT, LABEL)
USED = st.builds(
    Used, program=LABEL, knowledge=LABEL, as_of=LABEL,
    source=st.builds(Provenance, st.sampled_from(["packed", "installed", "folder"]), LABEL, LABEL),
    sets=st.sets(SET, max_size=3).map(lambda sets: tuple(sorted(sets))),
)  # fmt: skip
SOURCE = st.builds(
    Source, id=LABEL, locator=LABEL, kind=WORD, host=LABEL, machine=LABEL, seen_at=TIME,
    ought=st.lists(WORD, unique=True, max_size=3).map(tuple),
    parts=st.lists(PART, max_size=3, unique_by=lambda part: part.id).map(tuple), runs=st.lists(RUN, max_size=2).map(tuple),
    series=LABEL, used=st.sets(USED, max_size=2).map(lambda used: tuple(sorted(used))),
)  # fmt: skip
REPORT = st.lists(SOURCE, max_size=3, unique_by=lambda source: source.key).map(Report.of)


def schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((files("mimawari.faces") / "schema" / f"{name}-1.json").read_text("utf-8"))
    return loaded


def validator(name: str) -> Draft202012Validator:
    registry = Registry().with_resources((s["$id"], Resource.from_contents(s)) for s in map(schema, ("report", "item")))
    return Draft202012Validator(schema(name), registry=registry)


REPORT_SCHEMA, ITEM_SCHEMA = validator("report"), validator("item")


@settings(max_examples=60, deadline=None)
@given(REPORT)
def test_reading_back_gives_the_same_report(report: Report) -> None:
    text = json_report.text(report, KNOWN)
    assert text.isascii()
    read = json_report.read(text)
    assert read == report
    assert app.judge(read) == app.judge(report)
    assert json_report.text(read, KNOWN) == text
    REPORT_SCHEMA.validate(json.loads(text))


@settings(max_examples=40, deadline=None)
@given(SOURCE)
def test_a_source_is_one_valid_line(source: Source) -> None:
    line = json_report.line(source)
    assert "\n" not in line
    assert line.isascii()
    ITEM_SCHEMA.validate(json.loads(line))


@pytest.mark.parametrize("name", ["report", "item"])
def test_the_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.pop("gaps"),
        lambda d: d["verdict"].update(level="clean"),
        lambda d: d["findings"][0].update(strength="weak"),
        lambda d: d["findings"][0].update(family="Emotet"),
        lambda d: d["findings"][0].update(attack=["1547"]),
        lambda d: d["findings"][0].pop("parts"),
        lambda d: d["sources"][0].update(seen_at="yesterday"),
        lambda d: d.update(
            used=[{"program": "1", "knowledge": {"version": "1", "as_of": "", "source": {}}, "sets": [], "sources": [0]}]
        ),
        lambda d: d.update(used=[{"sets": [], "sources": [0]}]),
    ],
)
def test_the_schema_sees_what_is_wrong(spoil: Any) -> None:
    document = json.loads(json_report.text(reports.report(Level.INFECTED), KNOWN))
    assert REPORT_SCHEMA.is_valid(document)
    spoil(document)
    assert not REPORT_SCHEMA.is_valid(document)


def test_the_shape_of_the_contract() -> None:
    document = json.loads(json_report.text(reports.report(Level.INFECTED), KNOWN))
    assert document["schema"] == "mimawari.report/1"
    knowledge = {"version": KNOWN.version, "as_of": KNOWN.as_of, "source": {"kind": "packed"}}
    assert document["tool"] == {"version": app.version(), "knowledge": knowledge}
    assert document["run"] == {"id": reports.RUN.id, "started": reports.RUN.started, "ended": reports.RUN.ended}
    verdict = document["verdict"]
    assert verdict["level"] == "infected"
    assert verdict["families"] == ["emotet"]
    assert verdict["undetermined_sources"] == 0
    assert "us" not in verdict, "nobody asked"
    ids = {finding["id"] for finding in document["findings"]}
    assert set(verdict["because"]) == ids
    assert set(verdict["unseen"]) == {gap["id"] for gap in document["gaps"]}
    (source,) = document["sources"]
    assert source["looked_at"]["registry-value"] == 812
    assert source["ought"] == ["file", "host", "registry-value", "service", "task"]
    assert source["level"] == "infected"
    found = next(finding for finding in document["findings"] if finding["kind"] == "loader-autostart")
    assert found["origin"] == {
        "source": "PC1-0001", "locator": "case/PC1", "path": ["C:\\Users\\PC1\\AppData\\Local\\Vqkzr\\hbtw.dll"],
    }  # fmt: skip
    assert found["facts"] == {"file": "hbtw.dll", "pid": None}
    assert set(found["words"]) == {"en", "ja"}


def test_a_merged_report_spans_its_runs() -> None:
    first, later = reports.infected("PC1"), reports.no_sign("PC2")
    other = Run("r-other", "2026-11-25T00:00:00Z", "2026-11-25T00:10:00Z")
    later = Source(**{name: getattr(later, name) for name in Source.__dataclass_fields__} | {"runs": (other,)})
    run = json.loads(json_report.text(Report.of([first, later]), KNOWN))["run"]
    assert (run["started"], run["ended"]) == (reports.RUN.started, other.ended)
    assert run["id"] not in ("", reports.RUN.id, other.id)


def test_the_same_evidence_under_two_names_keeps_its_parts_apart() -> None:
    here = reports.infected("PC1")
    there = Source(id=here.id, locator="copy/PC1", kind="folder", parts=(reports.part("PC1", (reports.pair("PC1"),)),))
    report = Report.of([here, there])
    assert here.parts[0].id == there.parts[0].id
    assert json_report.read(json_report.text(report, KNOWN)) == report


def test_the_order_of_things_does_not_matter() -> None:
    one, two = reports.infected("PC1"), reports.undetermined("PC2")
    assert json_report.text(Report.of([one, two]), KNOWN) == json_report.text(Report.of([two, one, two]), KNOWN)


MADE = Used(
    "0.0.9", "2026.11.1+01234567", "2026-11-01", Provenance("installed", "https://example.jp/", "2026-11-02T00:00:00Z"),
    (SignatureSet("clamav", "ClamAV", "1.4.3/27550/x", "2026-11-25", place="/run/clamd.ctl", title="ClamAV 1.4.3/27550"),),
)  # fmt: skip


def test_what_was_used_stands_once_for_all_sources_that_it_is_of() -> None:
    one, two, three = (replace(reports.no_sign(f"PC{number}"), used=(MADE,) * (number < 3)) for number in (1, 2, 3))
    document = json.loads(json_report.text(Report.of([one, two, three]), KNOWN))
    (used,) = document["used"]
    assert used == {
        "program": "0.0.9",
        "knowledge": {
            "version": "2026.11.1+01234567", "as_of": "2026-11-01",
            "source": {"kind": "installed", "place": "https://example.jp/", "installed": "2026-11-02T00:00:00Z"},
        },
        "sets": [{
            "by": "clamav", "name": "ClamAV", "title": "ClamAV 1.4.3/27550", "version": "1.4.3/27550/x", "as_of": "2026-11-25",
            "rows": 0, "files": 0, "unused": 0, "ours": False, "place": "/run/clamd.ctl",
        }],
        "sources": [0, 1],
    }  # fmt: skip
    assert document["tool"]["knowledge"]["version"] == KNOWN.version, "that it is written with is another thing"


def test_a_line_of_its_own_says_it_in_short() -> None:
    line = json.loads(json_report.line(replace(reports.no_sign(), used=(MADE,))))
    ITEM_SCHEMA.validate(line)
    (used,) = line["used"]
    assert set(used) == {"program", "knowledge"}
    assert (used["program"], used["knowledge"]["version"], used["knowledge"]["as_of"]) == ("0.0.9", MADE.knowledge, MADE.as_of)
    assert used["knowledge"]["source"]["place"] == "https://example.jp/"
    del used["knowledge"]["as_of"]
    assert not ITEM_SCHEMA.is_valid(line)


def test_a_report_of_before_is_read() -> None:
    document = json.loads(json_report.text(reports.report(Level.INFECTED), KNOWN))
    del document["used"]
    for source in document["sources"]:
        del source["series"]
    REPORT_SCHEMA.validate(document)
    assert json_report.read(json.dumps(document)) == reports.report(Level.INFECTED)
