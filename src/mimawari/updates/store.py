"""Where newer knowledge lies, and which knowledge is in force.

A store is a folder: ``versions/`` with a folder for each version that is kept, ``metadata/`` and ``root.json`` with what is
trusted, and ``state.json``, which alone says what is in force. That file is replaced in one step, after all that it names is on
the disk.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from mimawari import knowledge
from mimawari.knowledge import Knowledge, Provenance
from mimawari.model import Words
from mimawari.updates import durable, shared
from mimawari.updates.state import Damaged, Held, Kept, State, as_bytes, read
from mimawari.updates.trouble import Kind, Trouble
from mimawari.updates.unpacking import MOST_FILES, MOST_UNPACKED
from mimawari.updates.versions import order

__all__ = ["Forced", "Held", "Kept", "State", "Store", "in_force"]

MOST_KEPT = 3
"""So many versions are kept beside the one that is in use."""
_MOST_STATE = 1 << 20

_BUSY = Words(
    en="another update is under way (or this folder cannot be locked): {folder}",
    ja="別の更新が実行中か、フォルダーをロックできません：{folder}",
)
_DAMAGED = Words(
    en="the record of installed knowledge in {folder} is damaged: what came with the program is used. "
    "`mimawari update ADDRESS` installs it anew.",
    ja="{folder} にある知識データの記録が壊れているため、内蔵の知識データを使います。"
    "mimawari update アドレス を実行すると、入れ直せます。",
)
_CHANGED = Words(
    en="the installed knowledge {version} in {folder} is damaged, or was changed, and is not used: what came with the program is. "
    "`mimawari update ADDRESS` installs it anew.",
    ja="{folder} にある知識データ {version} が壊れているか、書き換えられているため、使いません。内蔵の知識データを使います。"
    "mimawari update アドレス を実行すると、入れ直せます。",
)
_UNREADABLE = Words(
    en="the installed knowledge {version} in {folder} cannot be used by this version of the program ({why}): what came with the "
    "program is used.",
    ja="{folder} にある知識データ {version} は、このバージョンのプログラムでは使えません（{why}）。内蔵の知識データを使います。",
)


@dataclass(frozen=True, slots=True)
class Store:
    """The store in *folder*; nothing needs to be there. ``is_shared``: others than its owner read it, too."""

    folder: Path
    is_shared: bool = False

    @property
    def metadata(self) -> Path:
        """Where the metadata lie that were verified."""
        return self.folder / "metadata"

    @property
    def root(self) -> Path:
        """The root that is trusted, as it was given first."""
        return self.folder / "root.json"

    def place(self, kept: Kept) -> Path:
        """The folder of a version."""
        return self.folder / "versions" / kept.folder

    def state(self) -> State:
        """What is recorded; an empty state where nothing is. Raises ``Damaged``."""
        try:
            return read(durable.read(self.folder / "state.json", _MOST_STATE))
        except (FileNotFoundError, NotADirectoryError):
            return State()
        except OSError as error:
            raise Damaged(error.strerror or "") from error

    def put(self, state: State) -> None:
        """Record *state*, then remove what it no longer names. Raises ``OSError``; what was recorded before then stands."""
        record = self.folder / "state.json"
        if durable.is_folder(record):
            durable.aside(record)
        durable.write(record, as_bytes(state))
        self._tidy(state)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else changes the store meanwhile. Raises :class:`Trouble`."""
        try:
            self._prepare()
            with durable.alone(self.folder / "lock"):
                yield
        except BlockingIOError as error:
            raise Trouble(Kind.UNKEPT, _BUSY, folder=self.folder) from error

    def _prepare(self) -> None:
        """The folders, and the place of the lock. Nothing is made in a shared store that somebody else has prepared."""
        mode = 0o755 if self.is_shared else 0o700
        if self.is_shared:
            shared.check(self.folder)
        self.folder.parent.parent.mkdir(parents=True, exist_ok=True)
        self.folder.parent.mkdir(mode=mode, exist_ok=True)
        self.folder.mkdir(mode=mode, exist_ok=True)
        if self.is_shared:
            shared.check(self.folder)
        lock = self.folder / "lock"
        if durable.is_there(lock) and not durable.is_file(lock):
            durable.aside(lock)

    @contextmanager
    def drafting(self) -> Iterator[Path]:
        """A folder for what is not whole yet; it is gone afterwards, and what an earlier run left there is gone before."""
        drafts = self.folder / "drafts"
        shutil.rmtree(drafts, ignore_errors=True)
        # Each has a name of its own: what was loaded from a folder is remembered by the folder's name.
        draft = drafts / secrets.token_hex(4)
        try:
            durable.folder_at(drafts)
            draft.mkdir()
            yield draft
        finally:
            shutil.rmtree(drafts, ignore_errors=True)

    def keep(self, draft: Path, known: Knowledge, origin: str, now: str) -> Kept:
        """Move *draft*, a folder of files that are on the disk, among the versions. Raises ``OSError``."""
        kept = Kept(known.version, known.as_of, f"{known.version}-{secrets.token_hex(4)}", content(draft), origin, now)
        target = self.place(kept)
        durable.folder_at(target.parent)
        draft.rename(target)
        durable.settle(target.parent)
        return kept

    def is_whole(self, kept: Kept) -> bool:
        """Whether a version is as it was when it was installed."""
        try:
            return content(self.place(kept)) == kept.content
        except OSError:
            return False

    def _tidy(self, state: State) -> None:
        named = {kept.folder for kept in state.kept}
        for one in (self.folder / "versions").glob("*"):
            if one.name not in named:
                shutil.rmtree(one, ignore_errors=True)


