"""A bag of evidence is written: beside its place under another name, looked at once more, and only then given its own.

BagIt 1.0 (RFC 8493). The signature is over ``tagmanifest-sha256.txt``, which holds the digests of the manifest, of the README and
of every other tag file, and by the manifest of everything below ``data/``. The signature itself cannot be among them; the RFC asks
that a tag manifest *should* list the other tag files (2.2.1), and neither ``sha256sum -c`` nor bagit.py minds one more.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import gettempdir

from mimawari.model.os_words import cause
from mimawari.model.sealing import BagItem
from mimawari.sealing import keys, packing, payload, staging, tags
from mimawari.sealing.custody import table
from mimawari.sealing.keys import Signer
from mimawari.sealing.payload import Folder, Written
from mimawari.sealing.staging import Hold
from mimawari.sealing.trouble import NO_ROOM, NOT_WRITTEN, TAKEN, SealTrouble

_CONTENTS, _HEADS = "contents.tsv", ("file", "sha256", "bytes", "about_en", "about_ja", "origin")
_SPARE = 8 << 20
"""Bytes that a disk ought to have beside the bag itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """How a bag is to be sealed. ``to`` are the recipients of age; ``key`` is the file of a secret key, empty for none.

    ``info`` are the particulars of ``bag-info.txt``, ``comment`` is signed with the bag (ASCII), ``readme`` tells how to verify
    a bag that is signed by the key of an id (empty: not signed). ``hold`` holds a file for this process, so that a later one knows
    what a killed one left.
    """

    readme: Callable[[str], bytes]
    info: tuple[tuple[str, str], ...] = ()
    key: str = ""
    password: str = ""
    comment: str = ""
    to: tuple[str, ...] = ()
    hold: Hold = staging.nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A bag that is there. ``path`` is the folder or file, ``sha256`` the digest of the file (of a folder of its tag manifest),
    ``bytes`` and ``files`` count the payload; ``key`` is the id of the key that signed, empty for none."""

    path: Path
    sha256: str
    tag_manifest: str
    files: int
    bytes: int
    key: str = ""


def seal(path: Path, items: Iterable[BagItem], copies: Sequence[BagItem], how: Sealing) -> Sealed:
    """Write the bag to *path*: a file where it is called ``….zip`` or encrypted, else a folder.

    *items* are asked for one by one. Raises :class:`SealTrouble`; nothing is left then, and nothing was overwritten.
    """
    base, is_file, last = names(path, encrypted=bool(how.to))
    to = packing.recipients(how.to) if how.to else []
    if os.path.lexists(last):
        raise SealTrouble(TAKEN, path=last)
    size = payload.looked(one.path for one in copies)
    if to:
        _room(Path(gettempdir()), size * 2)
    _room(last.parent, size * (1 + (is_file and not to)))
    with _signer(how) as signer, _stages(last, how) as (clear, stage):
        made = _filled(clear / base, chain(items, copies), how, signer)
        ready = clear / base
        if is_file:
            ready = clear / "bag.zip"
            packing.zipped(clear / base, base, ready)
        if to:
            packing.encrypted(ready, stage / "bag.age", to)
            ready = stage / "bag.age"
        digest = _digest(ready) if is_file else made.sha256
        _named(ready, last)
    return replace(made, path=last, sha256=digest)


def _signer(how: Sealing) -> AbstractContextManager[Signer | None]:
    return keys.opened(how.key, how.password) if how.key else nullcontext()


def names(path: Path, *, encrypted: bool) -> tuple[str, bool, Path]:
    """What the bag's folder is called, whether it becomes a file, and where that comes to lie: what is encrypted is called
    ``….zip.age``."""
    name = path.name.removesuffix(".age") if encrypted else path.name
    is_zip = name.lower().endswith(".zip")
    base = tags.file_name(name[:-4] if is_zip else name, "bag")
    if not encrypted:
        return base, is_zip, path
    return base, True, path.with_name(f"{name if is_zip else f'{name}.zip'}.age")


@contextmanager
def _stages(last: Path, how: Sealing) -> Iterator[tuple[Path, Path]]:
    """Where the bag is made, and the folder beside *last*: what is to be encrypted never lies there in clear."""
    try:
        with staging.beside(last, how.hold) as stage, staging.private(how.hold) if how.to else nullcontext(stage) as clear:
            yield clear, stage
    except (OSError, ValueError) as error:
        raise SealTrouble(NOT_WRITTEN, path=last, why=cause(error)) from error


def _room(folder: Path, need: int) -> None:
    """Refuse at once what cannot have room, before anything is copied."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    with suppress(OSError):
        free = shutil.disk_usage(folder).free
        if free < need + _SPARE:
            raise SealTrouble(NO_ROOM, path=folder, need=f"{(need + _SPARE) / 1e6:,.0f}", free=f"{free / 1e6:,.0f}")


def _filled(folder: Path, items: Iterable[BagItem], how: Sealing, signer: Signer | None) -> Sealed:
    folder.mkdir(mode=0o700)
    bag = Folder(folder)
    rows = [_row(bag.add(replace(item, name=tags.PAYLOAD + item.name)), item) for item in items]
    bag.put(tags.PAYLOAD + _CONTENTS, table(_HEADS, rows))
    content = tuple(bag.written)
    bag.put(tags.MANIFEST, tags.manifest(content))
    bag.put(tags.BAGIT, tags.DECLARATION)
    bag.put(tags.INFO, tags.info(how.info, content))
    bag.put(tags.README, how.readme(signer.id if signer else ""))
    if signer:
        bag.put(tags.PUBLIC_KEY, signer.public)
    said = tags.manifest(bag.written[len(content) :])
    made = bag.put(tags.TAG_MANIFEST, said)
    if signer:
        bag.put(tags.SIGNATURE, signer.sign(said, how.comment))
    validated(folder)
    return Sealed(
        path=folder, sha256=made.sha256, tag_manifest=made.sha256, files=len(content), bytes=sum(one.size for one in content),
        key=signer.id if signer else "",
    )  # fmt: skip


def _row(made: Written, item: BagItem) -> tuple[object, ...]:
    return (made.name, made.sha256, made.size, item.about.en, item.about.ja, item.origin)


def validated(folder: Path) -> None:
    """Have bagit.py read the bag back from the disk, where it is installed. Raises ``OSError`` where it is not as it was
    written."""
    try:
        import bagit
    except ImportError:
        return
    log = logging.getLogger("bagit")
    before, log.disabled = log.disabled, True
    try:
        bagit.Bag(str(folder)).validate()
    except bagit.BagError as error:
        raise OSError(str(error)) from error
    finally:
        log.disabled = before


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _named(ready: Path, last: Path) -> None:
    """Give it its name, if nobody took it meanwhile."""
    if os.path.lexists(last):
        raise SealTrouble(TAKEN, path=last)
    ready.rename(last)
    with suppress(OSError, AttributeError):
        opened = os.open(last.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
