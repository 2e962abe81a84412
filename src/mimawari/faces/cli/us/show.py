"""``mimawari us show``: what is understood of the firm's own file, in words, and what is not known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

import click

from mimawari.faces.cli import spoken
from mimawari.faces.cli.us import common
from mimawari.faces.safe import own
from mimawari.faces.streams import put
from mimawari.model import Firm, OwnAccount, Relay, Words

_MOST, _MOST_ACCOUNTS = 20, 100

_FIRM = Words(en="Firm: {name}", ja="会社名：{name}")
_NAMELESS = Words(en="Firm: (no name)", ja="会社名：（記載なし）")
_DOMAINS = Words(en="Mail addresses that end in one of these are yours: {domains}", ja="自社のメールアドレスのドメイン：{domains}")
_ACCOUNTS = Words(en="Your mail accounts ({count}):", ja="自社のメールアカウント（{count}件）：")
_READ_ON = Words(en=", read on {machines}", ja="　メールを読むPC：{machines}")
_WAN = Words(en="Your internet line as others see it: {networks}", ja="インターネット回線の外側のIPアドレス：{networks}")
_LAN = Words(en="Your office network: {networks}", ja="社内ネットワークのアドレス：{networks}")
_RELAYS = Words(en="Servers that your mail leaves by:", ja="自社のメールが送信されるサーバー：")
_SHARED = Words(
    en="shared with other customers: its address alone proves nothing",
    ja="ほかの契約者と共用（IPアドレスだけでは、自社から送信されたとは言えません）",
)
_ALONE = Words(en="yours alone", ja="自社専用")
_PROVIDER = Words(en="Who runs your mail: {name}", ja="メールの運営元：{name}")
_OTHERS = Words(en="Who else may send in your name: {names}", ja="自社の名前での送信を認めているもの：{names}")
_SIGNED = Words(en="All your mail has a DKIM signature.", ja="自社のメールには、すべてDKIM署名が付いています。")
_UNSIGNED = Words(en="Your mail has no DKIM signature.", ja="自社のメールに、DKIM署名は付いていません。")
_HOURS = Words(en="You usually send at these hours: {hours}", ja="普段メールを送信する時間帯：{hours}")
_MAILERS = Words(en="Your mail programs: {names}", ja="使っているメールソフト：{names}")
_MISSING = Words(en="Not known (the answer will be less certain):", ja="書かれていない項目（その分、答えの確かさが下がります）：")
_LACKS = {
    "domains": Words(
        en="your domains and accounts: without them nothing can be told apart. Add domains or accounts.",
        ja="自社のドメインとメールアカウント：これがないと、自社と他社を見分けられません。domains か accounts を書いてください。",
    ),
    "accounts": Words(
        en="your mail accounts: which of them is concerned cannot be told.",
        ja="メールアカウントの一覧：どのアカウントの問題かを示せません。",
    ),
    "machines": Words(
        en="which PC reads which account: an answer cannot name the PC to look at.",
        ja="どのPCでどのアカウントのメールを読むか：調べるべきPCを示せません。",
    ),
    "wan": Words(
        en="your line's address (wan): sign-ins from your office look like those of strangers.",
        ja="インターネット回線のIPアドレス（wan）：社内からの利用と、外部からの利用を見分けられません。",
    ),
    "mta": Words(
        en="the servers that your mail leaves by (mta): whether a mail came from you is hard to tell.",
        ja="メールが送信されるサーバー（mta）：自社から送信されたメールかどうかを見分けにくくなります。",
    ),
    "habits": Words(
        en="how your mail usually looks (sent_profile): let it be learnt with `mimawari us init --learn`.",
        ja="普段のメールの特徴（sent_profile）：mimawari us init --learn で読み取れます。",
    ),
}


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Say in words what is understood of FILE (us.toml), and what is not known.",
        ja="FILE（us.toml）の内容がどう理解されたか、何が書かれていないかを、言葉で示します。",
    ),
)
@click.argument("file", default=common.FILE)
@spoken.as_json
@spoken.lang
def command(file: str, as_json: bool, lang: str | None) -> int:
    """Show the firm in a file."""
    tongue = spoken.speaking(lang)
    firm = common.read(file, tongue)
    put(json.dumps(asdict(firm), indent=1) if as_json else "\n".join(said(firm, tongue)))
    return 0


def said(firm: Firm, tongue: str) -> Iterator[str]:
    """The firm, line by line."""
    name = (firm.name_ja or firm.name) if tongue == "ja" else (firm.name or firm.name_ja)
    yield _with(_FIRM, tongue, name=name) if name else _NAMELESS.say(tongue)
    yield from _each(_DOMAINS, tongue, "domains", firm.domains)
    if firm.accounts:
        yield _with(_ACCOUNTS, tongue, count=len(firm.accounts))
    yield from (_account(one, tongue) for one in firm.accounts[:_MOST_ACCOUNTS])
    if len(firm.accounts) > _MOST_ACCOUNTS:
        yield f"  … (+{len(firm.accounts) - _MOST_ACCOUNTS})"
    yield from _each(_WAN, tongue, "networks", firm.wan)
    yield from _each(_LAN, tongue, "networks", firm.lan)
    yield from _each(_PROVIDER, tongue, "name", [firm.provider] if firm.provider else [])
    if firm.relays:
        yield _RELAYS.say(tongue)
    yield from (_relay(one, tongue) for one in firm.relays[:_MOST])
    yield from _each(_OTHERS, tongue, "names", [one.name for one in firm.other_senders])
    if firm.signs is not None:
        yield (_SIGNED if firm.signs else _UNSIGNED).say(tongue)
    yield from _each(_MAILERS, tongue, "names", firm.habits.mailers)
    yield from _each(_HOURS, tongue, "hours", _ranges(firm.habits.hours))
    if lacks := list(lacking(firm)):
        yield ""
        yield _MISSING.say(tongue)
        yield from (f"  - {_LACKS[name].say(tongue)}" for name in lacks)


def lacking(firm: Firm) -> Iterator[str]:
    """What is not written down and would make the answer more certain, the most important first."""
    if not firm.domains and not firm.accounts:
        yield "domains"
    if not firm.accounts:
        yield "accounts"
    elif not any(one.machines for one in firm.accounts):
        yield "machines"
    if not firm.wan:
        yield "wan"
    if not any(one.networks for one in firm.relays):
        yield "mta"
    if firm.habits == Firm().habits:
        yield "habits"


def _account(one: OwnAccount, tongue: str) -> str:
    person = f" ({own(one.person, 80)})" if one.person else ""
    machines = _with(_READ_ON, tongue, machines=", ".join(one.machines[:_MOST])) if one.machines else ""
    return f"  {own(one.address, 120)}{person}{machines}"


def _relay(one: Relay, tongue: str) -> str:
    named = [own(one.name, 100)] if one.name else []
    parts = [*named, own(", ".join(one.networks[:_MOST])), (_SHARED if one.shared else _ALONE).say(tongue)]
    return "  " + " / ".join(part for part in parts if part)


def _each(words: Words, tongue: str, name: str, values: Iterable[str]) -> Iterator[str]:
    every = list(values)
    if every:
        more = [f"… (+{len(every) - _MOST})"] if len(every) > _MOST else []
        yield _with(words, tongue, **{name: ", ".join([*(value[:120] for value in every[:_MOST]), *more])})


def _with(words: Words, tongue: str, **facts: object) -> str:
    return words.fill({name: own(value, 3000) for name, value in facts.items()}).say(tongue)


def _ranges(hours: tuple[int, ...]) -> list[str]:
    """Hours in a row as one: ``8:00-19:00``."""
    found: list[list[int]] = []
    for hour in hours:
        if found and found[-1][1] == hour:
            found[-1][1] = hour + 1
        else:
            found.append([hour, hour + 1])
    return [f"{begin}:00-{end}:00" for begin, end in found]
