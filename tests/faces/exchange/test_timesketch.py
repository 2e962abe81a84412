"""Timesketch: its three columns in every event, times with an offset, nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import datetime

import pytest
from support import dossier_extremes, dossiers
from support.dossiers import TEST_CASES

from mimawari.faces.exchange import timesketch_csv, timesketch_jsonl
from mimawari.faces.safe import cell
from mimawari.model import Deed, Dossier, Entry, Lane, Moment, ReadFinding, Situation


def rows(dossier: Dossier) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(timesketch_csv(dossier), newline="")))


def lines(dossier: Dossier) -> list[dict[str, str]]:
    return [json.loads(line) for line in timesketch_jsonl(dossier).splitlines()]


@pytest.mark.parametrize("situation", TEST_CASES)
def test_what_timesketch_needs_is_in_every_event(situation: Situation) -> None:
    case = dossiers.dossier(situation)
    for every in (rows(case), lines(case)):
        times = [datetime.fromisoformat(one["datetime"]) for one in every]
        assert times == sorted(times)
        assert all(time.tzinfo for time in times)
        assert all(one["message"] and one["timestamp_desc"] and one["data_type"].startswith("mimawari:") for one in every)
        assert all(one["tlp"] == "TLP:AMBER" for one in every)
    assert len(rows(case)) == len(lines(case))


def test_every_entry_is_there_with_its_hash() -> None:
    case = dossier_extremes.large(findings=20, entries=300)
    told = [one for one in lines(case) if one["data_type"] == "mimawari:case:entry"]
    assert [one["entry_hash"] for one in sorted(told, key=lambda one: int(one["about"]))] == [one.hash for one in case.entries]
    assert sum(one["data_type"] == "mimawari:case:finding" for one in lines(case)) == 20


def test_a_day_alone_begins_at_midnight_of_the_case_s_zone() -> None:
    due = [one for one in lines(dossiers.dossier(Situation.OUR_DEVICE)) if one["data_type"] == "mimawari:case:due"]
    assert [(one["datetime"], one["day_only"]) for one in due] == [
        ("2026-11-27T00:00:00+09:00", "true"), ("2027-01-22T00:00:00+09:00", "true"),
    ]  # fmt: skip


def test_no_cell_is_a_formula() -> None:
    case = dossier_extremes.hostile()
    cells = [value for row in rows(case) for value in row.values()]
    assert not [value for value in cells if value.lstrip()[:1] in tuple("=+-@＝＋－＠")]
    assert [value for value in cells if value.startswith("'=HYPERLINK")]
    raw = timesketch_csv(case)
    assert not [char for char in raw if not char.isprintable() and char not in "\r\n"]
    assert len(raw.split("\r\n")) - 2 == len(rows(case)), "no value begins a line of its own"


@pytest.mark.parametrize("text", ["=1", " =1", "\t=1", "＝1", "@x", "+1", "-1"])
def test_a_formula_gets_a_quote(text: str) -> None:
    assert cell(text).startswith("'") or cell(text).startswith("\\t")


def test_an_empty_case_has_its_one_entry() -> None:
    (one,) = rows(dossier_extremes.empty())
    assert one["message"] == "opened"


def test_entries_of_one_second_stand_in_the_order_in_which_they_were_made() -> None:
    made: list[Entry] = []
    for deed in (Deed.OPENED, Deed.REPORT_ADDED, Deed.PLANNED, *[Deed.NOTED] * 8, Deed.CLOSED):
        dossiers.entry(made, "2026-11-25T03:00:00Z", deed, text="x")
    case = replace(dossiers.dossier(Situation.EXPOSED), entries=tuple(made), timeline=())
    told = [one["about"] for one in lines(case) if one["data_type"] == "mimawari:case:entry"]
    assert told == [str(number) for number in range(1, 13)]


def test_a_lure_that_tells_no_moment_stands_where_its_mail_came() -> None:
    case = dossiers.dossier(Situation.EXPOSED)
    lure = dossiers.lure()
    assert isinstance(lure, ReadFinding)
    timeless = replace(lure, seen_at=None)
    moment = Moment("2026-11-22T01:26:00Z", Lane.ATTACK, timeless.sentence, timeless.id)
    case = replace(case, verdict=replace(case.verdict, because=(timeless,)), timeline=(moment,))
    (told,) = [one for one in lines(case) if one["data_type"] == "mimawari:case:finding"]
    assert (told["datetime"], told["timestamp_desc"]) == ("2026-11-22T01:26:00+00:00", "Mail received")
