"""Mail addresses in the text of a mail, and what a form calls whoever has one: the mails of a shop system and of contact forms.

Such mails come from the shop itself; who ordered or asked stands in their text alone.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from mimawari.model import Mailbox

MOST = 5_000
"""The most addresses of one text."""
MORE = f"more than {MOST} mail addresses in the text of one mail"
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?){1,8}")
_AROUND = "/=?`'*-_.~|{}&#!$%^+"
_LONG = 40
"""What is longer before the @ is an identity of a mail or an address that a machine made, and no person's."""
_OF_MAILS = re.compile(
    r"^[\s>|]{0,20}(?:message-id|content-id|thread-id|references|in-reply-to)[ \t]{0,4}:.*|\bcid:|\b(?:message|article|id)[ \t]{0,4}<|://[^\s]*|\bgit@?",
    re.IGNORECASE | re.MULTILINE,
)
"""What stands before an address on its line, to its end, where it is none: the identity of a mail or picture, a part of a link."""
_FILES = frozenset(("png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "ico", "css", "js", "pdf", "html", "htm", "php", "zip"))
"""``logo@2x.png`` is a picture."""
# お名前：山田太郎, 【氏名】山田太郎, ご注文者氏名 山田太郎, Your name: Taro Yamada
_WHOSE = r"(?:[ごお御]?(?:注文|購入|申込|依頼|請求|会員|顧客|お客様|お客さま)者?様?(?:の|・|情報)?)?"
_LABEL = rf"{_WHOSE}(?:[ごお御]?(?:氏名|名前|芳名)|(?<=者)名|[ごお御]?担当者様?の?名)"
_NAME = re.compile(
    rf"^[ \t\u3000>|■◆●・*□◇-]{{0,20}}+[【\[［]?+[ \t\u3000]{{0,4}}+(?:{_LABEL}"
    r"(?:[ \t\u3000]{0,4}+[(（][^()（）\n]{1,10}+[)）])?+"
    r"[ \t\u3000]{0,8}+(?:[】\]］][:： \t\u3000]{0,20}+|[:：][ \t\u3000]{0,20}+|(?<=[ \t\u3000]))"
    r"|(?:your |full |customer )?name[ \t]{0,8}+:[ \t]{0,20}+)(?P<name>[^\s:：@【\[][^\n:：@]{0,59})$",
    re.IGNORECASE | re.MULTILINE,
)
# A name and no sentence: signs of one script for the most part, few words, no digits, no points.
_HAN, _KATA = "\u3005\u30f6\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff", "\u30a1-\u30ff\uff66-\uff9f"
_WORD = "[A-Z][A-Za-z\u00c0-\u024f'.-]{0,20}"
_WRITTEN = re.compile(
    rf"(?:[{_HAN}]{{1,8}}(?:[ \u3000]{{1,2}}[{_HAN}]{{1,8}})?|[{_HAN}]{{1,5}}[ \u3000]{{1,2}}[\u3041-\u3096]{{1,6}}"
    rf"|[\u3041-\u3096]{{1,6}}[ \u3000]{{1,2}}[\u3041-\u3096]{{1,6}}|[{_KATA}]{{2,20}}(?:[ \u3000・][{_KATA}]{{1,12}}){{0,3}}"
    rf"|(?:{_WORD}[ ,]{{1,2}}){{1,3}}{_WORD})(?:[ \u3000]?(?:様|さま|さん|殿|先生|氏))?"
)
_REACH = 12
"""So many lines may lie between a name and its address."""


def mentioned(text: str) -> Iterator[tuple[Mailbox, bool]]:
    """The addresses that stand in *text*, each once, and whether a form names whose it is; at most one more than :data:`MOST`."""
    if "＠" in text:
        # Written in wide letters, by hand or so that no robot finds it.
        text = unicodedata.normalize("NFKC", text)
    if "@" not in text:
        return
    names = _Names(text)
    met: set[str] = set()
    before = 0
    for address, start, end in _addresses(text):
        if address not in met and len(met) <= MOST:
            met.add(address)
            name = names.before(start, before)
            yield Mailbox(name, address), bool(name)
        before = end


def _addresses(text: str) -> Iterator[tuple[str, int, int]]:
    at = text.find("@")
    while at >= 0:
        local, domain = _LOCAL.search(text, max(0, at - 64), at), _DOMAIN.match(text, at + 1)
        told = local[0].lstrip(_AROUND) if local else ""
        if told and domain and len(told) <= _LONG and _is_domain(domain[0]) and _may_be_read(text, at - len(told), told):
            yield f"{told}@{domain[0]}".lower(), at - len(told), domain.end()
        at = text.find("@", domain.end() if domain else at + 1)


def _is_domain(text: str) -> bool:
    """Whether it can be one by its end: a word of letters, and no file's."""
    end = text.rpartition(".")[2].lower()
    return len(end) > 1 and end not in _FILES and (end.isalpha() or end.startswith("xn--"))


def _may_be_read(text: str, start: int, local: str) -> bool:
    """Whether nothing directly before it says that it is a mail's or picture's identity, or a part of a link."""
    line = max(text.rfind("\n", 0, start) + 1, start - 200)
    return local.lower() != "git" and not any(found.end() == start for found in _OF_MAILS.finditer(text, line, start))


class _Names:
    """The names that lines of a form give, by where they end."""

    def __init__(self, text: str) -> None:
        self._text = text
        told = ((found.end(), found["name"].strip()) for found in _NAME.finditer(text))
        self._found = [(end, name) for end, name in told if _WRITTEN.fullmatch(name)]
        self._ends = [end for end, _ in self._found]

    def before(self, start: int, least: int) -> str:
        """The nearest before *start*, not before *least* and not many lines above; empty where there is none."""
        at = bisect_right(self._ends, start) - 1
        if at < 0 or self._ends[at] < least:
            return ""
        end, name = self._found[at]
        return name if self._text.count("\n", end, start) <= _REACH else ""
