"""A program on the mail server, such as a web form, that strangers send with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.sending import RECIPIENTS, VOLUME, weighed
from mimawari.detectors.marks.sending_words import OddSending, facts, words
from mimawari.knowledge import Knowledge
from mimawari.model import SendingProfile, Strength, Words

_HINT = Words(
    en=(
        "A program on the server sent to many that do not exist or refused it, as {account}: {messages} mails from "
        "{begins} to {ends}."
    ),
    ja=(
        "サーバー上のプログラムが {account} として、存在しない宛先などへ多数のメールを送っています（{begins}～{ends}、"
        "{messages}通）。"
    ),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class AbusedScript(OddSending):
    """Such sending; ``account`` is the user or the envelope sender of the program."""

    attack: tuple[str, ...] = ("T1190", "T1505.003")
    words: Words = Words(
        en=(
            "A web form or script on the server seems to be abused, as {account}: {messages} mails from {begins} to "
            "{ends}. No mailbox need be involved."
        ),
        ja=(
            "サーバー上のWebフォームやスクリプトが悪用され、{account} としてメールが送信された疑いがあります（"
            "{begins}～{ends}、{messages}通）。メールアカウントは関係していない可能性があります。"
        ),
    )


@detector
def abused_script(profile: SendingProfile, known: Knowledge) -> Iterator[AbusedScript]:
    """Strong for a burst to recipients of which many do not exist; shops and newsletters have few. A hint where some do not."""
    if profile.way != "local":
        return
    found = weighed(profile, known)
    script = next((one for one in found if one.is_script), None)
    if script:
        yield AbusedScript(**facts(profile, script), words=words(AbusedScript.words, script))
        return
    odd = next((one for one in found if one.of(VOLUME) > 0 and one.of(RECIPIENTS) > 0), None)
    if odd:
        yield AbusedScript(**facts(profile, odd), strength=Strength.HINT, words=words(_HINT, odd))
