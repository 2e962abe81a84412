"""What a firm's domains say of its mail: SPF, DKIM, DMARC and mail servers → lines of the check. Pure.

A question to the DNS that got no answer is unknown here. Only "there is none" is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from mimawari.knowledge import Knowledge
from mimawari.model import Gap, Protection, Setting, Ward, Words
from mimawari.respond.protecting import RANK, UNLOOKED, both, made

LOOKUPS = 10
"""So many an SPF record may cause (RFC 7208 4.6.4)."""
_NULL_MX = "0 ."


_NO_SPF = both("there is no SPF record", "SPFレコードがありません")
_TWO_SPF = both(
    "there are {count} SPF records; receivers treat that as an error", "SPFレコードが{count}個あります（受信側でエラーになります）"
)
_OPEN_SPF = both("it ends in {end}: anyone may send", "末尾が {end} です（だれでも送れる設定です）")
_NEUTRAL_SPF = both(
    "it ends in ?all, or has no “all” term: it rejects nobody", "末尾が ?all か、all の指定がありません（だれの送信も拒否しません）"
)
_MANY_LOOKUPS = both(
    "it causes {count} DNS lookups; receivers stop at 10", "DNSの参照が{count}回あります（10回を超えると受信側でエラーになります）"
)
_SPF = both("there is one, and it ends in {end}", "設定されています（末尾は {end}）")
_NO_DMARC = both("there is no DMARC record", "DMARCレコードがありません")
_TWO_DMARC = both(
    "there are {count} DMARC records; receivers ignore them all", "DMARCレコードが{count}個あります（受信側ですべて無視されます）"
)
_BAD_DMARC = both("it names no policy (p=)", "ポリシー（p=）が書かれていません")
_DMARC_NONE = both(
    "p=none: forged mail is delivered; reports are sent", "p=none です（なりすましメールも届きます。報告は受け取れます）"
)
_DMARC_BLIND = both(
    "p=none and no address for reports (rua): it has no effect", "p=none で、報告先（rua）もありません（効果がありません）"
)
_DMARC_PART = both("p={policy}, but for only {percent}% of emails", "p={policy} ですが、対象は{percent}%だけです")
_DMARC = both("p={policy}", "p={policy} です")
_DMARC_NO_RUA = both("p={policy}; no address for reports (rua)", "p={policy} です（報告先 rua の指定はありません）")
_NO_SELECTOR = both(
    "its selectors are not known and cannot be looked up from outside. Add them to us.toml ([[keys]])",
    "セレクターが分からないため確認できません（外からは調べられません）。us.toml の [[keys]] に書いてください",
)
_NO_KEY = both("there is no key at {name}", "{name} に鍵がありません")
_EMPTY_KEY = both("the key at {name} is revoked (p= is empty)", "{name} の鍵は取り消されています（p= が空です）")
_TEST_KEY = both("the key at {name} is marked as a test (t=y)", "{name} の鍵はテスト中の設定です（t=y）")
_KEY = both("there is a key at {name}", "{name} に鍵があります")
_NULL = both("the domain states that it accepts no email", "メールを受け取らないドメインとして設定されています")
_NO_MX = both("there is no MX record", "MXレコードがありません")
_MX = both("{count} server(s)", "{count}台のサーバーが登録されています")
_MX_MIXED = both(
    "“no mail” (0 .) is published alongside mail servers", "「受け取らない」（0 .）と、受信サーバーの両方が登録されています"
)


def domain_lines(
    domains: Iterable[str], settings: Iterable[Setting], gaps: Iterable[Gap], known: Knowledge
) -> tuple[Protection, ...]:
    """A line for each domain and row, what matters most first. ``user`` of a line is the domain."""
    every, unseen = tuple(settings), {gap.origin.locator for gap in gaps}
    found = [line for domain in domains for line in _of(domain, every, unseen, known)]
    places = {row.id: at for at, row in enumerate(known.protections.rows)}
    return tuple(sorted(found, key=lambda one: (RANK[one.ward], places[one.id], one.user)))


def _of(domain: str, settings: tuple[Setting, ...], unseen: set[str], known: Knowledge) -> Iterator[Protection]:
    takes_mail = _values("mail-servers", domain, settings) != [_NULL_MX]
    told: Mapping[str, tuple[Ward, Words] | None] = {
        "spf": spf(_values("spf", domain, settings), _values("spf-lookups", domain, settings)),
        "dkim": dkim(
            [one for one in settings if one.id == "dkim" and one.program.endswith(f"._domainkey.{domain}")], unseen, domain
        ),
        "dmarc": dmarc(_values("dmarc", domain, settings), _values("dmarc-above", domain, settings)),
        "mail-servers": servers(_values("mail-servers", domain, settings)),
    }
    for name, found in told.items():
        ward, seen = found or (Ward.UNKNOWN, UNLOOKED)
        if name != "dkim" or takes_mail:
            yield made(known.protections.row(name), ward, seen, user=domain)


def _values(row: str, domain: str, settings: tuple[Setting, ...]) -> list[str]:
    return [one.value for one in settings if one.id == row and one.program == domain]


def spf(records: list[str], lookups: list[str]) -> tuple[Ward, Words] | None:
    """What the SPF records of a domain are worth; None where nobody answered."""
    if not records:
        return None
    there = [one for one in records if one]
    if len(there) != 1:
        return (Ward.BAD, _TWO_SPF.fill({"count": len(there)})) if there else (Ward.BAD, _NO_SPF)
    terms = there[0].lower().split()
    end = next((term for term in terms if re.fullmatch(r"[+?~-]?all", term)), "")
    if end in ("all", "+all"):
        return Ward.BAD, _OPEN_SPF.fill({"end": end})
    if not lookups:
        return None
    if int(lookups[0]) > LOOKUPS:
        return Ward.BAD, _MANY_LOOKUPS.fill({"count": lookups[0]})
    redirect = next((term for term in terms if term.startswith("redirect=")), "")
    if end in ("", "?all") and not (redirect and not end):
        return Ward.WEAK, _NEUTRAL_SPF
    return Ward.GOOD, _SPF.fill({"end": end or redirect})


def dmarc(records: list[str], above: list[str] | None = None) -> tuple[Ward, Words] | None:
    """What the DMARC records of a domain, or of the one *above* it, are worth; None where nobody answered."""
    if not records and not above:
        return None
    there = [one for one in records or above or () if one]
    if len(there) != 1:
        return (Ward.BAD, _TWO_DMARC.fill({"count": len(there)})) if there else (Ward.BAD, _NO_DMARC)
    tags = _tags(there[0])
    policy = (tags.get("p", "") if records else tags.get("sp") or tags.get("p", "")).lower()
    if policy not in ("none", "quarantine", "reject"):
        return Ward.BAD, _BAD_DMARC
    if policy == "none":
        return (Ward.WEAK, _DMARC_NONE) if tags.get("rua") else (Ward.BAD, _DMARC_BLIND)
    percent = tags.get("pct", "100")
    if percent.isdecimal() and int(percent[:4]) < 100:
        return Ward.WEAK, _DMARC_PART.fill({"policy": policy, "percent": percent[:4]})
    return Ward.GOOD, (_DMARC if tags.get("rua") else _DMARC_NO_RUA).fill({"policy": policy})


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";")[:50])
    found: dict[str, str] = {}
    for name, is_there, value in pairs:
        if is_there:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def dkim(keys: list[Setting], unseen: set[str], domain: str) -> tuple[Ward, Words] | None:
    """What the DKIM keys of a domain are worth, the worst of them; None where a key was asked for and nobody answered."""
    if any(name.endswith(f"._domainkey.{domain}") for name in unseen):
        return None
    judged = [_key(one) for one in keys]
    if not judged:
        return Ward.UNKNOWN, _NO_SELECTOR
    return min(judged, key=lambda one: RANK[one[0]])


def _key(one: Setting) -> tuple[Ward, Words]:
    tags, facts = _tags(one.value), {"name": one.program}
    if not one.value:
        return Ward.BAD, _NO_KEY.fill(facts)
    if not tags.get("p"):
        return Ward.BAD, _EMPTY_KEY.fill(facts)
    if "y" in tags.get("t", "").lower().split(":"):
        return Ward.WEAK, _TEST_KEY.fill(facts)
    return Ward.GOOD, _KEY.fill(facts)


def servers(records: list[str]) -> tuple[Ward, Words] | None:
    """What the MX records of a domain say; None where nobody answered."""
    if not records:
        return None
    there = [one for one in records if one]
    if _NULL_MX in there:
        return (Ward.GOOD, _NULL) if there == [_NULL_MX] else (Ward.BAD, _MX_MIXED)
    return (Ward.GOOD, _MX.fill({"count": len(there)})) if there else (Ward.WEAK, _NO_MX)
