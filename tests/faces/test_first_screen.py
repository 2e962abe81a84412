"""What stands on the first screen, in which order and in which words; what is exact stands in the details."""

import re
from dataclasses import replace

import pytest
from support import reports

from mimawari import app
from mimawari.faces.text import View, page, plain
from mimawari.faces.text.explained import explained
from mimawari.faces.text.merged import merged
from mimawari.model import LANGUAGES, Finding, Level, Looked, Origin, ReadFinding, Reason, Report, Source, Strength, Words

KNOWN = app.known()
RUN = "HKU\\S-1-5-21-1-2-3-1001\\Software\\Microsoft\\Windows\\CurrentVersion\\Run"
PATH = "C:\\Users\\PC1\\AppData\\Local\\Vqkzr\\hbtw.dll"
HEADS = {
    "en": ("Why", "What to do now", "What could not be looked at", "Details"),
    "ja": ("■ 判断の理由", "■ いま行うこと", "■ 調べられなかったところ", "■ 詳細"),
}


def one_line(text: str) -> str:
    """The text with its line breaks taken out: with a space in English, without one in Japanese."""
    lines = [line.strip() for line in text.splitlines()]
    return "".join(line if not line.isascii() else f" {line} " for line in lines).replace("  ", " ")


def screen(report: Report, language: str) -> tuple[str, str]:
    """The first screen and the details."""
    first, head, rest = plain(page(report, KNOWN, language)).partition(HEADS[language][3])
    assert head
    return one_line(first), one_line(rest)


def sign(name: str, kind: str = "library-autostart", host: str = "PC1") -> Finding:
    """A finding whose sentence holds the full registry path and the full path of a file."""
    return ReadFinding(
        name=kind,
        origin=reports.origin(RUN, name, host=host),
        strength=Strength.STRONG,
        words=Words(en=f"{RUN}\\{name} starts {PATH}.", ja=f"{RUN}\\{name} が {PATH} を起動します。"),
        family="emotet",
        given=(("value", f"{RUN}\\{name}"), ("file", PATH)),
    )


def dated(source: Source, name: str, day: str) -> Source:
    return replace(source, id=name, locator=f"case/{name}", seen_at=f"{day}T12:00:00Z")


