"""Drafts where not all is certain, and what lay on a PC: by reports that are made by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from support import reports
from support import respond_reports as made
from support.drafted import flat, of_report, suspected

from mimawari import app
from mimawari.model import LANGUAGES, Deed, Dossier, Held, Holding, Letter, NoticeKind, Report, Source, StepState, Use
from mimawari.respond.notices import notices

EVERY = tuple(NoticeKind)
OUTSIDE = {NoticeKind.PARTNER, NoticeKind.CUSTOMER, NoticeKind.WEB, NoticeKind.REPORTER}


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("kind", EVERY)
def test_what_is_suspected_is_never_certain(kind: NoticeKind, tongue: str) -> None:
    (draft,) = notices(suspected(), None, app.known(), kinds=(kind,), tongues=(tongue,))
    text = flat(draft)
    claims = [
        one for one in re.split(r"[.。\n]", text) if re.search("感染し|確認いたしました|infected with|We have (?:also )?found", one)
    ]
    assert [one for one in claims if not re.search("疑い|場合|suspicion|suspect|[Ii]f ", one)] == []
    if kind in OUTSIDE:
        assert re.search("疑い|suspicion|We suspect", text)


def test_letters_to_the_outside_wait_for_the_second_look() -> None:
    waiting = {one.kind for one in notices(suspected(), None, app.known(), kinds=EVERY, tongues=("ja",)) if one.wait}
    assert waiting == {NoticeKind.PARTNER, NoticeKind.CUSTOMER, NoticeKind.WEB}


def test_after_the_second_look_nothing_waits() -> None:
    before = suspected()
    done = [one for one in before.entries if one.deed is Deed.STEP_DONE]
    entry = replace(done[0] if done else before.entries[0], deed=Deed.STEP_DONE, about="second-look@PC2")
    after = replace(before, state=replace(before.state, steps=(("second-look@PC2", StepState.DONE, entry),)))
    assert [one.kind for one in notices(after, None, app.known(), kinds=EVERY, tongues=("ja",)) if one.wait] == []


@pytest.mark.parametrize(
    ("hold", "wanted"),
    [("suspected", "実際に感染や不正利用があった場合は、"), ("past", "その際に、"), ("our-device", "これにより、")],
)
def test_what_may_have_leaked_is_said_as_surely_as_the_situation_is(hold: str, wanted: str) -> None:
    (draft,) = notices(of_report(hold), None, app.known(), kinds=(NoticeKind.PARTNER,), tongues=("ja",))
    text = flat(draft)
    assert [one for one in ("実際に感染や不正利用があった場合は、", "その際に、", "これにより、") if one in text] == [wanted]


def test_an_abuse_that_nobody_measured_gives_no_sentence_full_of_blanks() -> None:
    for draft in notices(of_report("our-account"), None, app.known(), kinds=EVERY, tongues=("ja",)):
        assert not {"abuse-mails", "abuse-span", "abuse-people", "abuse-clients"} & {one.id for one in draft.blanks}, draft.kind


def test_a_suspicion_says_nothing_of_data_as_if_it_had_leaked() -> None:
    (draft,) = notices(suspected(), None, app.known(), kinds=(NoticeKind.WEB,), tongues=("ja",))
    assert "一度流出した" not in flat(draft)
    assert "流出していた場合" in flat(draft)


def test_what_was_once_does_not_wait_for_a_second_look() -> None:
    assert [one.kind for one in notices(of_report("past"), None, app.known(), kinds=EVERY, tongues=("ja",)) if one.wait] == []


HELD = (
    Holding(
        origin=reports.origin("Login Data"),
        held=Held.SAVED_LOGIN,
        user="sato",
        program="Google Chrome",
        place="shop.example",
        count=7,
    ),
    Holding(origin=reports.origin("Web Data"), held=Held.SAVED_CARD, user="sato", program="Google Chrome", count=2),
)


def robbed(*holdings: Holding, host: str = "PC1") -> Dossier:
    """An infected PC with these on it."""
    report, verdict = made.case("our-device")
    sources = tuple(with_held(one, holdings) if one.host == host else one for one in report.sources)
    return replace(of_report("our-device"), report=Report(sources), verdict=verdict)


def with_held(source: Source, holdings: tuple[Holding, ...]) -> Source:
    first, *others = source.parts
    return replace(source, parts=(replace(first, holdings=holdings), *others))


def test_the_card_company_is_told_what_lay_on_the_pc_in_numbers() -> None:
    (draft,) = notices(robbed(*HELD), None, app.known(), kinds=(NoticeKind.CARD_COMPANY,), tongues=("ja",))
    assert "保存されていたカード：2枚" in flat(draft)
    assert "パスワードが保存されていました（7件）" in flat(draft)
    assert "shop.example" not in flat(draft), "that shop is no payment service"
    (bare,) = notices(robbed(), None, app.known(), kinds=(NoticeKind.CARD_COMPANY,), tongues=("ja",))
    assert "枚" not in flat(bare)


def test_payment_services_are_named_to_the_card_company() -> None:
    service = next(one for one in app.known().services if one.use is Use.PAYMENT)
    paying = replace(HELD[0], place=service.hosts[0])
    (draft,) = notices(robbed(paying), None, app.known(), kinds=(NoticeKind.CARD_COMPANY,), tongues=("ja",))
    assert f"{service.name.ja}（{service.hosts[0]}）" in flat(draft)


def test_what_lay_on_other_pcs_is_no_matter() -> None:
    (draft,) = notices(robbed(*HELD, host="PC4"), None, app.known(), kinds=(NoticeKind.CARD_COMPANY,), tongues=("ja",))
    assert "枚" not in flat(draft)


def test_a_list_without_end_is_cut_and_says_how_much_is_left() -> None:
    letters = tuple(
        Letter(path=(str(n),), date="2022-11-09T10:26:00+09:00", sender=f"{n}@x.example", subject="s") for n in range(1000)
    )
    case = of_report("exposed")
    (draft,) = notices(
        replace(case, plan=replace(case.plan, letters=letters)), None, app.known(), kinds=(NoticeKind.STAFF,), tongues=("ja",)
    )
    assert "ほか980件" in flat(draft)
    assert flat(draft).count("@x.example") == 20
