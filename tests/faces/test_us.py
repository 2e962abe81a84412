"""The answer to "us, or only our address?" as it is shown: as strong as it is, whole in every form, harmless whatever it holds."""

import json
import re
import unicodedata
from dataclasses import replace
from itertools import product

import pytest
from support import answers, reports

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.html import page as html_page
from mimawari.faces.text import View, page, plain
from mimawari.faces.text.explained import explained
from mimawari.faces.text.merged import merged
from mimawari.faces.wrap import width
from mimawari.model import LANGUAGES, Answer, Answered, Level, Settle, Strength, Us, Words

KNOWN = app.known()
ANSWERS = [one for one in Answer if one is not Answer.UNKNOWN]
CERTAIN = re.compile(r"decisive|決め手")
CAREFUL = {"en": re.compile(r"\bmay\b|probably"), "ja": re.compile("可能性")}
CLEAN = re.compile(
    r"(?:PC|device)s? (?:is|are) (?:clean|safe|not infected)|感染していません|安全です|問題ありません", re.IGNORECASE
)


def text(us: Us, language: str = "en") -> str:
    with answers.judged(us):
        return plain(page(answers.report(us), KNOWN, language))


def section(us: Us, language: str = "en") -> str:
    """The part of the page that speaks of the answer, in one line."""
    head = {"en": "Us, or only our address?", "ja": "■ 自社か、アドレスだけか"}[language]
    after = text(us, language).partition(head)[2]
    end = re.search(r"\n\n", after)
    return re.sub(r"\n\s*", " " if language == "en" else "", after[: end.start() if end else None])


@pytest.mark.parametrize(("answer", "language"), list(product(ANSWERS, LANGUAGES)))
def test_each_strength_says_so_and_no_more(answer: Answer, language: str) -> None:
    said = {strength: section(answers.of(answer, strength), language) for strength in Strength}
    assert len(set(said.values())) == 3
    assert CERTAIN.search(said[Strength.CONCLUSIVE])
    for strength in (Strength.HINT, Strength.STRONG):
        assert not CERTAIN.search(said[strength])
        assert CAREFUL[language].search(said[strength])


