"""A plan made of a report that was written and read back is the same."""

import pytest
from support import respond_reports as made

from mimawari import app
from mimawari.faces import json_reading, json_report
from mimawari.respond.planning import planned


@pytest.mark.parametrize("name", ["our-device", "suspected", "past", "script", "exposed", "undetermined", "no-sign", "all"])
def test_the_plan_of_what_was_written_is_the_same(name: str) -> None:
    report, verdict = made.case(name)
    known = app.known()
    again = json_reading.read(json_report.text(report, known))
    assert app.judge(again).level is verdict.level
    assert planned(again, app.judge(again), known) == planned(report, app.judge(report), known)
