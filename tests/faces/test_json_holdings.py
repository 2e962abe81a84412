"""What lay on a PC goes through JSON unchanged, and older reports without it can still be read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from support import reports

from mimawari import knowledge
from mimawari.faces import json_report
from mimawari.faces.json_report import NotAReport
from mimawari.model import Held, Holding, Origin, Part, Report

KNOWN = knowledge.load()


def holding(**more: Any) -> Holding:
    given: dict[str, Any] = {"held": Held.SAVED_LOGIN, "user": "山田", "program": "Google Chrome", "place": "a.example"}
    return Holding(origin=Origin("PC1-1", "x", ("C:\\a",)), **given | more)


def report(*every: Holding) -> Report:
    source = reports.infected()
    return Report.of([replace(source, parts=(*source.parts, Part(source.id, "holdings", "1", holdings=every)))])


def document(*every: Holding) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json_report.text(report(*every), KNOWN))
    return made


def test_what_is_written_is_read_equal() -> None:
    every = (
        holding(), holding(count=7, begins="2022-01-01T00:00:00Z", ends="2022-02-01T00:00:00Z", saved=True),
        holding(held=Held.MAILBOX, size=1 << 40, place="", saved=False), holding(place="x\udcff\n\x1b[2J"),
    )  # fmt: skip
    made = report(*sorted(every, key=lambda one: (one.held, one.place, repr(one))))
    read = json_report.read(json_report.text(made, KNOWN))
    assert {one for source in read.sources for one in source.holdings} == set(every)
    assert read == json_report.read(json_report.text(read, KNOWN))
    assert json_report.text(read, KNOWN) == json_report.text(made, KNOWN)


def test_a_report_without_the_list_is_one_without_any() -> None:
    older = document(holding())
    del older["holdings"]
    assert json_report.read(json.dumps(older)).sources[0].holdings == ()


def test_merged_reports_have_each_thing_once() -> None:
    one = report(holding())
    assert (one | one).sources[0].holdings == (holding(),)
    both = json_report.read(json_report.text(one | Report.of([reports.no_sign("PC2")]), KNOWN))
    assert [len(source.holdings) for source in both.sources] == [1, 0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("held", "password"), ("held", None), ("count", -1), ("count", True), ("count", "1"), ("size", 1.5), ("saved", "yes"),
        ("user", 1), ("origin", {}), ("parts", []), ("parts", ["0/p-0000"]),
    ],
)  # fmt: skip
def test_a_damaged_list_is_refused(name: str, value: object) -> None:
    made = document(holding())
    made["holdings"][0][name] = value
    with pytest.raises(NotAReport):
        json_report.read(json.dumps(made))