OLDER = {
    "en": "Older data showed an infection: PC1 on 2022-03-01.",
    "ja": "以前のデータでは、感染が確認されています（PC1、2022-03-01時点）。",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_infection_that_older_data_showed_is_said_first(language: str) -> None:
    report = Report.of([dated(reports.infected(), "old", "2022-03-01"), dated(reports.no_sign(), "new", "2022-04-01")])
    assert (app.judge(report).level, app.judge(report).past) == (Level.NO_SIGN, True)
    assert OLDER[language] in screen(report, language)[0]
    assert OLDER[language] in one_line(plain(merged(View(report, KNOWN, language))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_traces_of_the_past_are_said_beside_those_of_now_and_among_many_pcs(language: str) -> None:
    past, said = reports.loader(past=True), {"en": "traces of an earlier infection", "ja": "過去に感染した痕跡"}
    both = Report.of([reports.source("PC1", reports.part("PC1", (past, reports.pair())))])
    of_one = Report.of([reports.source("PC1", reports.part("PC1", (past,))), reports.infected("PC2")])
    many = Report.of([reports.source("PC1", reports.part("PC1", (past,))), reports.no_sign("PC2")])
    named = {"en": "Traces of an earlier infection: PC1.", "ja": "過去に感染した痕跡の残っているPCもあります（PC1）"}
    only = {"en": "Traces of an infection in the past: PC1.", "ja": "過去に感染した痕跡の残っているPCがあります（PC1）"}
    for report, sentence in ((both, said), (of_one, named), (many, only)):
        assert app.judge(report).past
        assert sentence[language] in screen(report, language)[0]


@pytest.mark.parametrize("level", reports.OF_LEVEL)
def test_nothing_is_said_of_the_past_where_there_is_none(level: Level) -> None:
    first, _ = screen(reports.report(level), "en")
    assert "Older data" not in first
    assert "earlier infection" not in first


def test_explain_promises_what_the_judge_does() -> None:
    old = dated(reports.infected(), "old", "2022-03-01")
    text = one_line(plain(explained(View(Report.of([old]), KNOWN, "en"))))
    assert "wholly looked at and with nothing found, would make it 'no sign found'; that older data showed an infection" in text
    quiet, unread = dated(reports.no_sign(), "new", "2022-04-01"), dated(reports.undetermined(), "new", "2022-04-01")
    assert app.judge(Report.of([old, quiet])).level is Level.NO_SIGN
    assert app.judge(Report.of([old, unread])).level is Level.INFECTED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", [Level.INFECTED, Level.SUSPECTED])
def test_what_to_do_follows_the_reasons(level: Level, language: str) -> None:
    source = reports.OF_LEVEL[level]()
    source = replace(source, parts=(*source.parts, reports.part(gaps=(reports.gap("task"),), looked=(), key="more")))
    text = plain(page(Report.of([source]), KNOWN, language))
    order = [text.index(head) for head in HEADS[language]]
    assert order == sorted(order)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_could_be_told_the_gaps_come_first(language: str) -> None:
    text = plain(page(reports.report(Level.UNDETERMINED), KNOWN, language))
    assert HEADS[language][0] not in text
    assert text.index(HEADS[language][2]) < text.index(HEADS[language][1])
    so_far = {"en": "In what could be looked at, no sign", "ja": "調べられた範囲では、感染の兆候は見つかっていません。"}
    assert so_far[language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_are_plain_and_their_places_stand_in_the_details_under_the_same_number(language: str) -> None:
    found = (sign("Vqkzr"), reports.pair())
    first, details = screen(Report.of([reports.source("PC1", reports.part("PC1", found))]), language)
    assert not re.search(r"HK(LM|U)\\|S-1-5-21|C:\\Users", first)
    sentence = {"en": "Vqkzr starts hbtw.dll.", "ja": "Vqkzr が hbtw.dll を起動します。"}[language]
    number = re.search(rf"(\d)\. ?{re.escape(sentence)}", first)
    assert number
    exact = details.replace(" ", "")
    assert f"{number[1]}.{RUN}>Vqkzr{PATH}" in exact


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_reasons_are_shown_and_the_rest_counted(language: str) -> None:
    found = tuple(sign(f"name{number}") for number in range(7))
    first, details = screen(Report.of([reports.source("PC1", reports.part("PC1", found))]), language)
    assert len(re.findall(r"name\d", first)) == 4
    assert {"en": "There are 3 more reasons", "ja": "ほかに3件の理由があります"}[language] in first
    assert set(re.findall(r"name\d", details)) == {f"name{number}" for number in range(7)}


def test_what_every_copy_of_a_pc_says_is_said_once_with_the_places_counted() -> None:
    copies = []
    for number in range(3):
        found = replace(reports.loader(), origin=Origin(f"copy{number}", f"case/copy{number}", (PATH,)))
        copies.append(
            replace(reports.source("PC1", reports.part("PC1", (found,))), id=f"copy{number}", locator=f"case/copy{number}")
        )
    text = one_line(plain(merged(View(Report.of(copies), KNOWN, "en"))))
    assert text.count("starts hbtw.dll by itself") == 1
    assert "(3 places)" in text
    assert "in: case/copy0, case/copy1, case/copy2" in text
    explanation = one_line(plain(explained(View(Report.of(copies), KNOWN, "en"))))
    assert explanation.count("starts hbtw.dll by itself") == 1


def test_of_many_hosts_the_worst_fifty_are_listed_and_the_rest_counted_by_level() -> None:
    sources = [reports.no_sign(f"OK{n:03}") for n in range(70)]
    sources += [reports.infected("BAD1"), *(reports.undetermined(f"UN{n:03}") for n in range(30))]
    text = plain(merged(View(Report.of(sources), KNOWN, "en")))
    rows = re.findall(r"^  (OK\d+|UN\d+|BAD1)  ", text, re.MULTILINE)
    assert len(rows) == 50
    assert "BAD1" in rows
    assert sum(row.startswith("UN") for row in rows) == 30
    assert "and 51 more: NO SIGN FOUND 51." in text


def test_one_is_not_many() -> None:
    first, _ = screen(reports.report(Level.NO_SIGN), "en")
    assert "1 weak sign was noted" in first
    assert "1 weak signs" not in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_ends_in_a_colon(language: str) -> None:
    assert [word for table in KNOWN.wording.values() for word in table.values() if word.say(language).endswith((":", "："))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_zero_is_said_of_what_has_to_be_looked_at(language: str) -> None:
    looked = [*(one for one in reports.LOOKED if one.kind not in ("service", "task")), Looked("service", 0), Looked("task", 0)]
    first, _ = screen(Report.of([reports.source("PC1", reports.part(looked=[*looked, Looked("process", 0)]))]), language)
    said = {"en": "services 0, scheduled tasks 0", "ja": "サービス（常駐プログラム） 0件、タスク（予約されたプログラム） 0件"}
    assert said[language].replace(" ", "") in first.replace(" ", "")
    assert KNOWN.named("wanted", "process").say(language) not in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_need_not_be_looked_at_could_still_have_shown_more(language: str) -> None:
    first, _ = screen(reports.report(Level.NO_SIGN), language)
    assert {"en": "it could have shown more", "ja": "必須の確認項目ではありませんが"}[language] in first
    assert not re.search("does not depend on it|判定には影響しません", first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_time_without_a_zone_is_not_called_utc(language: str) -> None:
    blocks = merged(View(Report.of([reports.no_sign("PC1"), reports.infected("PC2")]), KNOWN, language))
    heads = next(line for line in plain(blocks).splitlines() if {"en": "as of", "ja": "時点"}[language] in line)
    assert "UTC" not in heads


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", reports.OF_LEVEL)
def test_no_sentence_speaks_of_this_pc_where_there_are_many(level: Level, language: str) -> None:
    report = Report.of([reports.OF_LEVEL[level]("PC1"), reports.OF_LEVEL[level]("PC2"), reports.unopened()])
    assert not re.search("[Tt]his PC|このPC|このパソコン", screen(report, language)[0])


@pytest.mark.parametrize(
    ("kind", "said"), [("unknown", "of a kind that could not be read"), ("evidence-folder", "nothing in “case/x”")]
)
def test_what_is_no_pc_is_not_called_one(kind: str, said: str) -> None:
    source = replace(reports.unopened("case/x", Reason.UNSUPPORTED), kind=kind)
    first, _ = screen(Report.of([source]), "en")
    assert said in first
    assert "is infected" not in first


def test_nobody_is_told_to_leave_a_pc_off() -> None:
    steps = [step for advice in KNOWN.advice.values() for step in advice.steps]
    assert not [step for step in steps if "off already" in step.en or "すでに電源が切れている" in step.ja]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_has_to_act_is_led_to_the_plan(language: str) -> None:
    assert "mimawari respond" in screen(Report.of([reports.infected("PC1")]), language)[0]
    assert "mimawari respond" not in plain(page(Report.of([reports.no_sign("PC1")]), KNOWN, language))
