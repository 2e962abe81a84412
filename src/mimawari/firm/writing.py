""":class:`~mimawari.model.Firm` → ``us.toml``, with a comment on every part, so that people can go on in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from mimawari.firm.checks import offset
from mimawari.model import Firm, LogColumns, Words

_HEAD = Words(
    en="Our firm, for mimawari: what belongs to us, so that it can tell us from others.\n"
    "Nothing of it leaves this PC. What you do not know, leave out. Check it with: mimawari us show us.toml",
    ja="mimawariのための、自社の情報です。自社のものと他社のものを見分けるために使います。\n"
    "この内容が外部に送信されることはありません。分からない項目は、空のままで構いません。内容の確認：mimawari us show us.toml",
)
_DOMAINS = Words(
    en="Domains of your own: what stands behind the @. None in which everybody can have an address (gmail.com).",
    ja="自社のドメイン（メールアドレスの@より後ろ）。だれでも取得できるもの（gmail.comなど）は書かないでください。",
)
_NAMES = Words(en="What your firm is called.", ja="会社名")
_LINE = Words(
    en="Addresses of your internet line as others see them, and of your office network.",
    ja="インターネット回線の外側のIPアドレス（wan）と、社内ネットワークのアドレス（lan）",
)
_PROVIDER = Words(
    en='Who runs your mail: "own server", "rental server (shared), NAME", "Microsoft 365", "Google Workspace" ...',
    ja="メールの運営元：「自社サーバー」「レンタルサーバー（共用）サービス名」「Microsoft 365」「Google Workspace」など",
)
_ZONE = Words(en="Your time, as an offset from UTC: +0900 is Japan.", ja="時差（日本は +0900）")
_ACCOUNTS = Words(
    en="Every mail account: whose it is, the PCs that read it, and their addresses in the office.",
    ja="メールアカウントごとに：使っている人、メールを読むPC、そのPCの社内IPアドレス",
)
_MTA = Words(
    en="Servers that your mail leaves by. shared = true: other customers' mail leaves by them too.",
    ja="自社のメールが送信されるサーバー。shared = true：ほかの契約者と共用のサーバー",
)
_OTHERS = Words(
    en="Who else sends in your name, with your leave: a shop system, a newsletter service.",
    ja="自社の名前でメールを送ることを認めているサービス（ショップのシステム、メール配信サービスなど）",
)
_DNS = Words(
    en="DNS records of your domain, as your provider shows them. signs: all your mail has a DKIM signature.",
    ja="ドメインのDNSレコード（プロバイダーの管理画面などで確認できます）。signs：すべてのメールにDKIM署名が付いているか",
)
_SENT = Words(
    en="How your own mail usually looks. It can be learnt: mimawari us init --learn FOLDER-OF-SENT-MAIL",
    ja="自社のメールの普段の特徴。送信済みフォルダーから読み取れます：mimawari us init --learn 送信済みメールのフォルダー",
)
_KEYS = Words(en="Public keys of your DKIM selectors, as they stand in the DNS.", ja="DKIMの公開鍵（DNSに登録したもの）")
_LOG = Words(
    en="Logs of your provider that come as a table (CSV): which column means what. mimawari knows those of Microsoft 365,\n"
    "Exchange and Google Workspace already. tells: sending, or sign-in.",
    ja="プロバイダーから表形式（CSV）で受け取ったログの、列の意味\n"
    "（Microsoft 365、Exchange、Google Workspaceのログは指定不要です）\n"
    "tells：sending（送信の記録）または sign-in（ログインの記録）",
)

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})


def text(firm: Firm, language: str) -> str:
    """The whole file, its comments in *language*. Reading it gives the firm again, but for its being learnt."""
    return "\n".join(_lines(firm, language)) + "\n"


def _lines(firm: Firm, tongue: str) -> Iterator[str]:
    yield from _said(_HEAD, tongue)
    yield from _part(_NAMES, tongue, [("name", firm.name), ("name_ja", firm.name_ja)])
    yield from _part(_DOMAINS, tongue, [("domains", firm.domains)])
    yield from _part(_LINE, tongue, [("wan", firm.wan), ("lan", firm.lan)])
    yield from _part(_PROVIDER, tongue, [("provider", firm.provider)])
    yield from _part(_ZONE, tongue, [("zone", offset(firm.zone))])
    yield from _rows("accounts", _ACCOUNTS, tongue, _accounts(firm))
    yield from _rows("mta", _MTA, tongue, _servers(firm))
    yield from _rows("other_senders", _OTHERS, tongue, _senders(firm))
    signs: list[tuple[str, object]] = [] if firm.signs is None else [("signs", firm.signs)]
    yield from _part(_DNS, tongue, [("spf", firm.spf), ("dmarc", firm.dmarc), *signs], "dns")
    yield from _part(_SENT, tongue, _habits(firm), "sent_profile")
    rows = ([("domain", key.domain), ("selector", key.selector), ("record", key.record)] for key in firm.keys)
    yield from _rows("keys", _KEYS, tongue, rows)
    yield from _rows("log", _LOG, tongue, map(_log, firm.columns))


def _said(words: Words, tongue: str) -> Iterator[str]:
    yield from (f"# {line}" for line in words.say(tongue).split("\n"))


def _part(words: Words, tongue: str, values: Iterable[tuple[str, object]], table: str = "") -> Iterator[str]:
    yield ""
    yield from _said(words, tongue)
    if table:
        yield f"[{table}]"
    yield from (f"{key} = {_value(value)}" for key, value in values)


def _rows(key: str, words: Words, tongue: str, rows: Iterable[Iterable[tuple[str, object]]]) -> Iterator[str]:
    """Tables of a list, written as such; an example in comments where there are none."""
    yield ""
    yield from _said(words, tongue)
    empty = True
    for row in rows:
        empty = False
        yield f"[[{key}]]"
        yield from (f"{name} = {_value(value)}" for name, value in row)
    if empty:
        yield from (f"# {line}" for line in _EXAMPLES[key])


_EXAMPLES = {
    "accounts": ("[[accounts]]", 'address = "hanako@sakura.example.jp"', 'person = "Hanako"', 'machine = ["PC-HANAKO"]'),
    "mta": ("[[mta]]", 'name = "mail.sakura.example.jp"', 'ip = ["192.0.2.25"]', 'role = "own server"'),
    "other_senders": ("[[other_senders]]", 'name = "Shop"', 'domains = ["shop.example.com"]'),
    "log": (
        "[[log]]",
        'match = "smtp_*.csv"',
        'tells = "sending"',
        'columns.time = "Date"',
        'columns.account = "Login"',
        'columns.client = "Client IP"',
        'columns.message_id = "Message-ID"',
    ),
    "keys": ("[[keys]]", 'domain = "sakura.example.jp"', 'selector = "s1"', 'record = "v=DKIM1; p=..."'),
}


def _log(one: LogColumns) -> Iterator[tuple[str, object]]:
    yield from (("name", one.name), ("match", one.match), ("tells", one.tells))
    yield from (("time_format", one.time_format), ("zone", "" if one.zone is None else offset(one.zone)))
    yield from (("encoding", one.encoding), ("failed", one.failed))
    yield from ((f"columns.{meaning}", name) for meaning, name in one.columns)


def _accounts(firm: Firm) -> Iterator[list[tuple[str, object]]]:
    for one in firm.accounts:
        yield [("address", one.address), ("person", one.person), ("machine", one.machines), ("lan", one.lan)]


def _servers(firm: Firm) -> Iterator[list[tuple[str, object]]]:
    for one in firm.relays:
        yield [("name", one.name), ("ip", one.networks), ("role", one.role), ("shared", one.shared)]


def _senders(firm: Firm) -> Iterator[list[tuple[str, object]]]:
    for one in firm.other_senders:
        yield [("name", one.name), ("domains", one.domains), ("ip", one.networks), ("accounts", one.accounts)]


def _habits(firm: Firm) -> Iterator[tuple[str, object]]:
    usual = firm.habits
    yield from (("message_id", usual.message_ids), ("client", usual.mailers), ("ehlo", usual.helos))
    yield from (("zone", usual.zones), ("hours", usual.hours))


def quoted(value: str) -> str:
    """A text as TOML takes it."""
    return _value(value)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return '"' + "".join(map(_escaped, str(value))) + '"'


def _escaped(char: str) -> str:
    """A character as TOML takes it, what cannot be seen written out: a learnt value may hold anything. A lone surrogate is none."""
    kind = unicodedata.category(char)
    if kind == "Cs":
        return "\\ufffd"
    return _ESCAPES.get(char) or (f"\\U{ord(char):08x}" if kind in _UNSEEN else char)
