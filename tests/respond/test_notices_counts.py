"""What drafts take from the counts of who must be told: whose kinds of data, which count, and what is not in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.dossiers import dossier as by_hand
from support.drafted import flat

from mimawari import app
from mimawari.model import LANGUAGES, Deed, Dossier, Fact, Notice, NoticeKind, Situation
from mimawari.respond.notices import notices

GOOD: dict[str, Fact] = {"people": 31, "reachable": 30, "datum-name": 31, "datum-bank": 7, "template-customer": 7, "gaps": 0}
NOBODY: dict[str, Fact] = {"people": 0, "reachable": 0, "gaps": 1}
COUNTING = (NoticeKind.PPC_FIRST, NoticeKind.PPC_FULL, NoticeKind.PRIVACY_MARK)


def counted(*every: dict[str, Fact], situation: Situation = Situation.OUR_DEVICE) -> Dossier:
    """A case in which people were counted, once with each of these results."""
    case = by_hand(situation)
    entries = [one for one in case.entries if one.deed is not Deed.EXPOSED]
    for facts in every:
        entries.append(
            replace(entries[-1], number=len(entries) + 1, deed=Deed.EXPOSED, about="", text="", facts=tuple(facts.items()))
        )
    return replace(case, entries=tuple(entries))


def numbers(case: Dossier) -> list[int]:
    return [one.number for one in case.entries if one.deed is Deed.EXPOSED]


def draft(case: Dossier, kind: NoticeKind, tongue: str = "ja") -> Notice:
    return notices(case, None, app.known(), kinds=(kind,), tongues=(tongue,))[0]


def before(notice: Notice) -> str:
    return "".join(one.say(notice.tongue) for one in notice.before)


def ids(notice: Notice) -> set[str]:
    return {one.id for one in notice.blanks}


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("kind", [NoticeKind.CUSTOMER, NoticeKind.PARTNER])
def test_a_letter_names_the_kinds_of_one_person_and_never_those_of_all(kind: NoticeKind, tongue: str) -> None:
    notice = draft(counted(GOOD), kind, tongue)
    said = flat(notice)
    assert ("《含まれていた情報》" if tongue == "ja" else "«Data concerned»") in said
    assert "口座" not in said and "bank account" not in said
    assert ("《含まれていた情報》" if tongue == "ja" else "«Data concerned»") in before(notice)


def test_without_a_count_a_person_fills_in_the_kinds() -> None:
    notice = draft(counted(), NoticeKind.CUSTOMER)
    assert "data" in ids(notice) and "《含まれていた情報》" not in flat(notice) + before(notice)


@pytest.mark.parametrize("kind", COUNTING)
def test_a_count_that_found_nobody_and_missed_something_is_a_blank(kind: NoticeKind) -> None:
    case = counted(NOBODY)
    notice = draft(case, kind)
    assert "people" in ids(notice) and "0人" not in flat(notice)
    assert f"番号{numbers(case)[0]}" in before(notice)


def test_an_empty_count_without_gaps_is_a_number() -> None:
    assert "0人" in flat(draft(counted({**NOBODY, "gaps": 0}), NoticeKind.PPC_FIRST))


def test_a_failed_count_does_not_take_the_place_of_a_good_one() -> None:
    case = counted(GOOD, NOBODY)
    first, last = numbers(case)
    notice = draft(case, NoticeKind.PPC_FIRST)
    assert "31人" in flat(notice)
    assert f"番号{first}のもの" in before(notice) and f"{first}、{last}" in before(notice) and f"番号{last}）では" in before(notice)


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_of_several_counts_the_last_is_taken_and_all_are_named(tongue: str) -> None:
    case = counted(GOOD, {**GOOD, "people": 44, "datum-name": 44})
    notice = draft(case, NoticeKind.PPC_FULL, tongue)
    assert "44" in flat(notice) and "31" not in flat(notice)
    assert ("、" if tongue == "ja" else ", ").join(map(str, numbers(case))) in before(notice)
    assert str(numbers(case)[1]) in before(notice)
    assert "複数" not in before(draft(counted(GOOD), NoticeKind.PPC_FULL))


def test_where_card_numbers_were_found_nobody_is_offered_to_say_that_there_are_none() -> None:
    found = counted({**GOOD, "datum-card": 1})
    for kind, blank in ((NoticeKind.CUSTOMER, "cards-customers"), (NoticeKind.CARD_COMPANY, "kept-cards")):
        notice = draft(found, kind)
        assert not [choice for one in notice.blanks for choice in one.choices if "保存していません" in choice]
        assert blank not in ids(notice) and blank in ids(draft(counted(GOOD), kind))
    assert "1人" in before(draft(found, NoticeKind.CUSTOMER))


@pytest.mark.parametrize("kind", COUNTING)
def test_that_staff_are_not_in_the_number_is_said(kind: NoticeKind) -> None:
    notice = draft(counted({**GOOD, "left-out-own": 4}), kind)
    said = flat(notice)
    assert "自社の人は含まれていない" in said and "加える" not in said, (
        "the desk reads what is so, and nothing that is meant for us"
    )
    assert "人数に加えるかどうかを確認してください【要確認】" in before(notice)
    assert "自社のアドレス：4件" in said
    assert "自社の人は含まれていない" not in flat(draft(counted(), kind))


def test_the_list_of_the_privacy_mark_is_marked_as_cut_off() -> None:
    notice = draft(counted(GOOD), NoticeKind.PRIVACY_MARK)
    assert "途中で切れています" in before(notice)
    assert any(one.certainty.to_check for one in notice.cited)
