"""``mimawari prepare``: before anything happens."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from mimawari import app
from mimawari.app import preparing
from mimawari.faces.cli import spoken
from mimawari.faces.cli.common import InUse, in_use, refused
from mimawari.faces.cli.out import INSIDE, inside
from mimawari.faces.safe import shown
from mimawari.faces.streams import note, put
from mimawari.model import Answers, Firm, Words

ANSWERS = "answers.toml"
SERVER = "MIMAWARI_DNS_SERVER"
"""An environment variable: the DNS server to ask instead of the PC's own (``ADDRESS`` or ``ADDRESS#PORT``)."""
_TROUBLE = Words(en="{path}: {what}", ja="{path}：{what}")
_NO_DOMAIN = Words(
    en="--dns needs the domains of your firm: --us us.toml, or --domain NAME.",
    ja="--dns には自社のドメインが必要です。--us us.toml か --domain で指定してください。",
)
_NOT_ASKED = Words(en="--domain is for --dns only.", ja="--domain は --dns と一緒に指定してください。")
_CONTACT = Words(en="mimawari: asking the DNS for {domains} ({server}).", ja="mimawari：DNSに問い合わせます：{domains}（{server}）")
_NO_PC = Words(
    en="{locator} is an account on a server. prepare looks at PCs, their copies and images, and contacts no server.",
    ja="{locator} はサーバー上のアカウントです。prepare が調べるのはPCやそのコピー・イメージで、サーバーには接続しません。",
)
_BAD_SERVER = Words(
    en="{name} must be an address, or ADDRESS#PORT (192.0.2.53#53).",
    ja="{name} には、IPアドレスか「アドレス#ポート」（192.0.2.53#53）を指定してください。",
)
_KEPT = Words(
    en="{path} is there already, with other answers. Leave --answers out to go on with it, or name another folder.",
    ja="{path} には、すでに別の回答があります。続きから使うには --answers を外すか、別のフォルダーを指定してください。",
)
_OWN_SERVER = Words(en="the server that this PC uses", ja="このPCが使うDNSサーバー")
_WRITTEN = Words(en="mimawari: written: {path}", ja="mimawari：保存しました：{path}")
_NO_OUT = Words(
    en="--ask and --answers need --out DIR, where the sheet is written.",
    ja="--ask と --answers には、保存先の --out DIR が必要です。",
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Look at what keeps Emotet and its kind out of LOCATOR (without one: this PC), read only: Office macros, Protected "
        "View, archivers, antivirus, age of Windows and Office, and more, of every user. With --out, write the check and a "
        "printable emergency sheet. Nothing is changed, and nothing is sent.",
        ja="LOCATOR（省略時はこのPC）について、Emotetなどを防ぐ設定を読み取り専用で確認します。Officeのマクロ、保護ビュー、"
        "展開ソフト、ウイルス対策、WindowsやOfficeの古さなどを、全ユーザー分調べます。--out を付けると、結果と、"
        "印刷できる緊急連絡シートを保存します。設定の変更や送信はしません。",
    ),
)
@click.argument("locator", required=False)
@spoken.option("--us", metavar="FILE", en="The firm's own file (us.toml).", ja="自社の情報ファイル（us.toml）。")
@spoken.option("--answers", "given", metavar="FILE", en="Answers for the sheet.", ja="緊急連絡シートの回答ファイル。")
@spoken.option("--ask", is_flag=True, en="Ask for the sheet's answers (12 questions).", ja="シートの内容を質問します（12問）。")
@spoken.option(
    "--dns", "asks_dns", is_flag=True,
    en="Ask the DNS for SPF, DKIM and DMARC of your domains. Nothing else contacts anybody.",
    ja="自社ドメインのSPF・DKIM・DMARCをDNSに問い合わせます（ほかの通信はしません）。",
)  # fmt: skip
@spoken.option("--domain", "names", metavar="NAME", multiple=True, en="A domain to ask for.", ja="問い合わせるドメイン。")
@spoken.option("--out", metavar="DIR", en="Where the check and the sheet are written.", ja="結果とシートの保存先フォルダー。")
@spoken.as_json
@spoken.knowledge
@spoken.lang
def command(
    locator: str | None, us: str | None, given: str | None, *, ask: bool, asks_dns: bool, names: tuple[str, ...], out: str | None,
    as_json: bool, knowledge: str | None, lang: str | None,
) -> int:  # fmt: skip
    """Look, ask, write, and say it."""
    tongue = spoken.speaking(lang)
    if (ask or given) and not out:
        raise refused(_NO_OUT, tongue)
    _not_an_account(locator, tongue)
    folder = _folder(out, locator, tongue)
    firm = _firm(us, tongue)
    wanted = _domains(names, firm, tongue, asks_dns=asks_dns)
    answers = _answers(given, folder, firm, tongue, replaces=ask)
    use = in_use(knowledge, tongue)
    checks = [*_looked(locator, use, with_accounts=folder is not None)]
    checks += [_asked_dns(wanted, firm, use.known, tongue)] if asks_dns else []
    answers = preparing.seen_on(answers, checks)
    if ask and folder:
        from mimawari.faces.cli.prepare_asking import asked

        answers = asked(answers, tongue)
    if folder:
        from mimawari.faces.cli.prepare_files import write

        for path in write(folder, checks, answers, use.known, tongue, keeps_answers=ask):
            note(_WRITTEN.fill({"path": shown(path)}).say(tongue))
    status = preparing.status(checks)
    _print(checks, status, use.known, tongue, as_json=as_json)
    return status


