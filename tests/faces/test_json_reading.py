"""What is no report, or a damaged one, is one clear error."""

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import reports

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.json_report import NotAReport
from mimawari.model import Level, Provenance, Report, SignatureSet, Used

USED = Used("0.1.0", "1", "2026-11-01", Provenance("folder", "x", "y"), (SignatureSet("yara", "a", "1", "2026-11-01", 1),))
PCS = [replace(one, used=(USED,)) for one in (reports.infected("PC1"), reports.undetermined("PC2"))]
TEXT = json_report.text(Report.of(PCS), app.known())


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "1", '"x"', "{}", '{"schema": 1}', '{"schema": "other/1"}', "[" * 200_000, "9" * 10_000, "\x00", "NaN"],
    ids=lambda text: text[:10],
)
def test_what_does_not_claim_to_be_a_report_is_foreign(text: str) -> None:
    with pytest.raises(NotAReport) as caught:
        json_report.read(text)
    assert caught.value.foreign


def paths(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(path for key, member in inner for path in paths(member, (*way, key)))]


READ = [
    path
    for path in paths(json.loads(TEXT))
    if path and path[0] in ("sources", "findings", "gaps", "used")
    and not {"level", "looked_at", "holes"} & set(path) and path[2:3] != ("id",) and "facts" not in path
]  # fmt: skip


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        document = document[key]
    return document


@pytest.mark.parametrize("path", READ, ids=str)
def test_a_value_of_the_wrong_kind_is_seen_wherever_it_is(path: tuple[Any, ...]) -> None:
    document = json.loads(TEXT)
    at(document, path[:-1])[path[-1]] = {"not": ["this", 1.5]}
    with pytest.raises(NotAReport) as caught:
        json_report.read(json.dumps(document))
    assert not caught.value.foreign
    assert "\n" not in str(caught.value)


def test_a_missing_field_is_named() -> None:
    document = json.loads(TEXT)
    del document["findings"][1]["words"]
    with pytest.raises(NotAReport, match=r"findings\[1\].words"):
        json_report.read(json.dumps(document))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda d: d.update(schema="mimawari.report/2"), "newer"),
        (lambda d: d["sources"].append(d["sources"][0]), "twice"),
        (lambda d: d["sources"][0]["parts"].append(d["sources"][0]["parts"][0]), "twice"),
        (lambda d: d["sources"][0]["parts"][0].update(id="p-0000000000000000"), "does not fit"),
        (lambda d: d["sources"][0]["parts"].clear(), "part is missing"),
        (lambda d: d["findings"][0]["parts"].clear(), "empty"),
        (lambda d: d["findings"][0].update(strength="certain"), "unknown value"),
        (lambda d: d["gaps"][0].update(reason="lazy"), "unknown value"),
        (lambda d: d["findings"][0].update(past=1), "bool"),
        (lambda d: d["sources"][0]["parts"][0].update(looked=[["file", True]]), "int"),
        (lambda d: d["sources"][0]["parts"][0].update(looked=[["file", -1]]), "negative"),
        (lambda d: d["sources"][0]["parts"][0].update(looked=[["file", 1, 2]]), "pair"),
        (lambda d: d["findings"][0].update(facts={"a": [1]}), "plain"),
        (lambda d: d["used"][0].update(sources=[0, 7]), "source is missing"),
        (lambda d: d["used"][0].update(sources=[-1]), "negative"),
        (lambda d: d["used"][0]["knowledge"]["source"].update(kind="heaven"), "unknown value"),
        (lambda d: d["used"][0]["sets"][0].update(rows=True), "int"),
        (lambda d: d["used"][0]["sets"][0].pop("ours"), "missing"),
    ],
)
def test_what_does_not_fit_together_is_refused(spoil: Any, said: str) -> None:
    document = json.loads(TEXT)
    spoil(document)
    with pytest.raises(NotAReport, match=said):
        json_report.read(json.dumps(document))


def test_the_verdict_is_not_believed() -> None:
    document = json.loads(TEXT)
    document["verdict"]["level"] = document["sources"][0]["level"] = "no-sign"
    assert app.judge(json_report.read(json.dumps(document))).level is Level.INFECTED


@given(st.integers(0, 2**32))
def test_a_flipped_byte_gives_a_report_or_the_error(seed: int) -> None:
    chance = random.Random(seed)
    text = list(TEXT)
    for _ in range(chance.randint(1, 5)):
        text[chance.randrange(len(text))] = chr(chance.randrange(256))
    try:
        assert isinstance(json_report.read("".join(text)), Report)
    except NotAReport as error:
        assert str(error)


@given(st.integers(0, len(TEXT) - 1))
def test_a_cut_report_is_refused(length: int) -> None:
    with pytest.raises(NotAReport):
        json_report.read(TEXT[:length].rstrip("}\n "))
