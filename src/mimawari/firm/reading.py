"""``us.toml`` → :class:`~mimawari.model.Firm`. What people write in words is understood as far as it can only mean one thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mimawari.firm import checks, columns, habits, servers
from mimawari.firm.checks import Wrong
from mimawari.firm.content import content
from mimawari.firm.tables import Table
from mimawari.firm.trouble import FirmTrouble, Text
from mimawari.model import Firm, Habits, OtherSender, OwnAccount, Relay, SigningKey, Words, option_file

LARGEST = 1 << 20
"""Bytes of a file that is read."""

KEYS = (
    "name",
    "name_ja",
    "domains",
    "accounts",
    "wan",
    "lan",
    "mta",
    "provider",
    "other_senders",
    "dns",
    "sent_profile",
    "keys",
    "zone",
    "log",
)
_ACCOUNT = ("address", "person", "machine", "lan")
_MTA = ("name", "ip", "role", "shared")
_SENDER = ("name", "domain", "domains", "ip", "account", "accounts", "sends_from", "leave", "dkim")
_DNS = ("spf", "dkim", "dmarc", "signs")
_SENT = ("message_id", "client", "ehlo", "zone", "hours")
_KEY = ("domain", "selector", "record")
_NOTHING = frozenset({"none", "no", "-", "なし", "無し"})
_SIGNS = re.compile(r"\bsign(?:s|ed)\b|署名", re.IGNORECASE)

_LARGE = Words(en="too large for us.toml.", ja="us.tomlとしては大きすぎます。")
_ENCODING = Words(
    en="is not UTF-8 text. Save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8).",
    ja="文字コードがUTF-8ではありません。UTF-8で保存し直してください（メモ帳：「名前を付けて保存」→「エンコード：UTF-8」）。",
)
_SYNTAX = Words(
    en='no valid TOML: {why}. Each line is name = "value", with quotation marks around text.',
    ja='TOMLとして読み取れません：{why}。各行は「項目名 = "値"」の形で、文字列は半角の引用符（"）で囲んでください。',
)
_ROW = Words(en="is no key that there may be: {value}.", ja="公開鍵として読み取れません：{value}")
_NUMBER = Words(en="expected hours from 0 to 23, not {value}.", ja="0から23までの時を指定してください（現在の値：{value}）。")
_SAME = Words(en="“{value}” is there twice.", ja="「{value}」が2回書かれています。")


def read(path: Path) -> Firm:
    """The firm that a file describes. Raises :class:`FirmTrouble`."""
    found = content(path, LARGEST, _LARGE)
    try:
        text = found.decode("utf-16" if found[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise FirmTrouble(_ENCODING) from error
    return parse(text)


def parse(text: str) -> Firm:
    """The firm that the text of a file describes. Raises :class:`FirmTrouble`."""
    try:
        table = option_file.toml(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is no TOMLDecodeError
        raise FirmTrouble(_SYNTAX.fill({"why": str(error) or type(error).__name__})) from error
    return firm_of(table["us"] if [*table] == ["us"] else table, text)


def firm_of(table: Mapping[str, Any], text: str = "") -> Firm:
    """The firm that a parsed table describes; *text* to tell lines. Raises :class:`FirmTrouble`."""
    top = Table(table, KEYS, Text(text))
    accounts = tuple(_accounts(top))
    provider, dns, sent = top.told("provider"), top.below("dns", _DNS), top.below("sent_profile", _SENT)
    given = (one.address.rpartition("@")[2] for one in accounts)
    domains = dict.fromkeys((*top.each("domains", checks.own_domain), *(one for one in given if not checks.is_shared(one))))
    office = top.each("lan", checks.network)
    relays = tuple(_relay(one, provider) for one in top.tables("mta", _MTA))
    firm = Firm(
        domains=tuple(domains),
        name=top.told("name"),
        name_ja=top.told("name_ja"),
        accounts=accounts,
        wan=top.each("wan", checks.network),
        lan=(*office, *servers.without(dict.fromkeys(ip for one in accounts for ip in one.lan), office)),
        relays=relays,
        provider=provider,
        other_senders=tuple(_sender(one) for one in _rows(top)),
        habits=_habits(sent, accounts),
        keys=tuple(_key(one) for one in top.tables("keys", _KEY)),
        spf=_record(dns, "spf"),
        dmarc=_record(dns, "dmarc"),
        signs=_signs(dns),
        zone=_zone(top, sent),
        columns=tuple(columns.log(one) for one in top.tables("log", columns.KEYS)),
    )
    return replace(firm, relays=(*relays, *_pools(firm)))


def _accounts(top: Table) -> Iterator[OwnAccount]:
    seen: set[str] = set()
    for one in top.tables("accounts", _ACCOUNT):
        name = one.must("address", checks.address)
        if name in seen:
            raise one.trouble("address", _SAME, name)
        seen.add(name)
        yield OwnAccount(name, one.told("person"), one.texts("machine"), one.each("lan", checks.network))


def _relay(table: Table, provider: str) -> Relay:
    role, flag = table.told("role"), table.flag("shared")
    own = servers.is_own(role)
    shared = servers.is_shared(role) or (not own and servers.is_shared(provider)) if flag is None else flag
    found = dict.fromkeys((*table.each("ip", checks.network), *servers.networks(role)))
    return Relay(table.told("name").lower(), tuple(found), shared, role)


def _pools(firm: Firm) -> Iterator[Relay]:
    """What the SPF record names beside, where the mail leaves by a provider: its other servers.

    Of a firm with a server of its own nothing is taken from there: what it lists may be a service that only may send too.
    """
    if not firm.provider or servers.is_own(firm.provider):
        return
    groups = (*(one.networks for one in firm.relays), *(one.networks for one in firm.other_senders))
    known = [network for networks in groups for network in networks]
    rest = servers.without(servers.networks(firm.spf), known)
    if rest:
        yield Relay("", rest, servers.is_shared(firm.provider), "SPF")


def _rows(top: Table) -> Iterator[Table | str]:
    for place, one in enumerate(top.row("other_senders"), 1):
        yield one if isinstance(one, str) else top.entry("other_senders", place, one, _SENDER)


def _sender(one: Table | str) -> OtherSender:
    if isinstance(one, str):
        return named(one.strip())
    signed = (found[1] for text in one.texts("dkim") if (found := re.search(r"d=\s{0,5}([^\s;]{1,253})", text)))
    domains = (*one.each("domain", checks.domain, "domains"), *(one.checked("dkim", name, checks.domain) for name in signed))
    one.told("leave")
    return OtherSender(
        name=one.told("name") or next(iter(domains), ""),
        domains=tuple(dict.fromkeys(domains)),
        networks=one.each("ip", checks.network),
        accounts=one.each("account", checks.address, "accounts", "sends_from"),
    )


def named(text: str) -> OtherSender:
    """A sender of whom one thing is written: its address, domain, network, or only what it is called."""
    made: tuple[tuple[Callable[[str], str], Callable[[str], OtherSender]], ...] = (
        (checks.address, lambda one: OtherSender(text, accounts=(one,))),
        (checks.network, lambda one: OtherSender(text, networks=(one,))),
        (checks.domain, lambda one: OtherSender(text, domains=(one,))),
    )
    for check, sender in made:
        try:
            return sender(check(text))
        except Wrong:
            continue
    return OtherSender(text)


def _record(dns: Table, key: str) -> str:
    text = " ".join(dns.texts(key))
    return "" if text.lower() in _NOTHING else text


def _signs(dns: Table) -> bool | None:
    """Whether all mail is signed: as it is said, or as the words beside the selector tell; a selector alone tells nothing."""
    flag, text = dns.flag("signs"), " ".join(dns.texts("dkim"))
    if flag is not None or not text:
        return flag
    return False if text.lower() in _NOTHING else True if _SIGNS.search(text) else None


def _habits(sent: Table, accounts: tuple[OwnAccount, ...]) -> Habits:
    machines = tuple(dict.fromkeys(machine for one in accounts for machine in one.machines))
    return Habits(
        message_ids=sent.each("message_id", habits.pattern),
        mailers=sent.texts("client"),
        zones=tuple(checks.offset(one) for one in sent.each("zone", checks.minutes)),
        hours=_hours(sent),
        helos=tuple(dict.fromkeys(name for text in sent.texts("ehlo") for name in habits.helos(text, machines))),
    )


def _hours(sent: Table) -> tuple[int, ...]:
    found: set[int] = set()
    for one in sent.row("hours"):
        if isinstance(one, str):
            found.update(sent.checked("hours", one, habits.hours) if one.strip() else ())
        elif isinstance(one, bool) or not isinstance(one, int) or not 0 <= one < 24:
            raise sent.trouble("hours", _NUMBER, one)
        else:
            found.add(one)
    return tuple(sorted(found))


def _zone(top: Table, sent: Table) -> int:
    told = top.each("zone", checks.minutes) or sent.each("zone", checks.minutes)
    return told[0] if told else Firm().zone


def _key(one: Table) -> SigningKey:
    record = one.told("record")
    if not re.search(r"(?:^|p\s{0,5}=\s{0,5})[A-Za-z0-9+/]{16}", record):
        raise one.trouble("record", _ROW, record)
    return SigningKey(one.must("domain", checks.domain), one.told("selector").lower(), record)
