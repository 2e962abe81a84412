"""``mimawari us init``: the firm's own file, written by a few questions."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.cli.common import refused
from mimawari.faces.cli.us import common
from mimawari.faces.cli.us.asking import Asking
from mimawari.faces.safe import own, shown
from mimawari.faces.streams import note, put
from mimawari.model import Firm, OtherSender, OwnAccount, Relay, Words

_MOST_ASKED = 12
"""Accounts of which each is asked for its PC; where there are more, that is written into the file later."""

_NAME = Words(en="1. What is your firm called?", ja="1. 会社名を入力してください。")
_ADDRESSES = Words(
    en="2. Which mail addresses does your firm use? (several: with commas)",
    ja="2. 会社で使っているメールアドレスを入力してください（複数ある場合はコンマで区切ります）。",
)
_DOMAINS = Words(
    en="3. Which domains are yours alone? (what stands behind the @; none like gmail.com)",
    ja="3. 自社だけで使っているドメインを入力してください（@より後ろ。gmail.comなどは含めません）。",
)
_MACHINES = Words(
    en="4. On which PC is the mail of {address} read? (the name of the PC; several: with commas)",
    ja="4. {address} のメールを読んでいるPCの名前を入力してください（複数ある場合はコンマで区切ります）。",
)
_WAN = Words(
    en="5. Which address does your office's internet line have, as others see it? (the router's page shows it: WAN, global IP)",
    ja="5. 会社のインターネット回線のIPアドレスを入力してください（ルーターの画面の「WAN」「グローバルIPアドレス」）。",
)
_PROVIDER = Words(
    en="6. Who runs your mail? (Microsoft 365, Google Workspace, rental server NAME, own server ...)",
    ja="6. メールはどこのサービスですか（Microsoft 365、Google Workspace、レンタルサーバー○○、自社サーバーなど）。",
)
_SERVERS = Words(
    en="7. Which addresses do the mail servers have by which your mail leaves? (the provider's page or support tells)",
    ja="7. 送信メールサーバーのIPアドレスを入力してください（プロバイダーの案内ページやサポートで確認できます）。",
)
_OTHERS = Words(
    en="8. Who else sends mail in your name? (domains or names of shop systems, newsletter services; with commas)",
    ja="8. ほかに自社の名前でメールを送るサービスがあれば、ドメインか名前を入力してください"
    "（ショップのシステム、メール配信など。コンマ区切り）。",
)
_OVERWRITE = Words(
    en="{path} is already there. Overwrite it? (yes / no)", ja="{path} はすでにあります。上書きしますか（はい／いいえ）。"
)
_KEPT = Words(
    en="{path} is already there; nothing was written. Give another name, or answer yes.",
    ja="{path} はすでにあるため、書き込みませんでした。別の名前を指定するか、「はい」と答えてください。",
)
_UNWRITABLE = Words(en="cannot write to {path} ({why}).", ja="{path} に保存できません（{why}）。")
_NOT_LEARNT = Words(
    en="nothing can be learnt from {locator}: there is no mail in it that tells whose it is.",
    ja="{locator} から自社の情報を読み取れませんでした（持ち主の分かるメールがありません）。",
)
_DONE = Words(
    en="mimawari: written. Look it over: mimawari us show {path}",
    ja="mimawari：作成しました。内容の確認：mimawari us show {path}",
)
_LATER = Words(
    en="There are many accounts: write their PCs into the file (machine = ...).",
    ja="アカウントの数が多いため、読んでいるPCは、作成したファイルに書き足してください（machine = ...）。",
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Write the firm's own file to PATH (us.toml; - for stdout) by a few questions. Every one of them may be left out. "
        "Without a terminal the answers are read from stdin, one a line.",
        ja="いくつかの質問に答えて、自社の情報ファイルをPATH（省略時は us.toml、- は標準出力）に作成します。"
        "分からない質問は空のままで構いません。"
        "端末以外から実行した場合は、標準入力から1行に1つずつ答えを読み取ります。",
    ),
)
@click.argument("path", default=common.FILE)
@click.option(
    "--learn", metavar="LOCATOR", cls=spoken.Option,
    words=Words(
        en="A mailbox or a folder of sent mail of your own: what can be read off it is proposed.",
        ja="自社のメールボックスや送信済みメールのフォルダー。そこから読み取れる内容を、答えの候補として示します。",
    ),
)  # fmt: skip
@click.option(
    "--yes", "takes_defaults", is_flag=True, cls=spoken.Option,
    words=Words(en="Ask nothing: take what was learnt.", ja="質問せず、読み取れた内容だけで作成します。"),
)  # fmt: skip
@spoken.lang
def command(path: str, learn: str | None, takes_defaults: bool, lang: str | None) -> int:
    """Ask, and write the file."""
    tongue = spoken.speaking(lang)
    asking = Asking(tongue, takes_defaults)
    replaces = _may_write(path, asking)
    firm = asked(asking, _learnt(learn, tongue) if learn else Firm())
    text = app.firm.text(firm, tongue)
    if path == "-":
        put(text.rstrip("\n"))
        return 0
    _write(Path(path), text, replaces, tongue)
    note(_DONE.fill({"path": shown(path)}).say(tongue))
    return 0


def _learnt(locator: str, tongue: str) -> Firm:
    """What is read off the firm's own mail; refused where that tells nothing."""
    found = app.learnt(locator)
    if not found.accounts:
        raise refused(_NOT_LEARNT, tongue, locator=locator)
    return found


