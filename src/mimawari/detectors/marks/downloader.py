"""Commands that try addresses in turn until one gives a program, which is run: Emotet's in documents, shortcuts and scripts.

From 2018 to 2022 it changed its coat daily and its grammar hardly: a list of three to nine addresses without file names, cut at one
character; a loop; in it a download to one path below the user's own folders, a check of the size, the start, and out of the loop.
Sources: measured on 194 documents of 2019-05 to 2019-11 (five addresses in each); Palo Alto Unit 42 timely threat intel and
executemalware/Malware-IOCs (2020-07 to 2022-04: libraries, ``Control_RunDLL``, ``$strs``, ``$links``). Whose such a command is
is told by :mod:`~mimawari.detectors.marks.emotet_forms`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from mimawari.detectors.marks import packed_text, separators
from mimawari.detectors.marks.emotet_forms import Form, Owner
from mimawari.detectors.marks.folded import folded

LIMIT = separators.LIMIT
_TEXTS, _BUDGET = 400, 4 << 20

_ROW = re.compile(r"'[^' ]{4,12}://[^']{4,300}'(?: ?, ?'[^' ]{4,12}://[^']{4,300}')+")
_ASSIGNED = re.compile(r"\$\w{1,40} ?= ?'([^' ]{4,12}://[^']{4,300})'")
_JOINERS = "@*,|!;#^"
_ONE = re.compile(r"[^\s/'\"]{0,24}/{0,2}[^\s/'\"]{1,80}\.[^\s/'\"]{1,80}/[^\s'\"]{0,300}")
_NAMED_FILE = re.compile(
    r"/[^/?]{1,120}\.(?:exe|msi|zip|dll|cab|7z|rar|ps1|msu|appx|iso|jar|txt|png|jpe?g|html?|php|aspx?)(?:[?#].{0,200})?$"
)
_LOOP = re.compile(r"\bforeach\b")
_FETCH = re.compile(r"downloadfile|downloaddata|invoke-webrequest|\biwr\b|start-bitstransfer|savetofile")
_CHECK = re.compile(r"length'?\)? ?-g[et] ?'?\(?(\d{4,6})|\btest-path\b")
_RUN = re.compile(
    r"invoke-item|start-process|diagnostics\.process|\bsaps\b|\bii \$|\.'?create'? ?\(|"
    r"rundll32|regsvr32|shellexecute|\.'?run'? ?\(|invoke-expression"
)
_PLACE = re.compile(
    r"gettemppath|env:'? ?\+? ?'?(?:userprofile|public|te?mp|appdata|localappdata|programdata)|\$\{?home\b|"
    r"\\programdata\\|\\users\\public\\"
)
_DRAWN = re.compile(
    r"= ?\(?'\d{1,4}'|\\\d{1,4}\.exe|gettemppath\(\) ?\+ ?'\\[a-z]{3}\.exe|\.'?next'? ?\(|get-random|rundll32|regsvr32"
)
_LIBRARY = re.compile(r"rundll32|regsvr32|\.dll\b")


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the command says: its ``addresses`` in their order, the least size in bytes that it takes (None: any).

    ``owner``: whose it is; ``era``: the periods of Emotet's that it is of, empty where it is not Emotet's.
    """

    addresses: tuple[str, ...]
    joiner: str
    least: int | None
    is_library: bool
    owner: Owner
    era: tuple[str, ...]


def commands(texts: Iterable[str], likely: Iterable[str] = ()) -> Iterator[str]:
    """The commands that *texts* carry, plain or in base64, with or without a separator strewn over them.

    *likely* are what may be a separator, at most a hundred count. Of each text the first 64 Ki characters are looked at.
    """
    seen: set[str] = set()
    room = _BUDGET
    every = separators.likely(likely)
    for text in islice(texts, _TEXTS):
        for plain in _plain(text[:LIMIT], every):
            room -= len(plain)
            if room < 0:
                return
            for command in packed_text.carried(plain):
                if command not in seen:
                    seen.add(command)
                    yield command


def _plain(text: str, likely: tuple[str, ...]) -> Iterator[str]:
    yield text
    yield from separators.cleaned(text, likely)
    if separators.is_strewn(text):
        yield from separators.cleaned(text, separators.repeated(text), 8)


def emotet_grammar(text: str) -> Grammar | None:
    """What *text* says if it keeps that grammar, whole and in order; None where it is another command, or only a part of one."""
    spelt, text = text, folded(text)
    addresses, joiner, at = _listed(text)
    fetch = _FETCH.search(text, at)
    if len(addresses) < 3 or not fetch or _named_files(addresses) or not _LOOP.search(text[: fetch.end()]):
        return None
    run = _RUN.search(text, fetch.end())
    if not run or not _PLACE.search(text) or not _is_sure(text, fetch.end()):
        return None
    check = _CHECK.search(text, fetch.end())
    least = int(check[1]) if check and check[1] else None
    is_library = bool(_LIBRARY.search(text))
    owner, era = Form(text, addresses, joiner).owner()
    return Grammar(_spelt(addresses, spelt), joiner, least, is_library, owner, era)


def _spelt(addresses: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The addresses with the capitals that they have in *text*, where they stand whole in it."""
    small = text.lower()
    if len(small) != len(text):
        return addresses
    places = ((one, small.find(one)) for one in addresses)
    return tuple(text[at : at + len(one)] if at >= 0 else one for one, at in places)


def _is_sure(text: str, at: int) -> bool:
    """Whether enough of what stands beside the list is there: honest scripts try two mirrors, but not so."""
    check, stop = bool(_CHECK.search(text, at)), "break" in text[at:]
    is_guarded = "try" in text and "catch" in text
    is_drawn = bool(_DRAWN.search(text))
    return (is_guarded and (check or (stop and is_drawn))) or (check and stop and is_drawn)


def _listed(text: str) -> tuple[tuple[str, ...], str, int]:
    """The longest list of addresses, the character that it is cut at, where it ends: a literal, or some in a row or a name each."""
    best: tuple[tuple[str, ...], str, int] = ((), "", 0)
    for found in islice(_ROW.finditer(text), 50):
        row = tuple(re.findall(r"'([^']+)'", found[0]))
        best = max(best, (row[:50], ",", found.end()), key=lambda one: len(one[0]))
    each = [*islice(_ASSIGNED.finditer(text), 50)]
    if len(each) > len(best[0]):
        best = tuple(found[1] for found in each), ",", each[-1].end()
    end = 0
    for literal in text.split("'"):
        end += len(literal) + 1
        if len(literal) > 40:
            best = max(best, (*_cut(literal), end), key=lambda one: len(one[0]))
    return best


def _cut(literal: str) -> tuple[tuple[str, ...], str]:
    """The addresses that *literal* is a list of, cut at one character, and that character; none if it is no such list."""
    for joiner in _JOINERS:
        pieces = literal.split(joiner)[:200]
        row = tuple(piece.strip() for piece in pieces if len(piece) >= 8 and _ONE.fullmatch(piece.strip()))
        if len(row) >= 3 and len(row) * 4 >= len(pieces) * 3:
            return row[:50], joiner
    return (), ""


def _named_files(addresses: tuple[str, ...]) -> bool:
    """Whether most of them end in a file's name, as mirrors do and Emotet's never did."""
    return sum(bool(_NAMED_FILE.search(one)) for one in addresses) * 2 > len(addresses)
