"""The password of a mail account: from the system's own safe for passwords, else asked for. It is never kept or shown."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module

from mimawari import app
from mimawari.faces.cli.common import refused
from mimawari.faces.safe import shown
from mimawari.model import Words
from mimawari.model.account import Account, Flaw, NoAccount, names_account

SAFE = "mimawari"
"""The name under which the safe (the optional library ``keyring``) keeps a password for this program, by ``user@host``."""

_WRONG = {
    Flaw.PASSWORD: Words(
        en="the locator of a mail account must not hold its password: others could see it. Leave it out, it is asked for.",
        ja="メールアカウントの指定にパスワードを含めないでください（ほかの人に見えるおそれがあります）。"
        "パスワードは、実行後に入力できます。",
    ),
    Flaw.USER: Words(
        en="the locator of a mail account needs the user: imaps://USER@SERVER/FOLDER (an @ in USER is written %40).",
        ja="メールアカウントには、ユーザー名が必要です：imaps://ユーザー名@サーバー/フォルダー（ユーザー名の @ は %40 と書きます）",
    ),
    Flaw.SERVER: Words(
        en="the locator of a mail account needs the server: imaps://USER@SERVER/FOLDER, with :PORT behind it if it has its own.",
        ja="メールアカウントには、サーバー名が必要です：imaps://ユーザー名@サーバー/フォルダー"
        "（ポートを指定する場合は サーバー:ポート）",
    ),
    Flaw.CHARACTER: Words(
        en="the locator of a mail account holds a control character.",
        ja="メールアカウントの指定に、使用できない制御文字が含まれています。",
    ),
}
_ASK = Words(en="Password of {account}: ", ja="{account} のパスワード：")
_NONE = Words(en="no password was given for {account}.", ja="{account} のパスワードが入力されませんでした。")


def opened(locators: Iterable[str], tongue: str) -> list[app.Evidence]:
    """The locators as evidence, accounts with their passwords: each account is asked for once.

    A locator that is wrong is refused before anything is asked for, and never repeated.
    """
    given = [(locator, _account(locator, tongue)) for locator in locators]
    secrets = {key: _secret(account, tongue) for key, account in {_key(a): a for _, a in given if a}.items()}
    return [_evidence(locator, secrets[_key(account)] if account else "") for locator, account in given]


def _evidence(locator: str, secret: str) -> app.Evidence:
    return replace(app.evidence(locator), secret=secret)


def _key(account: Account) -> tuple[str, str, int]:
    return account.user, account.host, account.port


def _account(locator: str, tongue: str) -> Account | None:
    if not names_account(locator):
        return None
    try:
        return Account.of(locator)
    except NoAccount as wrong:
        raise refused(_WRONG[wrong.flaw], tongue) from None


def _secret(account: Account, tongue: str) -> str:
    secret = _kept(account) or _asked(account, tongue)
    if not secret:
        raise refused(_NONE, tongue, account=account.name)
    return secret


def _kept(account: Account) -> str | None:
    """What the safe holds; None where there is no safe, where it stays closed, or where it holds nothing."""
    try:
        keyring = import_module("keyring")
        errors = import_module("keyring.errors")
    except ImportError:
        return None
    try:
        secret = keyring.get_password(SAFE, account.name)
    except (errors.KeyringError, OSError, RuntimeError):
        return None
    return secret if isinstance(secret, str) else None


def _asked(account: Account, tongue: str) -> str:
    """From the terminal, unseen; where there is none, the next line of stdin."""
    if not sys.stdin or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n") if sys.stdin else ""
    from getpass import getpass

    try:
        return getpass(_ASK.say(tongue).format(account=shown(account.name)))
    except EOFError:
        return ""