def _not_an_account(locator: str | None, tongue: str) -> None:
    """Refuse what lies on a server: only ``--dns`` contacts anybody."""
    kind = app.sources.load().get(app.evidence(locator).forced) if locator else None
    if kind and kind.schemes:
        raise refused(_NO_PC, tongue, locator=locator)


def _server(tongue: str) -> str:
    """The DNS server that the environment names; empty for the PC's own."""
    named = os.environ.get(SERVER, "")
    address, _, port = named.partition("#")
    is_port = not port or (port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 65_536)
    if named and not (is_port and app.firm.is_address(address)):
        raise refused(_BAD_SERVER, tongue, name=SERVER)
    return named


def _folder(out: str | None, locator: str | None, tongue: str) -> Path | None:
    if out is None:
        return None
    if locator and inside(Path(out), app.evidence(locator).path):
        raise refused(INSIDE, tongue, path=out)
    return Path(out)


def _firm(us: str | None, tongue: str) -> Firm:
    if us is None:
        return Firm()
    from mimawari.faces.cli.us.common import read

    return read(us, tongue)


def _domains(names: tuple[str, ...], firm: Firm, tongue: str, *, asks_dns: bool) -> tuple[str, ...]:
    """What the DNS is asked for; refused where there is nothing to ask, or nobody said that it may be asked."""
    if names and not asks_dns:
        raise refused(_NOT_ASKED, tongue)
    found = []
    for name in names:
        try:
            found.append(app.firm.own_domain(name))
        except app.firm.Wrong as wrong:
            raise refused(_TROUBLE, tongue, path=name, what=wrong.words.say(tongue)) from wrong
    if asks_dns and not found and not firm.domains:
        raise refused(_NO_DOMAIN, tongue)
    return tuple(found) or firm.domains


def _answers(given: str | None, folder: Path | None, firm: Firm, tongue: str, *, replaces: bool) -> Answers:
    """Those of the file that is named, else of the last time, with what the firm's own file tells.

    Refused where other answers of a last time would be lost.
    """
    kept = folder / ANSWERS if folder and (folder / ANSWERS).is_file() else None
    if replaces and given and kept and Path(given).is_file() and not kept.samefile(given):
        raise refused(_KEPT, tongue, path=kept)
    path = Path(given) if given else kept
    try:
        found = preparing.read_answers(path) if path else Answers()
    except app.FirmTrouble as trouble:
        raise refused(_TROUBLE, tongue, path=path, what=trouble.words.say(tongue)) from trouble
    return preparing.proposed(firm, found, tongue)


def _looked(locator: str | None, use: InUse, *, with_accounts: bool) -> list[preparing.Prepared]:
    settings, what = app.Settings(knowledge=use.folder), [app.evidence(locator or app.THIS_PC)]
    return list(preparing.prepared(what, settings, use.known, preparing.today(), with_accounts=with_accounts))


def _asked_dns(wanted: tuple[str, ...], firm: Firm, known: app.Knowledge, tongue: str) -> preparing.Prepared:
    server = _server(tongue)
    said = shown(server) or _OWN_SERVER.say(tongue)
    note(_CONTACT.say(tongue).format(domains=", ".join(map(shown, wanted)), server=said))
    return preparing.domains(replace(firm, domains=wanted), known, wanted, server)


def _print(checks: list[preparing.Prepared], status: int, known: app.Knowledge, tongue: str, *, as_json: bool) -> None:
    if as_json:
        from mimawari.faces import protections_json

        put(protections_json.of(checks, status, known))
        return
    from mimawari.faces.text import show
    from mimawari.faces.text.protections import protection_lines

    for check in checks:
        show(protection_lines(check, known, tongue))
