"""What happened when: events, each with what its time is the time of, and each once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.dossiers import dossier as by_hand
from support.drafted import flat
from support.reports import origin, part, source

from mimawari import app
from mimawari.model import LANGUAGES, About, Dossier, Finding, NoticeKind, ReadFinding, Report, Situation, Strength, Words
from mimawari.respond.notices import notices
from mimawari.respond.notices.case import Case
from mimawari.respond.notices.events import said

FILE = "C:\\Users\\x\\AppData\\Local\\Qkzt\\hbtw.dll"
AT = "2022-11-08T01:42:17Z"
SENTENCE = Words(en="{name} loads a file that look drawn by chance", ja="でたらめに見えるファイルです")


def found(kind: str, /, at: str = AT, **given: str | int) -> Finding:
    return ReadFinding(
        name=kind, origin=origin(FILE), strength=Strength.STRONG, words=SENTENCE, seen_at=at, given=tuple(given.items())
    )


OF_ONE_MINUTE = (
    found("random-library", file=FILE, by=""),
    found("started-library", file=FILE, name="hbtw.dll", size=3),
    found("registered-library", name="hbtw.dll", target=FILE, loader="regsvr32"),
)


def with_findings(*findings: Finding) -> Dossier:
    """An infected PC on which just these were found."""
    case = by_hand(Situation.OUR_DEVICE)
    report = Report((source("PC1", part("PC1", findings)),))
    verdict = replace(case.verdict, because=findings, us=None, levels={one.key: level for one in report.sources
                                                                       for level in case.verdict.levels.values()})  # fmt: skip
    return replace(case, report=report, verdict=verdict)


def timeline(case: Dossier, tongue: str = "ja") -> list[str]:
    (draft,) = notices(case, None, app.known(), kinds=(NoticeKind.POLICE,), tongues=(tongue,))
    (block,) = (one for one in draft.blocks if one.label.startswith("経過" if tongue == "ja" else "What happened when"))
    return "".join(one.text for one in block.texts).split("\n")


def test_a_minute_says_what_it_is_the_time_of_and_the_same_is_told_once() -> None:
    lines = [one for one in timeline(with_findings(*OF_ONE_MINUTE)) if one.startswith("2022年11月8日")]
    assert sorted(one.partition("\u3000")[2] for one in lines) == [
        f"不審なファイルの日時（作成または更新）：{FILE}",
        f"不審な自動起動の項目が書き込まれた日時：「hbtw.dll」（起動する対象：{FILE}）",
    ]


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize(
    ("finding", "ja"),
    [
        (found("loader-child", process="x.exe", pid=4, command="x"), "プログラムが起動した：x.exe"),
        (found("running-library", process="x.exe", pid=4, file=FILE), "プログラムが起動した：x.exe"),
        (found("spreader-service", service="abc", program="x"), "サービスが登録または更新された日時：「abc」"),
        (found("encoded-name", value="abc", program="x"), "レジストリの項目が書き込まれた日時：「abc」"),
        (found("seven-day", file=FILE), "フォルダーの更新日時"),
        (found("attachment-opened", name="a.xls", file="b"), "添付ファイルが開かれた：a.xls"),
        (found("abused-account", account="a@shop.example"), "「a@shop.example」からの不審なメールの送信が始まった"),
        (found("rule-hit"), "痕跡の日時：でたらめに見えるファイルです"),
    ],
)
def test_each_kind_of_trace(finding: Finding, ja: str, tongue: str) -> None:
    text = said(finding, Case.of(by_hand(Situation.OUR_DEVICE), None, app.known()), tongue)
    assert text
    assert tongue == "en" or ja in text


def test_a_paper_for_the_police_is_in_sober_words() -> None:
    (draft,) = notices(with_findings(*OF_ONE_MINUTE), None, app.known(), kinds=(NoticeKind.POLICE,), tongues=("ja",))
    assert "不規則な文字列に見えるファイルです" in flat(draft) and "でたらめ" not in flat(draft)


def test_the_provider_is_asked_for_the_time_of_the_infection_and_of_the_abuse() -> None:
    abuse = replace(
        found("abused-account", "2022-11-09T16:00:00Z", account="a@shop.example", messages=243, recipients=963, clients=29,
              begins="2022-11-10 01:00", ends="2022-11-10 04:00"),
        about=About.MAIL,
    )  # fmt: skip
    (draft,) = notices(with_findings(*OF_ONE_MINUTE, abuse), None, app.known(), kinds=(NoticeKind.MAIL_PROVIDER,), tongues=("ja",))
    said = {one.label: "".join(text.text for text in one.texts) for one in draft.blocks}
    assert said["記録の期間"] == "2022年11月7日（月）から本日まで"
    assert "2022年11月10日（木）1時00分から4時00分まで" in said["参考（手掛かりになる日時）"]
    assert "最も古いもの：2022年11月8日（火）" in said["参考（手掛かりになる日時）"]
