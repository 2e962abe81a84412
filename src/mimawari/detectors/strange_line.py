"""An account that was used once or quietly from a place where it never was used before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.sending import weighed
from mimawari.detectors.marks.sending_words import facts
from mimawari.knowledge import Knowledge
from mimawari.model import About, Finding, SendingProfile, Strength, Words

_SETTLED, _DAYS = 2, 8


@dataclass(frozen=True, kw_only=True, eq=False)
class StrangeLine(Finding):
    """Such use. ``sample`` is an address of the new place, ``messages`` of that day or week, ``countries`` where told."""

    strength: Strength = Strength.HINT
    about: About = About.MAIL
    attack: tuple[str, ...] = ("T1078",)
    words: Words = Words(
        en="On {begins} the account {account} was used from {sample}, where it never was before. Ask its user whether it was them.",
        ja=(
            "アカウント {account} が {begins} に、これまで使われたことのない接続元（{sample}）から使われています。"
            "本人に心当たりがあるか確認してください。"
        ),
    )
    account: str
    begins: str
    messages: int
    sample: str
    countries: str


@detector
def strange_line(profile: SendingProfile, known: Knowledge) -> Iterator[StrangeLine]:
    """A hint for an account of one or two places that is used from one more: fraud in a single mail comes so, and travellers do."""
    if profile.way != "login":
        return
    found = weighed(profile, known)
    if any(one.is_strange or (one.is_elsewhere and one.total >= one.hint) for one in found):
        return
    fresh = [one for one in found if one.strange_places and one.stretch.learnt >= _DAYS and one.stretch.known_places <= _SETTLED]
    last = max(fresh, key=lambda one: (one.stretch.begins, -one.stretch.messages), default=None)
    if last and last.stretch.new_networks:
        given = facts(profile, last)
        first = min(network.first for network in last.stretch.new_networks)
        yield StrangeLine(
            **{key: given[key] for key in ("origin", "account", "begins", "messages", "sample", "countries")}, seen_at=first
        )
