"""Seeks the traces of files that a user opened: passing copies, shortcuts, lists, and where people save what they get."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from mimawari.model import Way
from mimawari.sources.windows import drops
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.machine import Profile
from mimawari.sources.windows.office_lists import office_traces
from mimawari.sources.windows.passing_copies import BY_MAIL, is_kept_folder, kept
from mimawari.sources.windows.paths import LIMIT, environment
from mimawari.sources.windows.shell_link import linked_path
from mimawari.sources.windows.traces import Refusals, Trace
from mimawari.trees import Entry

MOST_LISTED = 500_000
"""Files and folders of one user that are listed."""
_SHORTCUTS, _SHORTCUT = 10_000, 64 << 10
_RECENT = (
    (r"AppData\Roaming\Microsoft\Windows\Recent", "Explorer"),
    (r"AppData\Roaming\Microsoft\Office\Recent", "Office"),
    ("Recent", "Explorer"),
)
"""The last is that of Windows XP."""
_OWN = ("Downloads", "Desktop", "Documents", "ダウンロード", "デスクトップ", "ドキュメント")
_ARCHIVE_HISTORY = r"Software\WinRAR\ArcHistory"
_TEMP_DEPTH = 7
_VIEWERS = frozenset({"zip-view", "7-zip", "winrar", "bandizip"})
"""Programs whose copies keep the time that the archive gave them."""


class Traces:
    """The traces of a user; what was refused on the way is in ``refusals``, ``is_cut`` says that too much was there to list."""

    def __init__(self, one: Installation, user: Profile, most: int = MOST_LISTED) -> None:
        self._one, self._user, self._left = one, user, most
        self.refusals = Refusals()

    @property
    def is_cut(self) -> bool:
        """Whether not all of the folders was listed."""
        return self._left < 0

    def every(self) -> Iterator[Trace]:
        """All of them: those of a hive that is loaded even where the profile's folder may not be listed."""
        yield from self._of_hive()
        with self.refusals.at(self._user.path):
            homes = [entry.name for entry in self._one.list(self._user.path) if entry.is_folder and not entry.special]
            yield from self._copies()
            yield from self._shortcuts()
            yield from self._marked([name for name in homes if name.startswith("OneDrive")])

    def _of_hive(self) -> Iterator[Trace]:
        user, unread = self._user, Refusals()
        with unread.at(user.hive_file):  # that it cannot be read at all is told where autostarts are sought in it
            hive = self._one.hive(user.hive_file, user.hive)
            yield from office_traces(hive, user.hive, environment(user.path, self._one.letter), self.refusals)
            at = rf"{user.hive}\{_ARCHIVE_HISTORY}"
            with self.refusals.at(at):
                history = hive.key(_ARCHIVE_HISTORY)
                for value in history.values() if history else ():
                    if isinstance(value.data, str) and value.data[1:3] == ":\\":
                        yield Trace(Way.LIST, value.data[:LIMIT], (at, value.name), "WinRAR")

    def _copies(self) -> Iterator[Trace]:
        """The passing copies that are still there."""
        local = drops.program_folder(self._one, self._user)
        old = rf"{self._user.path}\Local Settings\Temporary Internet Files"
        folders = [(rf"{local}\{path}", depth) for path, depth in BY_MAIL]
        folders += [(folder, 2) for folder in self._folders(old) if kept(rf"{folder}\x\x")]
        for temp in (rf"{local}\Temp", rf"{self._user.path}\Local Settings\Temp"):
            folders += [(folder, _TEMP_DEPTH) for folder in self._folders(temp) if is_kept_folder(folder.rpartition("\\")[2])]
        for folder, depth in folders:
            for path, entry in self._below(folder, depth):
                if copy := kept(path):
                    yield Trace(Way.COPY, path, (path,), "", _made(entry, copy.program))

    def _shortcuts(self) -> Iterator[Trace]:
        """The shortcuts that Windows and Office make of what was opened; their own time is that of the last opening."""
        for folder, program in _RECENT:
            place = rf"{self._user.path}\{folder}"
            links = (entry for entry in self._listed(place) if entry.name.lower().endswith(".lnk") and not entry.is_folder)
            for entry in islice(links, _SHORTCUTS):
                at = rf"{place}\{entry.name}"
                path = linked_path(self._read(at))
                if "." in path.rpartition("\\")[2]:
                    yield Trace(Way.SHORTCUT, path[:LIMIT], (at,), program, entry.modified)

    def _read(self, path: str) -> bytes:
        with self.refusals.at(path), self._one.open(path) as opened:
            return opened.read(_SHORTCUT)
        return b""

    def _marked(self, clouds: list[str]) -> Iterator[Trace]:
        """The files where people save what they get: those without Windows' mark drop out when traces are joined."""
        home = self._user.path
        places = [rf"{base}\{name}" for base in (home, *(rf"{home}\{cloud}" for cloud in clouds)) for name in _OWN]
        for place, depth in [*((place, 1) for place in places), (rf"{drops.program_folder(self._one, self._user)}\Temp", 0)]:
            for path, _ in self._below(place, depth):
                yield Trace(Way.MARK, path, (path,))

    def _below(self, folder: str, depth: int) -> Iterator[tuple[str, Entry]]:
        """The files in a folder and up to *depth* folders below it, with their Windows paths."""
        waiting = [(folder, 0)]
        while waiting:
            path, level = waiting.pop()
            for entry in self._listed(path):
                below = rf"{path}\{entry.name}"
                if not entry.is_folder:
                    yield below, entry
                elif level < depth:
                    waiting.append((below, level + 1))

    def _folders(self, folder: str) -> list[str]:
        return [rf"{folder}\{entry.name}" for entry in self._listed(folder) if entry.is_folder]

    def _listed(self, folder: str) -> Iterator[Entry]:
        """What is in a folder; nothing where there is none. Links are left out, and streams that a copy keeps as files."""
        with self.refusals.at(folder):
            found = self._one.entry(folder)
            is_there = found is not None and found.is_folder and not found.special
            for entry in self._one.list(folder) if is_there and self._left >= 0 else ():
                self._left -= 1
                if self._left < 0:
                    return
                if not entry.special and ":" not in entry.name:
                    yield entry


def _made(entry: Entry, program: str) -> int | None:
    """When the copy was made; its time of writing is that of the original where an archive viewer made it."""
    return entry.created or (None if program in _VIEWERS else entry.modified)
