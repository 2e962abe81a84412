"""``answers.toml``: what a firm answered for its emergency sheet. Read, checked and written; a password is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mimawari.firm.checks import Wrong
from mimawari.firm.content import content
from mimawari.firm.tables import Table
from mimawari.firm.trouble import FirmTrouble, Text
from mimawari.firm.writing import quoted
from mimawari.model import ANSWERS, Answers, Firm, Words, option_file

LARGEST, LONGEST, MOST = 1 << 18, 400, 200
"""Bytes of the file, characters of an answer, and entries of a list."""
LISTS = ("pcs", "accounts")

_LARGE = Words(en="too large for answers of a sheet.", ja="緊急連絡シートの回答としては大きすぎます。")
_SYNTAX = Words(en="no valid TOML: {why}.", ja="TOMLとして読み取れません：{why}")
_SECRET = Words(
    en="this looks like a password. No password belongs on the sheet: write the address or the name of the service only.",
    ja="パスワードのように見えます。シートにパスワードは書けません。アドレスかサービス名だけを入力してください。",
)
_LONG = Words(en="more than {most} characters, or entries.", ja="長すぎます（{most}まで）。")
_HEAD = Words(
    en="Answers for the emergency sheet of mimawari prepare. Never write a password here.",
    ja="mimawari prepare の緊急連絡シートの回答です。パスワードは書かないでください。",
)
_WORD = re.compile(
    r"(?i)(?:pass(?:word|wd|phrase|code)?|pwd?|pin)\s{0,3}[:=：＝]|パスワード\s{0,3}[:=：＝はが]|暗証番号|パスコード|秘密の質問"
)
_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@:/]{1,253}")
_URL = re.compile(r"https?://\S{1,400}")
_NOTE = re.compile(r"[（(][^（()）]{0,80}[)）]")
_TOKEN = re.compile(r"[!-~]{6,}")
_NAME_LIKE = re.compile(r"[A-Za-z]{2,}[A-Za-z&.-]*\d{0,4}|[\d()+-]{6,}|[A-Za-z][A-Za-z.-]*")


def looks_secret(text: str) -> bool:
    """Whether a line of a list of accounts may hold a password: a word for it with a value, or letters of it beside an address."""
    if _WORD.search(text):
        return True
    rest = _URL.sub(" ", _MAIL.sub(" ", text))
    is_beside = bool(_MAIL.search(text)) or len(text.split()) > 1
    tokens = [one.strip(":/|,;!?") for one in _TOKEN.findall(_NOTE.sub(" ", rest))]
    return any(_is_mixed(one) and (is_beside or not _NAME_LIKE.fullmatch(one)) for one in tokens)


def _is_mixed(token: str) -> bool:
    """Letters and digits or signs in one word of six and more, as passwords have them and names rarely do."""
    kinds = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9.-]")
    count = sum(1 for kind in kinds if re.search(kind, token))
    return len(token) >= 6 and count >= 2 and not re.fullmatch(r"[A-Za-z.-]+", token)


def account(text: str) -> str:
    """An entry of a list of accounts. Raises :class:`Wrong` for what looks like a password."""
    if looks_secret(text):
        raise Wrong(_SECRET)
    return told(text)


def told(text: str) -> str:
    """An answer as it stands. Raises :class:`Wrong` where it is too long, or names a password."""
    if len(text) > LONGEST:
        raise Wrong(_LONG.fill({"most": LONGEST}))
    if _WORD.search(text):
        raise Wrong(_SECRET)
    return text.strip()


CHECKS: dict[str, Callable[[str], str]] = {name: account if name == "accounts" else told for name in ANSWERS}
"""How an answer of each name is checked."""


def read(path: Path) -> Answers:
    """The answers of a file. Raises :class:`FirmTrouble`."""
    found = content(path, LARGEST, _LARGE)
    try:
        return parse(found.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FirmTrouble(_SYNTAX.fill({"why": "UTF-8"})) from error


def parse(text: str) -> Answers:
    """The answers of a text. Raises :class:`FirmTrouble`: what looks like a password is named by its key, and not repeated."""
    try:
        given = option_file.toml(text)
    except (ValueError, RecursionError) as error:
        raise FirmTrouble(_SYNTAX.fill({"why": type(error).__name__})) from error
    table = Table(given, ANSWERS, Text())
    found: dict[str, object] = {}
    for name in ANSWERS:
        if name in LISTS:
            many = table.texts(name)
            if len(many) > MOST:
                raise table.trouble(name, _LONG.fill({"most": MOST}))
            found[name] = tuple(_checked(table, name, one) for one in many)
        else:
            found[name] = _checked(table, name, table.told(name))
    return Answers(**found)  # type: ignore[arg-type]


def _checked(table: Table, name: str, value: str) -> str:
    try:
        return CHECKS[name](value)
    except Wrong as wrong:
        raise table.trouble(name, wrong.words) from None


def text(answers: Answers, tongue: str) -> str:
    """The file."""
    lines = [f"# {_HEAD.say(tongue)}"]
    for name in ANSWERS:
        value = getattr(answers, name)
        is_list = isinstance(value, tuple)
        lines.append(f"{name} = [{', '.join(map(quoted, value))}]" if is_list else f"{name} = {quoted(value)}")
    return "\n".join(lines) + "\n"


def proposed(firm: Firm, answers: Answers, tongue: str) -> Answers:
    """*answers*, with what the firm's own file says where nothing was answered."""
    names = (firm.name_ja, firm.name) if tongue == "ja" else (firm.name, firm.name_ja)
    machines = dict.fromkeys(machine for one in firm.accounts for machine in one.machines)
    return replace(
        answers,
        firm=answers.firm or next(filter(None, names), ""),
        provider=answers.provider or firm.provider,
        pcs=answers.pcs or tuple(machines),
        accounts=answers.accounts or tuple(one.address for one in firm.accounts),
    )
