"""The management page says no more than what was looked at, and asks for nothing that the case does not need."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support import dossiers, reports
from support.papers import texts

from mimawari.faces.documents.blocks import Table
from mimawari.faces.documents.law import deadlines
from mimawari.faces.documents.management import ROOMS
from mimawari.faces.documents.seen import Seen
from mimawari.model import Certainty, Letter, Recheck, Situation

ASKED = "いつ知ったかが記録されていないため、期限を数えられません"


def test_what_was_not_given_is_not_called_looked_at(tmp_path: Path) -> None:
    case = dossiers.dossier(Situation.ADDRESS_ONLY)
    text, _ = texts(case, "ja", tmp_path)
    assert "渡されたものは、すべて調べました。ほかのPCは調べていません。" in text
    again = replace(case, recheck=Recheck((), ("PC-KURA",), (), (), (), (), ()))
    text, _ = texts(again, "ja", tmp_path)
    assert "まだ調べていない、または調べ終わっていないPC：PC-KURA" in text
    assert "すべて調べました" not in text


@pytest.mark.parametrize("situation", dossiers.TEST_CASES)
def test_the_moment_of_knowledge_is_asked_for_where_something_may_have_been_taken(situation: Situation, tmp_path: Path) -> None:
    text, annex = texts(dossiers.dossier(situation, known=False), "ja", tmp_path)
    assert (ASKED in text) == (situation not in (Situation.ADDRESS_ONLY, Situation.EXPOSED))
    assert ASKED in annex


def test_an_abused_name_is_not_headed_no_sign(tmp_path: Path) -> None:
    text, annex = texts(dossiers.dossier(Situation.ADDRESS_ONLY), "ja", tmp_path)
    assert "【判定】アドレスをかたられている可能性（調べた範囲では、自社に兆候なし）" in text
    assert "【判定】兆候なし" not in text
    assert "【判定】兆候なし" in annex
    text, _ = texts(dossiers.dossier(Situation.NO_SIGN), "ja", tmp_path)
    assert "【判定】兆候なし" in text


def test_with_room_for_one_way_of_counting_it_is_the_earliest() -> None:
    case = dossiers.dossier(Situation.OUR_DEVICE)
    (table,) = [block for block in deadlines(Seen(case, "en"), 1, 200) if isinstance(block, Table)]
    assert table.heads[1].startswith("earliest last day")
    for row, deadline in zip(table.rows, case.clock.deadlines, strict=True):
        assert deadline.countings[0].way.en in row[1]
        later = [way for way in deadline.countings[1:] if way.way.en in row[1]]
        assert later == []
        if deadline.countings[1:]:
            assert f"({len(deadline.countings) - 1} more in the annex)" in row[1]


def test_no_sheet_cuts_its_sentences_short_before_it_drops_what_is_less() -> None:
    """Figures, ways of counting and steps go first; only texts without an end are cut to a few words."""
    for room in ROOMS[:-2]:
        assert room.text >= 120
        assert room.moments


@pytest.mark.parametrize("certainty", Certainty)
def test_a_question_of_which_nobody_read_the_source_bears_the_mark(certainty: Certainty, tmp_path: Path) -> None:
    case = dossiers.dossier(Situation.OUR_DEVICE)
    question = case.clock.questions[0]
    cited = replace(case.desks[0].cited, certainty=certainty)
    clock = replace(case.clock, questions=(replace(question, cited=(cited,)),))
    _, annex = texts(replace(case, clock=clock), "ja", tmp_path)
    assert (f"{question.words.ja} 【要確認】" in annex) == certainty.to_check


def test_the_mail_is_named_by_day_sender_and_subject(tmp_path: Path) -> None:
    place = reports.origin("Inbox", "<1@a>", "x.xlsm", host="mail")
    mail = Letter(("Inbox", "<1@a>"), "2022-11-09T10:26:00+09:00", "Seki <s@a.example>", "Re: リボンの<b>お見積り")
    part = replace(reports.part("mail", (replace(dossiers.lure(), origin=place),)), letters=(mail,))
    source = replace(reports.source("mail", part), kind="mbox", host="", machine="")
    text, _ = texts(dossiers.dossier(Situation.EXPOSED, sources=(source,)), "ja", tmp_path)
    assert "該当するメール：2022-11-09 10:26 +0900　Seki <s[@]a[.]example>　「Re: リボンの<b>お見積り」" in text
