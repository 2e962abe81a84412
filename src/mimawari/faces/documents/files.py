"""Files that are there as a whole, or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mimawari.faces.documents.trouble import Unwritable


def put(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write all of *contents* by name into *folder*, which is made. Raises :class:`Unwritable`.

    Everything is on the disk before the first file gets its name: where one cannot be written, all old ones are still there.
    """
    drafts = {folder / name: folder / f"{name}.{secrets.token_hex(4)}.part" for name in contents}
    path = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, draft in drafts.items():
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            _filled(draft, contents[path.name])
        for path, draft in drafts.items():
            draft.replace(path)
    except OSError as error:
        raise Unwritable(path if path != folder else folder / next(iter(contents)), error) from error
    finally:
        for draft in drafts.values():
            with suppress(OSError):
                draft.unlink()
    return tuple(drafts)


def _filled(draft: Path, content: bytes) -> None:
    """Only who writes it may read it: it names people and what was stolen."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(draft, flags, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
