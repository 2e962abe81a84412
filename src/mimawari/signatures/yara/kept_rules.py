"""Compiled rules on the disk, so that they are compiled once: by the digest of all that they are made of.

YARA-X takes what it reads back for its own work. So a file is used only if its folder and it belong to this user alone and its
content has the digest that it names; anything else is left and the rules are compiled anew. The file is masked: in the clear it
would fit the very rules that it holds, in a full scan of the disk that it lies on.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import secrets
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from mimawari.model import Reason
from mimawari.signatures import Lack
from mimawari.signatures.masking import masked
from mimawari.signatures.yara.compiled import Compiled, compiled
from mimawari.signatures.yara.counting import MOST_MATCHES
from mimawari.signatures.yara.endless import probed, shut
from mimawari.signatures.yara.rule_files import RuleFile

FORMAT = b"mimawari yara rules 6\n"
MOST_KEPT = 8
"""So many sets are kept, the newest."""

MOST_BYTES = 512 << 20
_SETS = ("private", "local", "doubtful", "placed", "worded", "leaning", "bare", "asked", "aside")


def kept(files: Sequence[RuleFile], folder: Path | None) -> Compiled:
    """*files* compiled; from *folder* if they have been compiled there before, and into it if they have not."""
    if folder is None:
        return probed(compiled(files))
    name = f"{key(files)}.rules"
    found = _read(folder / name, files)
    if found is None:
        found = probed(compiled(files))
        with suppress(OSError):
            _write(folder, name, _packed(found))
    return found


def key(files: Sequence[RuleFile]) -> str:
    """A digest of everything that the compiled rules, and what is told of them, depend on."""
    from importlib.metadata import version

    machine = (FORMAT.decode(), MOST_MATCHES, version("yara-x"), platform.system(), platform.machine())
    texts = [(file.collection, file.label, file.is_ours, str(file.path), file.text) for file in files]
    return hashlib.sha256(json.dumps([machine, texts]).encode()).hexdigest()


def _packed(made: Compiled) -> bytes:
    rules = io.BytesIO()
    made.rules.serialize_into(rules)
    lacks = [(lack.what, lack.reason, lack.detail, lack.wanted) for lack in made.lacks]
    told = {name: sorted(getattr(made, name)) for name in _SETS} | {"lacks": lacks}
    head = json.dumps(told).encode()
    body = len(head).to_bytes(8, "big") + head + rules.getvalue()
    return FORMAT + hashlib.sha256(body).digest() + masked(body)


def _unpacked(data: bytes, files: Sequence[RuleFile]) -> Compiled | None:
    """None where it is not whole, or not what was written."""
    import yara_x

    start = len(FORMAT) + 32
    if not data.startswith(FORMAT):
        return None
    body = masked(data[start:])
    if hashlib.sha256(body).digest() != data[len(FORMAT) : start]:
        return None
    end = 8 + int.from_bytes(body[:8], "big")
    told: dict[str, Any] = json.loads(body[8:end])
    try:
        rules = yara_x.Rules.deserialize_from(io.BytesIO(body[end:]))
    except OSError:
        return None
    lacks = tuple(Lack(what, Reason(reason), detail, wanted) for what, reason, detail, wanted in told["lacks"])
    sets = {name: frozenset(map(tuple, told[name])) for name in _SETS}
    return Compiled(rules, shut(files, sets["aside"]), lacks, **sets)


def _read(path: Path, files: Sequence[RuleFile]) -> Compiled | None:
    try:
        if not _is_own(os.lstat(path.parent), stat.S_ISDIR):
            return None
        handle = os.open(path, os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")))
        with os.fdopen(handle, "rb") as file:
            state = os.fstat(handle)
            if not _is_own(state, stat.S_ISREG) or state.st_size > MOST_BYTES:
                return None
            return _unpacked(file.read(), files)
    except OSError:
        return None


def _is_own(state: os.stat_result, kind: Any) -> bool:
    """Of the right kind, this user's, and writable by nobody else. On Windows the profile's own permissions say that."""
    if not kind(state.st_mode):
        return False
    return not hasattr(os, "geteuid") or (state.st_uid == os.geteuid() and not state.st_mode & 0o022)


def _write(folder: Path, name: str, data: bytes) -> None:
    """All of it or nothing, and readable by nobody else."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_own(os.lstat(folder), stat.S_ISDIR):
        return
    draft = folder / f"{name}.{secrets.token_hex(4)}.part"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / name)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
    _tidy(folder)


def _tidy(folder: Path) -> None:
    """Leave the newest :data:`MOST_KEPT`."""
    every = sorted(folder.glob("*.rules"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in every[MOST_KEPT:]:
        with suppress(FileNotFoundError):
            path.unlink()
