"""A bag as one file: a zip that is the same for the same bag, and that zip encrypted with age. Both in flat memory."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from mimawari.model import option_file
from mimawari.sealing.trouble import ENCRYPTING, NO_LIBRARY, NO_RECIPIENT, SealTrouble

if TYPE_CHECKING:
    from pyrage import x25519

_WHEN = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold: times of files are told in the bag itself."""
_CHUNK = 1 << 20
_MOST_RECIPIENTS = 1 << 16
"""Bytes of a file of recipients that are read."""


def zipped(bag: Path, base: str, into: Path) -> None:
    """All files of the folder *bag* below the folder *base* of a zip, sorted, with fixed times and rights (RFC 8493, 4.2).

    Copies are stored as they are: that their digest is right can be seen without any unpacking. Raises ``OSError``.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(into, flags, 0o600), "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
            for path in sorted(path for path in bag.rglob("*") if path.is_file()):
                _member(made, path, f"{base}/{path.relative_to(bag).as_posix()}")
        file.flush()
        os.fsync(file.fileno())


def _member(made: zipfile.ZipFile, path: Path, name: str) -> None:
    entry = zipfile.ZipInfo(name, _WHEN)
    entry.create_system, entry.external_attr = 3, 0o100600 << 16
    entry.compress_type = zipfile.ZIP_STORED if "/data/copies/" in name else zipfile.ZIP_DEFLATED
    entry.file_size = path.stat().st_size
    with path.open("rb") as source, made.open(entry, "w") as member:
        while chunk := source.read(_CHUNK):
            member.write(chunk)


def recipients(given: Sequence[str]) -> list[x25519.Recipient]:
    """Public keys of age, each as it stands (``age1…``) or a file with one a line. Raises :class:`SealTrouble`."""
    try:
        from pyrage import RecipientError, x25519
    except ImportError as error:
        raise SealTrouble(NO_LIBRARY, what=ENCRYPTING) from error
    found = []
    for text in given:
        for key in [text] if text.startswith("age1") else _listed(text):
            try:
                found.append(x25519.Recipient.from_str(key))
            except RecipientError as error:
                raise SealTrouble(NO_RECIPIENT, text=text) from error
    return found


def _listed(path: str) -> list[str]:
    try:
        lines = option_file.content(path, _MOST_RECIPIENTS).decode("ascii").splitlines()
    except (OSError, ValueError) as error:
        raise SealTrouble(NO_RECIPIENT, text=path) from error
    keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not keys:
        raise SealTrouble(NO_RECIPIENT, text=path)
    return keys


class _Writer:
    """A file whose own error is kept: the library only tells that there was one."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.error = file, OSError()

    def write(self, data: bytes) -> int:
        """Write it."""
        try:
            return self._file.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        """Hand all to the system."""
        self._file.flush()


def encrypted(source: Path, into: Path, to: Sequence[x25519.Recipient]) -> None:
    """*source* for those who hold the secret keys. Raises ``OSError``."""
    from pyrage import EncryptError, encrypt_io

    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with source.open("rb") as reader, os.fdopen(os.open(into, flags, 0o600), "wb") as file:
        writer = _Writer(file)
        try:
            encrypt_io(reader, writer, list(to))
        except EncryptError as error:
            raise (writer.error if writer.error.errno else OSError(str(error))) from error
        file.flush()
        os.fsync(file.fileno())
