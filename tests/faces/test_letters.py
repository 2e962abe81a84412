"""Letters claim what the answer's strength allows, never that a PC is clean, and carry nothing of an attacker's that acts."""

import re
import unicodedata
from dataclasses import replace
from itertools import product

import pytest
from support import answers

from mimawari.faces.letters import NoLetter, To, letter
from mimawari.faces.wrap import width
from mimawari.model import LANGUAGES, Answer, Answered, Clue, Firm, Settle, Strength, Us, Words

OURS = [Answer.OUR_DEVICE, Answer.OUR_ACCOUNT, Answer.ADDRESS_ONLY]
SURE = {"en": re.compile("have established"), "ja": re.compile("確認いたしました")}
LIKELY = {"en": re.compile("very probable"), "ja": re.compile("可能性が高い")}
POSSIBLE = {"en": re.compile(r"\bpossible\b"), "ja": re.compile("可能性が(?!高)|可能性があ")}
CLEAN = re.compile(
    r"感染していません|感染は(?:ありません|なし)|安全です|問題ありません|not infected|are clean|is clean|no malware", re.IGNORECASE
)
FIRM = Firm(name="Sakura Foods KK", name_ja="さくら食品株式会社", provider="Rental Server X")


def flat(text: str, language: str = "en") -> str:
    return re.sub(r"\s*\n\s*", " " if language == "en" else "", text)


def some(answer: Answer, strength: Strength, *clues: Clue) -> Us:
    return Us((Answered(answer, strength, (answers.SUZUKI,)),), clues or (answers.IN_LOG,), settle=(answers.ASK,))


@pytest.mark.parametrize(("answer", "strength", "language"), list(product(OURS, Strength, LANGUAGES)))
def test_to_who_reported_it_no_more_is_claimed_than_is_known(answer: Answer, strength: Strength, language: str) -> None:
    text = flat(letter(some(answer, strength), To.REPORTER, language, FIRM), language)
    told = {name for name, said in (("sure", SURE), ("likely", LIKELY), ("possible", POSSIBLE)) if said[language].search(text)}
    assert told == {{Strength.CONCLUSIVE: "sure", Strength.STRONG: "likely", Strength.HINT: "possible"}[strength]}


@pytest.mark.parametrize(("strength", "language"), list(product(Strength, LANGUAGES)))
def test_to_the_provider_no_more_is_claimed_than_is_known(strength: Strength, language: str) -> None:
    text = flat(letter(some(Answer.OUR_ACCOUNT, strength), To.PROVIDER, language, FIRM), language)
    told = {name for name, said in (("sure", SURE), ("likely", LIKELY), ("possible", POSSIBLE)) if said[language].search(text)}
    assert told == {{Strength.CONCLUSIVE: "sure", Strength.STRONG: "likely", Strength.HINT: "possible"}[strength]}


@pytest.mark.parametrize(("strength", "language"), list(product(Strength, LANGUAGES)))
def test_a_partner_is_never_told_that_it_is_certain(strength: Strength, language: str) -> None:
    text = flat(letter(some(Answer.ADDRESS_ONLY, strength, answers.PARTNER), To.PARTNER, language, FIRM), language)
    assert not SURE[language].search(text)
    assert bool(LIKELY[language].search(text)) == (strength > Strength.HINT)
    assert "kobo.example.com" in text


@pytest.mark.parametrize(("to", "language"), list(product(To, LANGUAGES)))
def test_no_letter_calls_a_pc_clean(to: To, language: str) -> None:
    for us in (answers.ACCOUNT, answers.ADDRESS, answers.UNKNOWN, answers.ROUTINE):
        if to is not To.PARTNER or us is answers.ADDRESS:
            assert not CLEAN.search(letter(us, to, language, FIRM))


