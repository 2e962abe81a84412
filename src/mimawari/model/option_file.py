"""Small files that a user names: opened only where they are plain files, read only up to a size, TOML only where it is no trap."""

from __future__ import annotations

import errno
import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any, BinaryIO

from mimawari.model.words import Words

DEEPEST = 60
"""Parts of a dotted key. The library takes the square of time for many; nobody writes ten."""
_NO_FILE = Words(
    en="not a regular file (a folder, a pipe or a device)",
    ja="通常のファイルではありません（フォルダー、名前付きパイプ、デバイスなど）",
)
_LARGE = Words(en="larger than such a file is", ja="この種類のファイルとしては大きすぎます")
_PART = r"""[ \t]*+\.[ \t]*+(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP = re.compile(f"(?:{_PART}){{{DEEPEST}}}")


class NotUsable(OSError):
    """Why a file is not read, in ``words``."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def opened(path: str | Path) -> BinaryIO:
    """A regular file, also through a link. Nothing is waited for. Raises ``OSError``, or ``ValueError`` for no name of a file."""
    mode = os.stat(path).st_mode  # of a text too
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise NotUsable(_NO_FILE)
    # In the meantime a pipe may have come there: opening one waits until somebody writes, unless it is said not to.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotUsable(_NO_FILE)
    return os.fdopen(handle, "rb")


def content(path: str | Path, most: int) -> bytes:
    """All of a file of at most so many bytes. Raises as :func:`opened`."""
    with opened(path) as file:
        found = file.read(most + 1)
    if len(found) > most:
        raise NotUsable(_LARGE)
    return found


def toml(text: str) -> dict[str, Any]:
    """The table of a text. Raises ``ValueError`` or ``RecursionError``, as the library does."""
    if _DEEP.search(text):
        raise ValueError(f"a key of {DEEPEST} parts and more")
    return tomllib.loads(text)
