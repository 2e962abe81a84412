"""A bag is looked at again: what was changed, is missing or was added, and whose signature it bears.

A bag may come from anybody: it is read in flat memory within limits, and nothing of it is run, followed or unpacked.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from mimawari.model import option_file
from mimawari.model.os_words import cause
from mimawari.model.sealing import SealCheck, SealFault
from mimawari.sealing import keys, tags
from mimawari.sealing.shelves import FolderShelf, NoBag, Shelf, leads_out, zip_shelf
from mimawari.sealing.trouble import DECRYPTING, LOCKED_AWAY, NO_IDENTITY, NO_LIBRARY, NONE, NOT_OPENED, NOT_READ, SealTrouble

_LONGEST = 64 << 20
"""Bytes of a manifest that are read."""
_SMALL = 1 << 16
"""The same of a key, a signature or ``bagit.txt``."""
_LINE = re.compile(r"([0-9a-fA-F]{64})[ \t]+\*?(\S.*)")
_AGE = b"age-encryption.org/v1\n"
_BESIDE = frozenset({tags.TAG_MANIFEST, tags.SIGNATURE})
"""What no manifest can hold: the tag manifest itself, and its signature."""


def checked(path: Path, public: str = "", identity: str = "") -> SealCheck:
    """What the bag at *path* is found to be: a folder, a zip, or a zip encrypted with age.

    *public* is the file of the key that is expected, *identity* that of a secret key of age; empty for none. Raises
    :class:`SealTrouble` where there is nothing that could be looked at.
    """
    expected = keys.public_key(public) if public else b""
    try:
        if path.is_dir():
            if not any((path / name).exists() for name in (tags.BAGIT, tags.MANIFEST, tags.TAG_MANIFEST)):
                raise SealTrouble(NONE, path=path)
            return _shelf_checked(FolderShelf(path), expected)
        with option_file.opened(path) as file, _plain(file, path, identity) as plain, zip_shelf(plain) as shelf:
            return _shelf_checked(shelf, expected)
    except NoBag as none:
        return SealCheck(files=0, faults=((SealFault.NO_BAG, str(none)),))
    except (OSError, ValueError) as error:
        raise SealTrouble(NOT_READ, path=path, why=cause(error)) from error


@contextmanager
def _plain(file: BinaryIO, path: Path, identity: str) -> Iterator[BinaryIO]:
    """The zip, decrypted where it has to be: into a file that has no name and is gone afterwards."""
    head = file.read(len(_AGE))
    file.seek(0)
    if head != _AGE:
        if not head.startswith(b"PK"):
            raise SealTrouble(NONE, path=path)
        yield file
        return
    if not identity:
        raise SealTrouble(LOCKED_AWAY, path=path)
    with TemporaryFile() as plain:
        _decrypt(file, plain, path, identity)
        plain.seek(0)
        yield plain


def _decrypt(file: BinaryIO, plain: BinaryIO, path: Path, identity: str) -> None:
    try:
        import pyrage
    except ImportError as error:
        raise SealTrouble(NO_LIBRARY, what=DECRYPTING) from error
    try:
        lines = option_file.content(identity, _SMALL).decode("ascii").splitlines()
        found = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-SECRET-KEY-")]
        if not found:
            raise ValueError("AGE-SECRET-KEY-")
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise SealTrouble(NO_IDENTITY, path=identity, why=cause(error)) from error
    try:
        pyrage.decrypt_io(file, plain, found)
    except (OSError, pyrage.DecryptError) as error:
        raise SealTrouble(NOT_OPENED, path=path, why=cause(error)) from error


@dataclass(slots=True)
class _Look:
    """What was seen of a bag so far."""

    shelf: Shelf
    faults: set[tuple[SealFault, str]] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def read(self, name: str, most: int) -> bytes:
        """A small file. Raises :class:`NoBag` where it is larger."""
        if name not in self.shelf.files:
            raise NoBag(f"no {name}")
        found = bytearray()
        for chunk in self.shelf.chunks(name):
            found += chunk
            if len(found) > most:
                raise NoBag(f"{name} is too large")
        return bytes(found)

    def compare(self, name: str, sha256: str) -> None:
        """One file with its digest."""
        self.seen.add(name)
        if name not in self.shelf.files:
            self.faults.add((SealFault.MISSING, name))
        elif self._digest(name) != sha256:
            self.faults.add((SealFault.CHANGED, name))

    def _digest(self, name: str) -> str:
        digest = hashlib.sha256()
        with suppress(NoBag):
            for chunk in self.shelf.chunks(name):
                digest.update(chunk)
            return digest.hexdigest()
        return ""


def _shelf_checked(shelf: Shelf, expected: bytes) -> SealCheck:
    look = _Look(shelf)
    if not look.read(tags.BAGIT, _SMALL).startswith(b"BagIt-Version: "):
        raise NoBag("bagit.txt does not say what it is")
    listed = _listed(look, tags.MANIFEST)
    tagged = _listed(look, tags.TAG_MANIFEST)
    if any(not name.startswith(tags.PAYLOAD) for name in listed) or any(name.startswith(tags.PAYLOAD) for name in tagged):
        raise NoBag("a manifest names what belongs into the other one")
    for name, sha256 in sorted((*listed.items(), *tagged.items())):
        look.compare(name, sha256)
    for name in (*sorted(shelf.files - look.seen - _BESIDE), *shelf.strange):
        look.faults.add((SealFault.ADDED, name))
    if tags.MANIFEST not in tagged:
        look.faults.add((SealFault.CHANGED, tags.TAG_MANIFEST))
    signed = _signature(look, expected)
    faults = tuple(sorted({*look.faults, *([(signed.fault, tags.SIGNATURE)] if signed.fault else [])}))
    is_signed = bool(signed.key) and signed.fault is None
    return SealCheck(files=len(look.seen), faults=faults, key=signed.key, signed=is_signed, comment=signed.comment)


def _listed(look: _Look, name: str) -> dict[str, str]:
    """The paths of a manifest with their digests. Raises :class:`NoBag`."""
    try:
        lines = look.read(name, _LONGEST).decode("utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise NoBag(f"{name} is not UTF-8") from error
    found: dict[str, str] = {}
    for line in lines if lines != [""] else []:
        entry = _LINE.fullmatch(line.removesuffix("\r"))
        path = _path(entry[2]) if entry else ""
        if entry is None or leads_out(path) or path in found:
            raise NoBag(f"{name} has a line that cannot be used")
        found[path] = entry[1].lower()
    return found


def _path(text: str) -> str:
    """A path as a manifest writes it (RFC 8493, 2.1.3)."""
    for written, char in (("%0A", "\n"), ("%0a", "\n"), ("%0D", "\r"), ("%0d", "\r"), ("%25", "%")):
        text = text.replace(written, char)
    return text


def _signature(look: _Look, expected: bytes) -> keys.Looked:
    """Whose signature it is; without an *expected* key that of the key in the bag, which anybody may have put there."""
    has_key, has_signature = tags.PUBLIC_KEY in look.shelf.files, tags.SIGNATURE in look.shelf.files
    if not has_signature:
        return keys.Looked(SealFault.NO_SIGNATURE if expected or has_key else None)
    if not expected and not has_key:
        return keys.Looked(SealFault.BAD_SIGNATURE)
    public = expected or look.read(tags.PUBLIC_KEY, _SMALL)
    return keys.looked(look.read(tags.TAG_MANIFEST, _LONGEST), look.read(tags.SIGNATURE, _SMALL), public)
