"""A file that leads to a program on somebody's server: ``.url``, ``.library-ms``, ``.iqy`` and their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.addresses import Place, place_of
from mimawari.detectors.marks.disguise import is_runnable
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, InternetShortcut, Strength, Words

_HANDLER = re.compile(r"(?i)^\s{0,8}(?:search-ms|search|ms-search|ms-msdt|ms-officecmd|mhtml|ms-its|script|javascript|vbscript):")
_INSIDE = re.compile(r"(?i)location:([^&]{4,400})|(?:file|https?)(?::|%3a)(?:/|%2f){2}[^&\s]{3,400}")
_SEARCHES = frozenset({"library-ms", "searchconnector-ms"})
_SHOWN = 300


@dataclass(frozen=True, kw_only=True, eq=False)
class RemoteShortcut(Delivery):
    """Such a file. ``form`` is its kind, ``target`` where it leads."""

    attack: tuple[str, ...] = ("T1204.002",)
    words: Words = Words(
        en="“{file}” opens files on somebody's server: {target}",
        ja="「{file}」を開くと、外部のサーバーにあるファイルが開きます：{target}",
    )
    file: str
    form: str
    target: str


_HINT = Words(
    en="“{file}” leads to something that is run, or to data for Excel: {target}",
    ja="「{file}」は、プログラム、またはExcelに読み込ませるデータを指しています：{target}",
)


@detector
def remote_shortcut(link: InternetShortcut, known: Knowledge) -> Iterator[RemoteShortcut]:
    """Strong for shares on the Internet and searches there; links to web pages and the firm's own servers are honest."""
    weight = _weight(link, known)
    if weight:
        yield RemoteShortcut(
            origin=link.origin,
            strength=Strength.STRONG if weight > 1 else Strength.HINT,
            words=RemoteShortcut.words if weight > 1 else _HINT,
            file=link.name,
            form=link.form,
            target=" ".join(link.target.split())[:_SHOWN],
        )


def _weight(link: InternetShortcut, known: Knowledge) -> int:
    target = link.target[:2_000]
    if _HANDLER.match(target):
        return _handled(target)
    place = place_of(target)
    if not place or place.is_own:
        return 0
    runs = is_runnable(target.split("?")[0], known)
    if place.is_share or link.form in _SEARCHES:
        return _shared(place, runs or link.form in _SEARCHES)
    if link.form == "iqy":
        return 2 if place.is_bare or place.is_odd else 1
    return int(runs or (link.form == "rdp" and place.is_bare))


def _handled(target: str) -> int:
    """A search or another program of Windows that is pointed at a place of its own."""
    found = _INSIDE.search(
        target.replace("%5C", "\\").replace("%5c", "\\").replace("%3A", ":").replace("%3a", ":").replace("%2F", "/")
    )
    place = place_of(found[1] or found[0]) if found else None
    return 0 if place and place.is_own else 2 if place else 1


def _shared(place: Place, runs: bool) -> int:
    if place.is_bare or place.is_web_share:
        return 2
    return 1 if runs else 0
