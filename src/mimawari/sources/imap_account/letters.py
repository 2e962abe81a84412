"""The mails of a folder, one after the other, whatever happens to the connection meanwhile."""

from __future__ import annotations

import io
import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, BinaryIO

from mimawari.model import BadEvidence, Content, Gap, Origin, Reason, uids
from mimawari.sources.imap_account.answers import Fetched
from mimawari.sources.imap_account.line import Broken, Line
from mimawari.sources.imap_account.session import CHUNK
from mimawari.sources.mail.telling import LARGEST
from mimawari.trees.faults import system
from mimawari.trees.mailbox import header
from mimawari.trees.streams import Readable, buffered

HELD = 4 << 20
"""Bytes of a mail that is held in memory; a larger one lies in a temporary file, which ends with it."""
TOGETHER, MOST = CHUNK, 32
"""So many bytes, and so many mails, are asked for at once."""
_TOO_LARGE = f"a mail of more than {LARGEST >> 20} MiB"
BREAKS = "the connection breaks at this mail"
_LISTED = 200
_HEADER = 64 << 10


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail: its UID, its Message-ID (empty where it has none), its content."""

    uid: int
    message_id: str
    content: Content


@dataclass(frozen=True, eq=False)
class InMemory:
    """A mail that is held."""

    data: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.data)

    def open(self) -> BinaryIO:
        """A new stream."""
        return io.BytesIO(self.data)


class OnDisk:
    """A mail in a temporary file that has no name, or loses it with this object."""

    def __init__(self) -> None:
        self.size = 0
        with system("a temporary file"):
            self._file: IO[bytes] = tempfile.TemporaryFile(prefix="mimawari-")  # noqa: SIM115  # as long as the object
        weakref.finalize(self, self._file.close)

    def add(self, data: bytes) -> None:
        """Write more behind its end."""
        with system("a temporary file"):
            self._file.seek(self.size)
            self._file.write(data)
        self.size += len(data)

    def open(self) -> BinaryIO:
        """A new stream."""
        return buffered(_Part(self))

    def piece(self, offset: int, length: int) -> bytes:
        """Bytes of it."""
        with system("a temporary file"):
            self._file.seek(offset)
            return self._file.read(length)


class _Part(Readable):
    def __init__(self, whole: OnDisk) -> None:
        super().__init__(whole.size)
        self._whole = whole

    def _piece(self, offset: int, length: int) -> bytes:
        return self._whole.piece(offset, length)


class _Gone(Exception):
    """The rest of a mail does not come."""


class Reader:
    """Reads mails by their UIDs. *place* makes the origin of what could not be read."""

    def __init__(self, line: Line, place: Callable[[str], Origin]) -> None:
        self._line, self._place = line, place
        self._done = 0

    def read(self, wanted: Sequence[int]) -> Iterator[Letter | Gap]:
        """Each of *wanted* (sorted) that is still there; where the server stays away a gap for all that is left."""
        self._done = 0
        try:
            for run in uids.in_runs(wanted, _LISTED):
                yield from self._letters(run)
        except BadEvidence as bad:
            left = [uid for uid in wanted if uid > self._done]
            yield Gap(self._place(_shortly(left)), bad.reason, "message", bad.detail)

    def _letters(self, run: Sequence[int]) -> Iterator[Letter | Gap]:
        try:
            sizes = self._line.ask(lambda session: session.sizes_of(run))
        except Broken:
            sizes = dict.fromkeys(run, 0)  # It breaks at one of them.
        for batch in _batches(run, sizes):
            yield from self._batch(batch, sizes)

    def _batch(self, batch: Sequence[int], sizes: Mapping[int, int]) -> Iterator[Letter | Gap]:
        try:
            got = self._line.ask(lambda session: session.read(batch))
        except Broken:
            yield from self._singly(batch, sizes)
            return
        for uid in batch:
            first = got.pop(uid, None)
            if first and first.data:  # Dovecot gives NIL for one that was deleted meanwhile.
                letter = self._whole(uid, first, sizes[uid])
            elif len(batch) > 1:
                yield from self._batch([uid], sizes)
                continue
            else:
                letter = self._missing(uid)
            self._done = uid
            if letter:
                yield letter
            # Its content must be gone before the next one is read.
            del first, letter

    def _missing(self, uid: int) -> Gap | None:
        """A mail that did not come: one that was deleted meanwhile is no mail of this mailbox."""
        return self._gap(uid, Reason.FAILED, "the server does not give this mail") if self._is_there(uid) else None

    def _is_there(self, uid: int) -> bool:
        """Whether the server still lists it."""
        try:
            return uid in self._line.ask(lambda session: session.sizes_of([uid]))
        except Broken:
            return True

    def _singly(self, batch: Sequence[int], sizes: Mapping[int, int]) -> Iterator[Letter | Gap]:
        if len(batch) == 1:
            self._done = batch[0]
            yield self._gap(batch[0], Reason.FAILED, BREAKS)
            return
        for uid in batch:
            yield from self._batch([uid], sizes)

    def _whole(self, uid: int, first: Fetched, size: int) -> Letter | Gap | None:
        """The mail whose beginning is there; *size* is what the server said of it, which may be wrong."""
        if size > LARGEST:
            return self._gap(uid, Reason.TOO_LARGE, _TOO_LARGE)
        try:
            content = self._content(uid, first, size)
        except Broken:
            return self._gap(uid, Reason.FAILED, BREAKS)
        except _Gone:
            return self._missing(uid)
        if content is None:
            return self._gap(uid, Reason.TOO_LARGE, _TOO_LARGE)
        return Letter(uid, header.message_id(first.data[_separator(first.data) : _HEADER]), content)

    def _content(self, uid: int, first: Fetched, size: int) -> Content | None:
        end = len(first.data)
        held = first.data[_separator(first.data) :]
        if not _goes_on(first, end, size):
            return InMemory(held)
        spool = OnDisk() if size > HELD else None
        if spool:
            spool.add(held)
        for more in self._rest(uid, end, size):
            total = (spool.size if spool else len(held)) + len(more)
            if total > LARGEST:
                return None
            if spool is None and total > HELD:
                spool = OnDisk()
                spool.add(held)
            if spool:
                spool.add(more)
            else:
                held += more
        return spool or InMemory(held)

    def _rest(self, uid: int, offset: int, size: int) -> Iterator[bytes]:
        """What follows, until the server has no more; it may give less at once than was asked for."""
        while True:
            got = self._line.ask(lambda session, at=offset: session.read([uid], at)).get(uid)  # type: ignore[misc]
            if got is None or (not got.data and offset < size and not self._is_there(uid)):
                raise _Gone
            if not got.data or got.whole:
                return
            offset += len(got.data)
            yield got.data
            if not _goes_on(got, offset, size):
                return

    def _gap(self, uid: int, reason: Reason, detail: str) -> Gap:
        return Gap(self._place(str(uid)), reason, "message", detail)


def _separator(data: bytes) -> int:
    """The length of a line before the header that is of a mailbox file: some program put the mail there with it."""
    end = data.find(b"\n", 0, 1000) + 1
    return end if data.startswith((b"From ", b">From ")) and end and header.begins(data, end) else 0


def _goes_on(got: Fetched, end: int, size: int) -> bool:
    """Whether there may be more behind *end*: as much came as was asked for, or less than the server said there is."""
    return not got.whole and bool(got.data) and (len(got.data) >= CHUNK or end < size)


def _batches(run: Sequence[int], sizes: Mapping[int, int]) -> Iterator[list[int]]:
    batch: list[int] = []
    room = TOGETHER
    for uid in run:
        if uid not in sizes:
            continue
        if batch and (sizes[uid] > room or len(batch) == MOST):
            yield batch
            batch, room = [], TOGETHER
        batch.append(uid)
        room -= sizes[uid]
    if batch:
        yield batch


def _shortly(left: Sequence[int]) -> str:
    """The UIDs that are left, or from which to which."""
    text = uids.written(left)
    return text if len(text) <= 60 else f"{left[0]}:{left[-1]}"
