"""Which desks help in this case, and in which order to ask them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from mimawari.knowledge import Knowledge
from mimawari.model import Asker, HelpDesk, Situation

_ENDINGS = ("都", "府", "県", "-to", "-fu", "-ken", " prefecture")


class NoSuchPrefecture(ValueError):
    """What was given is neither the code nor the name of a prefecture."""


def desks_for(
    situations: Iterable[Situation], known: Knowledge, *, asker: Asker = Asker.COMPANY, prefecture: str = ""
) -> tuple[HelpDesk, ...]:
    """The desks for *asker* in any of *situations*: those to begin with first, then as the tables have them.

    *prefecture* (code, Japanese or English name) adds the police of that prefecture before those of the whole country; without
    one no prefecture's desk is named. Raises :class:`NoSuchPrefecture`.
    """
    code = prefecture_code(prefecture, known) if prefecture.strip() else ""
    them = frozenset(situations)
    found = [one for one in known.help_desks if asker in one.askers and them & one.situations and one.prefecture in ("", code)]
    if asker is Asker.INDIVIDUAL:
        return tuple(sorted(found, key=lambda one: (Asker.COMPANY in one.askers, not one.first, not one.prefecture)))
    return tuple(sorted(found, key=lambda one: (not one.first, not one.prefecture)))


def prefecture_code(text: str, known: Knowledge) -> str:
    """The code (JIS X 0401, two digits) of a prefecture by its code or name. Raises :class:`NoSuchPrefecture`."""
    wanted = _plain(text)
    for code, name in known.prefectures.items():
        if wanted in (code, code.lstrip("0")) or _bare(wanted) in (_bare(_plain(name.ja)), _plain(name.en)):
            return code
    raise NoSuchPrefecture(text)


def _plain(text: str) -> str:
    """Without case, full-width letters and long vowels' marks (Kōchi, Ōsaka)."""
    split = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).strip().casefold())
    return unicodedata.normalize("NFC", "".join(c for c in split if c not in "\u0304\u0302"))


def _bare(name: str) -> str:
    """Without the word for its kind: 東京都 is 東京. 北海道 and 京都 stay whole."""
    for ending in _ENDINGS:
        if name.endswith(ending) and name != "京都":
            return name.removesuffix(ending)
    return name
