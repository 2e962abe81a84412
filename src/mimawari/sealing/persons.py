"""Names of people beside their addresses, as mails, notes and files have them, and files of mails, which name people too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mimawari.sealing.addresses import MAY_HOLD, address, bare, is_one, pattern

_ANGLE = re.compile(r"<([^<>\s]{3,200})>")
_BEFORE = re.compile(r"[<>\",;\n\t「」『』（）()]")
_LONGEST = 80
"""Characters of a name that is looked for."""
_FIELDS = ("name", "shown", "claimed")
_OFFICES = (
    "service support team customer mail info sales desk center centre office shop store the of and co inc ltd llc corp company "
    "group admin postmaster news notice system account order "
    "株式会社 有限会社 合同会社 サポート センター 事務局 担当 お客様 窓口 営業 総務 経理 システム 御中 工房"
)
_OFFICE = frozenset(_OFFICES.split())
"""Words of offices and firms: a name that has one is masked as a whole only."""
_HAN = "[々〆ヵヶ\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_TITLE = "(?:[ \u3000]?(?:様|さま|さん|殿|氏|先生))"
_TWO = rf"{_HAN}{{1,5}}[ \u3000]{_HAN}{{1,5}}?"
_ONE = rf"{_HAN}{{2,6}}?"
_LATIN = r"[A-Z][A-Za-z'’-]{1,30}[ ][A-Z][A-Za-z'’-]{1,30}"
_AHEAD = re.compile(rf"(?<!{_HAN})(?:({_TWO})|({_ONE})){_TITLE}?[ \u3000]?[、,：:（(<＜\[［]?\s?$|({_LATIN})\s?[,:(<\[]?\s?$")
_BEHIND = re.compile(rf"[>＞]?\s?[、,（(\[［]?\s?(?:({_TWO})|({_ONE})){_TITLE}?(?!{_HAN})|[>]?\s?\(({_LATIN})\)")
_NO_NAME = re.compile(
    "連絡|先|宛|者|差出|発信|送信|受信|返信|転送|件|名|所|住|社|店|課|部|係|方|メール|アドレス|電話|注文|担当|窓口|公式|会員|顧客|取引|迷惑|不審|"
    "事|から|まで|より|した|です|ます|ない|とき|[ぁ-ん]{3}|の|は|が|を|に|と$|へ$|で$"
)
"""What a single word that stands beside an address has where it is a word of a sentence, and no name."""
_MAILS = re.compile(r"([^\\/\s\"'<>|:*?、。「」（）()]{1,200})(\.(?:eml|emlx|msg))(?![\w.])", re.IGNORECASE)
_MAIL_END = re.compile(r"\.(?:eml|emlx|msg)", re.IGNORECASE)
_MAIL_PATH = re.compile(r"([^\\/\n\"<>|:*?]{1,200})(\.(?:eml|emlx|msg))", re.IGNORECASE)


def named(text: str) -> Iterator[tuple[str, str]]:
    """Names that stand before an address in angle brackets, as in a mail's header, and beside one without."""
    for hit in _ANGLE.finditer(text):
        before = text[max(0, hit.start() - _LONGEST) : hit.start()].rstrip()
        name = before[:-1].rpartition('"')[2].replace(",", " ") if before.endswith('"') else _BEFORE.split(before)[-1]
        if "@" in bare(hit[1]):
            yield name, bare(hit[1])
    for hit in pattern().finditer(text):
        if is_one(hit):
            ahead = _AHEAD.search(text[max(0, hit.start() - _LONGEST) : hit.start()])
            behind = _BEHIND.match(text[hit.end() : hit.end() + _LONGEST])
            yield from ((name, address(hit)) for name in _likely((ahead, behind)))


def _likely(found: Iterable[re.Match[str] | None]) -> Iterator[str]:
    for hit in found:
        if hit:
            two, one, latin = hit.groups()
            if latin or two or not _NO_NAME.search(one):
                yield latin or two or one


def beside(value: Any) -> Iterator[tuple[str, str]]:
    """Names that stand by themselves, beside the address of whose they are, as findings have them."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from beside(one)
    if not isinstance(value, dict):
        return
    found = [hit for one in value.values() if isinstance(one, str) and (hit := pattern().fullmatch(one.strip("<>")))]
    yield from ((value[key], address(hit)) for key in _FIELDS if isinstance(value.get(key), str) for hit in found)
    for one in value.values():
        yield from beside(one)


def strings(value: Any) -> Iterator[str]:
    """All texts in what JSON can hold."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


def may_hold(text: str) -> bool:
    """Whether an address may be in it: a quick look."""
    return MAY_HOLD.search(text) is not None


def parts(name: str) -> list[str]:
    """Family and given name, where a name is of two words that may be such."""
    words = name.split()
    if len(words) != 2 or any(word.casefold() in _OFFICE for word in words):
        return []
    return [
        word for word in words if (len(word) > 2 and word.isalpha() and word[0].isupper()) or (len(word) > 1 and not word.isascii())
    ]


def spelled(name: str) -> str:
    """What finds a name with whatever spaces, as a regular expression."""
    words = r"\s*".join(re.escape(word) for word in name.split())
    return rf"(?<![^\W\d_]){words}(?![^\W\d_])" if name.isascii() else words


def mail_files(text: str) -> Iterator[re.Match[str]]:
    """Names of files of mails in *text*: a path may have spaces, a sentence has them between words."""
    if not _MAIL_END.search(text):
        return iter(())
    return _mail_pattern(text).finditer(text)


def without_mail_files(text: str, called: Callable[[re.Match[str]], str]) -> str:
    """*text* with each of them called otherwise."""
    return _mail_pattern(text).sub(called, text) if _MAIL_END.search(text) else text


def _mail_pattern(text: str) -> re.Pattern[str]:
    return _MAIL_PATH if _MAIL_PATH.fullmatch(text.replace("\\", "/").rpartition("/")[2]) else _MAILS