@pytest.mark.parametrize(
    "us",
    [answers.ACCOUNT, answers.UNKNOWN, answers.ROUTINE, Us((Answered(Answer.ADDRESS_ONLY, Strength.STRONG),), (answers.IN_LOG,))],
)
def test_no_partner_is_written_to_where_nothing_points_to_one(us: Us) -> None:
    with pytest.raises(NoLetter):
        letter(us, To.PARTNER, "ja", FIRM)


@pytest.mark.parametrize("us", [None, answers.EMPTY])
def test_without_an_answer_there_is_nothing_to_write(us: Us | None) -> None:
    for to in To:
        with pytest.raises(NoLetter):
            letter(us, to, "en", FIRM)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_provider_is_asked_for_the_days_accounts_and_mails(language: str) -> None:
    text = letter(answers.ACCOUNT, To.PROVIDER, language, FIRM)
    for fact in (
        "suzuki@sakura.example.jp",
        "2026-11-10",
        "4XyzQ1",
        "<a1[@]sakura[.]example[.]jp>",
        "SMTP-AUTH",
        "IMAP",
        "Rental Server X",
    ):
        assert fact in text
    assert {"en": "short time", "ja": "保存期間は短い"}[language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_is_left_to_be_filled_in(language: str) -> None:
    text = letter(Us((Answered(Answer.UNKNOWN),)), To.PROVIDER, language, Firm())
    assert {"en": "[the day on which", "ja": "【不審なメールが送信された日】"}[language] in text
    assert {"en": "[our firm]", "ja": "【自社名】"}[language] in text
    assert {"en": "all accounts of our contract", "ja": "すべてのアカウント"}[language] in text


def test_the_name_is_that_of_the_language() -> None:
    assert "さくら食品株式会社" in letter(answers.ACCOUNT, To.REPORTER, "ja", FIRM)
    assert "Sakura Foods KK" in letter(answers.ACCOUNT, To.REPORTER, "en", FIRM)
    assert "Sakura Foods KK" in letter(answers.ACCOUNT, To.REPORTER, "ja", replace(FIRM, name_ja=""))


@pytest.mark.parametrize("to", To)
def test_japanese_business_mail(to: To) -> None:
    lines = letter(answers.ADDRESS, to, "ja", FIRM).splitlines()
    assert lines[0].startswith("件名：")
    assert lines[2].endswith(" 様")
    assert "いつもお世話になっております。" in lines
    assert "拝啓" not in "".join(lines)
    assert "弊社" in "".join(lines)


@pytest.mark.parametrize(("to", "language"), list(product(To, LANGUAGES)))
def test_no_hole_is_left_of_the_template(to: To, language: str) -> None:
    text = letter(answers.ADDRESS, to, language, FIRM)
    assert not re.search(r"\{[{%]|[%}]\}|\n\n\n\n|None", text)
    assert all(width(line) <= 122 for line in text.splitlines())


def test_what_was_is_told_as_past() -> None:
    us = Us((Answered(Answer.OUR_DEVICE, Strength.STRONG, past=True),))
    assert "過去に" in letter(us, To.REPORTER, "ja", FIRM)
    assert "in the past" in flat(letter(us, To.REPORTER, "en", FIRM))


HOSTILE = "x\x1b[31m\u202e\n\nBcc: all@example.net\n{{ 7*7 }} http://evil.example.net/a?b@c"


@pytest.mark.parametrize(("to", "language"), list(product(To, LANGUAGES)))
def test_hostile_values_stay_on_their_line_and_act_nowhere(to: To, language: str) -> None:
    clue = answers.clue(
        "intersection-partner", "x", "x", account=HOSTILE, day=HOSTILE, queue_id=HOSTILE, message_id=HOSTILE, partner=HOSTILE
    )
    us = Us(
        (Answered(Answer.ADDRESS_ONLY, Strength.STRONG, (HOSTILE, "x" * 9000), (HOSTILE,)),),
        (clue,),
        settle=(Settle("log", Words(en="", ja=""), HOSTILE),),
    )
    text = letter(us, to, language, Firm(name=HOSTILE, name_ja=HOSTILE, provider=HOSTILE))
    assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char != "\n"]
    assert "http://evil" not in text and "@example.net" not in text
    assert not [line for line in text.splitlines() if line.startswith("Bcc")]
    assert "49" not in text.replace("{{ 7*7 }}", "")


