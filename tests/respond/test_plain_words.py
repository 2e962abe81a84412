"""The first page of each Japanese plan: no word that is not in ``docs/words.ja.txt`` or explained on the page itself."""

import re

import pytest
from support import respond_reports as made
from support.plain_words import explained, listed, unknown

from mimawari import app
from mimawari.faces.text import plain
from mimawari.faces.text.plan import first_page
from mimawari.model import Plan
from mimawari.respond.planning import planned

WORDS = listed()


def plan(name: str) -> Plan:
    return planned(*made.case(name), app.known())


def page_of(one: Plan) -> str:
    """The first page, without the names that are of the firm itself."""
    page = plain(first_page(one, None, "ja", app.known()))
    for name in (*one.hosts, *one.accounts):
        page = page.replace(name, "")
    return page


@pytest.mark.parametrize("name", made.CASES)
def test_no_word_that_nobody_knows(name: str) -> None:
    page = page_of(plan(name))
    assert unknown(page, WORDS | explained(page)) == []


@pytest.mark.parametrize("name", made.CASES)
def test_the_page_of_each_step_further_on_too(name: str) -> None:
    """As steps are done others come onto the first page: each step's own words are held to the same list."""
    one = plan(name)
    terms = {word.ja for word, _ in app.known().playbook.terms}
    parts = {part for term in terms for part in (term, *re.findall(r"[ァ-ヶー]+|[A-Za-z0-9-]+|[一-龥々]+", term))}
    for step in one.steps:
        known = {part for term in terms if term in step.step.title.ja for part in parts if part in term} | explained(
            step.step.title.ja
        )
        assert unknown(step.step.title.ja, WORDS | known) == [], step.key


@pytest.mark.parametrize(
    "word", ["レジストリ", "regsvr32", "永続化", "端末保全", "フォレンジック", "C2", "横展開", "抜線", "マルウェア"]
)
def test_a_planted_word_is_found(word: str) -> None:
    page = page_of(plan("our-device"))
    planted = page.replace("LANケーブルを抜き", f"{word}を抜き", 1)
    assert planted != page
    assert unknown(planted, WORDS | explained(planted)) == [word]


def test_a_word_is_no_longer_known_when_its_explanation_is_gone() -> None:
    page = page_of(plan("our-device"))
    bare = re.sub(r"^・LANケーブル：.*\n", "", page, flags=re.MULTILINE)
    assert unknown(bare, WORDS | explained(bare)) == ["LAN", "ケーブル"]


def test_the_words_of_an_explanation_have_to_be_plain_as_well() -> None:
    page = page_of(plan("our-device")).replace("ネットワークにつなぐ線", "イーサネットにつなぐ線")
    assert unknown(page, WORDS | explained(page)) == ["イーサネット"]


def test_a_word_broken_over_two_lines_is_one_word() -> None:
    assert unknown("PCを検\n  査する", WORDS) == []
    assert unknown("PCを隔\n  離する", WORDS) == ["隔離"]


def test_stems_are_known_only_before_their_ending() -> None:
    words = listed("抜く\n検査\n済む\n# 隔離\n")
    assert words == {"抜く", "検査", "済む"}
    assert unknown("抜いた。検査済みの", words) == []
    assert unknown("抜線", words) == ["抜線"]
    assert unknown("隔離", words) == ["隔離"]


def test_the_list_has_no_word_twice_and_none_of_the_jargon() -> None:
    lines = [line for line in (listed.__globals__["LIST"]).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert len(lines) == len(set(lines))
    assert not WORDS & {"マルウェア", "レジストリ", "隔離", "保全", "ログ", "ハッシュ", "C2", "EmoCheck", "フォレンジック", "SPF"}
