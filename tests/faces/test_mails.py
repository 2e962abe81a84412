"""A mailbox on the page and in JSON: each mail as a person finds it again."""

import json

import pytest
from support import reports
from support.letters import LURE, MALICIOUS, box, gap_in, letter, mailbox

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.text import page, plain
from mimawari.model import Gap, Origin, Reason, Report, Source

KNOWN = app.known()


def shown(*sources: Source, language: str = "ja") -> str:
    """The page without its line breaks: Japanese breaks anywhere, English at blanks."""
    text = plain(page(Report.of(sources), KNOWN, language))
    return "".join(text.split()) if language == "ja" else " ".join(text.split())


def test_both_languages_name_the_mail_by_date_sender_and_subject() -> None:
    source = mailbox([letter(3)], MALICIOUS(box(3, "a.doc")))
    for language in ("ja", "en"):
        text = shown(source, language=language)
        assert ("2022-03-0310:00+0900" if language == "ja" else "2022-03-03 10:00 +0900") in text
        assert "taro[@]example[.]com" in text
        assert ("subject3" if language == "ja" else "subject 3") in text
        assert ("box>3" if language == "ja" else "box > 3") in text


def test_how_many_carry_something_and_how_many_are_lures() -> None:
    source = mailbox([letter(1), letter(2), letter(3)], MALICIOUS(box(1, "a.doc")), MALICIOUS(box(2, "a.doc")), LURE(box(3)))
    assert "マルウェアに感染させるためのメールが2通（すべてに、Emotetの特徴があります）" in shown(source)
    assert "一致する不審なメールが1通あります" in shown(source)
    said = (
        "holds 2 mails by which malware is spread (all of them bear the marks of Emotet), and 1 mail with the marks of forged mail"
    )
    assert said in shown(source, language="en")


def test_of_very_many_the_first_are_shown_and_the_rest_counted() -> None:
    numbers = range(1, 26)
    source = mailbox([letter(number) for number in numbers], *(MALICIOUS(box(number, "a.doc")) for number in numbers))
    assert "ほか15通" in shown(source)


def test_a_hostile_subject_cannot_write_on_the_screen() -> None:
    source = mailbox([letter(1, subject="\x1b[31mred\u202egpj", sender="<script>@x.example")], LURE(box(1)))
    text = shown(source)
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_mailbox_beside_a_pc_is_told_in_a_sentence_of_its_own() -> None:
    lures = mailbox([letter(1)], LURE(box(1)))
    infected = reports.infected()
    text = shown(infected, lures)
    assert "感染しているPCがあります（PC1）" in text
    assert "不審なメールが1通あります" in text


def test_a_mailbox_that_is_worse_than_the_pc_is_no_infected_pc() -> None:
    clean = reports.no_sign()
    text = shown(clean, mailbox([letter(1)], LURE(box(1))))
    assert "感染している疑い" not in text
    assert "不審なメールが1通あります" in text


def test_a_lock_is_told_with_the_mail_that_it_is_in() -> None:
    text = shown(mailbox([letter(4)], gap_in(box(4, "見積.zip"))))
    assert "判断できず" in text
    assert "subject4" in text
    assert "見積.zip" in text


def test_json_names_the_mails_and_reads_them_back() -> None:
    report = Report.of([mailbox([letter(1), letter(2)], MALICIOUS(box(1, "a.doc")), gap_in(box(2, "b.zip")))])
    text = json_report.text(report, KNOWN)
    first, second = json.loads(text)["messages"]
    assert (first["subject"], first["level"], first["families"]) == ("subject 1", "exposed", ["emotet"])
    assert (second["subject"], second["level"], second["families"]) == ("subject 2", "undetermined", [])
    assert first["origin"]["path"] == ["box", "1"]
    assert json_report.read(text) == report


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_empty_mailbox_asks_whether_it_is_the_right_place(language: str) -> None:
    empty = Gap(Origin("BOX-1", "in.mbox"), Reason.MISSING, "message", "there is no mail in it")
    text = shown(mailbox([], empty), language=language)
    assert ("1通も入っていません" if language == "ja" else "There is no mail in") in text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_one_mail_of_one_is_told_without_numbers(language: str) -> None:
    text = shown(mailbox([letter(1)], MALICIOUS(box(1, "a.doc"))), language=language)
    assert ("1通あります（Emotetの特徴があります）" if language == "ja" else "(it bears the marks of Emotet)") in text
