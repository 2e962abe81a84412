"""Whose a command is that tries addresses in turn: by the form of the list, of the path and of the start.

Other families try lists as well (Qakbot, Dridex, BazarLoader), and honest updaters their mirrors. Emotet's own: a list cut at
``@``, ``*`` or ``!``, its addresses ending in folders drawn by chance, with a path of a number (to 2020), three letters in the
temporary folder by way of XMLHTTP (2018-11), a folder of its own and a check of the size (2020), or ``Control_RunDLL`` (2020-12);
``f`` and a number, or ``AnyString``, for rundll32 (2021-11); a name of ten letters and three for regsvr32 (2022-04). Sources:
measured on published documents of 2018-04 to 2021-12 (970 addresses); Palo Alto Unit 42 timely threat intel and
executemalware/Malware-IOCs, 2020-07 to 2022-04.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import IntEnum

_OWN = "@*!"
_FEWEST, _MOST = 3, 9
_DRAWN = re.compile(r"[\w-]{1,24}")
_NUMBERED = re.compile(
    r"= ?\(?'\d{1,4}'(?=.{0,600}?\.ex)|'?\\\d{1,4}'? ?\+? ?'?\.exe|\.'?next'? ?\([^)]{1,20}\)(?=.{0,200}?\.exe)", re.DOTALL
)
_USER = re.compile(r"env:'? ?\+? ?'?(?:userprofile|public|te?mp)|\$\{?home\b")
_OF_LATE_2018 = re.compile(r"gettemppath\(\) ?\+ ?'\\[a-z]{3}\.exe")
_HOME = re.compile(r"env:'? ?\+? ?'?userprofile|\$\{?home\b")
_SIZE = re.compile(r"length'?\)? ?-g[et] ?'?\(?\d{4,6}")
_RUN_DLL = re.compile(r"rundll32.{0,200}control_rundll", re.DOTALL)
_NUMBERED_EXPORT = re.compile(r",f\\?'? ?\+|,f\$\(?")
_LETTERS = re.compile(r"env:'? ?\+? ?'?te?mp'? ?\+? ?'?[\\/][a-z]{6,12}\.[a-z]{3}\b")
_PUBLIC_DOCUMENTS = re.compile(r"\\users\\public\\documents\\")


class Owner(IntEnum):
    """Whose it is: anybody's, likely Emotet's, or surely."""

    OTHERS = 0
    LIKELY = 1
    EMOTET = 2


@dataclass(frozen=True, slots=True)
class Form:
    """A command in plain form (:mod:`~mimawari.detectors.marks.folded`), with its list."""

    text: str
    addresses: tuple[str, ...]
    joiner: str

    def owner(self) -> tuple[Owner, tuple[str, ...]]:
        """Whose it is, and of which periods."""
        if not are_own(self.addresses):
            return Owner.OTHERS, ()
        if re.search(r"rundll32|regsvr32|\.dll\b", self.text):
            return self._library()
        return self._program()

    def _program(self) -> tuple[Owner, tuple[str, ...]]:
        checks, numbered = bool(_SIZE.search(self.text)), bool(_NUMBERED.search(self.text))
        if not (self._is_guarded() and "break" in self.text):
            return Owner.OTHERS, ()
        if self.joiner in _OWN and _OF_LATE_2018.search(self.text) and "xmlhttp" in self.text:
            return Owner.EMOTET, ("P1",)
        if not _USER.search(self.text):
            return Owner.OTHERS, ()
        if self.joiner not in _OWN:
            return (Owner.LIKELY, ("P1",)) if (numbered and checks) or _is_of_2017(self.text) else (Owner.OTHERS, ())
        if "directory" in self.text and checks:
            return Owner.EMOTET, ("P3",)
        return (Owner.EMOTET, ("P1",)) if numbered else ((Owner.LIKELY if checks else Owner.OTHERS), ())

    def _library(self) -> tuple[Owner, tuple[str, ...]]:
        checks = bool(_SIZE.search(self.text))
        if self.joiner in _OWN and checks and self._is_guarded():
            return (Owner.EMOTET if _RUN_DLL.search(self.text) or _HOME.search(self.text) else Owner.LIKELY), ("P4",)
        if _is_of_2021(self.text):
            return (Owner.EMOTET if _NUMBERED_EXPORT.search(self.text) else Owner.LIKELY), ("P5",)
        if _PUBLIC_DOCUMENTS.search(self.text) and "rundll32" in self.text and checks:
            return (Owner.EMOTET if "anystring" in self.text else Owner.LIKELY), ("P5",)
        if "regsvr32" in self.text and _LETTERS.search(self.text) and "break" in self.text and self._is_guarded():
            return Owner.EMOTET, ("P6",)
        return Owner.OTHERS, ()

    def _is_guarded(self) -> bool:
        return "try" in self.text and "catch" in self.text


def _is_of_2017(text: str) -> bool:
    """Its own words in their order: a number drawn, each address made a text, the error written out."""
    at = 0
    for word in ("next", "tostring", "exception.message"):
        at = text.find(word, at)
        if at < 0:
            return False
    return True


def _is_of_2021(text: str) -> bool:
    return "get-random" in text and "\\programdata\\" in text and "rundll32" in text


def are_own(addresses: tuple[str, ...]) -> bool:
    """Whether a list is as Emotet's: three to nine, most ending in a folder or in a few letters, and not all in the same."""
    paths = [one.split("?")[0] for one in addresses]
    ends = [path.rstrip("/").rpartition("/")[2] for path in paths]
    bare = sum(path.endswith("/") or bool(_DRAWN.fullmatch(end)) for path, end in zip(paths, ends, strict=True))
    same = Counter(ends).most_common(1)[0][1] if ends else 0
    return _FEWEST <= len(addresses) <= _MOST and bare * 4 >= len(addresses) * 3 and same * 2 <= len(ends)
