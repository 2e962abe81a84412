"""A double click: the one file is started in a window of its own, without a word. Then it checks this PC, and the window stays."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from mimawari.faces.cli.spoken import Help, say
from mimawari.faces.streams import note

_CLOSE = Help(en="Press Enter to close this window.", ja="Enterキーを押すと、この画面を閉じます。")
_BEGIN = Help(
    en="mimawari is looking round this PC. This can take some minutes; nothing is changed and nothing is sent.",
    ja="このPCを調べています。数分かかることがあります。PCの設定などを変更したり、データを送信したりすることはありません。",
)
_OWN = 2
"""The processes in the window of a one-file program: it, and the part of it that unpacks it. A shell would be a third."""


def asked(arguments: Sequence[str]) -> list[str]:
    """What the command line says; for a double click, to check this PC."""
    return ["check"] if not arguments and is_own() else list(arguments)


def is_own() -> bool:
    """Whether nobody but this program uses its window, and somebody looks at it."""
    if sys.platform != "win32" or not getattr(sys, "frozen", False) or not (sys.stdin and sys.stdin.isatty()):
        return False
    others = (ctypes.c_uint32 * 16)()
    kernel32: Any = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009 - it is not there elsewhere
    return 0 < int(kernel32.GetConsoleProcessList(others, len(others))) <= _OWN


def kept(run: Callable[[], int]) -> int:
    """Do *run* and keep the window open until somebody has read it; the status of *run*."""
    note(say(_BEGIN))
    try:
        return run()
    finally:
        note(f"{os.linesep}{say(_CLOSE)}")
        with suppress(EOFError, OSError, KeyboardInterrupt):
            sys.stdin.readline()
