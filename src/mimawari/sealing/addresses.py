"""Mail addresses in any text, however they are written; rather one too many than one too few, for they are to be masked.

What stands before the ``@`` is taken up to the next sign that no address has outside quotes (RFC 5322, 3.2.3), and a host needs no
dot: a return path has another address in it (``bounce+taro=example.jp@…``), and a Message-ID the name of a PC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

SIGN = r"(?:@|＠|\s{0,2}(?:\[@\]|\[at\]|\(at\)|\(@\)|（at）|<at>)\s{0,2}|\s{1,3}at\s{1,3}|%40)"
_DOT = r"(?:\.|\s{0,2}(?:\[\.\]|\(\.\)|\[dot\]|\(dot\))\s{0,2}|．|。|%2E)"
_CHAR = r"[^\s<>\"(),:;@＠\[\]{}\\%…「」『』（）、。]"
_LOCAL = rf"(?:{_CHAR}++|%(?!40))+"
_HOST = rf"[\w-]+(?:{_DOT}[\w-]+)+"
_DOMAIN = rf"(?:{_HOST}|\[(?:IPv6:)?[\da-f.:\[\]]+\]|[\w-]+|(?=…))"
_LETTER = re.compile(r"\w")
_FILES = "exe dll vbs js lnk doc docx docm xls xlsx xlsm zip one pdf txt json html sys dat log csv"
_ENDS = frozenset(_FILES.split())
"""Ends of names of files: "found at setup.exe" names no host."""
_SAID = (
    "look looked looking found seen arrived arrives is are was were be been mail mails server host hosted account accounts site "
    "page it listening starts started ended ends sent received read made written and or only not that this"
)
_VERBS = frozenset(_SAID.split())
"""Words that stand before "at" in a sentence."""
_URL = re.compile(r"//[^/?#]*+[/?#]|/+")


@lru_cache(maxsize=8)
def pattern(words: frozenset[str] = frozenset()) -> re.Pattern[str]:
    """What finds addresses: groups for what stands before the sign, the sign, and the host. *words* before it make none: they are
    those of the program (``unplug@PC-7``)."""
    no = rf"(?!(?:{'|'.join(sorted(map(re.escape, words)))}){SIGN})" if words else ""
    return re.compile(rf"((?<!{_CHAR}){no}{_LOCAL}|\"[^\"\n]{{1,80}}\")({SIGN})({_DOMAIN})", re.IGNORECASE)


MAY_HOLD = re.compile(SIGN, re.IGNORECASE)


def bare(text: str) -> str:
    """An address as it is compared: folded, in lower case, its signs as they are usually written."""
    text = unicodedata.normalize("NFKC", re.sub(SIGN, "@", text, flags=re.IGNORECASE))
    local, at, host = re.sub(_DOT, ".", text, flags=re.IGNORECASE).strip(". \"'").lower().rpartition("@")
    return f"{local.strip(chr(39) + chr(34))}{at}{host}"


def parted(hit: re.Match[str]) -> tuple[str, str]:
    """What stands before the sign: the part that says nothing of a person (a host of a URL), and the rest."""
    local = hit[1].lstrip("'")
    before = hit[1][: len(hit[1]) - len(local)]
    url = _URL.match(local)
    return (before + url[0], local[url.end() :]) if url else (before, local)


def address(hit: re.Match[str]) -> str:
    """The address of a hit of :func:`pattern` as it is compared; of a URL that ends with one, that one."""
    kept, rest = parted(hit)
    if len(kept.lstrip("'")) > 2:
        rest = re.split(r"[/?&=#]", rest)[-1] or rest
    return bare(f"{rest}@{hit[3]}")


def is_one(hit: re.Match[str]) -> bool:
    """Whether it may be an address: of "somebody at some.host" only what is no sentence."""
    if not _LETTER.search(hit[1]):
        return False
    if hit[2].strip().lower() != "at":
        return True
    end = re.split(_DOT, hit[3], flags=re.IGNORECASE)[-1].lower()
    return hit[3] != end and end.isalpha() and end not in _ENDS and hit[1].lower() not in _VERBS


def has_other(hit: re.Match[str]) -> bool:
    """Whether another address is hidden before the sign, as in return paths."""
    return "=" in hit[1] and re.search(_DOT, hit[1], re.IGNORECASE) is not None


def addresses(text: str, words: Iterable[str] = ()) -> frozenset[str]:
    """All mail addresses in *text*, as they are compared."""
    return frozenset(address(hit) for hit in pattern(frozenset(words)).finditer(text) if is_one(hit))
