"""A mail account that somebody else sends with, by the sending of the account alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.sending import FORM, RECIPIENTS, Weighed, weighed
from mimawari.detectors.marks.sending_words import OddSending, facts, words
from mimawari.knowledge import Knowledge
from mimawari.model import SendingProfile, Strength, Words

_HINT = Words(
    en=(
        "The account {account} sent otherwise than usual: {messages} mails from {begins} to {ends}. Ask its user "
        "whether that was so intended."
    ),
    ja=(
        "アカウント {account} の送信が、普段と違います（{begins}～{ends}、{messages}通）。本人に心当たりがあるか確認してください。"
    ),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class AbusedAccount(OddSending):
    """Such an account."""

    attack: tuple[str, ...] = ("T1078", "T1586.002")
    words: Words = Words(
        en="Somebody else seems to send with the account {account}: {messages} mails from {begins} to {ends}.",
        ja="アカウント {account} が第三者に使われ、メールが送信された疑いがあります（{begins}～{ends}、{messages}通）。",
    )


@detector
def abused_account(profile: SendingProfile, known: Knowledge) -> Iterator[AbusedAccount]:
    """Strong where honest sending hardly has as many marks; a hint where it is only unusual. Only where somebody signed in."""
    if profile.way != "login":
        return
    found = weighed(profile, known)
    strange = next((one for one in found if one.is_strange), None)
    if strange:
        yield AbusedAccount(**facts(profile, strange), words=words(AbusedAccount.words, strange))
        return
    odd = next((one for one in found if _is_odd(one)), None)
    if odd:
        yield AbusedAccount(**facts(profile, odd), strength=Strength.HINT, words=words(_HINT, odd))


def _is_odd(one: Weighed) -> bool:
    return one.is_elsewhere and one.total >= one.hint and (one.stretch.learnt > 0 or one.of(RECIPIENTS, FORM) > 0)
