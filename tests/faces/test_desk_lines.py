"""Whom to ask, in words: contacts as they stand, what is to be checked, and what is old."""

from dataclasses import replace
from datetime import date

import pytest
from support import reports

from mimawari.faces.text import page, plain
from mimawari.faces.text.desks import desk_lines, first_way
from mimawari.faces.wrap import width
from mimawari.knowledge import load
from mimawari.model import LANGUAGES, Certainty, HelpDesk, Level

KNOWN = load()
DESKS = {one.id: one for one in KNOWN.help_desks}
TODAY = date(2026, 11, 27)
MARK = {"ja": "【要確認】", "en": " [to be checked]"}
MEANS = {"ja": "【要確認】は、", "en": "[to be checked]: "}
OLD = {"ja": "1年以上前", "en": "more than a year"}
HERE = {"ja": "（まずここへ）", "en": "(begin here)"}


def lines(desk: HelpDesk, tongue: str, today: date = TODAY) -> list[str]:
    return [line.text for line in desk_lines((desk,), today, tongue)]


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("desk", KNOWN.help_desks, ids=lambda one: one.id)
def test_each_way_stands_as_it_is_and_bears_its_mark_alone(desk: HelpDesk, tongue: str) -> None:
    told = lines(desk, tongue)
    for one in desk.contacts:
        (line,) = (line for line in told if one.value in line and not line.startswith(("Source", "出典")))
        assert line.endswith(MARK[tongue]) == (one.certainty is not Certainty.READ)
        assert one.hours is None or one.hours.say(tongue) in line


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("desk", KNOWN.help_desks, ids=lambda one: one.id)
def test_what_is_to_be_checked_says_so_somewhere(desk: HelpDesk, tongue: str) -> None:
    told = lines(desk, tongue)
    text = "\n".join(told)
    assert any(line.endswith(MARK[tongue]) for line in told) == desk.to_check
    assert text.count(MEANS[tongue]) == desk.to_check, "what the mark means is said once, and only where it stands"
    assert desk.cited.as_of in text
    assert desk.cited.title.say(tongue) in text
    assert all(thing.say(tongue) in text for thing in desk.bring)


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize(("today", "old"), [(date(2026, 4, 23), False), (date(2026, 4, 24), True)])
def test_what_was_read_more_than_a_year_ago_is_called_old(today: date, old: bool, tongue: str) -> None:
    desk = DESKS["ipa-organisation"]  # as of 2025-04-23: 365 days later is 2026-04-23
    told = lines(desk, tongue, today)
    assert (OLD[tongue] in "\n".join(told)) is old
    assert (told[-1] == {"ja": "366日前の情報", "en": "366 days old"}[tongue]) is old


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_the_caution_about_old_desks_stands_once_above_them_all(tongue: str) -> None:
    told = [line.text for line in desk_lines(KNOWN.help_desks, TODAY, tongue)]
    assert [number for number, line in enumerate(told) if OLD[tongue] in line] == [1]
    old = [one for one in KNOWN.help_desks if one.is_old(TODAY)]
    short = {"ja": "日前の情報", "en": " days old"}[tongue]
    assert len([line for line in told if line.endswith(short)]) == len(old) > 1


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_each_desk_shows_the_key_by_which_a_contact_is_recorded(tongue: str) -> None:
    told = [line.text for line in desk_lines(KNOWN.help_desks, TODAY, tongue)]
    keys = [line.removeprefix({"ja": "記号：", "en": "Key: "}[tongue]) for line in told]
    assert [key for key in keys if key in DESKS] == [*DESKS]
    assert len([line for line in told if "mimawari case contact" in line]) == 1


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_one_desk_alone_is_where_to_begin(tongue: str) -> None:
    told = [line.text for line in desk_lines(KNOWN.help_desks, TODAY, tongue)]
    assert [line for line in told if HERE[tongue] in line] == [
        line for line in told if DESKS["ipa-organisation"].name.say(tongue) in line
    ]
    assert HERE[tongue] not in "\n".join(lines(DESKS["lawyer"], tongue))


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_what_names_no_page_is_called_old_too(tongue: str) -> None:
    assert OLD[tongue] in "\n".join(lines(DESKS["mail-provider"], tongue))
    assert OLD[tongue] not in "\n".join(lines(DESKS["lawyer"], tongue))
    assert OLD[tongue] in "\n".join(lines(DESKS["ppc"], tongue, date(2036, 1, 1)))


def test_a_desk_that_is_read_and_new_bears_no_warning() -> None:
    desk = DESKS["ipa-organisation"]
    fresh = replace(desk, cited=replace(desk.cited, as_of="2026-11-20"))
    for tongue in LANGUAGES:
        text = "\n".join(lines(fresh, tongue))
        assert MARK[tongue] not in text
        assert OLD[tongue] not in text


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_no_desk_at_all_is_said(tongue: str) -> None:
    assert len(list(desk_lines((), TODAY, tongue))) == 2


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_line_fits_eighty_columns(tongue: str) -> None:
    assert [line for line in plain(desk_lines(KNOWN.help_desks, TODAY, tongue)).splitlines() if width(line) > 80] == []


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_a_report_marks_the_first_way_where_it_is_to_be_checked(tongue: str) -> None:
    text = plain(page(reports.report(Level.INFECTED), KNOWN, tongue))
    mark = {"ja": "【要確認】", "en": " [to be checked]"}[tongue]
    for desk in KNOWN.first_desks:
        assert first_way(desk, tongue) in text
        assert (f"{desk.contacts[0].value}{mark}" in text) == desk.contacts[0].certainty.to_check
