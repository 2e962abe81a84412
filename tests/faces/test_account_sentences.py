"""What is said where an account, a web form or a machine is misused, or mail was stolen: never to unplug a PC for an account."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unittest.mock import patch

import pytest
from support import answers

from mimawari import app
from mimawari.faces.text import account_sentences
from mimawari.faces.text.headline import result
from mimawari.faces.text.view import View, of_account
from mimawari.model import LANGUAGES, About, Answer, Answered, Finding, Level, Origin, Strength, Us, Verdict, Words

SAID = Words(en="x", ja="x")


@dataclass(frozen=True, kw_only=True, eq=False)
class Account(Finding):
    """A finding about an account."""

    named: str = "abused-account"
    account: str = "tanaka@sakura.example.jp"

    @property
    def kind(self) -> str:
        return self.named


def found(kind: str, account: str = "tanaka@sakura.example.jp", about: About = About.MAIL) -> Finding:
    return Account(origin=Origin("S", "log"), strength=Strength.STRONG, words=SAID, about=about, named=kind, account=account)


def verdict(*because: Finding, us: Us | None = None, level: Level = Level.SUSPECTED) -> Verdict:
    return Verdict(level=level, because=because, unseen=(), us=us)


@pytest.mark.parametrize(
    ("kinds", "what"),
    [
        (("abused-account",), "account"),
        (("account-door",), "account"),
        (("abused-script",), "script"),
        (("bot-machine",), "machine"),
        (("abused-script", "abused-account"), "account"),
    ],
)
def test_each_has_its_own_words(kinds: tuple[str, ...], what: str) -> None:
    assert of_account(verdict(*map(found, kinds))) == what


def test_a_pc_that_is_suspicious_goes_first() -> None:
    """Beside a finding of a machine, or at another level, the usual words hold."""
    assert of_account(verdict(found("abused-account"), found("run-key", "", About.HOST))) == ""
    assert of_account(verdict(found("abused-account"), level=Level.INFECTED)) == ""


def test_an_answer_alone_counts_when_it_is_more_than_a_hint() -> None:
    def us(answer: Answer, strength: Strength) -> Us:
        return Us((Answered(answer, strength),))

    assert of_account(verdict(us=us(Answer.OUR_ACCOUNT, Strength.STRONG))) == "account"
    assert of_account(verdict(us=us(Answer.OUR_DEVICE, Strength.STRONG))) == "stolen"
    assert of_account(verdict(us=us(Answer.OUR_DEVICE, Strength.HINT))) == ""
    assert of_account(verdict(us=us(Answer.ADDRESS_ONLY, Strength.STRONG))) == ""
    assert of_account(verdict(found("lure-mail", ""))) == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "is_past"), [("abused-account", False), ("abused-script", False), ("abused-account", True)])
def test_the_head_is_as_sure_as_the_answer(kind: str, is_past: bool, language: str) -> None:
    """Strong evidence is a suspicion; a decisive answer is said as a fact, unless it is of the past."""
    doubt = {"en": re.compile("suspected|seems", re.IGNORECASE), "ja": re.compile("疑い")}[language]

    def top(strength: Strength) -> str:
        us = Us((Answered(Answer.OUR_ACCOUNT, strength, ("tanaka@sakura.example.jp",), past=is_past),))
        with patch.object(app, "judge", lambda _: verdict(found(kind), us=us)):
            view = View(answers.report(us), app.known(), language)
            return result(view) + account_sentences.sentence(view)

    assert doubt.search(top(Strength.STRONG))
    assert bool(doubt.search(top(Strength.CONCLUSIVE))) == is_past
