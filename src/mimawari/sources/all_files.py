"""Every file: of a folder of this machine, of a drive of the running Windows, of a disk image, of a packed copy of a PC.

It is looked at because it was asked for (``all:PATH``), beside what else the evidence is. A packed copy of a PC is gone over
member by member; any other file is a ground of one file, which the formats open.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from mimawari.model import BadEvidence, Gap, Looked, Origin, Reason, digest
from mimawari.sources import Evidence, Seen, SourceKind, Survey
from mimawari.sources import folder as copied
from mimawari.sources.scan import Below, Dated, Filed, Folders, Ground, Stage, Written
from mimawari.sources.scan.disk import Disk, made_up
from mimawari.sources.scan.order import begins, staged
from mimawari.sources.scan.owner import Owner, of_copy, of_disk, of_drive
from mimawari.sources.scan.single import Single
from mimawari.sources.scan.tree import Trees
from mimawari.sources.windows.installation import Installation, find
from mimawari.trees import Tree, Volume
from mimawari.trees.container import files_of
from mimawari.trees.directory import DirectoryTree
from mimawari.trees.image import is_image, open_image
from mimawari.trees.streams import open_plain, size_of

NAME = "all-files"
WANTS = ("content", "file")
_ENDS = 1 << 20


@dataclass(frozen=True, slots=True)
class _Opened:
    """The ground of an evidence, without a source's name yet; *starts* are the first folders of each stage."""

    ground: Callable[[Origin], Ground]
    starts: tuple[tuple[Stage, str], ...]
    gaps: tuple[Gap, ...] = ()
    owner: Callable[[], Owner] = Owner


def recognises(_: Evidence) -> bool:
    """Never by itself: it is asked for."""
    return False


def survey(evidence: Evidence) -> Survey:
    """The first folders of each stage. What keeps still is known by its content, what does not by the moment too."""
    path = located(evidence)
    if path.is_dir() and sys.platform != "win32" and made_up(os.fspath(path)):
        raise BadEvidence(Reason.UNSUPPORTED, "only made up by the system when it is read")
    found = _opened(evidence)
    identity = str(path) + evidence.moment if path.is_dir() else _identity(path)
    source = digest(NAME, identity, evidence.inside)
    origin = Origin(source, evidence.locator, (evidence.inside,) if evidence.inside else ())
    pieces = (Folders(f"{stage.word} {way}", WANTS, folders=(way,), stage=stage, is_listing=True) for stage, way in found.starts)
    gaps = (_located(gap, origin) for gap in found.gaps)
    looked = tuple(Looked(want, 0) for want in WANTS)
    owner = found.owner()
    return Survey(
        NAME,
        source,
        host=owner.host,
        machine=owner.machine,
        seen_at=owner.seen_at or evidence.moment,
        pieces=tuple(pieces),
        gaps=tuple(gaps),
        looked=looked,
        place=found.ground(origin).place,
        series=owner.series,
    )


def located(evidence: Evidence) -> Path:
    """Where it lies; a drive's letter alone is its root and not the folder that somebody is in."""
    named = str(evidence.path)
    return Path(f"{named}\\" if sys.platform == "win32" and named.endswith(":") else named).resolve()


def _identity(path: Path) -> str:
    """A file by its length, its beginning and its end: an image is too large to be digested before the first answer."""
    with open_plain(path) as stream:
        size = size_of(stream)
        stream.seek(0)
        known = hashlib.sha256(stream.read(_ENDS))
        stream.seek(max(0, size - _ENDS))
        known.update(stream.read(_ENDS))
    return f"{size}-{known.hexdigest()}"


def _located(gap: Gap, origin: Origin) -> Gap:
    """A gap of *origin*; of a volume that cannot be read, every file is missing."""
    return replace(
        gap, origin=origin.at(*origin.path, *gap.origin.path), wanted="content" if gap.wanted == "volume" else gap.wanted
    )


def files(evidence: Evidence, found: Survey) -> Ground:
    """The ground, kept open for the next piece."""
    return _ground(evidence, found.source)


@lru_cache(maxsize=4)
def _ground(evidence: Evidence, source: str) -> Ground:
    return _opened(evidence).ground(Origin(source, evidence.locator, (evidence.inside,) if evidence.inside else ()))


@lru_cache(maxsize=4)
def _opened(evidence: Evidence) -> _Opened:
    path = located(evidence)
    if path.is_dir():
        return _folder(evidence, path)
    if is_image(path):
        found = open_image(path, Origin("", evidence.locator))
        today = tuple(one for one in found.volumes if not one.past)
        if today:
            mains = _mains(today)
            owner = partial(of_disk, evidence, today, mains)
            return _trees(files_of(path), today, mains, (*found.gaps, *_older(evidence, found.volumes)), owner)
    if copied.is_archive(path) and (tree := _packed(evidence)):
        volumes = (Volume(tree),)
        mains = _mains(volumes)
        return _trees([path], volumes, mains, copied.defects(tree, evidence), partial(of_copy, mains[0]))
    return _Opened(lambda origin: Single(path, *_stamp([path]), origin), ((Stage.INCOMING, ""),))


def _mains(volumes: Sequence[Volume]) -> tuple[Installation | None, ...]:
    """The Windows of each volume, if it has one."""
    return tuple(next(iter(find(one)), None) for one in volumes)


