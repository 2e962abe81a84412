"""A user's part of a Windows, as the readers of what is held there see it: bounded, and every refusal told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from mimawari.model import BadEvidence, Gap, Held, Holding, Origin, Reason
from mimawari.model.os_words import cause
from mimawari.sources.windows.hive_value import HiveValue
from mimawari.sources.windows.holdings.sites import address_of
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.paths import environment, expand
from mimawari.sources.windows.registry import RegistryHive, RegistryKey
from mimawari.trees import Entry

WANTED = Holding.kind()
ENTRIES, KEYS = 10_000, 2_000
"""So many entries of a folder, and keys below a key, are looked at."""
_LINK = "a link or a device, not followed"
_ELSEWHERE = "a setting leads here, which is on no drive that was looked at"
_EMPTY = "a setting leads here, and no account was found"
TEXT = 253
"""So many letters of a name are kept: the longest that a host has (RFC 1035)."""

Told = Iterator[Holding | Gap]


@dataclass(frozen=True, slots=True)
class Room:
    """Where things of one user lie. ``home`` is the profile's Windows path; ``hive_name`` how an origin names the user's hive.

    Of what belongs to the machine ``user`` and ``home`` are empty, and there is no hive.
    """

    one: Installation
    origin: Origin
    user: str = ""
    home: str = ""
    local: str = ""
    roaming: str = ""
    hive: RegistryHive | None = None
    hive_name: str = ""
    lacks: list[Gap] = field(default_factory=list)
    """What was met on the way and could not be looked at; whoever asks all readers tells it, each once."""

    def at(self, path: str) -> Origin:
        """The place of a file in the evidence."""
        return self.origin.at(*self.origin.path, *self.one.way(path))

    def gap(self, at: Origin, bad: BadEvidence) -> Gap:
        """What could not be looked at there."""
        return Gap(at, bad.reason, WANTED, bad.detail)

    def file(self, path: str) -> Entry | None:
        """The entry of a file with something in it; None where there is none. Raises ``BadEvidence``."""
        found = self.one.entry(path)
        if found and found.special:
            raise BadEvidence(Reason.UNSUPPORTED, _LINK)
        return found if found and not found.is_folder and found.size != 0 else None

    def read(self, path: str, most: int) -> bytes | None:
        """All bytes of a file; None where there is none. Raises ``BadEvidence``, too where it is larger than *most* bytes."""
        found = self.file(path)
        if found is None:
            return None
        if found.size is not None and found.size > most:
            raise BadEvidence(Reason.TOO_LARGE, f"larger than {most >> 20} MiB")
        try:
            with self.one.open(path) as content:
                data = content.read(most + 1)
        except OSError as error:
            raise BadEvidence(Reason.CORRUPT, cause(error).en) from error
        if len(data) > most:
            raise BadEvidence(Reason.TOO_LARGE, f"larger than {most >> 20} MiB")
        return data

    def reading(self, path: str, most: int, read: Callable[[bytes], Iterable[Holding]]) -> Told:
        """What *read* makes of a file; nothing where there is none, a gap where it cannot be read."""
        try:
            content = self.read(path, most)
            yield from read(content) if content else ()
        except BadEvidence as bad:
            yield self.gap(self.at(path), bad)

    def listed(self, folder: str) -> list[Entry]:
        """The entries of a folder, links apart; none where there is none. Raises ``BadEvidence``."""
        found = self.one.entry(folder)
        if found is None or not (found.is_folder or found.special):
            return []
        if found.special:
            raise BadEvidence(Reason.UNSUPPORTED, _LINK)
        entries = list(islice(self.one.list(folder), ENTRIES + 1))
        if len(entries) > ENTRIES:
            self.lacks.append(self.gap(self.at(folder), BadEvidence(Reason.TOO_LARGE, f"more than {ENTRIES} entries")))
        for entry in (entry for entry in entries[:ENTRIES] if entry.special):
            self.lacks.append(self.gap(self.at(rf"{folder}\{entry.name}"), BadEvidence(Reason.UNSUPPORTED, _LINK)))
        return [entry for entry in entries[:ENTRIES] if not entry.special]

    def folders(self, folder: str) -> list[str]:
        """The Windows paths of the folders in a folder; none where it cannot be listed, which is noted."""
        return sorted(rf"{folder}\{entry.name}" for entry in self._noted(folder) if entry.is_folder)

    def files(self, folder: str, ending: str) -> list[str]:
        """The Windows paths of the files in a folder whose names end so; none where it cannot be listed, which is noted."""
        names = [entry.name for entry in self._noted(folder) if not entry.is_folder and entry.size != 0]
        return sorted(rf"{folder}\{name}" for name in names if name.lower().endswith(ending))

    def _noted(self, folder: str) -> list[Entry]:
        try:
            return self.listed(folder)
        except BadEvidence as bad:
            self.lacks.append(self.gap(self.at(folder), bad))
            return []

    def book(self, path: str, program: str) -> Told:
        """An address book, by its size; nothing where there is none, a gap where that cannot be told."""
        try:
            found = self.file(path)
        except BadEvidence as bad:
            yield self.gap(self.at(path), bad)
            return
        if found:
            yield self.holding(self.at(path), Held.ADDRESS_BOOK, program, size=found.size or 0)

    def holds(self, folder: str, ending: str) -> bool:
        """Whether a file with something in it lies in a folder and ends so. No more than the first one is asked for; a folder
        that cannot be listed, or has too many others, is noted.
        """
        try:
            found = self.one.entry(folder)
            if found and found.special:
                raise BadEvidence(Reason.UNSUPPORTED, _LINK)
            for count, entry in enumerate(self.one.list(folder) if found and found.is_folder else ()):
                if count >= ENTRIES:
                    raise BadEvidence(Reason.TOO_LARGE, f"more than {ENTRIES} entries")
                if entry.name.lower().endswith(ending) and not (entry.is_folder or entry.special or entry.size == 0):
                    return True
        except BadEvidence as bad:
            self.lacks.append(self.gap(self.at(folder), bad))
        return False

    def here(self, path: str) -> bool:
        """Whether a Windows path from a setting leads to this drive. Where not, it is noted that nobody looked there."""
        is_here = path[:2].upper() == self.one.letter.upper() and path[2:3] == "\\" and ".." not in path.split("\\")
        if not is_here:
            self.lacks.append(self.gap(self.at(clean(path)), BadEvidence(Reason.MISSING, _ELSEWHERE)))
        return is_here

    def store(self, text: str) -> tuple[str, bool]:
        """The folder that a setting names, and whether it is on this drive (:meth:`here`); empty where none is named."""
        path = expand(text, environment(self.home, self.one.letter)).replace("/", "\\").rstrip("\\")
        return path, bool(path) and self.here(path)

    def empty(self, folder: str) -> Gap:
        """A gap for a folder that a setting names and where no account was found: it may not have been collected."""
        return self.gap(self.at(folder), BadEvidence(Reason.MISSING, _EMPTY))

    def word(self, path: str, name: str) -> str:
        """The text of a value of the user's hive; empty where there is none, and where it cannot be read, which is noted."""
        try:
            key = self.hive.key(path) if self.hive else None
            return words_of(key.value(name) if key else None)
        except BadEvidence as bad:
            self.lacks.append(self.gap(self.registry_at(path), bad))
            return ""

    def below(self, path: str) -> Iterator[RegistryKey | Gap]:
        """The keys below a key of the user's hive; a gap where some cannot be read, or there are too many."""
        at = self.registry_at(path)
        try:
            key = self.hive.key(path) if self.hive else None
            for count, found in enumerate(key.subkeys() if key else ()):
                if count >= KEYS:
                    raise BadEvidence(Reason.TOO_LARGE, f"more than {KEYS} keys")
                yield found
        except BadEvidence as bad:
            yield self.gap(at, bad)

    def unread_key(self, path: str, reason: Reason, detail: str) -> Iterator[Gap]:
        """A gap where the key is there, or cannot be looked for: what it stands for is not read."""
        try:
            found = self.hive.key(path) if self.hive else None
        except BadEvidence as bad:
            yield self.gap(self.registry_at(path), bad)
            return
        if found is not None:
            yield Gap(self.registry_at(path), reason, Holding.kind(), detail)

    def registry_at(self, path: str, value: str = "") -> Origin:
        """The place of a registry key, or of a value of it."""
        return self.origin.at(*self.origin.path, rf"{self.hive_name}\{path}", *([value] if value else []))

    def holding(
        self, at: Origin, held: Held, program: str, *, account: str = "", place: str = "", service: str = "", count: int = 1,
        size: int = 0, begins: str = "", ends: str = "", saved: bool | None = None,
    ) -> Holding:  # fmt: skip
        """One thing of this user. What it is called is cut to what a name may have; an account that is no address is not told."""
        return Holding(
            origin=at, held=held, user=self.user, program=program, account=address_of(account), place=clean(place),
            service=service, count=count, size=size, begins=begins, ends=ends, saved=saved,
        )  # fmt: skip


def clean(text: str) -> str:
    """A name on one line, without what no name has, and not longer than one may be."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:TEXT]


def words_of(value: HiveValue | None) -> str:
    """The text of a registry value, which mail programs store as text, or as UTF-16 in bytes; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value.data, str):
        return clean(value.data)
    if value.type != 3 or len(value.data) % 2 or len(value.data) > 4 * TEXT:
        return ""
    return clean(value.data.decode("utf-16-le", "replace").partition("\0")[0])


def values_of(key: RegistryKey) -> dict[str, HiveValue]:
    """The values of a key by their name in lower case. Raises ``BadEvidence`` where one of them cannot be read."""
    found = list(islice(key.values(), KEYS + 1))
    if len(found) > KEYS:
        raise BadEvidence(Reason.TOO_LARGE, f"more than {KEYS} keys")
    return {value.name.lower(): value for value in found}
