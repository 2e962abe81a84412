"""Where mails, documents and loaders drop files before they are installed, beside the folders that Emotet lives in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from mimawari.model import Gap, Origin, Reason
from mimawari.sources import Seen
from mimawari.sources.windows import files
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.machine import Profile
from mimawari.sources.windows.paths import in_tree

SHARED = (("ProgramData", 2), ("Users/Public", 2), ("Windows/Temp", 2), ("Windows/Tasks", 0), ("Uduw", 1))
"""Folders that belong to no user, and how deep they are looked into; the last is made by documents of 2022 (Unit 42)."""
_PROGRAMS = (".exe", ".dll", ".ocx")
_OWN = frozenset(
    (
        "appdata", "application data", "local settings", "desktop", "documents", "my documents", "downloads", "pictures", "music",
        "videos", "favorites", "contacts", "links", "saved games", "searches", "3d objects", "cookies", "recent", "sendto",
        "start menu", "templates", "nethood", "printhood", "スタート メニュー",
    )
)  # fmt: skip
"""The folders that every profile has."""
_MOVED = frozenset({"downloads", "desktop", "documents"})
_HIVES = ("ntuser.", "usrclass.")


def program_folder(one: Installation, user: Profile) -> str:
    """The user's folder of programs, ``AppData\\Local``; up to Windows XP it had another name."""
    old = rf"{user.path}\Local Settings\Application Data"
    return old if one.entry(old) else rf"{user.path}\AppData\Local"


def of_user(one: Installation, user: Profile) -> Iterator[tuple[str, int, Callable[[str], bool]]]:
    """The folders of a profile, how deep each is looked into, and what is left out of it."""
    yield user.path, 2, _is_no_drop
    for name in ("Downloads", "Desktop", "Documents"):
        yield rf"{user.path}\{name}", 1, _is_no_program
    yield rf"{program_folder(one, user)}\Temp\OneNote", 6, _is_nothing
    yield rf"{user.path}\AppData\Roaming", 2, _is_nothing


def is_temp(path: str) -> bool:
    """The folder of passing files, in the user's folder of programs."""
    return path.lower() == "temp"


def is_onenote(path: str) -> bool:
    """In the folder of passing files: what OneNote has unpacked, which lies deeper than anything else of use."""
    return path.lower() == "onenote"


def below(
    one: Installation, origin: Origin, folder: str, depth: int, leaving_out: Callable[[str], bool] | None = None
) -> Iterator[Seen]:
    """The files of such a folder. One folder in it that cannot be listed is no hole; the folder itself is.

    People move some folders of their own to another drive (:data:`_MOVED`): that these were not looked into is told, no more.
    """
    top = one.way(one.windows_path(in_tree(folder)))
    entry = one.entry(folder)
    if entry is not None and entry.special:
        wanted = "linked-folder" if entry.name.lower() in _MOVED else "file"
        yield Gap(origin.at(*origin.path, *top), Reason.UNSUPPORTED, wanted, "a link or a device, not followed")
        return
    for thing in files.below(one, origin, folder, depth, leaving_out):
        is_inner = isinstance(thing, Gap) and thing.wanted == "file" and thing.origin.path[-1:] != top[-1:]
        yield replace(thing, wanted="dropped-file") if is_inner and isinstance(thing, Gap) else thing


def _is_nothing(_: str) -> bool:
    return False


def _is_no_drop(path: str) -> bool:
    """In a profile: its usual folders, those of developers' tools, and in all others what is no program."""
    first, slash, rest = path.partition("/")
    if not slash:
        return first.lower() in _OWN or first.startswith((".", "OneDrive")) or first.lower().startswith(_HIVES)
    return "." in rest.rpartition("/")[2] and not path.lower().endswith(_PROGRAMS)


def _is_no_program(path: str) -> bool:
    """Folders are gone through, and of the files in them programs alone are looked at."""
    name = path.rpartition("/")[2]
    return "." in name and not name.lower().endswith(_PROGRAMS)