def _older(evidence: Evidence, volumes: tuple[Volume, ...]) -> list[Gap]:
    """A gap for each shadow copy."""
    names = [one.name for one in volumes if one.past]
    detail = "an older state, not read file by file"
    return [Gap(Origin("", evidence.locator, (name,)), Reason.UNSUPPORTED, "shadow-copy", detail) for name in names]


def _packed(evidence: Evidence) -> Tree | None:
    """The members of an archive that holds a Windows, or what a triage tool collected of one; None for any other."""
    from mimawari.sources import triage

    try:
        if copied.recognises(evidence) or triage.recognises(evidence):
            return copied.opened(evidence)
    except BadEvidence:
        return None
    return None


def _folder(evidence: Evidence, path: Path) -> _Opened:
    root = os.fspath(path)
    drive = path.drive if sys.platform == "win32" else ""
    tree = DirectoryTree(path)
    main = None if drive else next(iter(find(Volume(tree), strict=True)), None)

    def named(way: str) -> tuple[str, ...]:
        if drive:
            return (f"{root.rstrip(chr(92))}\\{way}".replace("/", "\\"),)
        return _way(main, way)

    at = main.root if main else path.relative_to(path.anchor).as_posix() if drive else ""
    starts = _starts(tree, main.root if main else "")

    def stage(way: str) -> Stage | None:
        return _staged(at, way, bool(drive))

    # All of a drive of this PC is this PC's.
    owner = partial(of_drive, evidence, path) if path == Path(path.anchor) else partial(_copied, tree)
    return _Opened(lambda origin: Disk(root, origin, named, stage), starts, owner=owner)


def _copied(tree: Tree) -> Owner:
    """Whoever has the PC that the folder *tree* is a copy of, if it is one."""
    return of_copy(next(iter(find(Volume(tree), strict=True)), None))


def _trees(
    files: Sequence[Path],
    volumes: Sequence[Volume],
    mains: Sequence[Installation | None],
    gaps: tuple[Gap, ...],
    owner: Callable[[], Owner],
) -> _Opened:
    stamp, written = _stamp(files)

    def named(number: int, way: str) -> tuple[str, ...]:
        main = mains[number]
        volume = volumes[number].name
        return _way(main, way) if main or not volume else (volume, *_way(None, way))

    def stage(number: int, way: str) -> Stage | None:
        main = mains[number]
        return _staged(main.root if main else "", way)

    starts = sorted(
        (begin, f"{number}/{way}")
        for number, one in enumerate(volumes)
        for begin, way in _starts(one.tree, mains[number].root if mains[number] else "")  # type: ignore[union-attr]
    )
    place = digest("trees", os.fspath(files[0]))
    return _Opened(lambda origin: Trees(volumes, place, stamp, written, origin, named, stage), tuple(starts), gaps, owner)


def _way(main: Installation | None, way: str) -> tuple[str, ...]:
    """The path of an origin: as Windows writes it on its drive, else the way below the locator."""
    if main is None or not (way == main.root or way.startswith(f"{main.root}/") or not main.root):
        return (way,) if way else ()
    return (main.windows_path(way[len(main.root) :].lstrip("/")),)


def _staged(root: str, way: str, is_drive: bool = False) -> Stage | None:
    if is_drive:
        return staged(f"{root}/{way}".strip("/").replace("./", ""))
    if root and not way.startswith(f"{root}/"):
        return None
    return staged(way[len(root) :].lstrip("/"))


def _starts(tree: Tree, root: str) -> tuple[tuple[Stage, str], ...]:
    known: dict[str, list[str]] = {}

    def names(way: str) -> list[str]:
        at = f"{root}/{way}".strip("/")
        if at not in known:
            known[at] = _folders(tree, at)
        return known[at]

    # The rest is all that lies around a Windows, too: its own root is not one more beginning.
    found = [(stage, f"{root}/{way}".strip("/")) for stage, way in begins(names) if way]
    return tuple(dict.fromkeys([*found, (Stage.REST, "")]))


def _folders(tree: Tree, way: str) -> list[str]:
    try:
        return [entry.name for entry in tree.list(way) if entry.is_folder and not entry.special]
    except BadEvidence:
        return []  # that it cannot be listed is told when it is its turn


def _stamp(files: Sequence[Path]) -> tuple[str, Written]:
    """What tells whether any of *files* changed, and when one last did."""
    found = [path.stat() for path in files]
    parts = [f"{one.st_size}:{one.st_mtime_ns}:{one.st_ctime_ns}:{one.st_ino}" for one in found]
    return parts[0] if len(parts) == 1 else f"{len(parts)}:{digest(*parts)}", Written.of(*found)


def look(evidence: Evidence, found: Survey, piece: str) -> Iterator[Seen]:  # noqa: ARG001  # all of it, whatever the piece
    """Every file, still closed, and the gaps between them."""
    ground, waiting = files(evidence, found), [found.pieces[-1].folders[0]] if isinstance(found.pieces[-1], Folders) else []
    while waiting:
        for thing in ground.listed(waiting.pop()):
            if isinstance(thing, Below):
                waiting.append(thing.folder)
            elif isinstance(thing, Filed):
                yield from (one.blob if isinstance(one, Dated) else one for one in thing.dated())
            else:
                yield thing


KIND = SourceKind(NAME, 10, recognises, survey, look, files=files)