def test_five_hundred_accounts_are_cut_and_the_cut_is_told() -> None:
    us = Us((Answered(Answer.OUR_ACCOUNT, Strength.STRONG, tuple(f"u{number}@sakura.example.jp" for number in range(500))),))
    assert "(+480)" in letter(us, To.PROVIDER, "ja", FIRM)


def test_ids_that_look_like_no_day_are_no_day() -> None:
    us = Us((Answered(Answer.UNKNOWN),), (answers.clue("x", "x", "x", day="yesterday"),))
    assert "yesterday" not in letter(us, To.PROVIDER, "en", FIRM)


@pytest.mark.parametrize("provider", ["own server", "自社サーバー"])
def test_ones_own_server_has_no_support_team(provider: str) -> None:
    text = letter(answers.ACCOUNT, To.PROVIDER, "ja", replace(FIRM, provider=provider))
    assert provider not in text
    assert "【プロバイダー名】" in text


@pytest.mark.parametrize("kind", ["leaning-partner", "spread-of-partner"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_only_leans_to_a_partner_is_told_as_possible_however_strong_the_answer(kind: str, language: str) -> None:
    us = some(Answer.ADDRESS_ONLY, Strength.CONCLUSIVE, answers.clue(kind, "x", "x", partner="kobo.example.com"))
    text = flat(letter(us, To.PARTNER, language, FIRM), language)
    assert not LIKELY[language].search(text)
    assert POSSIBLE[language].search(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_partner_whose_account_sent_it_is_told_that(language: str) -> None:
    us = some(Answer.ADDRESS_ONLY, Strength.STRONG, answers.clue("partner-account", "x", "x", partner="mori@kobo.example.com"))
    text = flat(letter(us, To.PARTNER, language, FIRM), language)
    assert {"en": "sent through a mail account of yours", "ja": "貴社のメールアカウントから実際に送信"}[language] in text
    assert LIKELY[language].search(text)


def test_a_partner_of_whom_only_an_address_is_known_is_to_be_named_by_hand() -> None:
    us = some(Answer.ADDRESS_ONLY, Strength.STRONG, answers.clue("intersection-partner", "x", "x", partner="mori@kobo.example.com"))
    assert "【mori[@]kobo[.]example[.]com の会社名・お名前】 ご担当者 様" in letter(us, To.PARTNER, "ja", FIRM)
    assert "Dear [the name of mori[@]kobo[.]example[.]com]," in letter(us, To.PARTNER, "en", FIRM)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_provider_is_told_few_mails_in_order_each_once_and_with_its_time(language: str) -> None:
    """Also those that only a gap of the log names; the reporter's letter names none."""
    late = replace(answers.IN_LOG, seen_at="2026-11-10T03:00:00Z", given=(("queue_id", "BBB BBA"),))
    early = replace(answers.FOREIGN, seen_at="2026-11-10T01:00:00Z", given=(("queue_id", "CCC BBB"),))
    us = Us((Answered(Answer.OUR_ACCOUNT, Strength.STRONG),), (late,), (early,))
    text = letter(us, To.PROVIDER, language, FIRM)
    places = [text.index(one) for one in ("BBB", "CCC", "BBA")]
    assert places == sorted(places)
    assert text.count("BBB") == 1
    assert re.search(r"BBB 2026-11-10 \d\d:\d\d", text)
    many = replace(late, given=(("queue_id", " ".join(f"Q{number:03}" for number in range(99))),))
    told = re.findall(r"Q\d{3}", letter(Us(us.answers, (many,)), To.PROVIDER, language, FIRM))
    assert len(told) == 20
    assert "BBB" not in letter(us, To.REPORTER, language, FIRM)
