"""Mailboxes, alone and beside PCs, as one picture: no mailbox is called a PC, and each mail is named as a person finds it."""

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from support import reports
from support.cli import invoke, saved, status
from support.letters import LURE, MALICIOUS, box, gap_in, letter, mailbox

from mimawari.detectors.attachment_opened import AttachmentOpened
from mimawari.model import LANGUAGES, Finding, Letter, Level, Origin, Source, Strength

LUREBOX = mailbox([letter(1)], LURE(box(1)))
BADBOX = mailbox([letter(1), letter(2)], MALICIOUS(box(1, "見積.zip", "a.doc")), LURE(box(1)), LURE(box(2)))
OPENBOX = mailbox([letter(4)], gap_in(box(4, "a.zip")))


def named(name: str, source: Source) -> Source:
    """The same mailbox by another name."""

    def at(origin: Origin) -> Origin:
        return replace(origin, source=name, locator=name)

    parts = (
        replace(
            one,
            source=name,
            findings=tuple(replace(found, origin=at(found.origin)) for found in one.findings),
            gaps=tuple(replace(gap, origin=at(gap.origin)) for gap in one.gaps),
        )
        for one in source.parts
    )
    return replace(source, id=name, locator=name, parts=tuple(parts))


def opened(name: str, when: str = "2022-03-03T08:00:00Z") -> Finding:
    way = f"C:\\Users\\hanako\\AppData\\Local\\Temp\\{name}"
    return AttachmentOpened(
        origin=Origin("PC1-0001", "case/PC1", (way,)), seen_at=when, user="hanako", name=name, file=way, container="",
        program="Outlook", came="mail", traces="copy", hosts="", size=None,
    )  # fmt: skip


def shown(folder: Path, sources: list[Source], language: str, *words: str) -> str:
    """The picture without its line breaks and markup."""
    folder.mkdir(exist_ok=True)
    for number, source in enumerate(sources):
        saved(folder, f"{number}", source)
    text = invoke("merge", str(folder), "--lang", language, *words).stdout
    text = html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)) if "--html" in words else text
    return "".join(text.split())


