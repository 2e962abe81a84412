"""Files that are there as a whole, or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from mimawari.faces.documents.trouble import Unwritable


def put(path: Path, content: bytes) -> Path:
    """Write *content* under a name of its own, then give it the name *path*. Raises :class:`Unwritable`."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _filled(draft, content)
        draft.replace(path)
    except OSError as error:
        raise Unwritable(path, error) from error
    finally:
        with suppress(OSError):
            draft.unlink()
    return path


def _filled(draft: Path, content: bytes) -> None:
    """Only who writes it may read it: it names people and what was stolen."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(draft, flags, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