def asked(asking: Asking, known: Firm) -> Firm:
    """The firm by the answers, with what is known of it as proposals."""
    ja = asking.tongue == "ja"
    name = asking.text(_NAME, known.name_ja or known.name if ja else known.name or known.name_ja)
    addresses = asking.each(_ADDRESSES, app.firm.address, [one.address for one in known.accounts])
    given = dict.fromkeys(host for one in addresses if not app.firm.is_shared(host := one.rpartition("@")[2]))
    domains = asking.each(_DOMAINS, app.firm.own_domain, dict.fromkeys((*known.domains, *given)))
    accounts = tuple(_accounts(asking, addresses, known))
    wan = asking.each(_WAN, app.firm.network, known.wan)
    provider = asking.text(_PROVIDER, known.provider)
    servers = asking.each(_SERVERS, app.firm.network, dict.fromkeys(ip for one in known.relays for ip in one.networks))
    others = asking.each(_OTHERS, str, [one.name for one in known.other_senders], spaced=False)
    return replace(
        known, name_ja=name if ja else known.name_ja, name=known.name if ja else name, accounts=accounts, wan=wan,
        domains=tuple(dict.fromkeys((*domains, *given))), provider=provider, relays=_relays(servers, provider, known),
        other_senders=_senders(others, known), learnt=False,
    )  # fmt: skip


def _accounts(asking: Asking, addresses: tuple[str, ...], known: Firm) -> list[OwnAccount]:
    found = []
    for address in addresses:
        before = known.account(address) or OwnAccount(address)
        words = _MACHINES.fill({"address": own(address)})
        few = len(addresses) <= _MOST_ASKED
        found.append(replace(before, machines=asking.each(words, str, before.machines)) if few else before)
    if len(addresses) > _MOST_ASKED and not asking.takes_defaults:
        note(_LATER.say(asking.tongue))
    return found


def _relays(servers: tuple[str, ...], provider: str, known: Firm) -> tuple[Relay, ...]:
    """The servers that are known, without those that were left out, and one for the addresses that are new."""
    held = {ip for one in known.relays for ip in one.networks}
    kept = (replace(one, networks=tuple(ip for ip in one.networks if ip in servers)) for one in known.relays)
    new = tuple(ip for ip in servers if ip not in held)
    relays = tuple(one for one in kept if one.networks)
    return (*relays, Relay("", new, app.firm.is_shared_server(provider), provider)) if new else relays


def _senders(names: tuple[str, ...], known: Firm) -> tuple[OtherSender, ...]:
    held = {one.name: one for one in known.other_senders}
    return tuple(held.get(name) or app.firm.sender(name) for name in names)


def _may_write(path: str, asking: Asking) -> bool:
    """Whether a file is to be replaced; refused where there is one and nobody says so. Asked first, before all else."""
    if path == "-" or not os.path.lexists(path):
        return False
    if asking.takes_defaults or not asking.agrees(_OVERWRITE.fill({"path": shown(path)})):
        raise refused(_KEPT, asking.tongue, path=path)
    return True


def _write(path: Path, text: str, replaces: bool, tongue: str) -> None:
    """Write it for the owner's eyes only; what came there meanwhile stays, and an old file until the new one is whole."""
    target = path.with_name(f"{path.name}.new") if replaces else path
    try:
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        if replaces:
            target.replace(path)
    except FileExistsError as error:
        raise refused(_KEPT, tongue, path=target) from error
    except (OSError, ValueError) as error:
        raise refused(_UNWRITABLE, tongue, path=path, why=error) from error
