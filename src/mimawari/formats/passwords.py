"""The passwords that a mail's text names for its attachments: behind, below or before a label, in the languages of the campaigns.

Nothing is guessed: every candidate stands in the text. Shapes that were seen: ``4432``, ``980``, ``4vahobk5lzs``,
nine capitals; Japanese labels such as 「解凍パスワード」.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

MOST = 30
_TEXT, _LABELS, _LONGEST, _SHORTEST, _LEAST = 256 << 10, 60, 64, 3, -4
# Full-width signs become half-width, one for one, so that places in both texts agree.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0x2212: 0x2D}
_WIDE = re.compile("[\uff01-\uff5e\u3000\xa0\u2212]{1,200}")
_KANA = re.compile("[\uff65-\uff9f]{1,200}")
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")

_LATIN = (
    r"pass\s?words?|pass\s?codes?|pass\s?phrases?|passwort|kennwort|pass|pwd|pw|p/w|psw|mot de passe|mdp"
    r"|contrase(?:ñ|n)a|clave"
    r"|senha|has[łl]o|wachtwoord|parola|şifre|l(?:ö|o)senord|adgangskode|heslo|jelsz(?:ó|o)"
)
_LABEL = re.compile(
    r"パス[・ ]?ワード|パスコード|パスフレーズ|パスキー|暗証番号|(?:解凍|開封|復号|展開)(?:キー|コード|番号)"
    r"|(?:解凍|開封)用?パス(?![ァ-ヶー])"
    r"|(?<![ァ-ヶー])パス(?![ァ-ヶー])|合言葉|пароль|密[码碼]|口令|비밀번호|암호"
    rf"|(?<![A-Za-z0-9_])(?:{_LATIN})(?![A-Za-z0-9_])",
    re.IGNORECASE,
)
# How they all begin, in lower case: of a text without it nothing else need be asked, and the most mails name no password.
_STEM = re.compile(
    "パス|暗証番号|解凍|開封|復号|展開|合言葉|пароль|密[码碼]|口令|비밀번호|암호"
    "|pass|p/w|pwd?|psw|parola|kennwort|mot de passe|mdp|contrase|clave|senha|has[łl]o|heslo|wachtwoord|şifre|l(?:ö|o)senord"
    "|adgangskode|jelsz"
)
# What may stand between a label and the password: words that join them, signs, an aside in brackets.
_JOIN = re.compile(
    r"(?:[ \t]{0,20}(?:[(\[][^()\[\]\n]{0,40}[)\]]|[:;=>»→⇒▶・|~\-–—*]{1,10}|は|が|とは|を|に|です"
    r"|下記|以下|次|の通り|のとおり|、|。"
    r"|\b(?:is|are|ist|lautet|es|est|to|for|code|hier|below|follows|as|the|you|use|please)\b)){0,6}[ \t]{0,20}",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[:=>→⇒は「『【\"'“]|\b(?:is|ist|lautet|es|est)\b", re.IGNORECASE)
_QUOTED = re.compile(r"「([^「」\n]{1,64})」|『([^『』\n]{1,64})』|【([^【】\n]{1,64})】|[“\"]([^“”\"\n]{1,64})[”\"]"
                     r"|'([^'\n]{1,64})'|<([^<>\n]{1,64})>|\[([^\[\]\n]{1,64})\]|\(([^()\n]{1,64})\)|‘([^‘’\n]{1,64})’|«([^«»\n]{1,64})»"
                     r"|\*{1,3}([^*\n]{1,64})\*")  # fmt: skip
_TOKEN = re.compile(r"[!-~]{1,80}")
_TRAILING, _LEADING = ".,;:!?)]}>'\"*|", "([{<'\"*:=|"
_PLAIN = {
    "the", "for", "and", "this", "that", "with", "from", "your", "you", "will", "been", "has", "have", "not", "are", "was",
    "please", "use", "see", "file", "files", "zip", "archive", "attached", "attachment", "document", "open", "email",
    "mail", "password", "passwords", "pass", "below", "sent", "send", "separately", "protected", "reset", "change",
    "forgot", "here", "click", "account", "login", "username", "user", "der", "die", "das", "und", "ist", "para", "por",
    "que", "los", "del", "les", "des", "pour", "est", "of", "to", "in", "is", "it", "pdf", "doc", "xls",
}  # fmt: skip
_ADDRESS = re.compile(
    r"https?://|www\.|[^@\s]+@[^@\s]+\.[a-z]{2,}|[\w\-]+\.(?:zip|docm?|docx|xlsm?|xlsx|pdf|7z|rar|lnk|iso|com|net|jp)$",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\n[ \t>]{0,10}([!-~]{3,20})[ \t]{0,10}(?![^\n])")


def candidates(text: str) -> tuple[str, ...]:
    """Likely passwords in the *text* of a mail, the likeliest first, at most :data:`MOST`; each as written and in narrow signs."""
    plain = "\n" + html.unescape(_TAG.sub(" ", text[:_TEXT])).replace("\r\n", "\n")
    written = _KANA.sub(lambda run: unicodedata.normalize("NFKC", run[0]), plain)
    narrow = _WIDE.sub(lambda run: run[0].translate(_NARROW), written)
    found: dict[str, int] = {}
    for start, end, score in _places(narrow):
        for order, one in enumerate(_variants(written[start:end], narrow[start:end])):
            found[one] = max(found.get(one, -100), score - order)
    best = sorted((one for one in found if found[one] >= _LEAST), key=lambda one: -found[one])
    return tuple(best[:MOST])


def _places(text: str) -> Iterator[tuple[int, int, int]]:
    """Where candidates stand, and how likely each is."""
    for label in islice(_labels(text), _LABELS):
        yield from _behind(text, label.end())
        yield from _before(text, label.start())
    for line in islice(_ALONE.finditer(text), 200):
        if _has_shape(line[1]):
            yield line.start(1), line.end(1), 1


def _labels(text: str) -> Iterator[re.Match[str]]:
    lower = text.lower()
    if len(lower) != len(text):
        # The capital I with a dot becomes two signs.
        yield from _LABEL.finditer(text)
        return
    at = 0
    while stem := _STEM.search(lower, at):
        label = _LABEL.match(text, stem.start())
        if label:
            yield label
        at = label.end() if label else stem.start() + 1


def _behind(text: str, at: int) -> Iterator[tuple[int, int, int]]:
    end = _line_end(text, at)
    joint = _JOIN.match(text, at, end)
    begin = joint.end() if joint else at
    likely = 12 if _SIGN.search(text, at, min(begin + 1, end)) else 7
    rest = text[begin:end]
    if not rest.strip(" \t-=*_:"):
        yield from _below(text, end)
        return
    yield from _in(text, begin, min(end, begin + 120), likely)


def _below(text: str, at: int) -> Iterator[tuple[int, int, int]]:
    """The first line with something in it, if it says little else."""
    for _ in range(4):
        start, end = at + 1, _line_end(text, at + 1)
        line = text[start:end].strip(" \t-=*_>\r")
        if line:
            if len(line) <= 80:
                yield from _in(text, start, end, 10 if len(line.split()) == 1 else 5)
            return
        at = end
        if at >= len(text):
            return


def _before(text: str, at: int) -> Iterator[tuple[int, int, int]]:
    """``「1234」がパスワードです``, ``1234 is the password``."""
    start = max(text.rfind("\n", 0, at) + 1, at - 40)
    said = re.search(r"(?:が|を|は|\b(?:is|as)(?: the| your| a)?)[ \t]{0,5}(?:[^\s]{0,12})$", text[start:at])
    if said:
        yield from _in(text, start, start + said.start(), 6)


def _in(text: str, start: int, end: int, likely: int) -> Iterator[tuple[int, int, int]]:
    """The quoted pieces and the words between two places; the first is the likeliest."""
    quoted = [(found.start(found.lastindex or 0), found.end(found.lastindex or 0)) for found in _QUOTED.finditer(text, start, end)]
    for place, (first, last) in enumerate(quoted[:4]):
        if not _LABEL.fullmatch(text, first, last):
            yield first, last, likely + 3 - 2 * place + _shape(text[first:last])
    for place, word in enumerate(_TOKEN.finditer(text, start, end)):
        if place >= 12:
            return
        yield word.start(), word.end(), likely - 2 * place + (2 if word.start() == start else 0) + _shape(word[0])


def _shape(word: str) -> int:
    """How much a word looks like a password."""
    core = word.strip(_TRAILING + _LEADING)
    if not core or core.lower() in _PLAIN or _ADDRESS.search(core) or not core.isascii():
        return -20
    if len(core) < _SHORTEST or len(core) > _LONGEST:
        return -12
    if _has_shape(core):
        return 4
    return -4 if core.islower() or core.istitle() else 0


def _has_shape(word: str) -> bool:
    """A digit in it, or capitals throughout, as in those that were seen."""
    return (any(char.isdigit() for char in word) or (word.isupper() and word.isalpha() and len(word) >= 4)) and not _ADDRESS.search(
        word
    )


def _variants(written: str, narrow: str) -> Iterator[str]:
    """Without the signs around it, then with them; narrow, then as written."""
    for one in (narrow.strip(), written.strip()):
        core = one.strip(_TRAILING + _LEADING + "。、」』】）！？")
        for form in (core, one.lstrip(_LEADING), one):
            if form and any(char.isalnum() for char in form) and len(form) <= _LONGEST:
                yield form


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
