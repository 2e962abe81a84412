"""The question by what was given: what was looked at is named, that no PC was is said, and the advice asks for what is missing."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from support import answers, reports

from mimawari import app
from mimawari.engine import Settings
from mimawari.faces.text import page, plain
from mimawari.model import LANGUAGES, Answer, Answered, Firm, OwnAccount, Report, Source

KNOWN = app.known()
NO_PC = {"en": "No PC was looked at.", "ja": "PCは調べていません。"}
NO_INFECTION = {"en": "no sign of an infection", "ja": "感染の兆候は見つかっていません"}
ABOVE = {"en": "the advice above", "ja": "上に示した方法"}
FIRM = Firm(domains=("example.jp",), accounts=(OwnAccount("a@example.jp"),))
MAIL = (
    b"From: a@example.jp\r\nTo: b@example.com\r\nSubject: x\r\nDate: Tue, 10 Nov 2026 10:00:00 +0900\r\n"
    b"Message-ID: <1@example.net>\r\n\r\nx\r\n"
)
"""Without a line of the way that it came: nothing can be told of it."""


def flat(report: Report, language: str) -> str:
    return re.sub(r"\n\s*", " " if language == "en" else "", plain(page(report, KNOWN, language)))


def unknown(language: str, *sources: Source) -> str:
    """The page where nothing is known of the question."""
    return flat(Report.of([*sources, answers.inquiry(answers.EMPTY)]), language)


def of(kind: str) -> Source:
    return replace(reports.no_sign(), id=kind, kind=kind, host="", machine="", locator=f"case/{kind}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["mail-log", "mail-trace", "dmarc", "account-export", "maildir", "mail"])
def test_what_was_looked_at_is_named_and_that_no_pc_was(kind: str, language: str) -> None:
    text = unknown(language, of(kind))
    head = text.partition("→")[0]
    assert KNOWN.wording["source-kind"][kind].say(language) in head
    assert NO_PC[language] in head
    assert NO_INFECTION[language] not in text
    assert ABOVE[language] not in text, "nothing that could not be looked at stands above"


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_a_pc_it_is_not_said(language: str) -> None:
    text = unknown(language, of("mail-log"), reports.no_sign())
    assert NO_PC[language] not in text
    assert ABOVE[language] not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_log_without_a_sign_says_nothing_of_pcs(language: str) -> None:
    """With and without the question: nobody looked at a PC, so there are no *other* PCs either."""
    with answers.judged(answers.ADDRESS):
        asked = flat(answers.report(answers.ADDRESS, of("dmarc")), language)
    for text in (flat(Report.of([of("mail-log")]), language), asked):
        assert NO_PC[language] in text
        assert {"en": "Other PCs", "ja": "ほかのPC"}[language] not in text


def advised(folder: Path) -> str:
    (*sources,) = app.check([app.evidence(str(folder))], Settings(reraise=True, inquest=app.Inquest(FIRM)), jobs=0)
    us = app.judge(Report.of(sources)).us
    assert us is not None
    assert us.answers == (Answered(Answer.UNKNOWN),)
    return " ".join(words.en for words in us.say)


def test_who_gave_no_mail_is_asked_for_the_first_one(tmp_path: Path) -> None:
    assert "two more" not in advised(tmp_path)
    assert "none was given" in advised(tmp_path)


def test_who_gave_one_is_asked_for_more(tmp_path: Path) -> None:
    (tmp_path / "r1.eml").write_bytes(MAIL)
    assert "two more" in advised(tmp_path / "r1.eml")
    assert "none was given" not in advised(tmp_path / "r1.eml")