@pytest.mark.parametrize(("answer", "strength", "language"), list(product(ANSWERS, Strength, LANGUAGES)))
def test_no_answer_calls_a_pc_clean(answer: Answer, strength: Strength, language: str) -> None:
    assert not CLEAN.search(section(answers.of(answer, strength), language).replace("感染していないという意味ではありません", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_on_the_address_says_that_it_is_not_about_pcs(language: str) -> None:
    assert {"en": "It does not say that your PCs", "ja": "感染していないという意味ではありません"}[language] in section(
        answers.ADDRESS, language
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_two_faces_of_unknown_read_differently(language: str) -> None:
    unknown, routine = section(answers.UNKNOWN, language), section(answers.ROUTINE, language)
    assert {"en": "cannot be told yet", "ja": "まだ判断できません"}[language] in unknown
    assert {"en": "no all-clear", "ja": "「問題なし」という意味ではありません"}[language] in unknown
    assert {"en": "usual course of your business", "ja": "いつもの業務の範囲に見えます"}[language] in routine
    assert {"en": "cannot be told yet", "ja": "まだ判断できません"}[language] not in routine


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_is_there(language: str) -> None:
    said = section(answers.ACCOUNT, language)
    heads = {
        "en": ("Why:", "What speaks against it", "What to do about it now:", "What would settle it:"),
        "ja": ("そう判断した理由：", "反対の手がかり", "いま行うこと：", "何が分かれば、はっきりするか："),
    }[language]
    places = [said.index(head) for head in heads]
    assert places == sorted(places)
    assert "suzuki[@]sakura[.]example[.]jp" in said
    assert "case/maillog > maillog > line 7" in said
    assert answers.CHANGE.say(language) in said
    assert "2026-11-10" in said


def test_a_day_that_the_sentence_names_is_not_said_twice() -> None:
    ask = Settle("log", Words(en="Ask for the log of 2026-11-10.", ja="2026-11-10 のログを依頼してください。"), "2026-11-10")
    assert section(replace(answers.UNKNOWN, settle=(ask,))).count("2026-11-10") == 1


def test_the_digest_of_a_mail_means_nothing_to_people() -> None:
    ask = Settle("original", Words(en="Ask for the original.", ja="原本を依頼してください。"), "", "0123456789abcdef")
    assert "0123456789abcdef" not in section(replace(answers.UNKNOWN, settle=(ask,)))


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("account:a@sakura.example.jp", "(a[@]sakura[.]example[.]jp)"),
        ("host:PC-SATO", "(PC-SATO)"),
        ("log:f00d.log", ""),
        ("threads", ""),
    ],
)
def test_whom_a_request_is_about_is_told_as_people_call_it(subject: str, shown: str) -> None:
    said = section(replace(answers.UNKNOWN, settle=(Settle("x", Words(en="Ask for it.", ja="依頼"), "", subject),)))
    assert said.partition("Ask for it.")[2].strip() == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_is_told_as_that(language: str) -> None:
    said = section(answers.of(Answer.OUR_DEVICE, Strength.STRONG, past=True), language)
    assert {"en": "in the past", "ja": "過去のこと"}[language] in said


def test_nobody_asked() -> None:
    with answers.judged(None):
        report = reports.report(Level.NO_SIGN)
        view = View(report, KNOWN, "en")
        assert "only our address" not in plain(page(report, KNOWN, "en")) + html_page(view) + plain(explained(view))
        assert "us" not in json.loads(json_report.text(report, KNOWN))["verdict"]


def test_an_empty_answer_is_shown_without_a_stumble() -> None:
    for language in LANGUAGES:
        assert section(answers.EMPTY, language)
        with answers.judged(answers.EMPTY):
            assert html_page(View(answers.report(answers.EMPTY), KNOWN, language))


def test_the_source_of_the_clues_is_no_machine() -> None:
    for us in (answers.ACCOUNT, answers.ADDRESS):
        with answers.judged(us):
            view = View(answers.report(us, reports.no_sign(), reports.no_sign("PC2")), KNOWN, "en")
            assert [host.name for host in view.hosts] == ["PC1", "PC2"]
            assert "us.toml" not in plain(page(view.report, KNOWN, "en")).partition("Details")[2].replace("case/us.toml", "")
            assert "weak sign" not in plain(page(answers.report(us, reports.suspected()), KNOWN, "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_the_same_as_the_text(language: str) -> None:
    with answers.judged(answers.ACCOUNT):
        report = answers.report(answers.ACCOUNT)
        view = View(report, KNOWN, language)
        html, merged_text = re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), html_page(view)), plain(merged(view))
        whole = plain(explained(view))
    for sentence in (answers.QUIET.sentence.say(language), answers.CHANGE.say(language)):
        assert sentence in html
        assert sentence in re.sub(r"\n\s*", " " if language == "en" else "", merged_text)
        assert sentence in re.sub(r"\n\s*", " " if language == "en" else "", whole)
    assert "auth-sender" in whole and "in-our-log" in whole


def test_many_clues_are_cut_on_the_page_and_whole_in_the_explanation() -> None:
    many = tuple(answers.clue(f"kind-{number:02}", f"Clue {number}.", f"手がかり{number}。") for number in range(40))
    us = Us((Answered(Answer.OUR_ACCOUNT, Strength.STRONG),), many)
    assert "and 35 more" in section(us)
    with answers.judged(us):
        whole = plain(explained(View(answers.report(us), KNOWN, "en")))
    assert all(f"Clue {number}." in whole for number in range(40))


def test_clues_that_say_the_same_are_one_with_their_places() -> None:
    many = tuple(
        answers.clue("burst", "It left by night.", "夜間に送信されています。", (f"mail{number}.eml",)) for number in range(9)
    )
    said = section(Us((Answered(Answer.OUR_ACCOUNT, Strength.STRONG),), many))
    assert said.count("It left by night.") == 1
    assert "and 7 more places" in said


def test_clues_of_a_kind_are_one_point_and_whole_in_the_explanation() -> None:
    many = tuple(
        answers.clue("auth-sender", f"Sent from {number}.", f"{number}から送信。", (f"mail{number}",)) for number in range(4)
    )
    us = Us((Answered(Answer.OUR_ACCOUNT, Strength.STRONG),), (*many, answers.FOREIGN))
    said = section(us)
    assert "Sent from 0. (and 3 more like it)" in said
    assert "Sent from 1." not in said and "mail1" not in said
    assert "never used before" in said
    with answers.judged(us):
        whole = plain(explained(View(answers.report(us), KNOWN, "en")))
    assert all(f"Sent from {number}." in whole for number in range(4))
    assert "more like it" not in whole


def test_an_account_is_no_pc() -> None:
    us = Us((Answered(Answer.OUR_ACCOUNT, Strength.STRONG, (answers.SUZUKI,), ("PC-SUZUKI",)),))
    assert "PC-SUZUKI" not in section(us)
    assert "PC-SUZUKI" in section(replace(us, answers=(replace(us.answers[0], answer=Answer.OUR_DEVICE),)))


HOSTILE = "evil\x1b[2J\u202etxt.exe\u200b\r\n<script>alert(1)</script> http://evil.example.net/x"


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_values_do_nothing(language: str) -> None:
    clue = answers.clue("auth-sender", "The account {account} sent it.", "{account} が送信しました。", (HOSTILE,), account=HOSTILE)
    ask = Settle("log", Words(en=f"Ask {HOSTILE}", ja=f"{HOSTILE} に確認"), HOSTILE, f"x@{HOSTILE}")
    us = Us((Answered(Answer.OUR_ACCOUNT, Strength.HINT, (HOSTILE, "a" * 5000), (HOSTILE,)),), (clue,), (clue,), (ask,), (HOSTILE,),
            False, (Words(en=HOSTILE, ja=HOSTILE),))  # fmt: skip
    with answers.judged(us):
        view = View(answers.report(us), KNOWN, language)
        texts = [plain(page(view.report, KNOWN, language)), plain(explained(view))]
        html = html_page(view)
    for text in texts:
        assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c != "\n"]
        assert "http://evil" not in text
        assert all(width(line) <= 80 for line in text.splitlines())
    assert "<script" not in html and "http://evil" not in html and "&#8238;" not in html


