"""What a recipient reads: periods of logs, what a number is the number of, greetings, and words for an authority."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from support.drafted import Worked, flat, worked

from mimawari import app
from mimawari.model import Block, NoticeKind
from mimawari.respond.notices import notices


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Worked]:
    return worked(tmp_path_factory.mktemp("worded"))


def said(block: Block) -> str:
    return "".join(one.text for one in block.texts)


def field(case: Worked, kind: NoticeKind, tongue: str, label: str) -> str:
    (draft,) = case.drafts(kind, tongues=(tongue,))
    (block,) = (one for one in draft.blocks if one.label == label)
    return said(block)


@pytest.mark.parametrize(
    ("name", "japanese", "english"),
    [
        # The earliest trace on PC-YAMA is of 8 November 2022, a Tuesday; the mails from mori's account are of the 10th.
        ("our-device", "2022年11月7日（月）から本日まで", "from 7 November 2022 until today"),
        ("our-account", "2022年11月9日（水）から本日まで", "from 9 November 2022 until today"),
    ],
)
def test_logs_are_asked_for_by_whole_days_from_the_day_before_until_today(
    cases: dict[str, Worked], name: str, japanese: str, english: str
) -> None:
    assert field(cases[name], NoticeKind.MAIL_PROVIDER, "ja", "記録の期間") == japanese
    assert field(cases[name], NoticeKind.MAIL_PROVIDER, "en", "Period") == english


def test_where_no_day_is_known_the_period_is_a_blank(cases: dict[str, Worked]) -> None:
    (draft,) = cases["undetermined"].drafts(NoticeKind.MAIL_PROVIDER, tongues=("ja",))
    assert "log-days" in {one.id for one in draft.blanks}
    assert "本日まで" not in flat(draft) and all(block.label != "参考（手掛かりになる日時）" for block in draft.blocks)


@pytest.mark.parametrize("kind", [NoticeKind.PPC_FIRST, NoticeKind.PRIVACY_MARK])
def test_a_number_of_people_says_that_it_is_none_of_confirmed_leaks(cases: dict[str, Worked], kind: NoticeKind) -> None:
    for tongue, sentence in (
        ("ja", "実際に漏えいしたと確認された数ではない"),
        ("en", "not the number of people whose data"),
    ):
        (draft,) = cases["our-device"].drafts(kind, tongues=(tongue,))
        assert sentence in flat(draft)
    bare = replace(cases["our-device"].dossier, entries=())
    (draft,) = notices(bare, cases["our-device"].firm, app.known(), kinds=(kind,), tongues=("ja",))
    assert "実際に漏えいしたと確認された数ではない" not in flat(draft)


LETTERS = (NoticeKind.PARTNER, NoticeKind.CUSTOMER, NoticeKind.REPORTER, NoticeKind.CARD_COMPANY, NoticeKind.MAIL_PROVIDER)


@pytest.mark.parametrize("kind", LETTERS)
def test_an_english_letter_greets_and_closes_and_a_japanese_one_has_no_trace_of_it(
    cases: dict[str, Worked], kind: NoticeKind
) -> None:
    english, japanese = (cases["our-device"].drafts(kind, tongues=(tongue,))[0] for tongue in ("en", "ja"))
    texts = [said(block) for block in english.blocks]
    greets = [place for place, text in enumerate(texts) if text.startswith("Dear ")]
    closes = [place for place, text in enumerate(texts) if re.match(r"Yours (sincerely|faithfully),\n", text)]
    assert len(greets) == len(closes) == 1 and greets < closes
    assert all(said(block) or block.label for block in japanese.blocks if block.texts)
    assert "Dear" not in flat(japanese) and "Yours" not in flat(japanese)


@pytest.mark.parametrize("name", ["our-device", "our-account"])
def test_the_annex_for_an_authority_speaks_of_us_and_of_emails(cases: dict[str, Worked], name: str) -> None:
    """Findings are worded for the user ("your log"); a paper of the firm's own says "our"."""
    annex = field(
        cases[name], NoticeKind.POLICE, "en", "Findings (each taken by itself; for the overall conclusion see the summary)"
    )
    assert annex and re.findall(r"\b(?:you|your|yours|mails)\b", annex, re.IGNORECASE) == []


def test_a_sentence_may_be_missing_in_one_language_but_not_a_place_in_one_of_two(tmp_path: Path) -> None:
    from importlib.resources import files

    from mimawari import knowledge

    text = (Path(str(files(knowledge))) / "data" / "notices" / "partner.toml").read_text("utf-8")
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "partner.toml").write_text(text.replace('ja = ""', 'ja = "{own-name}"', 1), "utf-8")
    with pytest.raises(ValueError, match="not the same places"):
        knowledge.load(tmp_path)