def content(folder: Path) -> str:
    """A digest of the names and contents of all files below *folder*.

    Raises ``OSError``, also where there is more than any update brings, or something that is no file.
    """
    whole, left, count = sha256(), MOST_UNPACKED, 0
    for path in sorted(_below(folder), key=lambda path: path.relative_to(folder).as_posix()):
        found = durable.read(path, left + 1)
        left, count = left - len(found), count + 1
        if left < 0 or count > MOST_FILES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        whole.update(path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape") + b"\0" + sha256(found).digest())
    return whole.hexdigest()


def _below(folder: Path) -> Iterator[Path]:
    """Everything below *folder* that is no folder, as soon as it is met, and not more than can be right."""
    waiting, count = [folder], 0
    while waiting:
        for entry in os.scandir(waiting.pop()):
            count += 1
            if count > 2 * MOST_FILES:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry))
            else:
                yield Path(entry)


def with_new(state: State, kept: Kept) -> State:
    """*state* with one version more, the oldest of too many left out; the one in use never is."""
    others = [one for one in state.kept if one.version != kept.version]
    active = [one for one in others if one.version == state.active]
    rest = sorted((one for one in others if one not in active), key=lambda one: order(one.version))
    room = MOST_KEPT - len(active)
    return replace(state, kept=(*active, *rest[max(0, len(rest) - room) :], kept))


class Choice(StrEnum):
    """Why this knowledge and no other."""

    NEWEST = "newest"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Forced:
    """The knowledge in force: ``folder`` None where it came with the program. ``complaints`` are stores that could not be used."""

    known: Knowledge
    folder: Path | None
    choice: Choice = Choice.NEWEST
    complaints: tuple[Words, ...] = ()


def in_force(stores: Iterable[Store]) -> Forced:
    """What somebody holds on to on purpose, in the first store that has such; else the newest, of the program and all *stores*."""
    best, complaints = Forced(knowledge.load(), None), []
    for store in stores:
        found, complaint = _installed(store)
        complaints += [complaint] if complaint else []
        if found and found.choice is Choice.HELD:
            return replace(found, complaints=tuple(complaints))
        if found and order(found.known.version) > order(best.known.version):
            best = found
    return replace(best, complaints=tuple(complaints))


def _installed(store: Store) -> tuple[Forced | None, Words | None]:
    """What a store would have in force, and what is wrong with it."""
    is_shared = store.is_shared or store.folder.parent == shared.place()
    if is_shared and (complaint := shared.complaint(store.folder)):
        return None, complaint
    return _recorded(store)


def _recorded(store: Store) -> tuple[Forced | None, Words | None]:
    try:
        state = store.state()
    except Damaged:
        return None, _DAMAGED.fill({"folder": store.folder})
    choice = Choice.HELD if state.held else Choice.NEWEST
    if state.held is Held.PACKED:
        known = knowledge.load()
        return Forced(replace(known, provenance=replace(known.provenance, aside=_aside(state, known))), None, choice), None
    kept = state.one(state.active)
    if kept is None:
        gone = _CHANGED.fill({"version": state.active, "folder": store.folder}) if state.held else None
        return None, gone
    if not store.is_whole(kept):
        return None, _CHANGED.fill({"version": kept.version, "folder": store.folder})
    try:
        known = knowledge.load(store.place(kept))
    except ValueError as error:
        return None, _UNREADABLE.fill({"version": kept.version, "folder": store.folder, "why": error})
    told = Provenance("installed", kept.origin, kept.installed, _aside(state, known) if state.held else "")
    return Forced(replace(known, provenance=told), store.place(kept), choice), None


def _aside(state: State, known: Knowledge) -> str:
    """The newest that is to be had here, of the program's own and all that is kept, where that is newer than *known*."""
    newest = max((knowledge.load().version, *(kept.version for kept in state.kept)), key=order)
    return newest if order(newest) > order(known.version) else ""
