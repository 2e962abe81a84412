"""The sentence about an account's sending: the head is of the kind of finding, the reasons are of the marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mimawari.detectors.marks.sending import Weighed
from mimawari.model import About, Finding, SendingProfile, Strength, Words

_MOST = 4
_NEW = Words(
    en="they came from {places} networks or providers that it was never used from before ({sample})",
    ja="これまで使われたことのない{places}か所の回線・事業者から送られている（例：{sample}）",
)
_CLIENTS = Words(
    en="up to {clients} different addresses used it within one hour",
    ja="1時間のうちに最大{clients}個の異なるIPアドレスから使われている",
)
_UNKNOWN = Words(en="{unknown} % of the recipients do not exist", ja="宛先の{unknown}%が存在しないアドレスである")
_BECAUSE = {
    "many-places": _NEW,
    "some-places": _NEW,
    "one-place": _NEW,
    "crowd": _CLIENTS,
    "swarm": _CLIENTS,
    "foreign": Words(
        en="it was never used from there before ({countries})",
        ja="これまで使われたことのない国（{countries}）から使われている",
    ),
    "unknown": _UNKNOWN,
    "unknown-high": _UNKNOWN,
    "unknown-extreme": _UNKNOWN,
    "refused": Words(
        en="{refused} deliveries were refused as spam or by block lists",
        ja="迷惑メールとして、またはブロックリストにより{refused}件が拒否されている",
    ),
    "robot": Words(
        en="the program that sent them calls itself as attack tools do",
        ja="送信したプログラムが、攻撃ツールと同じ名前を名乗っている",
    ),
    "literals": Words(
        en="the programs that sent them call themselves by IP addresses",
        ja="送信したプログラムが、名前ではなくIPアドレスを名乗っている",
    ),
    "differing": Words(
        en="From names somebody else than the account",
        ja="差出人（From）に、このアカウントとは別のアドレスが書かれている",
    ),
    "odd-hours": Words(en="it never sends at such hours", ja="普段送信しない時間帯に送られている"),
    "alike": Words(en="nearly all are of the same size", ja="ほとんどが同じ大きさのメールである"),
}  # fmt: skip
_ORDER = tuple(_BECAUSE)


@dataclass(frozen=True, kw_only=True, eq=False)
class OddSending(Finding):
    """The base of findings about an account's sending. ``account`` is in full: the login name, without one the envelope sender.

    ``begins`` and ``ends`` are in the log's local time; ``marks`` are the names of what speaks for it. ``places`` counts new
    providers or blocks of addresses, ``clients`` addresses within one hour, ``unknown`` is in per cent, ``refused`` counts
    deliveries, ``sample`` is one new address, ``countries`` are new ones.
    """

    strength: Strength = Strength.STRONG
    about: About = About.MAIL
    account: str
    begins: str
    ends: str
    messages: int
    recipients: int
    places: int
    clients: int
    unknown: int
    refused: int
    countries: str
    sample: str
    marks: str


def facts(profile: SendingProfile, one: Weighed) -> dict[str, Any]:
    """The facts that every such finding has, by name, and when it began (UTC)."""
    stretch = one.stretch
    new = stretch.new_networks
    return {
        "origin": profile.origin,
        "account": profile.account,
        "begins": stretch.begins.strftime("%Y-%m-%d %H:%M"),
        "ends": stretch.ends.strftime("%Y-%m-%d %H:%M"),
        "messages": stretch.messages,
        "recipients": stretch.recipients,
        "places": len(stretch.places),
        "clients": stretch.clients or 0,
        "unknown": round(100 * (stretch.unknown.now or 0)),
        "refused": stretch.refused.count,
        "countries": ", ".join(sorted(stretch.new_countries))[:100].upper(),
        "sample": max(new, key=lambda network: (network.messages, network.network)).sample if new else "",
        "marks": ", ".join(mark.name for mark in one.marks),
        "seen_at": (stretch.begins - timedelta(minutes=max(-840, min(840, profile.zone)))).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def words(head: Words, one: Weighed) -> Words:
    """*head* and the reasons, the most telling first."""
    names = sorted({mark.name for mark in one.marks} & _BECAUSE.keys(), key=_ORDER.index)
    said = list(dict.fromkeys(_BECAUSE[name] for name in names))[:_MOST]
    if not said:
        return head
    en = "; ".join(reason.en for reason in said)
    ja = "、".join(reason.ja for reason in said)
    return Words(en=f"{head.en} Why: {en}.", ja=f"{head.ja}理由：{ja}。")
