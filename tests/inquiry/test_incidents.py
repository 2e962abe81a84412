"""Every incident gets the answer that its author expects, for the reasons that he names, in any order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from support.incidents.dossier_cases import IDS, PATHS, answered, expected, given, judged, told

from mimawari import inquiry, knowledge
from mimawari.judge.us import us
from mimawari.model import Answer, ReadFinding, Us

PARAMETERS = pytest.mark.parametrize("path", PATHS, ids=IDS)

SETTLE: dict[str, str] = {
    "01": "pc", "02": "audit-log", "03": "bounced-original", "04": "provider-log", "05": "dmarc-log", "06": "web-log",
    "07": "pc", "08": "pc", "09": "pc", "10": "pc", "11": "original", "12": "memory", "13": "pc", "14": "old-pc",
    "20": "partner", "21": "second-original", "22": "spam-original", "23": "spam-original", "24": "", "25": "registrar",
    "26": "imap-log", "27": "two-more", "28": "dmarc-report", "29": "", "30": "other-pcs", "31": "pc", "32": "pc", "33": "pc",
    "34": "partner", "35": "log-after-infection", "36": "old-password", "37": "partner", "40": "sender", "41": "sender",
    "42": "sender", "43": "sender", "44": "partner-outage", "45": "newsletter", "46": "original", "47": "stop-answers",
    "48": "original", "49": "staff-places", "50": "journey", "51": "sender", "52": "sender", "53": "service",
    "54": "newsletter", "55": "more-partners", "56": "two-more", "57": "unlisted-server", "58": "spam-original",
    "59": "provider-neighbour", "60": "original", "61": "original", "62": "original", "63": "more-partners", "64": "two-more",
    "65": "", "66": "log-of-the-day", "67": "log-of-the-day", "68": "clock-zone", "69": "clock-zone", "70": "other-firm",
    "71": "look-again", "72": "message-trace", "73": "our-log", "74": "deciding-report", "75": "pc",
}  # fmt: skip
"""The kind of question that the first thing asked for is, incident by incident; empty where nothing more is needed."""
DAYS = {
    "01": "2026-11-10", "03": "2026-11-11", "04": "2026-11-10", "05": "2026-11-11", "06": "2026-11-08", "60": "2026-11-10",
    "66": "2026-11-10", "67": "2026-11-10", "72": "2026-11-10", "73": "2026-11-10",
}  # fmt: skip
"""The day that has to be named with it."""


@PARAMETERS
def test_the_answers(path: Path) -> None:
    expect = given(path)[0]["expect"]
    assert told(answered(path)) in [expected(one) for one in (expect["answers"], *expect["also"])]


@PARAMETERS
def test_what_must_never_be_said(path: Path) -> None:
    never = given(path)[0]["expect"]["never"]
    assert {answer for answer, _ in told(answered(path))} & {*never} == set()


@PARAMETERS
def test_the_reasons(path: Path) -> None:
    expect = given(path)[0]["expect"]
    said = {(clue.origin.source, clue.kind) for clue in answered(path).because}
    wanted = {(one["evidence"], one["fact"]) for one in expect["because"] if not one.get("optional")}
    assert wanted - said == set()


@PARAMETERS
def test_what_speaks_against_it(path: Path) -> None:
    expect = given(path)[0]["expect"]
    said = {(clue.origin.source, clue.kind) for clue in answered(path).against}
    wanted = {(one["evidence"], one["fact"]) for one in expect["against"] if not one.get("optional")}
    assert wanted - said == set()


@PARAMETERS
def test_what_would_settle_it(path: Path) -> None:
    settle = answered(path).settle
    number = path.stem[:2]
    assert (settle[0].kind if settle else "") == SETTLE[number]
    if number in DAYS:
        assert settle[0].day == DAYS[number]
        assert DAYS[number] in settle[0].words.en + settle[0].words.ja or number == "01"


@PARAMETERS
def test_what_to_do_is_told_in_both_languages(path: Path) -> None:
    answer = answered(path)
    assert answer.say
    for words in (
        *answer.say,
        *(one.words for one in answer.settle),
        *(clue.sentence for clue in (*answer.because, *answer.against)),
    ):
        assert words.en
        assert any("\u3040" <= letter <= "\u9fff" for letter in words.ja)
        assert "{" not in words.en + words.ja


@PARAMETERS
def test_order_and_repetition_change_nothing(path: Path) -> None:
    dossier = given(path)[1]
    pieces = [*dossier.testimony, *dossier.testimony]
    Random(path.stem).shuffle(pieces)
    assert judged(replace(dossier, testimony=tuple(pieces))) == answered(path)


@PARAMETERS
def test_clues_read_back_from_a_report_give_the_same(path: Path) -> None:
    dossier = given(path)[1]
    known = knowledge.load(None)
    back = [
        ReadFinding(
            origin=one.origin,
            name=one.kind,
            given=one.given,
            strength=one.strength,
            words=one.sentence,
            seen_at=one.seen_at,
            about=one.about,
        )
        for one in inquiry.clues(dossier.testimony, dossier.firm, known)
    ]
    assert us(back, dossier.report, known) == answered(path)


def test_unknown_tells_which_of_its_two_faces_it_has() -> None:
    routine = {path.stem[:2] for path in PATHS if answered(path).routine}
    normal = {str(number) for number in (40, 41, 42, 43, 44, 45, 46, 47, 51, 52, 53, 54, 57)}
    poor = {"26", "27", "48", "49", "56", "60", "61", "62", "64", "66", "70", "72", "74"}
    assert normal <= routine
    assert not poor & routine


def of(number: str) -> Us:
    return answered(next(path for path in PATHS if path.stem.startswith(number)))


@PARAMETERS
def test_failed_sign_ins_are_spoken_of_last(path: Path) -> None:
    """They call for nothing; where something else does, or an account or a PC of ours is concerned, they are in the way."""
    answer = answered(path)
    places = [place for place, words in enumerate(answer.say) if "failed sign-ins" in words.en]
    assert places in ([], [len(answer.say) - 1])
    if {one.answer for one in answer.answers} & {Answer.OUR_ACCOUNT, Answer.OUR_DEVICE}:
        assert not places


def test_who_is_to_be_asked_first_is_not_told_that_nothing_is_to_be_done() -> None:
    assert [words.en.partition(" before")[0] for words in of("54").say] == [
        "Ask whoever does your marketing about the service at 198.51.100.150"
    ]
    assert any("nothing calls for a change" in words.en for words in of("45").say), "a newsletter that passes needs nothing"


def test_an_account_that_the_answer_names_is_named_in_what_is_asked() -> None:
    asked = next(one.words for one in of("36").settle if one.kind == "old-password")
    assert "suzuki@sakura.example.jp" in asked.en
    assert "suzuki@sakura.example.jp" in asked.ja


@PARAMETERS
def test_nobody_nameless_is_to_be_asked_about_a_nameless_day(path: Path) -> None:
    for one in answered(path).settle:
        assert not ("the account concerned" in one.words.en and "that day" in one.words.en)
