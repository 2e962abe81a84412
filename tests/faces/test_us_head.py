"""What stands at the head of a report where it is asked whose mails they are."""

import re
from dataclasses import replace

import pytest
from support import answers, reports

from mimawari import app
from mimawari.faces.text import page, plain
from mimawari.faces.text.us_sentences import answered
from mimawari.model import LANGUAGES, Answer, Answered, Reason, Report, Strength, Us

KNOWN = app.known()


def top(us: Us, language: str) -> str:
    with answers.judged(us):
        first = plain(page(answers.report(us), KNOWN, language)).partition("→")[0]
    return re.sub(r"\n\s*", " " if language == "en" else "", first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_stands_at_the_head(language: str) -> None:
    """Before the first advice, whatever the level; that nothing can be told yet is not an answer."""
    said = {
        "en": ("only your address or name is used", "usual course"),
        "ja": ("アドレスや名前が使われているだけ", "いつもの業務"),
    }[language]
    for us, expected in ((answers.ADDRESS, 0), (answers.ROUTINE, 1), (answers.UNKNOWN, None)):
        first = top(us, language)
        assert [words in first for words in said] == [place == expected for place in range(2)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_log_was_not_searched_for_an_infection(language: str) -> None:
    infection = {"en": "infection", "ja": "感染"}[language]
    log = replace(reports.no_sign(), kind="mail-log", host="", machine="", locator="case/maillog")
    dmarc = replace(log, id="d", kind="dmarc", locator="case/dmarc")
    pc = reports.no_sign()
    for sources, is_searched in (((log,), False), ((log, dmarc), False), ((log, pc), True)):
        with answers.judged(answers.ADDRESS):
            first = plain(page(answers.report(answers.ADDRESS, *sources), KNOWN, language)).split("\n\n")[1]
        assert (infection in first.partition("→")[0]) == is_searched
        assert ("maillog" in first) != is_searched


def test_what_could_not_be_read_is_named_and_not_the_mail_beside_it() -> None:
    log = replace(reports.unopened("case/mail.log.1.gz", Reason.UNSUPPORTED), kind="unknown")
    mail = replace(reports.no_sign(), id="m", kind="mail", host="", machine="", locator="case/r1.eml")
    first = plain(page(Report.of([log, mail]), KNOWN, "en")).split("\n\n")[1]
    assert "mail.log.1.gz" in first.partition("→")[0]
    assert "r1.eml" not in first.partition("→")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_web_form_is_no_mail_account(language: str) -> None:
    account = {"en": "mail account", "ja": "メールアカウント"}[language]
    no_login = answers.clue("no-sasl", "No password was used.", "パスワードは使われていません。", account="www-data")
    form = Us((Answered(Answer.OUR_ACCOUNT, Strength.CONCLUSIVE, ("www-data",)),), against=(no_login,))
    assert account not in answered(form.answers[0], form).say(language)
    both = replace(form, answers=(Answered(Answer.OUR_ACCOUNT, Strength.CONCLUSIVE, (answers.SUZUKI, "www-data")),))
    assert account in answered(both.answers[0], both).say(language)