def test_five_hundred_accounts_are_told_in_short() -> None:
    names = tuple(f"user{number:03}@sakura.example.jp" for number in range(500))
    said = section(Us((Answered(Answer.OUR_ACCOUNT, Strength.STRONG, names),)))
    assert "and 495 more" in said
    assert len(said) < 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sign_of_malware_is_no_all_clear_where_an_account_is_misused(language: str) -> None:
    said = {"en": "accounts of yours", "ja": "悪用されている"}[language]
    for us, expected in ((answers.ACCOUNT, True), (answers.ADDRESS, False), (answers.UNKNOWN, False), (answers.ROUTINE, False)):
        with answers.judged(us):
            view = View(answers.report(us), KNOWN, language)
            top = plain(page(view.report, KNOWN, language)).partition("→")[0]
            header = re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), html_page(view)).partition("</header>")[0]
        assert (said in re.sub(r"\n\s*", " " if language == "en" else "", top)) == expected
        assert (said in header) == expected


def test_a_hint_is_no_evidence_beside_the_level_either() -> None:
    hint, strong = (plain_top(answers.of(Answer.OUR_ACCOUNT, strength)) for strength in (Strength.HINT, Strength.STRONG))
    assert "may be misused" in hint and "evidence" not in hint
    assert "evidence" in strong


def plain_top(us: Us) -> str:
    return re.sub(r"\n\s*", " ", text(us).partition("→")[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_trade_are_told_once_and_only_where_they_stand(language: str) -> None:
    clue = answers.clue("aligned-fail", "SPF and DKIM fail.", "SPFとDKIMの認証に失敗しています。")
    us = Us((Answered(Answer.ADDRESS_ONLY, Strength.STRONG),), (clue,))
    said = section(us, language)
    assert said.count("DMARC") == 1
    assert "IMAP" not in said
    head = {"en": "Words used", "ja": "用語："}[language]
    assert head in said
    assert head not in section(answers.ADDRESS, language)
    with answers.judged(us):
        assert "DMARC" in html_page(View(answers.report(us), KNOWN, language))


def test_our_own_sentences_need_no_glossary() -> None:
    for answer, strength in product(ANSWERS, Strength):
        bare = Us((Answered(answer, strength),))
        assert "Words used" not in section(bare)
        assert not re.search(r"SPF|DKIM|DMARC|IMAP|EHLO|SMTP|Message-ID", section(bare) + section(bare, "ja"))
