"""A machine of the usual network that sends like a bot, with an account or without signing in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.sending import RECIPIENTS, VOLUME, Weighed, weighed
from mimawari.detectors.marks.sending_words import OddSending, facts, words
from mimawari.knowledge import Knowledge
from mimawari.model import SendingProfile, Strength, Words

_HINT = Words(
    en=(
        "From the usual network {account} sent to many that do not exist or refused it: {messages} mails from {begins} "
        "to {ends}. Ask who sent them."
    ),
    ja=(
        "普段と同じ回線から {account} が、存在しない宛先などへ多数のメールを送っています（{begins}～{ends}、"
        "{messages}通）。誰が送ったか確認してください。"
    ),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class BotMachine(OddSending):
    """Such sending."""

    attack: tuple[str, ...] = ("T1078", "T1071.003")
    words: Words = Words(
        en="A machine on the usual network seems to send like a bot as {account}: {messages} mails from {begins} to {ends}.",
        ja=(
            "普段と同じ回線にある機器が、{account} としてボットのようにメールを送信した疑いがあります（{begins}～{ends}、"
            "{messages}通）。"
        ),
    )


@detector
def bot_machine(profile: SendingProfile, known: Knowledge) -> Iterator[BotMachine]:
    """Strong for a burst to many unknown recipients that looks or comes otherwise than usual; else a hint."""
    if profile.way not in ("login", "network"):
        return
    found = weighed(profile, known)
    if profile.way == "login" and any(one.is_strange for one in found):
        return
    robot = next((one for one in found if one.is_robot or (profile.way == "network" and one.is_strange)), None)
    if robot:
        yield BotMachine(**facts(profile, robot), words=words(BotMachine.words, robot))
        return
    odd = next((one for one in found if _is_odd(one)), None)
    if odd:
        yield BotMachine(**facts(profile, odd), strength=Strength.HINT, words=words(_HINT, odd))


def _is_odd(one: Weighed) -> bool:
    return not one.is_elsewhere and one.total >= one.hint and one.of(RECIPIENTS) > 0 and one.of(VOLUME) > 0
