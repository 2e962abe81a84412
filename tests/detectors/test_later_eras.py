"""Decoys of P4 to P8, in every form, and earlier ones at work are found; near misses of every kind stay below suspected.

Names drawn by chance are told from words by the pairs of their letters: a few that read like words are missed or weigh less. How
many is part of what is held here, for short names under rundll32 (P4) and for the others.
"""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from support.era_decoys import EARLY, ERAS, NAMES, STARTS, alone, at_work, early_at_work, idle
from support.later_near_misses import LATER_HONEST
from support.looking import found, level

from mimawari.model import Level

COUNT = 200
LONG = ("P6 June", "P7", "P8")
RIGHTS = (False, True)
FORMS = [(era, is_admin) for era in ERAS for is_admin in RIGHTS]


def names(form: tuple[str, bool]) -> str:
    return f"{form[0]}-{'administrator' if form[1] else 'user'}".replace(" ", "-")


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("form", FORMS, ids=names)
def test_what_starts_by_itself_is_found(form: tuple[str, bool], start: str) -> None:
    draw = Random(f"{form} {start}")
    levels = Counter(level(decoy.given, decoy.context) for decoy in (idle(draw, *form, start) for _ in range(COUNT)))
    assert levels[Level.INFECTED] >= COUNT * 0.96
    assert levels[Level.INFECTED] + levels[Level.SUSPECTED] >= COUNT * 0.99


@pytest.mark.parametrize("name", NAMES[1:])
@pytest.mark.parametrize("form", FORMS, ids=names)
def test_it_is_found_under_any_name(form: tuple[str, bool], name: str) -> None:
    """Where the entry's name does not help, the letters of folder and file must do it alone."""
    draw = Random(f"{form} {name} any name")
    levels = Counter(
        level(decoy.given, decoy.context) for decoy in (idle(draw, *form, draw.choice(STARTS), name=name) for _ in range(COUNT))
    )
    assert levels[Level.INFECTED] >= COUNT * (0.96 if form[0] in LONG else 0.7)
    assert levels[Level.INFECTED] + levels[Level.SUSPECTED] >= COUNT * 0.96


@pytest.mark.parametrize("form", FORMS, ids=names)
def test_the_file_alone_is_suspected_and_no_more(form: tuple[str, bool]) -> None:
    draw = Random(f"{form} alone")
    levels = Counter(level(decoy.given, decoy.context) for decoy in (alone(draw, *form) for _ in range(COUNT)))
    assert levels[Level.INFECTED] == 0
    assert levels[Level.SUSPECTED] >= COUNT * (0.96 if form[0] in LONG else 0.7)


@pytest.mark.parametrize("form", FORMS, ids=names)
def test_what_only_runs_is_found(form: tuple[str, bool]) -> None:
    draw = Random(f"{form} at work")
    levels = Counter(level(decoy.given, decoy.context) for decoy in (at_work(draw, *form) for _ in range(COUNT)))
    assert levels[Level.INFECTED] >= COUNT * {"P4": 0.8, "P5": 0.9}.get(form[0], 0.92)
    assert levels[Level.INFECTED] + levels[Level.SUSPECTED] >= COUNT * 0.97


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("form", FORMS, ids=names)
def test_without_its_file_it_is_suspected_and_no_more(form: tuple[str, bool], start: str) -> None:
    draw = Random(f"{form} {start} gone")
    levels = Counter(
        level(decoy.given, decoy.context) for decoy in (idle(draw, *form, start, there=False) for _ in range(COUNT // 4))
    )
    assert levels[Level.INFECTED] == 0
    assert levels[Level.SUSPECTED] >= COUNT // 4 * 0.96


@pytest.mark.parametrize("form", FORMS, ids=names)
def test_a_command_line_without_its_file_is_one_reason(form: tuple[str, bool]) -> None:
    draw = Random(f"{form} at work, gone")
    decoys = [at_work(draw, *form, there=False) for _ in range(COUNT // 4)]
    assert Level.INFECTED not in {level(decoy.given, decoy.context) for decoy in decoys}


@pytest.mark.parametrize("is_admin", RIGHTS)
@pytest.mark.parametrize("era", EARLY)
def test_what_emocheck_calls_infected_at_work_is(era: str, is_admin: bool) -> None:
    draw = Random(f"{era} {is_admin} early")
    for number in range(COUNT):
        decoy = early_at_work(draw, era, is_admin)
        assert level(decoy.given, decoy.context) is Level.INFECTED, f"{number}: {decoy.what}"


@pytest.mark.parametrize("era", ERAS)
def test_no_other_family_is_named(era: str) -> None:
    draw = Random(f"{era} families")
    decoys = [*(at_work(draw, era, False) for _ in range(50)), *(idle(draw, era, True, "service") for _ in range(50))]
    families = {finding.family for decoy in decoys for finding in found(decoy.given, decoy.context)}
    assert families <= {"emotet", None}


@pytest.mark.parametrize("kind", LATER_HONEST)
def test_near_misses_stay_below_suspected(kind: str) -> None:
    draw = Random(f"{kind} honest")
    for number in range(COUNT):
        miss = LATER_HONEST[kind](draw)
        assert level(miss.given, miss.context) is Level.NO_SIGN, f"{number}: {miss.what}"
