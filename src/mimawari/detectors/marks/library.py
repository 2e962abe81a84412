"""Emotet as a library: a folder and a file with random names, started by rundll32 or regsvr32.

Sources: JPCERTCC/EmoCheck v2.0 (commit 36f2ec6) for libraries with three letters as extension (from 2020-12-21);
OALabs research notes of 2022-04-30 and 2022-05-19 and Unit 42's timely threat intel for those named ``.dll``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mimawari.detectors.marks.places import Spot, below_folder
from mimawari.detectors.marks.random_name import drawn_by_chance, drawn_long, man_made
from mimawari.detectors.marks.technique import entry, named_after
from mimawari.knowledge import Knowledge
from mimawari.model import Autostart, ProgramFolders, Service, Task

_FOLDER = re.compile(r"[A-Za-z]{4,16}")
_ODD = re.compile(r"(?i)(?!.*\.(?:exe|dll)$)[a-z]{3,15}\.[a-z]{3}")
_DLL_FOLDER = re.compile(r"[A-Za-z0-9]{4,20}")
_DLL = re.compile(r"(?i)[a-z0-9]{3,20}\.dll")
_WORD = re.compile(r"[A-Za-z]{7,16}")
_EXPORT = re.compile(r"[A-Za-z]{4,15}")


@dataclass(frozen=True, slots=True)
class Library:
    """A library that an autostart loads. ``is_own``: the entry bears the file's full name; ``is_stem``: the stem.

    ``is_named``: the entry's name is one that Emotet gives. ``is_random``: folder and file look drawn by chance (``is_long``: as
    Emotet's of 2022 and 2023), ``is_wordy``: given by a person; some are neither. ``is_honest``: libraries honestly end so.
    """

    place: Spot
    is_own: bool
    is_stem: bool
    is_named: bool
    is_random: bool
    is_long: bool
    is_wordy: bool
    is_honest: bool

    @property
    def is_at_home(self) -> bool:
        """Where Emotet installs itself: in a folder directly below its roots."""
        return is_at_home(self.place)

    @property
    def is_installed(self) -> bool:
        """Whether place and names are all that Emotet's of 2022 and 2023 had."""
        return self.is_long and self.is_at_home


def is_at_home(place: Spot) -> bool:
    """Whether it lies where Emotet installs itself: in a folder directly below AppData\\Local, System32 or SysWOW64."""
    return place.depth == 1


def is_odd(place: Spot) -> bool:
    """EmoCheck's rules for the names of folder and file: letters alone, and an extension of three that is no usual one."""
    return bool(_FOLDER.fullmatch(place.folder) and _ODD.fullmatch(place.name))


def is_strange(place: Spot, known: Knowledge) -> bool:
    """Whether it is odd, and its extension is none that libraries honestly have."""
    return is_odd(place) and place.extension not in known.program_extensions


def is_dll(place: Spot) -> bool:
    """The names of 2022 and 2023: letters and digits, and ``.dll``."""
    return bool(_DLL_FOLDER.fullmatch(place.folder) and _DLL.fullmatch(place.name))


def is_known_folder(place: Spot, folders: ProgramFolders | None) -> bool:
    """EmoCheck's allow-list: a folder of that name lies below Program Files or a roaming profile."""
    return folders is not None and place.folder.lower() in folders.names


def odd_library(start: Autostart, folders: ProgramFolders | None, known: Knowledge) -> Library | None:
    """The library with an odd extension that *start* loads; None if it loads none."""
    place = _loaded(start, folders)
    return _described(start, place, _has_odd_name(start, place), known) if place and is_odd(place) else None


def dll_library(start: Autostart, folders: ProgramFolders | None, known: Knowledge) -> Library | None:
    """The ``.dll`` in a folder of its own that *start* loads; None if it loads none."""
    place = _loaded(start, folders)
    return _described(start, place, named_after(start, place.name), known) if place and is_dll(place) else None


def looks_random(place: Spot, known: Knowledge) -> bool:
    """Whether folder and file look drawn by chance."""
    return drawn_by_chance(place.folder, place.stem, known)


def looks_installed(place: Spot, known: Knowledge) -> bool:
    """Whether place and names are all that Emotet's ``.dll`` of 2022 and 2023 had."""
    return is_at_home(place) and is_dll(place) and drawn_long(place.folder, place.stem, known)


def looks_given(place: Spot, known: Knowledge) -> bool:
    """Whether a person gave their names."""
    return place.folder.lower() in known.vendors or man_made(place.folder, place.stem, known.letter_pairs)


def _loaded(start: Autostart, folders: ProgramFolders | None) -> Spot | None:
    place = below_folder(start.target) if start.loader else None
    return place if place and not is_known_folder(place, folders) else None


def _has_odd_name(start: Autostart, place: Spot) -> bool:
    """The file's name or its stem; 7 to 16 letters for a Run value and anything for a task, if EmoCheck's export is there."""
    if named_after(start, place.name):
        return True
    has_export = start.loader == "regsvr32" or bool(_EXPORT.search(start.argument))
    is_usual = isinstance(start, Task) or (not isinstance(start, Service) and bool(_WORD.fullmatch(entry(start))))
    return has_export and is_usual


def _described(start: Autostart, place: Spot, is_named: bool, known: Knowledge) -> Library:
    own = entry(start).lower()
    return Library(
        place=place,
        is_own=own == place.name.lower(),
        is_stem=own == place.stem.lower(),
        is_named=is_named,
        is_random=looks_random(place, known),
        is_long=drawn_long(place.folder, place.stem, known),
        is_wordy=looks_given(place, known),
        is_honest=place.extension in known.program_extensions,
    )