def both(folder: Path, sources: list[Source], language: str) -> tuple[str, str]:
    return shown(folder, sources, language), shown(folder, sources, language, "--html")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mailbox_is_never_counted_as_a_pc_that_may_be_infected(tmp_path: Path, language: str) -> None:
    count, pc = {
        "en": ("2inall:SUSPICIOUSMAIL1,NOSIGNFOUND1.", "SUSPECTED"),
        "ja": ("全部で2件：不審なメールあり1、兆候なし1", "感染の疑い"),
    }[language]
    for text in both(tmp_path, [LUREBOX, reports.no_sign()], language):
        assert count in text
        assert pc not in text
        assert "Possiblyinfected" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_suspected_pc_is_counted_apart_from_a_mailbox_and_before_it(tmp_path: Path, language: str) -> None:
    count, head = {
        "en": ("2inall:SUSPECTED1,SUSPICIOUSMAIL1.", "Possiblyinfected:PC1."),
        "ja": ("全部で2件：感染の疑い1、不審なメールあり1", "感染している疑いのあるPCがあります（PC1）。"),
    }[language]
    for text in both(tmp_path, [LUREBOX, reports.suspected()], language):
        assert count in text
        assert head in text
        assert {"en": "holds1mail", "ja": "不審なメールが1通あります"}[language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_opened_on_a_pc_is_told_above(tmp_path: Path, language: str) -> None:
    pc = reports.source("PC1", reports.part("PC1", [opened("a.doc")]))
    said = {"en": "wasopenedonPC1byhanako", "ja": "が、PC1でhanakoによって開かれた形跡"}[language]
    for text in both(tmp_path, [BADBOX, pc], language):
        assert said in text.partition({"en": "Whattodonow", "ja": "いま行うこと"}[language])[0]
        assert {"en": "Possiblyinfected:PC1.", "ja": "疑いのあるPCがあります（PC1）"}[language] in text
    assert status(invoke("merge", str(tmp_path))) == Level.SUSPECTED.exit_status
    folded = shown(tmp_path, [], language, "--html").rpartition({"en": "PC1:SUSPECTED", "ja": "PC1：感染の疑い"}[language])[2]
    assert {"en": "hasthenameofone", "ja": "同じ名前のファイルが、開かれた形跡があるためです"}[language] in folded
    assert {"en": "hanakoopened", "ja": "hanakoが、メールに添付された「a.doc」を開いた"}[language] in folded.partition("in.mbox")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_opened_of_no_malicious_mail_is_not_told(tmp_path: Path, language: str) -> None:
    pc = reports.source("PC1", reports.part("PC1", [opened("other.doc")]))
    for text in both(tmp_path, [BADBOX, pc], language):
        assert {"en": "wasopenedonPC1", "ja": "によって開かれた形跡"}[language] not in text


def test_of_many_that_were_opened_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    names = [f"INV-{number}.doc" for number in range(8)]
    sent = mailbox([letter(1)], *(MALICIOUS(box(1, name)) for name in names))
    pc = reports.source("PC1", reports.part("PC1", [opened(name) for name in names]))
    for text in both(tmp_path, [sent, pc], "en"):
        assert text.count("wasopenedonPC1") == 3
        assert "5morefilesofsuchmailswereopened" in text


WORDS = {
    "mailboxes": {
        "en": ("resultfor2mailboxes", "Allmailboxes,theworstfirst", "Selectamailbox"),
        "ja": ("メールボックス2件", "メールボックスの一覧"),
    },
    "items": {"en": ("resultfor2items", "Allitems,theworstfirst", "Selectaname"), "ja": ("対象2件", "対象の一覧")},
    "pcs": {"en": ("resultfor2PCs", "AllPCs,theworstfirst", "SelectaPC"), "ja": ("PC2台", "PCの一覧")},
}
OTHERS = [LUREBOX, named("b.mbox", BADBOX)]
SETS = {"mailboxes": OTHERS, "items": [LUREBOX, reports.no_sign()], "pcs": [reports.no_sign("A"), reports.suspected("B")]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SETS)
def test_the_page_calls_each_what_it_is(tmp_path: Path, kind: str, language: str) -> None:
    text = shown(tmp_path, SETS[kind], language, "--html")
    for other, words in WORDS.items():
        for word in words[language]:
            assert (word in text) == (other == kind), word


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("beside", ["mailbox", "pc"])
def test_those_still_open_are_called_what_they_are(tmp_path: Path, beside: str, language: str) -> None:
    other = named("n.mbox", mailbox([])) if beside == "mailbox" else reports.no_sign()
    text, page = both(tmp_path, [OPENBOX, other], language)
    whole = {
        ("mailbox", "en"): ("Inthemailboxesthatcouldbelookedat", "ofthesemailboxes", "Mailboxesofwhichnothing"),
        ("mailbox", "ja"): ("2件中1件", "まだ判断できないメールボックス", "まだ判断できないメールボックス"),
        ("pc", "en"): ("Inwhatcouldbelookedat,nothingwasfound", "ofthese(which", "Itemsofwhichnothing"),
        ("pc", "ja"): ("2件中1件", "まだ判断できない対象", "まだ判断できない対象"),
    }[beside, language]
    assert whole[0] in text
    assert whole[0] in page
    assert whole[1] in text
    assert whole[2] in page
    assert not re.search(r"[0-9]台|PC名|判断できないPC|ofthesePCs|PCsofwhich", text + page)
    assert {"en": "COULDNOTTELL(1):in.mbox", "ja": "判断できず（1件）：in.mbox"}[language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_each_mail_once_with_its_place_and_what_was_found_in_it(tmp_path: Path, language: str) -> None:
    text = shown(tmp_path, [BADBOX, reports.no_sign()], language, "--html")
    one, two = (f"2022-03-0{day}10:00+0900山田太郎<taro[@]example[.]com>" for day in (1, 2))
    first, second = text.split(one)[1].split(two)
    assert {"en": "“subject1”", "ja": "「subject1」"}[language] in first
    assert "box>1" in first
    assert "見積.zip>a.doc" in first
    assert {"en": "thefileismalicious", "ja": "悪意のあるファイルです"}[language] in first
    assert {"en": "themaillooksforged", "ja": "なりすましメールです"}[language] in first
    assert {"en": "SUSPICIOUSMAIL", "ja": "不審なメールあり"}[language] in second
    assert "box>2" in second
    assert {"en": "thefileismalicious", "ja": "悪意のあるファイルです"}[language] not in second


def test_of_very_many_mails_the_page_shows_the_first_two_hundred(tmp_path: Path) -> None:
    numbers = range(230)
    many = [Letter(("box", str(n)), f"2022-03-01T10:{n // 60:02}:{n % 60:02}+09:00", "a@example.com", f"s{n}.") for n in numbers]
    text = shown(tmp_path, [mailbox(many, *(LURE(box(n)) for n in numbers))], "en", "--html")
    named = [n for n in numbers if f"“s{n}.”" in text]
    assert named == list(range(200))
    assert "and30more(all:--json)" in text


def test_a_mail_that_cannot_be_opened_and_a_weak_sign_are_told_with_their_mail(tmp_path: Path) -> None:
    weak = replace(LURE(box(4)), strength=Strength.HINT)
    text = shown(tmp_path, [mailbox([letter(4)], gap_in(box(4, "a.zip")), weak)], "en", "--html")
    holes, _, hints = text.partition("Weaksigns")
    assert "subject4" in holes
    assert "subject4" in hints


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_tells_exactly_where_the_mails_are(tmp_path: Path, language: str) -> None:
    text = shown(tmp_path, OTHERS, language)
    _, _, detail = text.partition({"en": "Details", "ja": "■詳細"}[language])
    assert "box>1" in detail


def test_the_exit_status_and_the_data_are_of_the_whole(tmp_path: Path) -> None:
    shown(tmp_path, [LUREBOX, reports.no_sign()], "en")
    assert status(invoke("merge", str(tmp_path))) == Level.SUSPECTED.exit_status
    assert len(json.loads(invoke("merge", "--json", str(tmp_path)).stdout)["messages"]) == 1
