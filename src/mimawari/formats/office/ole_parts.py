"""The streams of a compound file as :class:`~mimawari.formats.office.parts.Parts`, whole or below one of its storages."""

from __future__ import annotations

from typing import BinaryIO

from mimawari.formats.office.compound import CompoundFile, Entry
from mimawari.formats.office.parts import Notes
from mimawari.model import BadEvidence, Content, Reason

_STREAM = 2


class OleParts:
    """The streams of a compound file: ``OleParts(Kept.of(data))``. ``notes`` takes what is damaged in it.

    Raises ``BadEvidence`` corrupt where it is none. A stream that ends early gives what there is of it, with a note.
    """

    def __init__(self, content: Content, notes: Notes | None = None, *, file: CompoundFile | None = None, below: str = "") -> None:
        self.notes = notes or Notes()
        self._file = file or CompoundFile(content, self.notes)
        self._content = content
        self._below = f"{below.casefold()}/" if below else ""
        self._found = {
            key.removeprefix(self._below): entry for key, entry in self._file.entries.items() if key.startswith(self._below)
        }
        self.clsid = self._file.entries[below.casefold()].clsid if below else self._file.root.clsid

    @property
    def end(self) -> int:
        """Where the last sector ends that is in use: what lies behind it belongs to no stream. All of it where that is unknown."""
        try:
            return self._file.end
        except BadEvidence:  # the table lies in what was too large to be kept
            return self._content.size

    def below(self, path: str) -> OleParts:
        """The same seen from the storage at *path*, as if it were a file of its own."""
        entry = self._found[path.casefold()]
        return OleParts(self._content, self.notes, file=self._file, below=entry.path)

    def names(self) -> tuple[str, ...]:
        """The paths of all streams, in the directory's order."""
        return tuple(entry.path[len(self._below) :] for entry in self._found.values() if entry.kind == _STREAM)

    def storages(self) -> tuple[str, ...]:
        """The paths of all storages."""
        return tuple(entry.path[len(self._below) :] for entry in self._found.values() if entry.kind != _STREAM)

    def class_of(self, path: str) -> bytes:
        """The 16 bytes of a storage's class id; zeros where there is none."""
        entry = self._found.get(path.casefold())
        return entry.clsid if entry else bytes(16)

    def has(self, name: str) -> bool:
        """Whether there is a stream of this name, whatever its letter case."""
        entry = self._found.get(name.casefold())
        return entry is not None and entry.kind == _STREAM

    def size(self, name: str) -> int:
        """Bytes in a stream as the directory says; 0 where there is none of this name."""
        return self._found[name.casefold()].size if self.has(name) else 0

    def lies_whole(self, name: str) -> bool:
        """Whether the bytes of a stream lie one behind the other in the file."""
        return self._file.lies_whole(self._entry(name))

    def read(self, name: str, most: int) -> bytes:
        """Up to *most* bytes of a stream. Raises ``BadEvidence``: missing, corrupt, too large."""
        return self._file.read(self._entry(name), most)

    def stream(self, name: str) -> BinaryIO:
        """A stream to seek in. Raises ``BadEvidence`` missing."""
        return self._file.stream(self._entry(name))

    def _entry(self, name: str) -> Entry:
        if not self.has(name):
            raise BadEvidence(Reason.MISSING, name)
        return self._found[name.casefold()]
